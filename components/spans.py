"""A stretch of months brushed on a trend that is longer than a year: `span=2024-03_2026-02`."""

import re

from components.panel import Drawing
from data.errors import ScopeError

PATTERN = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))_(\d{4}-(?:0[1-9]|1[0-2]))")


def asked(parameters: dict[str, str]) -> tuple[str, str] | None:
    """First and last month (YYYY-MM); None when no stretch is asked for. Raises ScopeError."""
    text = parameters.get("span")
    if not text:
        return None
    found = PATTERN.fullmatch(text)
    if not found or found[1] > found[2]:
        raise ScopeError(
            f"走势的时段“{text[:40]}”无法识别。写法如 2024-03_2026-02；请在走势图上重新拖选，"
            "或点“清除全部”。"
        )
    return found[1], found[2]


def within(rows: list[dict], drawing: Drawing) -> list[dict]:
    """The rows by month that lie in the stretch asked for; all when none is."""
    span = asked(drawing.asked)
    return [row for row in rows if not span or span[0] <= row["key"] <= span[1]]


def told(span: tuple[str, str]) -> str:
    """The sentence of its filter chip."""
    first, last = (f"{end[:4]}年{int(end[5:])}月" for end in span)
    return f"走势只看{first}至{last}"
