"""Rows behind a number, a page at a time: sorted, filtered and searched by SQL, totals too.

A ledger is a query over one snapshot with $1 region, $2 first day, $3 last day and $4 institution
type of the view; what a reader asks for on top reaches SQL as parameters only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from data import warehouse
from data.errors import RequestError
from data.scope import Scope

LONGEST_PAGE = 500
LONGEST_SEARCH = 80
COMPARED = {
    "equals": "{0} = {1}",
    "notEqual": "{0} is distinct from {1}",
    "lessThan": "{0} < {1}",
    "lessThanOrEqual": "{0} <= {1}",
    "greaterThan": "{0} > {1}",
    "greaterThanOrEqual": "{0} >= {1}",
}
NAMED = {
    "contains": "contains(lower({0}), lower({1}))",
    "notContains": "not contains(lower(coalesce({0}, '')), lower({1}))",
    "startsWith": "starts_with(lower({0}), lower({1}))",
    "endsWith": "ends_with(lower({0}), lower({1}))",
    "equals": "lower({0}) = lower({1})",
    "notEqual": "lower({0}) is distinct from lower({1})",
}
CASTS = {"number": "cast({} as double)", "date": "cast({} as date)", "text": "{}"}


@dataclass(frozen=True)
class Column:
    """A column of a ledger: `kind` is text, number or date; `summed` ones carry a total.

    `hidden` ones are there to filter and link by, and are neither shown nor exported.
    """

    id: str
    label: str
    kind: str = "text"
    unit: str = ""
    digits: int = 0
    summed: bool = False
    searched: bool = False
    width: int = 0
    hidden: bool = False


@dataclass(frozen=True)
class Ledger:
    """Rows of one kind: their SQL, the key that breaks ties, and the metric they add up to.

    `key` is one column or several, as in SQL. `proves` is (metric, column, part of the metric:
    value, numerator, denominator). `opens` maps a
    column to the card behind it: (kind, or the column that has it; column that has the id).
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
    paged = f"{sql} {_order(ledger, asked)} limit {limit} offset {start}"
    return warehouse.rows(view.snapshot, paged, *params)


def totals(ledger: Ledger, view: Scope, asked: Asked) -> dict:
    """`rows` and the sum of each summed column, over every row asked for."""
    sql, params = _query(ledger, view, asked)
    sums = [f'sum("{column.id}") as "{column.id}"' for column in ledger.columns if column.summed]
    return warehouse.row(
        view.snapshot, f"select {', '.join(['count(*) as rows', *sums])} from ({sql})", *params
    )


def every(ledger: Ledger, view: Scope, asked: Asked) -> Iterator[dict]:
    """All rows asked for, in order, read a batch at a time."""
    sql, params = _query(ledger, view, asked)
    return warehouse.stream(view.snapshot, f"{sql} {_order(ledger, asked)}", *params)


def _query(ledger: Ledger, view: Scope, asked: Asked) -> tuple[str, list]:
    params = [*scoped(view), *ledger.params]
    clauses = [_filter(ledger.column(name), rule, params) for name, rule in asked.filters.items()]
    if asked.search:
        params.append(asked.search[:LONGEST_SEARCH])
        words = f"lower(${len(params)})"
        clauses.append(
            "("
            + " or ".join(
                f'contains(lower("{c.id}"), {words})' for c in ledger.columns if c.searched
            )
            + ")"
        )
    # all four of the view must be bound even where a ledger has no use for one of them
    clauses += [f"cast(${number} as varchar) is not null" for number in range(1, 5)]
    return f"select * from ({ledger.sql}) where {' and '.join(clauses)}", params


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


def _order(ledger: Ledger, asked: Asked) -> str:
    parts = [
        f'"{ledger.column(name).id}" {"desc" if down else "asc"} nulls last'
        for name, down in asked.order
    ]
    ties = [f'"{name}" nulls last' for name in ledger.key.split(", ")]
    return f"order by {', '.join([*parts, *ties])}"


def _filter(column: Column, rule: object, params: list) -> str:
    """One column's filter as SQL; its values are appended to the parameters."""
    kind = rule.get("type") if isinstance(rule, dict) else None
    name = f'"{column.id}"'
    if kind == "blank":
        return f"{name} is null"
    if kind == "notBlank":
        return f"{name} is not null"
    first, second = ("dateFrom", "dateTo") if column.kind == "date" else ("filter", "filterTo")
    if kind == "inRange" and column.kind != "text":
        low, high = (_bound(column, rule.get(part), params) for part in (first, second))
        return f"{name} between {low} and {high}"
    known = NAMED if column.kind == "text" else COMPARED
    if kind not in known:
        raise RequestError(f"列“{column.label}”的筛选方式“{str(kind)[:20]}”不可用。请重新选择。")
    return known[kind].format(name, _bound(column, rule.get(first), params))


def _bound(column: Column, value: object, params: list) -> str:
    kinds = (int, float) if column.kind == "number" else (str,)
    if not isinstance(value, kinds) or isinstance(value, bool) or len(str(value)) > LONGEST_SEARCH:
        raise RequestError(f"列“{column.label}”的筛选值“{str(value)[:40]}”不合规则。请重新填写。")
    params.append(_day(column, value) if column.kind == "date" else value)
    return CASTS[column.kind].format(f"${len(params)}")


def _day(column: Column, value: str) -> str:
    """The day a date filter names, with or without a time."""
    try:
        return str(date.fromisoformat(value[:10]))
    except ValueError:
        raise RequestError(
            f"列“{column.label}”的日期“{value[:40]}”不存在。请按 2026-10-31 的样子填写。"
        ) from None
