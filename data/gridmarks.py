"""Where in a long order a page begins: marks a thousand rows apart, so that no page sorts them all.

An order is sorted once, at its first page far down; of it every thousandth row is kept, by the
values it is ordered by. A page then reads on from the mark before it.
"""

import threading
from functools import lru_cache

from data import warehouse

APART = 1000
FAR = 2000
"""Rows below which a page is found by counting from the top."""
_sorting = threading.Lock()

Order = tuple[tuple[str, bool], ...]
"""Columns and whether downwards; the last of them tell any two rows apart."""


def by(order: Order) -> str:
    """The order as SQL; what is missing comes last in either direction."""
    told = (f'"{name}" {"desc" if down else "asc"} nulls last' for name, down in order)
    return f"order by {', '.join(told)}"


def nearer(
    snapshot: str, sql: str, params: tuple, order: Order, start: int
) -> tuple[str, list, int]:
    """The query narrowed to the rows from the last mark before `start` on, its further
    parameters, and how many rows that leaves out."""
    if start < FAR:
        return sql, [], 0
    with _sorting:  # pages asked for at once wait for one sorting instead of sorting each
        marks = _marks(snapshot, sql, params, order)
    passed = min(start // APART, len(marks))
    if not passed:
        return sql, [], 0
    values: list = []
    onwards = _onwards(order, list(marks[passed - 1]), len(params), values)
    return f"select * from ({sql}) where {onwards}", values, passed * APART


@lru_cache(maxsize=32)
def _marks(snapshot: str, sql: str, params: tuple, order: Order) -> list[tuple]:
    """What each thousandth row is ordered by: of rows 1000, 2000 …, counted from 0."""
    names = ", ".join(f'"{name}"' for name, _ in order)
    # numbered after they are sorted: the rows keep their order, which a window would sort again
    numbered = (
        f"select {names}, row_number() over () - 1 as row_place"
        f" from (select {names} from ({sql}) {by(order)})"
    )
    found = warehouse.rows(
        snapshot,
        f"select {names} from ({numbered}) where row_place > 0 and row_place % {APART} = 0"
        " order by row_place",
        *params,
    )
    return [tuple(row.values()) for row in found]


def _onwards(order: Order, mark: list, bound: int, values: list) -> str:
    """Rows that do not come before the mark; what is compared is appended to `values`."""
    (name, down), *further = order
    value, *rest = mark
    if value is None:  # missing values come last: what is not missing stands before
        return (
            f'("{name}" is null and {_onwards(further, rest, bound, values)})'
            if rest
            else (f'"{name}" is null')
        )
    values.append(value)
    here = f"${bound + len(values)}"
    beyond = f'("{name}" {"<" if down else ">"} {here} or "{name}" is null)'
    if not rest:
        return f'({beyond} or "{name}" = {here})'
    return f'({beyond} or ("{name}" = {here} and {_onwards(further, rest, bound, values)}))'
