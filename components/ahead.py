"""What comes: a trend carried on with its interval, past error, and where the year will land."""

from functools import lru_cache
from importlib import import_module

from dash import html

from components import drawings, sentences, table
from components import numbers as words
from components.figures import forecast
from components.panel import Content, Drawing, charted, empty, foot
from data import events, metrics
from data.errors import ForecastError
from data.metrics.metric import Metric
from data.scope import Scope


def by_month(panel_id: str, metric: Metric, drawing: Drawing) -> Content:
    """The line over the last 36 months and the twelve to come; without enough history, why not."""
    rows = metrics.fetch(metric, drawing.view, "month")
    if not rows:
        return empty(metric, drawing)
    try:
        told = _outlook(metric, drawing.view)
    except ForecastError as error:
        plain = drawings.by_month(panel_id, metric, drawing)
        return Content([*plain.children, html.P(str(error), className="definition")], plain.figure)
    marks = drawings.breaks(metric) + _moves(drawing.view)
    figure = forecast.draw(rows, told.rows, metric, drawing.colours, marks)
    lines = [row["text"] for row in _words().sentences(told)]
    return charted(
        panel_id, figure, sentences.trend(rows, metric),
        html.Ul([html.Li(line) for line in lines], className="sentences"),
        table.fold("预测数据", _table(told)), foot(metric, rows, "月份"),
    )  # fmt: skip


# statsmodels costs a second and 125 MB: only the worker that draws a forecast pays, once a snapshot
@lru_cache(maxsize=64)
def _outlook(metric: Metric, view: Scope):
    return import_module("data.analysis.forecast_scope").outlook(metric, view)


def _words():
    return import_module("data.analysis.forecast_words")


def _moves(view: Scope) -> tuple[tuple[str, str], ...]:
    """(month, words) of the months in which institutions merged, split or moved."""
    return tuple((row["month"], f"机构调整 {row['changes']} 项") for row in events.moves(view))


def _table(told) -> html.Div:
    columns = [("label", "月份"), ("value_number", f"预计（{told.metric.unit}）")]
    columns += [(f"{side}{width}_number", f"{width}% {name}")
                for width in (80, 95) for side, name in (("low", "下限"), ("high", "上限"))]  # fmt: skip
    rows = [
        {"label": row["label"], "value_number": words.plain(row["value"], told.metric.digits)}
        | {
            f"{name}_number": words.plain(row[name], told.metric.digits)
            for name in ("low80", "high80", "low95", "high95")
        }
        for row in told.rows
    ]
    return table.table(columns, rows, f"{told.metric.label}预测")
