"""What the browser sends, read with suspicion: anything not of its form is answered 400."""

import orjson

from data import warehouse
from data.errors import RequestError

WORDS = "请求的内容不合规则，可能是页面已过期或地址被改动。请刷新页面后重试。"
PARTS = ("search", "snapshot", "theme")


def view_of(asked: object) -> tuple[str, str, str]:
    """search, snapshot and theme of the view a panel was asked for.

    Raises RequestError, or AccessError when the snapshot is not in the viewer's cut.
    """
    found = read(asked)
    parts = tuple(found.get(name) for name in PARTS)
    if not all(isinstance(part, str) for part in parts):
        raise RequestError(WORDS)
    warehouse.check(parts[1])
    return parts


def read(asked: object) -> dict:
    """The JSON object in a text the browser sent. Raises RequestError for anything else."""
    try:
        found = orjson.loads(asked) if isinstance(asked, str) else None
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise RequestError(WORDS)
    return found


def known(panel: object, among: dict) -> str:
    """The index of a pattern id, if it is one of ours. Raises RequestError."""
    index = panel.get("index") if isinstance(panel, dict) else None
    if not isinstance(index, str) or index not in among:
        raise RequestError(WORDS)
    return index
