"""forecast ID: the next twelve months, the year's landing against its target, the past error."""

import argparse
from importlib import import_module

from data import basis, metrics
from data.commands import asked, printed


def add(commands) -> None:
    """Registers the command."""
    command = commands.add_parser("forecast", help="预测：今后 12 个月、全年落点与过去误差")
    command.add_argument("id", metavar="ID", help="有月度历史的指标编号，见 list")
    asked.add_scope(command)
    command.add_argument("--target", type=float, help="年度目标值，默认取目标表")
    asked.add_format(command)
    command.set_defaults(run=_forecast)


def _forecast(options: argparse.Namespace) -> None:
    metric, view = metrics.find(options.id), asked.scope(options)
    # statsmodels costs a second and 160 MB: only who forecasts pays
    outlook = import_module("data.analysis.forecast_scope").outlook
    words = import_module("data.analysis.forecast_words")
    told = outlook(metric, view, options.target)
    about = {
        "metric": metric.id, "unit": metric.unit, "region": view.region,
        "period": view.covered.code, "basis": basis.sentence(metric, view),
        "snapshot": view.snapshot, "model": told.forecast.model,
        "mase": told.forecast.past, "origins": told.forecast.tried, "landing": told.landing,
        "target": told.target, "target_source": told.target_source,
        "months": len(told.history), "joined": told.joined,
    }  # fmt: skip
    rows = [{name: row[name] for name in row if name not in ("step", "label")} for row in told.rows]
    printed.rows(options.format, words.sentences(told), rows, about)
