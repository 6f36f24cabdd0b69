"""What the address of the wall asks: scenes, seconds, mode, and the view every page knows."""

from dataclasses import dataclass

from components import address
from data.errors import ScopeError
from data.scope import PARAMETERS

SECONDS, SHORTEST, LONGEST = 20, 5, 600
PRESENT = "present"


@dataclass(frozen=True)
class Asked:
    """`scenes` in the order of the rotation, `seconds` each; `search` holds the view alone."""

    scenes: tuple[str, ...]
    seconds: int
    present: bool
    search: str


def parse(search: str, titles: dict[str, str]) -> Asked:
    """The wall that an address asks for; `titles` are the scenes there are, by id.

    Raises ScopeError with the bad value and what may stand there instead.
    """
    asked = address.asked(search)
    mode = asked.get("mode", "")
    if mode not in ("", PRESENT):
        raise ScopeError(f"方式“{mode[:20]}”不存在。汇报模式写作 mode=present；轮播不写 mode。")
    view = {name: asked[name] for name in PARAMETERS if name in asked}
    return Asked(
        _scenes(asked.get("scenes", ""), titles),
        _seconds(asked.get("seconds", "")),
        mode == PRESENT,
        address.changed("", **view),
    )


def _scenes(text: str, titles: dict[str, str]) -> tuple[str, ...]:
    """Scenes by id or by title, a comma between two; all of them when none is asked for."""
    ids = {**{title: id for id, title in titles.items()}, **{id: id for id in titles}}
    wanted = [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]
    for one in wanted:
        if one not in ids:
            known = "、".join(f"{id}（{title}）" for id, title in titles.items())
            raise ScopeError(f"画面“{one[:20]}”不存在。可用：{known}；多个画面之间用逗号分开。")
    return tuple(dict.fromkeys(ids[one] for one in wanted)) or tuple(titles)


def _seconds(text: str) -> int:
    if not text:
        return SECONDS
    known = text.isascii() and text.isdigit() and len(text) < 5
    if not known or not SHORTEST <= int(text) <= LONGEST:
        raise ScopeError(
            f"每屏秒数“{text[:20]}”不可用。请写 {SHORTEST}—{LONGEST} 的整数，例如 seconds={SECONDS}。"
        )
    return int(text)
