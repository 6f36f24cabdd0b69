"""Percentages: what a workbook shows as 85 % and stores as 0.85, and numbers that may be either.

A cell in the format for percentages is read as it is shown, “85%” (percent_formats.py). In a
column of per cent a bare number below 1 may be a share (0.85 for 85 %) or a small percentage: it is
refused with its address, and so is a bare 1 unless the column has larger ones and no shares.
"""

import duckdb

from etl.cells import Cells
from etl.problems import mark
from etl.words import name, quote

UNIT = "%"

WHY = (
    "'可能是 ' || {0} || '%，也可能是 ' || cast(round({0} * 100, 6) as varchar) || '%，无法分辨。"
    "请在格内写明百分号（如 85%），或全列改用百分之几的数（如 85）后重新报送。'"
)


def refuse(connection: duckdb.DuckDBPyConnection, cells: Cells, here: tuple[int, str]) -> None:
    """Refuses the numbers of one sheet's columns of per cent that may be shares. To be called
    before cells with a sign of their own are read: they are no numbers yet."""
    for column, _, _ in cells.fields:
        if column.unit != UNIT:
            continue
        table, cell = f"filed_{cells.card.subject.name} as r", f"r.{name(column.name)}"
        place = f"r.file_id = {here[0]} and r.sheet = {quote(here[1])}"
        shares, larger = connection.execute(
            f"select count(*) filter (abs({cell}) < 1 and {cell} <> 0),"
            f" count(*) filter (abs({cell}) > 1) from {table} where {place}"
        ).fetchall()[0]
        most = "<" if larger and not shares else "<="
        mark(
            connection, "quarantine", cells.card.subject, column.name, "unit",
            f"select r.rowid as raw_row, {WHY.format(cell)} as why from {table}"
            f" where {place} and abs({cell}) {most} 1 and {cell} <> 0",
        )  # fmt: skip
