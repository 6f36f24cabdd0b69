"""Days that are two months at once: the number 2026.1 is how 2026.10 is stored, and also January.

Only text tells the two apart, so the number is refused with its address. In csv and HTML, where
every cell is text, a column that also writes 2026.10 keeps its noughts: 2026.1 is January there.
"""

import itertools
from collections.abc import Collection

import duckdb

from etl.cells import Cells
from etl.problems import mark
from etl.words import quote

WHY = (
    "'是数字，1 月和 10 月（如 2026.10）都会存成这样，无法分辨。"
    "请改写为 2026-01 或 2026-10 这样的形式后重新报送。'"
)
WHY_1904 = (
    "'是没有日期格式的天数，而这份工作簿从 1904 年起计日，无法确定是哪一天。"
    "请把该列设为日期格式，或改写为 2026-10-01 这样的形式后重新报送。'"
)
SERIAL = "regexp_full_match({0}, '[2-6]\\d{{4}}(\\.\\d+)?')"
LIKE = "suffix({0}, '.1') and regexp_full_match({0}, '(19|20)\\d\\d\\.1')"


def refuse(
    connection: duckdb.DuckDBPyConnection, cells: Cells, here: tuple[int, str], data: str,
    plain: Collection[str] = (),
) -> None:  # fmt: skip
    """Puts such cells of one sheet's date and month columns in quarantine; `data` are its rows.
    Columns named in `plain` have none."""
    subject = cells.card.subject
    for column, _, at in cells.places():
        if subject.column(column).kind not in ("date", "month") or column in {
            *cells.joined,
            *plain,
        }:
            continue
        place = (column, at)
        row_nos = _written_like(connection, data, at, LIKE)
        if row_nos and not _keeps_noughts(connection, cells, data, at):
            _refuse_numbers(connection, cells, here, place, row_nos, WHY)
        marks = getattr(getattr(cells.sheet, "whole", cells.sheet), "marks", None)
        if marks and marks.since_1904:
            row_nos = _written_like(connection, data, at, SERIAL)
            _refuse_numbers(connection, cells, here, place, row_nos, WHY_1904)


def _written_like(connection, data: str, at: int, like: str) -> set[int]:
    seen = connection.execute(f"select row_no from {data} and {like.format(f'c{at}')}")
    return {row_no for (row_no,) in seen.fetchall()}


def _refuse_numbers(connection, cells: Cells, here, place: tuple, row_nos: set[int], why: str):
    """Refuses those of the rows whose cell is a number, for that reason."""
    (column, at), subject = place, cells.card.subject
    if rows := ", ".join(map(str, sorted(_numbers(cells, at, row_nos)))) if row_nos else "":
        found = (
            f"select r.rowid as raw_row, {why} as why from raw_{subject.name} as r"
            f" where r.file_id = {here[0]} and r.sheet = {quote(here[1])} and r.row_no in ({rows})"
        )
        mark(connection, "quarantine", subject, column, "type", found)


def _is_typed(cells: Cells) -> bool:
    """Whether the file itself tells numbers from text: workbooks do, csv and HTML do not."""
    return hasattr(getattr(cells.sheet, "cells", None), "merged_cell_ranges")


def _keeps_noughts(connection: duckdb.DuckDBPyConnection, cells: Cells, data: str, at: int) -> bool:
    """Whether the column of a file without types has a month like 2026.10."""
    tens = f"select count(*) from {data} and regexp_full_match(c{at}, '(19|20)\\d\\d\\.10')"
    return not _is_typed(cells) and bool(connection.execute(tens).fetchall()[0][0])


def _numbers(cells: Cells, at: int, row_nos: set[int]) -> set[int]:
    """Of the rows those whose cell is no text; a blank one, merged, is as the one above."""
    if not _is_typed(cells):
        return row_nos
    found, last = set(), ""
    rows = itertools.islice(cells.sheet.cells.iter_rows(), max(row_nos))
    for number, row in enumerate(rows, 1):
        last = row[at] if row[at] != "" else last
        if number in row_nos and not isinstance(last, str):
            found.add(number)
    return found
