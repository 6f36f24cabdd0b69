"""Ranking: one bar a region (or category), longest first, with a line at the whole."""

from components import numbers
from components.figures import base
from data.metrics.metric import Metric

ROW_HEIGHT = 25
NUMBERS = 0.2  # share of the width kept for the column of values


def draw(rows: list[dict], metric: Metric, colours: dict, whole: float | None = None) -> dict:
    """Bars from the highest value down; rows without a value are left out.

    `whole` is the value of the scope itself, drawn as a dashed line.
    """
    ordered = sorted((row for row in rows if row["value"] is not None), key=lambda r: r["value"])
    values = [row["value"] for row in ordered] + [whole or 0, 0]
    low, high = min(values), max(values) or 1
    inks = {"color": colours["text"], "size": 13}
    return {
        "data": [_track(ordered, low, high, colours), _bars(ordered, metric, colours)],
        "layout": base.layout(
            colours,
            max(120, ROW_HEIGHT * len(ordered) + 24),
            barmode="overlay",
            bargap=0.42,
            xaxis=base.hidden_axis(range=[low, high + (high - low) * NUMBERS]),
            yaxis=base.axis(colours, tickfont=inks, ticksuffix="  "),
            shapes=_whole_line(whole, colours),
            annotations=[_number(row, metric, colours) for row in ordered],
        ),
    }


def _track(ordered: list[dict], low: float, high: float, colours: dict) -> dict:
    """The full reach behind each bar."""
    return {
        "type": "bar",
        "orientation": "h",
        "base": low,
        "x": [high - low] * len(ordered),
        "y": [row["label"] for row in ordered],
        "customdata": [row["key"] for row in ordered],
        "marker": {"color": colours["track"]},
        "hoverinfo": "none",
    }


def _bars(ordered: list[dict], metric: Metric, colours: dict) -> dict:
    told = [numbers.of(row["value"], metric) for row in ordered]
    return {
        "type": "bar",
        "orientation": "h",
        "x": [row["value"] for row in ordered],
        "y": [row["label"] for row in ordered],
        "customdata": [row["key"] for row in ordered],
        "marker": {"color": colours["accent"]},
        "hovertext": [f"{row['label']}：{words}" for row, words in zip(ordered, told, strict=True)],
        "hoverinfo": "text",
    }


def _number(row: dict, metric: Metric, colours: dict) -> dict:
    """The value in a column of its own at the right edge."""
    return {
        "text": _beside_bar(row["value"], metric),
        "x": 1,
        "xref": "paper",
        "xanchor": "right",
        "y": row["label"],
        "showarrow": False,
        "font": {"color": colours["text"], "size": 13},
    }


def _beside_bar(value: float, metric: Metric) -> str:
    """The number alone; with 万 or 亿 when it is told in them, since bars may differ."""
    number, unit = numbers.parts(value, metric.unit, metric.digits)
    return number + unit.removesuffix(metric.unit)


def _whole_line(whole: float | None, colours: dict) -> list[dict]:
    if whole is None:
        return []
    line = {"color": colours["warn"], "width": 1.5, "dash": "dot"}
    return [
        {"type": "line", "x0": whole, "x1": whole, "yref": "paper", "y0": 0, "y1": 1, "line": line}
    ]
