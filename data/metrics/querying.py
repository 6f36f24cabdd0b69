"""The SQL a metric is read by: one query for all that share a mart and months.

Stocks are read at the last month of the period that has data; flows are summed over its months.
What may be told of it is data/metrics/reading.py's.
"""

import re
from datetime import date
from functools import lru_cache

from data import basis, scope, warehouse
from data.errors import MetricError
from data.metrics import labels
from data.metrics.metric import Metric, splits
from data.period import Month

TREND_MONTHS = 36
AVERAGED = re.compile(r"sum\(mart\.(\w+)\) / \{months\}")


def read(
    wanted: tuple[Metric, ...], view: scope.Scope, by: str = "", brief: int = 0
) -> dict[str, list[dict]]:
    """Every row there is, by the metric's id, for insiders and outsiders alike; `brief` as in
    queries()."""
    found = {}
    for members, sql, params in queries(wanted, view, by, brief):
        rows = warehouse.rows(view.snapshot, sql, *params)
        for number, metric in enumerate(members):
            told = basis.sentence(metric, view)
            found[metric.id] = [
                _finished(row, number, metric, view, by) | {"basis": told} for row in rows
            ]
    return found


def queries(wanted: tuple[Metric, ...], view: scope.Scope, by: str, brief: int = 0) -> list[tuple]:
    """(metrics, sql, params) per query: key, institutions, demo, top_0, bottom_0, top_1, …

    `brief`: so many months at most, and no institutions counted in them.
    """
    groups: dict[tuple, list[Metric]] = {}
    for metric in wanted:
        _, joins = _split(metric, by)
        filters, params = _filters(metric, view, by, brief=brief)
        tail = (
            f" from {metric.mart.table} as mart"
            " join dim_region_tree as within on within.region = mart.region and within.ancestor = ?"
            f" {joins} where {filters} group by key having count(*) > 0 order by key"
        )
        groups.setdefault((tail, *_join_params(by, view), *params), []).append(metric)
    return [
        (members, f"select {_columns(members, view, by, brief)}{tail}", params)
        for (tail, *params), members in groups.items()
    ]


def _columns(members: list[Metric], view: scope.Scope, by: str, brief: int) -> str:
    columns = [f"{_split(members[0], by)[0]} as key"]
    counted = "null" if brief else "count(distinct mart.institution)"
    columns += [f"{counted} as institutions", "bool_or(mart.demo) as demo"]
    for number, metric in enumerate(members):
        columns.append(f"{metric.top(view)} as top_{number}")
        columns.append(f"{_denominator(metric, view, by)} as bottom_{number}")
    return ", ".join(columns)


def _split(metric: Metric, by: str) -> tuple[str, str]:
    """The grouping key and the joins it needs."""
    if by and by not in splits(metric):
        raise MetricError(
            f"指标“{metric.label}”不能按“{by}”分组。可用分组：{'、'.join(splits(metric))}。"
        )
    if by == "region":
        return "child.region", (
            "join dim_region_tree as step on step.region = mart.region"
            " join dim_region as child on child.region = step.ancestor and child.parent = ?"
        )
    if by == "unit":
        return "place.unit", "join dim_region as place on place.region = mart.region"
    return (f"mart.{by}" if by else "''"), ""


def _join_params(by: str, view: scope.Scope) -> list[str]:
    return [view.region, view.region] if by == "region" else [view.region]


def _filters(
    metric: Metric, view: scope.Scope, by: str, settled: bool = False, brief: int = 0
) -> tuple[str, list]:
    """The where clause and its parameters; `settled`: the month of a stock is looked up first."""
    clauses, params = ["true"], []
    if metric.mart.dated:
        first, last = _window(view, by, brief or TREND_MONTHS)
        clauses.append("mart.month between ? and ?")
        params += [f"{first}-01", f"{last}-01"]
        newest, given = _newest(metric, by, params)
        if newest and settled:
            newest, given = "cast(? as date)", [_settled(view.snapshot, newest, *given)]
        if newest:
            clauses.append(f"mart.month = {newest}")
            params += given
    if view.institution_type:
        clauses.append("starts_with(mart.institution_type, ?)")
        params.append(view.institution_type)
    return " and ".join(clauses), params


def _newest(metric: Metric, by: str, window: list[str]) -> tuple[str, list[str]]:
    """SQL of the month a stock is read at, with its parameters; empty for a flow."""
    table = metric.mart.table
    if metric.current_only:
        return f"(select max(month) from {table})", []
    if metric.kind == "stock" and by != "month":
        return f"(select max(month) from {table} where month between ? and ?)", list(window)
    return "", []


@lru_cache(maxsize=1024)
def _settled(snapshot: str, newest: str, *window: str) -> date | None:
    return warehouse.row(snapshot, f"select {newest} as month", *window)["month"]


def _window(view: scope.Scope, by: str, most: int) -> tuple[Month, Month]:
    last = view.period.end
    return (Month.of(last.index - most + 1) if by == "month" else view.period.start), last


def _denominator(metric: Metric, view: scope.Scope, by: str) -> str:
    if not metric.denominator:
        return "null"
    return metric.denominator.format(months=1 if by == "month" else months(metric, view))


def months(metric: Metric, view: scope.Scope) -> int:
    """How many months of the period anybody filed what the denominator takes the mean of: a month
    that nobody has filed yet is no month without people."""
    averaged = AVERAGED.fullmatch(metric.denominator)
    if not averaged or metric.kind == "stock":
        return 1
    period = view.period
    return _filed(view.snapshot, metric.mart.table, averaged[1], period.start, period.end)


@lru_cache(maxsize=1024)
def _filed(snapshot: str, table: str, column: str, first: Month, last: Month) -> int:
    row = warehouse.row(
        snapshot,
        f"select count(distinct month) as filed from {table}"
        f" where {column} > 0 and month between ? and ?",
        f"{first}-01",
        f"{last}-01",
    )
    return max(row["filed"], 1)


def _finished(row: dict, number: int, metric: Metric, view: scope.Scope, by: str) -> dict:
    top, bottom = row[f"top_{number}"], row[f"bottom_{number}"]
    value = top if top is None or not metric.is_ratio else (top / bottom if bottom else None)
    return {
        "key": str(row["key"])[:7] if by == "month" else row["key"],
        "label": labels.of(row["key"], view, by),
        "value": None if value is None else value * metric.scale,
        "numerator": top,
        "denominator": bottom,
        "institutions": row["institutions"],
        "demo": row["demo"],
    }
