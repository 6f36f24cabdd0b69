"""What turns the sender's unit into the base unit, as SQL."""

from etl import units
from etl.subjects import Column


def factor_name(column: Column) -> str:
    """The column that holds a number's factor."""
    return f"{column.name}_factor"


def number(value: float) -> str:
    """A factor as SQL."""
    return f"cast({value!r} as double)"


def by_day(column: Column, unit: str, factor: float, texts: dict[str, str]) -> str:
    """A factor as SQL: one for all rows, or by the density of the row's month or year.

    `texts` has the SQL of the text of each of the row's columns.
    """
    day = "cast(null as date)"
    if "month" in texts:
        day = f"to_month({texts['month']})"
    elif "year" in texts:
        day = f"make_date(cast(to_number({texts['year']}) as integer), 12, 31)"
    return units.dated(unit, column.unit, column.dimension, day) or number(factor)
