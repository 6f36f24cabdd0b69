"""Forecast: the monthly line carried on, with its 80 and 95 % bands, breaks and events marked."""

from components import numbers
from components.figures import trend
from data.metrics.metric import Metric

HEIGHT = 340
BANDS = ((95, 0.10), (80, 0.20))


def draw(
    rows: list[dict], told: dict, metric: Metric, colours: dict, breaks: tuple, events: dict
) -> dict:
    """`rows` and `breaks` as trend.draw takes them; `events` are words by month.

    `told` has rows (month, label, value, low80, high80, low95, high95) and target (None: none),
    which is drawn where it is on the scale of a month, as for stocks and ratios.
    """
    figure = trend.draw(rows, metric, colours, breaks)
    known, ahead = [row for row in rows if row["value"] is not None], told["rows"]
    if not known or not ahead:
        return figure
    divisor = trend.scale(known, metric)[0]
    for trace in figure["data"]:
        trace["showlegend"] = False
    bands = [_band(known[-1], ahead, band, divisor, colours) for band in BANDS]
    more = [_line(known[-1], ahead, metric, divisor, colours)]
    more += trend.happened(known, events, divisor, colours)
    if told["target"] is not None and _monthly(metric):
        ends = rows[0]["key"], ahead[-1]["month"]
        more.append(trend.level(told["target"] / divisor, *ends, metric, colours))
    figure["data"] = [*bands, *figure["data"], *more]
    figure["layout"] |= {"height": HEIGHT, "showlegend": True, "legend": trend.legend(colours)}
    return figure


def _monthly(metric: Metric) -> bool:
    """Whether a year's level is a month's too: no total, and nothing over a mean of months."""
    return metric.kind == "stock" or (metric.is_ratio and "{months}" not in metric.denominator)


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
