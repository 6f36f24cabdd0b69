"""The rows of a sheet that are no data, put apart: control totals, parts, footers, blank lines."""

import duckdb

from etl import lines, parts
from etl.cells import Cells

LOOKED = 3  # columns that tell of most rows that they are data


def put(connection: duckdb.DuckDBPyConnection, cells: Cells, grid: str) -> bool:
    """apart: such rows of the grid, by `kind` total, part, footer or blank; whether there are any.

    Most sheets have none. That is seen in few columns, and the others are not looked at.
    """
    kind = (
        f"case when {lines.TOTALS} then 'total' when {parts.is_part(cells)} then 'part'"
        f" when {footer(cells)} then 'footer' when not ({cells.has_data()}) then 'blank' end"
    )
    where = "kind is not null" if _may_be(connection, cells, grid) else "false"
    connection.execute(
        f"create or replace temp table apart as select * from (select *, {kind} as kind from"
        f" (select *, {cells.first_text()} as first_text from {grid})) where {where}"
    )
    return bool(connection.execute("from apart limit 1").fetchall())


def _may_be(connection: duckdb.DuckDBPyConnection, cells: Cells, grid: str) -> bool:
    """False when the first columns already tell that every row is data."""
    blank = " and ".join(f"c{at} is null" for at in cells.used()[:LOOKED])
    return bool(
        connection.execute(
            f"from (select {cells.first_text(LOOKED)} as first_text, {blank} as blank from {grid})"
            f" where first_text is null or blank or {lines.TOTALS} or {lines.FOOTER}"
            f" or contains(first_text, '{parts.WORD}') limit 1"
        ).fetchall()
    )


def footer(cells: Cells) -> str:
    """SQL that is true for lines below the table; in long form 其中 may name an indicator."""
    if not cells.card.unpivot:
        return lines.FOOTER
    return f"{lines.FOOTER} and not ({parts.PART} and {cells.code} is not null)"
