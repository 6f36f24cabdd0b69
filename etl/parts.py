"""Rows that begin with 其中: parts of the row above them, no records of their own.

They are kept out of the data, and together may be no more than the row they are part of; what they
are compared with stands in control_total, at the cell of that row. In long form 其中 begins the name
of an indicator, whose row is data.
"""

import duckdb

from etl.cells import Cells
from etl.words import quote

WORD = "其中"
PART = f"contains(first_text, '{WORD}') and regexp_matches(squeeze(first_text), '^[(]?{WORD}[:,]?')"
MOST_PLACES = 6  # decimals beyond these are what binary fractions leave


def is_part(cells: Cells) -> str:
    """SQL that is true where a row with the column first_text is a part of one above."""
    filled = ", ".join(f"c{at}" for _, _, at in cells.number_places())
    if cells.card.unpivot or not filled:
        return "false"
    return f"{PART} and coalesce({filled}) is not null"


def compare(connection: duckdb.DuckDBPyConnection, cells: Cells, place: str, grid: str) -> None:
    """Notes for each number of a row with parts what it states, what they add up to, and whether
    that is no more; parts that are no numbers leave it undecided. `apart` holds the parts."""
    for column, label, at in cells.number_places():
        own, part = (cells.worded("", f"{row}.c{at}") for row in ("whole", "part"))
        most = f"to_number({own}) + 0.5000001 * pow(10, -least({MOST_PLACES},"
        most += f" length(split_part(squeeze({own}), '.', 2))))"
        connection.execute(
            f"""
            insert into control_total
            with part as (from apart where kind = 'part'),
            owned as (
                select part.row_no, max(above.row_no) as owner from part
                join {grid} as above on above.row_no < part.row_no
                where above.row_no not in (select row_no from apart where kind <> 'total')
                group by 1
            ),
            summed as (
                select owner, sum(to_number({part})) as total,
                    count(to_number({part})) = count({part}) as known
                from owned join part using (row_no) where {part} is not null group by 1
            )
            select {place}, owner, {quote(column)}, {own},
                {"null" if label is None else quote(label)}, {quote(WORD)},
                case when known then total end, case when known then total <= {most} end
            from summed join {grid} as whole on whole.row_no = owner where {own} is not null
            """
        )
