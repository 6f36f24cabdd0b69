"""balance ID: how evenly a per-head metric lies over the counties, now and over time."""

import argparse

from data import basis, metrics
from data.analysis import inequality_scope, inequality_words
from data.analysis.inequality import Balance
from data.commands import asked, printed
from data.metrics.metric import Metric
from data.period import Period
from data.scope import Scope

COLUMNS = (
    *("key", "label", "group", "value", "share_people", "share_resource", "quotient"),
    *("theil", "contribution_pct"),
)
MEASURES = (
    *("count", "mean", "gini", "gini_small", "theil", "theil_between", "theil_within"),
    *("variation", "variation_plain", "variation_small", "ratio"),
)


def add(commands) -> None:
    """Registers the command."""
    command = commands.add_parser("balance", help="区域均衡：基尼、泰尔、变异系数、区位熵")
    command.add_argument("id", metavar="ID", help="人均、单位面积或占比类指标编号，见 list")
    asked.add_scope(command)
    command.add_argument("--level", choices=inequality_scope.LEVELS, default="county")
    command.add_argument("--groups", choices=inequality_scope.GROUPINGS, default="city")
    command.add_argument("--over", choices=("year", "month"), help="历年同期，或近 36 个月")
    asked.add_format(command)
    command.set_defaults(run=_balance)


def _balance(options: argparse.Namespace) -> None:
    metric, view = metrics.find(options.id), asked.scope(options)
    split = options.level, options.groups
    if options.over:
        series = inequality_scope.over(metric, view, options.over, *split)
        told = inequality_words.change(metric, series)
        rows = [_measured(period, found) for period, found in series]
        printed.rows(options.format, [told] if told else [], rows, _about(metric, view))
        return
    found = inequality_scope.measure(metric, view, *split)
    level, groups = inequality_scope.LEVELS[split[0]], inequality_scope.GROUPINGS[split[1]]
    told = inequality_words.sentences(metric, found, level, groups)
    told += inequality_words.reporting(metric, inequality_scope.reported(metric, view))
    rows = [{name: row[name] for name in COLUMNS} for row in found.regions]
    more = {"measures": _measures(found), "groups": found.groups, "lorenz": found.lorenz}
    printed.rows(options.format, told, rows, _about(metric, view) | more)


def _about(metric: Metric, view: Scope) -> dict:
    return {
        "metric": metric.id,
        "unit": metric.unit,
        "region": view.region,
        "period": view.covered.code,
        "weight": inequality_scope.weight_name(metric),
        "basis": basis.sentence(metric, view),
        "snapshot": view.snapshot,
    }


def _measures(found: Balance) -> dict:
    return {name: getattr(found, name) for name in MEASURES}


def _measured(period: Period, found: Balance) -> dict:
    return {"period": period.code, **_measures(found)}
