"""Rows behind a number, a page at a time: sorted, filtered and searched by SQL, totals too.

A ledger is a query over one snapshot with $1 region, $2 first day, $3 last day and $4 institution
type of the view; what a reader asks for on top reaches SQL as parameters only.
"""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache

from data import column, gridmarks, warehouse
from data.column import Column
from data.errors import RequestError
from data.scope import Scope

__all__ = [
    "Asked",
    "Column",
    "Ledger",
    "every",
    "numbered",
    "page",
    "page_and_totals",
    "scoped",
    "totals",
]

LONGEST_PAGE = 500
COUNTING = 4  # totals counted at once in a process
LONGEST_SEARCH = column.LONGEST


@dataclass(frozen=True)
class Ledger:
    """Rows of one kind: their SQL, the key that breaks ties, and the metric they add up to.

    `key` is one column or several, as in SQL. `proves` is (metric, column, part of the metric:
    value, numerator, denominator). `opens` maps a
    column to the card behind it: (kind, or the column that has it; column that has the id).
    `late` is SQL that adds the late columns to {rows}: to those of a page once they are chosen.
    """

    id: str
    title: str
    key: str
    columns: tuple[Column, ...]
    sql: str
    params: tuple = ()
    proves: tuple[str, str, str] | None = None
    opens: dict[str, tuple[str, str]] = field(
        default_factory=lambda: {"institution_name": ("institution", "institution")}
    )
    late: str = ""

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns a reader sees."""
        return tuple(column for column in self.columns if not column.hidden)

    def column(self, name: object) -> Column:
        """The column of that id. Raises RequestError when there is none."""
        found = {column.id: column for column in self.columns}
        if not isinstance(name, str) or name not in found:
            raise RequestError(
                f"“{self.title}”没有列“{str(name)[:40]}”。可用的列："
                f"{'、'.join(found)}。请刷新页面后重试。"
            )
        return found[name]


@dataclass(frozen=True)
class Asked:
    """What a reader asks of a ledger: order as (column, descending), filters by column, words."""

    order: tuple[tuple[str, bool], ...] = ()
    filters: dict = field(default_factory=dict)
    search: str = ""


def page(ledger: Ledger, view: Scope, asked: Asked, start: int, end: int) -> list[dict]:
    """Rows `start` to `end` in the order asked for; ties fall by the ledger's key."""
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end):
        raise RequestError(f"行号 {start}—{end} 不合规则，应为从 0 开始的区间。请刷新页面后重试。")
    sql, params = _query(ledger, view, asked)
    limit = min(end - start, LONGEST_PAGE)
    order = _order(ledger, asked)
    nearer, values, skipped = gridmarks.nearer(view.snapshot, sql, tuple(params), order, start)
    paged = f"{nearer} {gridmarks.by(order)} limit {limit} offset {start - skipped}"
    if ledger.late and not _asks_late(ledger, asked):
        paged = f"{ledger.late.format(rows=paged)} {gridmarks.by(order)}"
    return warehouse.rows(view.snapshot, paged, *params, *values)


def page_and_totals(
    ledger: Ledger, view: Scope, asked: Asked, start: int, end: int
) -> tuple[list[dict], dict]:
    """A page and the totals of all rows, counted meanwhile: each is a query of its own."""
    counted = _meanwhile().submit(totals, ledger, view, asked)
    try:
        return page(ledger, view, asked, start, end), counted.result()
    finally:
        counted.cancel()


@lru_cache(maxsize=1)
def _meanwhile() -> ThreadPoolExecutor:
    """Made at the first page of a process, after a server has forked."""
    return ThreadPoolExecutor(COUNTING, thread_name_prefix="totals")


def totals(ledger: Ledger, view: Scope, asked: Asked) -> dict:
    """`rows` and the sum of each summed column, over every row asked for; counted once."""
    sql, params = _query(ledger, view, asked)
    summed = tuple(column.id for column in ledger.columns if column.summed)
    return dict(_totals(view.snapshot, sql, tuple(params), summed))


@lru_cache(maxsize=256)
def _totals(snapshot: str, sql: str, params: tuple, summed: tuple[str, ...]) -> dict:
    sums = [f'sum("{name}") as "{name}"' for name in summed]
    return warehouse.row(
        snapshot, f"select {', '.join(['count(*) as rows', *sums])} from ({sql})", *params
    )


def every(ledger: Ledger, view: Scope, asked: Asked) -> Iterator[dict]:
    """All rows asked for, in order, read a batch at a time."""
    sql, params = _query(ledger, view, asked, complete=True)
    return warehouse.stream(view.snapshot, f"{sql} {gridmarks.by(_order(ledger, asked))}", *params)


def _query(ledger: Ledger, view: Scope, asked: Asked, complete: bool = False) -> tuple[str, list]:
    """Every row asked for; the late columns only where they are asked about, or `complete`."""
    late = ledger.late and (complete or _asks_late(ledger, asked))
    rows = ledger.late.format(rows=ledger.sql) if late else ledger.sql
    params = [*scoped(view), *ledger.params]
    clauses = [
        column.clause(ledger.column(name), rule, params) for name, rule in asked.filters.items()
    ]
    if asked.search:
        clauses.append(column.searched(ledger.columns, asked.search, params))
    # all four of the view must be bound even where a ledger has no use for one of them
    clauses += [f"cast(${number} as varchar) is not null" for number in range(1, 5)]
    return f"select * from ({rows}) where {' and '.join(clauses)}", params


def _asks_late(ledger: Ledger, asked: Asked) -> bool:
    named = {*asked.filters, *(name for name, _ in asked.order)}
    return any(ledger.column(name).late for name in named)


def scoped(view: Scope) -> list:
    """$1 to $4 of every ledger: region, first and last day, institution type."""
    covered = view.covered
    last = covered.end.index + 1
    day_after = f"{last // 12}-{last % 12 + 1:02d}-01"
    return [view.region, f"{covered.start}-01", day_after, view.institution_type]


def numbered(sql: str, before: int) -> str:
    """The `?` of a query as $n, counted on from those bound before it."""
    count = iter(range(before + 1, before + 1 + sql.count("?")))
    return re.sub(r"\?", lambda _: f"${next(count)}", sql)


def _order(ledger: Ledger, asked: Asked) -> tuple[tuple[str, bool], ...]:
    """The columns a page is ordered by and whether downwards; the key breaks ties."""
    chosen = [(ledger.column(name).id, down) for name, down in asked.order]
    ties = [(name, False) for name in ledger.key.split(", ")]
    return tuple(dict(reversed([*chosen, *ties])).items())[::-1]
