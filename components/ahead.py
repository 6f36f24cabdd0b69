"""What comes: a trend carried on with its interval, past error, and where the year will land."""

from functools import lru_cache

from dash import html

from components import drawings, sentences, table
from components import numbers as words
from components.figures import forecast
from components.panel import Content, Drawing, charted, empty, foot
from data import events, metrics
from data.analysis import apart
from data.errors import ForecastError
from data.metrics.metric import Metric
from data.scope import Scope


def by_month(panel_id: str, metric: Metric, drawing: Drawing) -> Content:
    """The line over the last 36 months and the twelve to come; without enough history, why not."""
    rows = metrics.fetch(metric, drawing.view, "month")
    if not rows:
        return empty(metric, drawing)
    try:
        told = outlook(metric, drawing.view)
    except ForecastError as error:
        plain = drawings.by_month(panel_id, metric, drawing)
        return Content([*plain.children, html.P(str(error), className="definition")], plain.figure)
    happened = {row["month"]: f"机构调整 {row['changes']} 项" for row in events.moves(drawing.view)}
    figure = forecast.draw(rows, told, metric, drawing.colours, drawings.breaks(metric), happened)
    return charted(
        panel_id, figure, sentences.trend(rows, metric),
        html.Ul([html.Li(line) for line in told["sentences"]], className="sentences"),
        table.fold("预测数据", _table(told["rows"], metric)), foot(metric, rows, "月份"),
    )  # fmt: skip


@lru_cache(maxsize=64)
def outlook(metric: Metric, view: Scope) -> dict:
    """Memoised: a forecast is some seconds of work for the same snapshot, scope and metric."""
    return apart.run("answers", "outlook", metric.id, view)


def _table(ahead: list[dict], metric: Metric) -> html.Div:
    columns = [("label", "月份"), ("value_number", f"预计（{metric.unit}）")]
    sides = (("low", "下限"), ("high", "上限"))
    columns += [
        (f"{side}{width}_number", f"{width}% {name}") for width in (80, 95) for side, name in sides
    ]
    rows = [
        {"label": row["label"], "value_number": words.plain(row["value"], metric.digits)}
        | {
            f"{name}_number": words.plain(row[name], metric.digits)
            for name in ("low80", "high80", "low95", "high95")
        }
        for row in ahead
    ]
    return table.table(columns, rows, f"{metric.label}预测")
