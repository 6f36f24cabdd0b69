"""Equal-area tile grid: every county the same square, where boundaries may not be shown."""

from components import numbers, theme
from components.figures import base
from components.figures.region_map import painter
from data.metrics.metric import Metric

HEIGHT = 640
HALF = 0.46


def draw(rows: list[dict], metric: Metric, colours: dict, grid: list[dict], paint=None) -> dict:
    """Squares coloured by value, or as `paint` says; a grid row: region, name, row, column."""
    drawn = {tile["region"] for tile in grid}
    known = [row for row in rows if row["value"] is not None and row["key"] in drawn]
    values = {row["key"]: row["value"] for row in known}
    paint = paint or painter(list(values.values()), colours)
    squares = [_square(tile, values.get(tile["region"]), metric, paint, colours) for tile in grid]
    return {
        "data": squares,
        "layout": base.layout(
            colours,
            HEIGHT,
            margin={"l": 0, "r": 0, "t": 0, "b": 0},
            hovermode="closest",
            xaxis=base.hidden_axis(range=[-0.6, 3.6], constrain="domain"),
            yaxis=base.hidden_axis(range=[8.6, -0.6], scaleanchor="x", constrain="domain"),
            annotations=[_name(tile, values.get(tile["region"]), metric, paint) for tile in grid],
        ),
    }


def _square(tile: dict, value: float | None, metric: Metric, paint, colours: dict) -> dict:
    column, row = tile["tile_column"], tile["tile_row"]
    told = numbers.of(value, metric) if value is not None else "本期无数据"
    return {
        "type": "scatter",
        "mode": "lines",
        "fill": "toself",
        "x": [column - HALF, column + HALF, column + HALF, column - HALF, column - HALF],
        "y": [row - HALF, row - HALF, row + HALF, row + HALF, row - HALF],
        "fillcolor": paint(value),
        "line": {"color": colours["border-map"], "width": 1},
        "hoveron": "fills",
        "text": f"{tile['name']}：{told}",
        "hoverinfo": "text",
        "customdata": [tile["region"]],
    }


def _name(tile: dict, value: float | None, metric: Metric, paint) -> dict:
    number = numbers.parts(value, metric.unit, metric.digits)[0]
    return {
        "text": f"{tile['name']}<br>{number}",
        "x": tile["tile_column"],
        "y": tile["tile_row"],
        "showarrow": False,
        "font": {"size": 12, "color": theme.readable_on(paint(value))},
    }
