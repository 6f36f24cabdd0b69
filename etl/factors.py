"""What turns the sender's unit into the base unit: a number, or SQL where it depends on the day."""

from collections.abc import Iterable

from etl import units
from etl.subjects import Column


def by_day(column: Column, unit: str, factor: float, names: Iterable[str]) -> float | str:
    """The factor of all rows, or the SQL of each row's: by the density of its month or year.

    `names` are the columns that the row has, as text.
    """
    day = "cast(null as date)"
    if "month" in names:
        day = "to_month(month)"
    elif "year" in names:
        day = "make_date(cast(to_number(year) as integer), 12, 31)"
    return units.dated(unit, column.unit, column.dimension, day) or factor


def number(value: float | str) -> str:
    """A factor as SQL."""
    return value if isinstance(value, str) else f"cast({value!r} as double)"
