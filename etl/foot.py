"""What a table says of its numbers below them or beside: a unit, or that they are sums (累计).

They are read before the table is taken: what they say must not be passed over.
"""

import duckdb

from data.errors import TemplateError
from etl import corner, measure, units
from etl.card import OWN_UNIT
from etl.cells import Cells
from etl.words import squeeze

SAID = "累计"
OF_ALL = r"累计(数|值|量|用|消|发|金额)|(以上|表中|本表|均|[为是按系]).{0,12}累计"
TEXTS = """
    select row_no, concat_ws('|', {texts}) from apart
    where kind = 'footer' and regexp_matches(concat_ws('|', {texts}), '单\\s*位|累计') order by 1
"""


def stop_when_it_says_more(connection: duckdb.DuckDBPyConnection, cells: Cells, data: str) -> None:
    """Raises TemplateError on a unit below the table, or in a column of its own, by which its
    numbers were not read, and on sums where the card has none. `data` are its rows."""
    _compare_rows(connection, cells, data)
    lines = connection.execute(TEXTS.format(texts=cells.all_texts())).fetchall()
    for row_no, line in lines:
        _compare_units(cells, row_no, line)
    flows = "month" in cells.card.subject.key and not cells.card.cumulative
    for row_no, line in lines if flows else []:
        if connection.execute("select regexp_matches(?, ?)", [squeeze(line), OF_ALL]).fetchone()[0]:
            raise TemplateError(
                f"表下方第 {row_no} 行写着“{line[:40]}”，而来源卡 {cells.card.name} 没有声明哪些列是累计数，"
                "无法判断是当期还是累计。请改报当月数并改正说明，或在来源卡中用 cumulative 写明，再重新装载。"
            )


def _compare_rows(connection: duckdb.DuckDBPyConnection, cells: Cells, data: str) -> None:
    at = None if cells.card.unpivot else cells.match.position(OWN_UNIT)
    if at is None or at in cells.used():
        return
    words = connection.execute(f"select distinct squeeze(c{at}) from {data} order by 1").fetchall()
    heading = cells.match.header.headings[at]
    for unit in (word for (word,) in words if word and units.is_unit(word)):
        _compare(cells, unit, f"“{heading}”一列写着“{unit}”")


def _compare_units(cells: Cells, row_no: int, line: str) -> None:
    for unit in corner.corner([line.replace("单位为", "单位：").split("|")]):
        _compare(cells, unit, f"表下方第 {row_no} 行写着单位“{unit}”")


def _compare(cells: Cells, unit: str, said: str) -> None:
    """Raises TemplateError when a column that the unit may measure was read by another."""
    for column, factor, at in cells.fields:
        own = units.factor(unit, column.unit, column.dimension) if factor is not None else None
        if own is not None and measure.measures(unit, column) and own != factor:
            raise TemplateError(
                f"{said}，而“{cells.match.header.headings[at]}”一列不是按“{unit}”读的，"
                "无法判断按哪个换算。请把单位写在表头里或表的上方，再重新装载。"
            )
