"""Forecast: the monthly line carried on, with its 80 and 95 % bands, past events marked."""

from components import numbers
from components.figures import trend
from data.metrics.metric import Metric

HEIGHT = 340
BANDS = ((95, 0.10), (80, 0.20))


def draw(rows: list[dict], ahead: list[dict], metric: Metric, colours: dict, marks: tuple) -> dict:
    """`rows` as trend.draw takes them; `ahead` has month, label, value, low80, high80, low95, high95.

    `marks` are (month, words) as in trend.draw: breaks in the statistics and events.
    """
    figure = trend.draw(rows, metric, colours, marks)
    known = [row for row in rows if row["value"] is not None]
    if not known or not ahead:
        return figure
    divisor = trend.scale(known, metric)[0]
    bands = [
        _band(known[-1], ahead, (width, share), divisor, colours) for width, share in BANDS
    ]
    for trace in figure["data"]:
        trace["showlegend"] = False
    figure["data"] = [*bands, *figure["data"], _line(known[-1], ahead, metric, divisor, colours)]
    figure["layout"] |= {"height": HEIGHT, "showlegend": True, "legend": _legend(colours)}
    return figure


def _band(last: dict, ahead: list[dict], band: tuple, divisor: float, colours: dict) -> dict:
    """A closed ribbon that opens at the last known month."""
    width, share = band
    months = [last["key"], *(row["month"] for row in ahead)]
    low = [last["value"], *(row[f"low{width}"] for row in ahead)]
    high = [last["value"], *(row[f"high{width}"] for row in ahead)]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [f"{month}-01" for month in months + months[::-1]],
        "y": [value / divisor for value in high + low[::-1]],
        "fill": "toself",
        "fillcolor": _clear(colours["above"], share),
        "line": {"width": 0},
        "hoverinfo": "skip",
        "name": f"{width}% 区间",
    }


def _line(last: dict, ahead: list[dict], metric: Metric, divisor: float, colours: dict) -> dict:
    told = [
        f"{row['label']}预计 {numbers.of(row['value'], metric)}<br>80% 区间 "
        f"{numbers.of(row['low80'], metric)} 至 {numbers.of(row['high80'], metric)}"
        for row in ahead
    ]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [f"{month}-01" for month in (last["key"], *(row["month"] for row in ahead))],
        "y": [value / divisor for value in (last["value"], *(row["value"] for row in ahead))],
        "line": {"color": colours["accent"], "width": 2, "dash": "dot"},
        "hovertext": ["", *told],
        "hoverinfo": "text",
        "name": "预测",
    }


def _clear(colour: str, share: float) -> str:
    channels = ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return f"rgba({channels},{share})"


def _legend(colours: dict) -> dict:
    return {
        "orientation": "h", "x": 1, "xanchor": "right", "y": 1.16, "yanchor": "top",
        "font": {"size": 12, "color": colours["muted"]}, "bgcolor": "rgba(0,0,0,0)",
    }  # fmt: skip
