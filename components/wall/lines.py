"""Lines of the wall: the figures of the pages with larger type, fewer ticks, nothing to touch.

Sizes are in pixels at 16 px a rem; the browser multiplies them by its own rem (wall-figures.js).
"""

from dash import html

from components import numbers
from components.figures import forecast, trend
from components.panel import Content, Drawing, empty
from data import metrics
from data.analysis import targets
from data.metrics.metric import Metric

LEAST = 20  # px of the smallest text
MONTHS = 24


def enlarged(figure: dict) -> dict:
    """The figure with no text smaller than LEAST and nothing to touch."""
    return {
        "data": [_grown(trace) for trace in figure["data"]],
        "layout": _grown(figure["layout"]) | {"hovermode": False, "showlegend": False},
    }


def by_month(metric_id: str, drawing: Drawing) -> Content:
    """The line of the last months, and the path of the target where one is in force."""
    metric = metrics.find(metric_id)
    rows = metrics.fetch(metric, drawing.view, "month")[-MONTHS:] if metric.has_history else []
    known = [row for row in rows if row["value"] is not None]
    if not known:
        return empty(metric, drawing)
    figure = trend.draw(rows, metric, drawing.colours)
    course = targets.course(metric, drawing.view)
    if course:
        figure["data"].append(_course(course, trend.scale(known, metric)[0], drawing.colours))
    return Content([], _spaced(figure))


def ahead(metric_id: str, drawing: Drawing, told: dict) -> Content:
    """The line carried on to the end of the year with its band; `told` is the outlook."""
    metric, landing = metrics.find(metric_id), told["landing"]
    rows = metrics.fetch(metric, drawing.view, "month")[-MONTHS:]
    year = str(landing["year"]) if landing else told["rows"][0]["month"][:4]
    coming = [row for row in told["rows"] if row["month"].startswith(year)]
    figure = forecast.draw(rows, told | {"rows": coming}, metric, drawing.colours, (), {})
    return Content(_landing(landing, metric) if landing else [], _spaced(figure))


def _landing(landing: dict, metric: Metric) -> list:
    low, high = (numbers.of(landing[side], metric) for side in ("low80", "high80"))
    value = numbers.of(landing["value"], metric)
    return [html.P([f"{landing['year']}年预计 ", html.B(value)], className="landing"),
            html.P(f"八成把握：{low} 至 {high}")]  # fmt: skip


def _course(course: list[dict], divisor: float, colours: dict) -> dict:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [f"{row['key']}-01" for row in course],
        "y": [row["value"] / divisor for row in course],
        "line": {"color": colours["warn"], "width": 2.5, "dash": "dash"},
        "name": "目标路径",
    }


def _spaced(figure: dict) -> dict:
    """Fewer and larger ticks, room for the last number."""
    grown = enlarged(figure)
    layout = grown["layout"]
    layout["margin"] = {"l": 8, "r": 88, "t": 40, "b": 8}
    layout["xaxis"] |= {"dtick": "M6", "tickformat": "%y-%m"}
    layout["yaxis"] |= {"nticks": 4}
    return grown


def _grown(part):
    """The same part of a figure with its fonts grown."""
    if isinstance(part, list | tuple):
        return [_grown(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        name: _font(value) if name.endswith("font") and isinstance(value, dict) else _grown(value)
        for name, value in part.items()
    }


def _font(font: dict) -> dict:
    return font | {"size": max(LEAST, font.get("size", LEAST))}
