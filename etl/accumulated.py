"""Months beside their sums since January (用电量、累计用电量): the one is checked by the other.

The card reads the month's own amount; the sum beside it, which no column of ours is for, must be
the sum before it and this month together, and in January the month itself. What differs is doubted,
for one of the two may stand in the other's place. Where the month before is not in the file, the
sum may at least not be smaller than the month. Three figures rounded to the last digit that the
column has may differ by one and a half of it.
"""

import re

import duckdb

from data.errors import TemplateError
from etl import filed, measure, untaken
from etl.cells import Cells
from etl.cumulative import SAID
from etl.problems import mark
from etl.special import STOCKS
from etl.subjects import WHO, Column
from etl.totals import RULE, figure
from etl.words import quote

OWN = re.compile(
    "本月|当月|本期|当期|本年|全年|今年|年初至今|自年初|至本月|截至本月|1[-—至]\\d{1,2}月|[/()]"
)
SUM = re.compile(f"(?:{OWN.pattern}|{SAID}(?:数|量(?=$))?)")
MOST_PLACES = 6


def check(connection: duckdb.DuckDBPyConnection, cells: Cells, here: tuple[int, str], data: str):
    """Doubts the months of one sheet that their sums do not bear out."""
    subject = cells.card.subject
    untaken.stop_at_one_month(connection, here, cells.card, cells.titles)
    if "month" not in subject.key or cells.card.unpivot or cells.card.spread:
        return
    for column, factor, at in cells.fields:
        if factor is None or column.unit in STOCKS or column.name == "odometer":
            continue
        if column.name not in cells.card.cumulative and (beside := _sum_of(cells, column, at)):
            found = _differing(cells, here, data, column, *beside)
            mark(connection, "doubt", subject, column.name, RULE, found)


def _sum_of(cells: Cells, column: Column, at: int) -> tuple[int, float] | None:
    """Where the sums of a column stand and their factor; None without one, or with several."""
    headings, used = cells.match.header.headings, set(cells.used())
    own = OWN.sub("", measure.bare(headings[at]))
    found = [place for place, heading in enumerate(headings) if place not in used
             and SAID in heading and SUM.sub("", measure.bare(heading)) == own]  # fmt: skip
    if len(found) != 1:
        return None
    given = next(field.unit for field in cells.card.fields if field.column == column)
    try:
        unit = measure.agreed(cells.card.name, column, given, headings[found[0]], cells.corner)
    except TemplateError:
        return None
    return found[0], unit[1]


def _differing(cells: Cells, here, data: str, column: Column, at: int, factor: float) -> str:
    """The query of the months that differ from what their sums say."""
    who = ", ".join(f"r.{each}" for each in WHO if cells.card.subject.column(each)) or "null"
    text, amount = f"squeeze(d.c{at})", filed.based(column)
    places = f"least({MOST_PLACES}, max(length(split_part({text}, '.', 2))) over ())"
    return f"""
        with told as (
            select r.rowid as raw_row, coalesce({who}) as who, r.month, {amount} as own,
                to_number(d.c{at}) * {factor!r} as total,
                1.5 * pow(10, -{places}) * {factor!r} as off
            from filed_{cells.card.subject.name} as r
            join (from {data}) as d on d.row_no = r.row_no
            where r.file_id = {here[0]} and r.sheet = {quote(here[1])}
        ),
        beside as (
            select t.*, case when month(t.month) = 1 then t.total else t.total - p.total end as due
            from told as t left join told as p
                on p.who = t.who and p.month = cast(t.month - interval 1 month as date)
        )
        select raw_row, case when due is null
            then '大于同行的累计 ' || {figure("total")} || '，请核实是否当月与累计填反。'
            else '与累计之差 ' || {figure("due")} || ' 不符，请核实是当月数还是累计数填错。'
            end as why
        from beside where own > total + off or abs(own - due) > off
    """
