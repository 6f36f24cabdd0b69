"""rank ID --by region|unit|institution: who stands where, how sure it is, and why it changed."""

import argparse

from data import basis, metrics
from data.analysis import ranking
from data.commands import asked, printed


def add(commands) -> None:
    """Registers the command."""
    command = commands.add_parser("rank", help="排名：并列、样本、置信区间、名次为何变化")
    command.add_argument("id", metavar="ID", help="指标编号，见 list")
    asked.add_scope(command)
    command.add_argument("--by", choices=ranking.GROUPS, default="unit", help="分组，默认县级单元")
    asked.add_format(command)
    command.set_defaults(run=_rank)


def _rank(options: argparse.Namespace) -> None:
    metric, view = metrics.find(options.id), asked.scope(options)
    found = ranking.standings(metric, view, options.by)
    about = {
        "metric": metric.id, "unit": metric.unit, "region": view.region,
        "period": view.covered.code, "by": options.by, "basis": basis.sentence(metric, view),
        "snapshot": view.snapshot,
    }  # fmt: skip
    rows = [_row(one) for one in found]
    printed.rows(options.format, ranking.sentences(metric, view, found), rows, about)


def _row(one: ranking.Standing) -> dict:
    low, high = one.place.interval or (None, None)
    return {
        "key": one.place.key, "label": one.place.label, "value": one.place.value,
        "rank": one.place.rank, "n": one.place.n, "tied": one.place.tied, "low95": low,
        "high95": high, "owed": one.owed, "why": one.change or one.place.reason,
    }  # fmt: skip
