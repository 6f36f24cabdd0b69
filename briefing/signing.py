"""拟稿人 and 签发人: anyone may prepare a briefing, only a leader signs one, and with the own name.

Who signs does so on the page, signed in; nobody types somebody else's name. The demo has no people,
so its field takes any name, and says so.
"""

import json

from data import warehouse
from data.access import audit, roles, viewer
from data.errors import AccessError

SAME = ("search", "topic", "page", "slides", "outward")
"""What makes two orders the same paper, beside the publication."""


def checked(asked: dict[str, str]) -> dict[str, str]:
    """The order with the name that will be printed. Raises AccessError for who may not sign."""
    typed, who = asked.get("sign-off", ""), viewer.current()
    if not typed or not who.is_person:
        return asked
    if not who.may(roles.SIGN):
        raise AccessError(
            f"角色“{who.role_name}”可以拟稿，不能签发“{typed[:20]}”。请不填签发人生成；"
            "需要签发的，由领导登录后在本页勾选“由本人签发”。"
        )
    return asked | {"sign-off": who.title}


def people(asked: dict[str, str]) -> dict[str, str]:
    """Accounts of maker and signer, as the audit log keeps them."""
    who = viewer.current()
    if not asked.get("sign-off"):
        return {"maker": who.name}
    return {"maker": _maker(asked) or who.name, "signer": who.name}


def _maker(asked: dict[str, str]) -> str:
    """Who last prepared the paper that is signed now, in the same region; "" when nobody did."""
    for row in audit.recent("briefing", viewer.current().region):
        told = json.loads(row["what"])
        if "signer" not in told and _paper(told) == _paper(asked):
            return told.get("maker", "")
    return ""


def _paper(asked: dict[str, str]) -> tuple[str, ...]:
    parts = (asked.get(name) or "" for name in SAME)
    return (warehouse.plain(asked.get("snapshot", "")), *parts)
