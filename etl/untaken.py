"""Forms and columns that are known and not taken as they are, each with the one thing to send."""

import re

import duckdb

from data.errors import TemplateError
from etl.card import Card
from etl.header import Header
from etl.words import listed, squeeze

OLD = {
    "1701": "用油",
    "1702": "用油",
    "1801": "用油",
    "1802": "用油",
    "200": "耗热",
    "210": "其他能源",
}
"""Codes of the paper form before the present statistics system, with a word of their names; 200 and
210 are machine rooms today, 170 is heat. Source: domain.md §10.5."""
OLD_FORM = (
    "是 2020 年以前的旧表（表号 2 消耗状况：1702、1802 为其他用油，200 为耗热量，210 为其他能源），同一代码在现行"
    " NY201 表中是别的指标（170 为热力、200 为机房数量），按现行代码读会把一种能源记成另一种，因此整张不读。"
    "请按现行表样转填（汽油 150、其他用油 1502，柴油 160、其他用油 1602，热力 170，其他能源 180）后重新报送。"
)
ACROSS = 8  # rows in which a form with its codes side by side has them
RUNNING = re.compile(r"累计|\d{1,2}[-—–~至到]\d{1,2}月|[上下]半年|年初至|[一二三四]季度|全年")

SPAN = re.compile(r"(?<!\d)0?1月?[-—–~至到](\d{1,2})月|(上半年)|(前三季度)|(?<!第)一季度|第一季度")
"""A title that says January to a later month: that one, 6, 9, or 3."""


def stop_at_old_form(sheet) -> None:
    """Raises TemplateError on the old paper form of energy: its codes mean other things today."""
    rows = [[squeeze(cell) for cell in row] for row in sheet.head]
    width = max(map(len, rows), default=0)
    padded = [row + [""] * (width - len(row)) for row in rows[:ACROSS]]
    found = {code for line in (*rows, *zip(*padded, strict=True)) for code in _codes(line)}
    if found:
        raise TemplateError(
            f"工作表“{sheet.title}”有指标代码 {listed(sorted(found))}，{OLD_FORM}"
        ).at(sheet.title, "1:1")


def _codes(line) -> list[str]:
    """The old codes in a row or column that has their names too; both may be in one cell."""
    joined = "".join(line)
    return [code for code, word in OLD.items() if word in joined and any(
        cell == code or (word in cell and re.search(rf"(?<!\d){code}(?!\d)", cell)) for cell in line
    )]  # fmt: skip


def sums(cards: list[Card], header: Header) -> str:
    """What to tell the sender of a table no card reads whose amounts are sums, but for headings
    some card knows (累计行驶里程); "" of any other."""
    said = [heading for heading in header.headings if RUNNING.search(heading)
            and not any(card.takes(heading) for card in cards)]  # fmt: skip
    if not said:
        return ""
    return (
        f"的表头“{listed(said, 4)}”是累计数（几个月的合计），不是当月数，没有来源卡声明怎样读它。"
        "请改报当月数（表头如“用电量”），或增加一张用 cumulative 写明的来源卡"
        "（写法见 etl/cards/README.md“累计数”），再重新装载。"
    )


def stop_at_one_month(
    connection: duckdb.DuckDBPyConnection, here: tuple, card: Card, titles: list[list[str]]
) -> None:
    """Raises TemplateError where the title says several months and the rows have the last alone:
    they may be sums."""
    if card.cumulative or "month" not in card.subject.key:
        return
    found = next(
        (span for row in titles for cell in row if (span := SPAN.search(squeeze(cell)))), None
    )
    if not found:
        return
    last = int(found[1] or (found[2] and 6) or (found[3] and 9) or 3)
    months = connection.execute(
        f"select distinct month(month) from filed_{card.subject.name}"
        " where file_id = ? and sheet = ? and month is not null limit 2", [*here],
    ).fetchall()  # fmt: skip
    if last > 1 and months == [(last,)]:
        raise TemplateError(
            f"工作表“{here[1]}”的表题写着“{found[0]}”，而表中只有 {last} 月一个月，无法判断是 {last} 月当月数还是"
            f" 1—{last} 月的累计。是当月数的请把表题改为“{last}月”；是累计数的请改报当月数，或在来源卡中用"
            " cumulative 写明，再重新装载。"
        )
