"""Map of the counties as filled polygons: no WebGL, no tiles, nothing from the network."""

from math import cos, log2, radians

from components import numbers, theme
from components.figures import base
from data.metrics.metric import Metric

HEIGHT = 640
# the frame the region fills, and the latitude its proportions are right at
FRAME = {"west": 104.2, "east": 107.75, "south": 35.18, "north": 39.44}
ASPECT = 1 / cos(radians(37.3))
LABEL_WIDTH, LABEL_HEIGHT = 0.30, 0.115


def draw(rows: list[dict], metric: Metric, colours: dict, outlines: list[dict], paint=None) -> dict:
    """Counties coloured by value, pale to strong; `outlines` has one row per polygon part.

    `paint` gives the fill of a value (None: no data) where pale to strong is not what is meant.

    An outline row: region, name (short), longitude and latitude lists, label_longitude and
    label_latitude. Counties without a value are grey and say so.
    """
    drawn = {part["region"] for part in outlines}
    values = {row["key"]: row for row in rows if row["value"] is not None and row["key"] in drawn}
    paint = paint or painter([row["value"] for row in values.values()], colours)
    traces = [
        _polygon(part, values.get(part["region"]), metric, paint, colours) for part in outlines
    ]
    return {"data": [*traces, _labels(outlines, values, paint)], "layout": _layout(colours)}


def _layout(colours: dict) -> dict:
    return base.layout(
        colours,
        HEIGHT,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        hovermode="closest",
        xaxis=base.hidden_axis(range=[FRAME["west"], FRAME["east"]], constrain="domain"),
        yaxis=base.hidden_axis(
            range=[FRAME["south"], FRAME["north"]],
            scaleanchor="x",
            scaleratio=ASPECT,
            constrain="domain",
        ),
    )


def painter(values: list[float], colours: dict):
    """A function from a value (None: no data) to its fill."""
    low, high = (min(values), max(values)) if values else (0, 0)

    def paint(value: float | None) -> str:
        if value is None:
            return colours["scale-none"]
        share = (value - low) / (high - low) if high > low else 0.5
        return theme.blend(colours["scale-low"], colours["scale-high"], share)

    return paint


def around(mean: float, colours: dict):
    """A function from a value to its fill: even at the mean, full at half or twice of it."""

    def paint(value: float | None) -> str:
        if value is None:
            return colours["scale-none"]
        distance = max(-1.0, min(1.0, log2(value / mean))) if value > 0 else -1.0
        return theme.blend(
            colours["even"], colours["above" if distance > 0 else "below"], abs(distance)
        )

    return paint


def _polygon(part: dict, row: dict | None, metric: Metric, paint, colours: dict) -> dict:
    value = row["value"] if row else None
    told = numbers.of(value, metric) if row else "本期无数据"
    return {
        "type": "scatter",
        "mode": "lines",
        "fill": "toself",
        "x": part["longitude"],
        "y": part["latitude"],
        "fillcolor": paint(value),
        "line": {"color": colours["border-map"], "width": 1.2},
        "hoveron": "fills",
        "text": f"{part['name']}：{told}",
        "hoverinfo": "text",
        "customdata": [part["region"]],
        "name": part["name"],
    }


def _labels(outlines: list[dict], values: dict, paint) -> dict:
    """Names in black or white with a halo of their own county's fill, legible over a border too."""
    places = _spread({part["region"]: part for part in outlines if part["part"] == 0})
    fills = [paint(values[p["region"]]["value"] if p["region"] in values else None) for p in places]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [place["x"] for place in places],
        "y": [place["y"] for place in places],
        "text": [place["name"] for place in places],
        "textfont": {
            "size": 12,
            "color": [theme.readable_on(fill) for fill in fills],
            "shadow": [",".join([f"0 0 3px {fill}"] * 3) for fill in fills],
        },
        "hoverinfo": "skip",
    }


def _spread(parts: dict[str, dict]) -> list[dict]:
    """Label places, those that would overlap pushed apart north and south."""
    placed: list[dict] = []
    for part in sorted(parts.values(), key=lambda part: -part["label_latitude"]):
        place = {
            "region": part["region"],
            "name": part["name"],
            "x": part["label_longitude"],
            "y": part["label_latitude"],
        }
        while any(_overlap(place, other) for other in placed):
            place["y"] -= LABEL_HEIGHT / 4
        placed.append(place)
    return placed


def _overlap(one: dict, other: dict) -> bool:
    return abs(one["x"] - other["x"]) < LABEL_WIDTH and abs(one["y"] - other["y"]) < LABEL_HEIGHT
