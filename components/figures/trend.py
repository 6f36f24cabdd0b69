"""Trend: a monthly line, its last point named, breaks in the statistics marked."""

from components import numbers, theme
from components.figures import base
from data.metrics.metric import Metric

HEIGHT = 280


def draw(rows: list[dict], metric: Metric, colours: dict, breaks: tuple = ()) -> dict:
    """A line over months `YYYY-MM`; `breaks` are (month, words) pairs drawn as dashed uprights."""
    known = [row for row in rows if row["value"] is not None]
    divisor, prefix = scale(known, metric)
    marks = [mark for mark in breaks if known and known[0]["key"] < mark[0] <= known[-1]["key"]]
    notes = [_unit_note(prefix + metric.unit, colours), *(_break_note(m, colours) for m in marks)]
    lines = [_break_line(mark, colours) for mark in marks]
    return {
        "data": [
            _line(rows, metric, divisor, colours),
            *_last_point(known, metric, divisor, colours),
        ],
        "layout": {**_layout(colours), "annotations": notes, "shapes": lines},
    }


def mark(
    figure: dict, rows: list[dict], metric: Metric, colours: dict, events: dict, aim: float | None
) -> None:
    """Add what happened (words by month) as diamonds, and the level a target sets as a line."""
    known = [row for row in rows if row["value"] is not None]
    divisor = scale(known, metric)[0]
    more = happened(known, events, divisor, colours)
    if aim is not None and known:
        more.append(level(aim / divisor, rows[0]["key"], rows[-1]["key"], metric, colours))
    figure["data"] += more
    if more:
        for trace in figure["data"][: -len(more)]:
            trace["showlegend"] = False
        figure["layout"] |= {"showlegend": True, "legend": legend(colours)}


def happened(known: list[dict], events: dict, divisor: float, colours: dict) -> list[dict]:
    """A diamond on the line at each month in which something happened."""
    marked = [row for row in known if row["key"] in events]
    if not marked:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [f"{row['key']}-01" for row in marked],
            "y": [row["value"] / divisor for row in marked],
            "marker": {"symbol": "diamond", "size": 9, "color": colours["warn"]},
            "hovertext": [f"{row['label']}：{events[row['key']]}" for row in marked],
            "hoverinfo": "text",
            "name": "机构调整",
        }
    ]


def level(value: float, first: str, last: str, metric: Metric, colours: dict) -> dict:
    """A target as a dashed line over months `first` to `last`."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [f"{first}-01", f"{last}-01"],
        "y": [value, value],
        "line": {"color": colours["warn"], "width": 1.5, "dash": "dash"},
        "hoverinfo": "skip",
        "name": f"目标（{metric.unit}）",
    }


def legend(colours: dict) -> dict:
    """A quiet legend below the months."""
    return {
        "orientation": "h", "x": 0, "xanchor": "left", "y": -0.12, "yanchor": "top",
        "font": {"size": 12, "color": colours["muted"]}, "bgcolor": "rgba(0,0,0,0)",
    }  # fmt: skip


def scale(known: list[dict], metric: Metric) -> tuple[float, str]:
    """Divisor and prefix (万, 亿) that the largest of the rows reads best in."""
    largest = max((abs(row["value"]) for row in known), default=0)
    return numbers.step_for(largest, metric.unit)


def _line(rows: list[dict], metric: Metric, divisor: float, colours: dict) -> dict:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [f"{row['key']}-01" for row in rows],
        "y": [None if row["value"] is None else row["value"] / divisor for row in rows],
        "hovertext": [f"{row['label']}：{numbers.of(row['value'], metric)}" for row in rows],
        "hoverinfo": "text",
        "line": {"color": colours["accent"], "width": 2.5},
        "connectgaps": False,
    }


def _layout(colours: dict) -> dict:
    months = {"type": "date", "dtick": "M6", "tickformat": "%Y-%m", "ticks": "outside"}
    values = {"showgrid": True, "gridcolor": colours["line"], "nticks": 5}
    return base.layout(
        colours,
        HEIGHT,
        hovermode="x",
        dragmode="select",
        selectdirection="h",
        margin={"l": 8, "r": 56, "t": 26, "b": 8},
        xaxis=base.axis(colours, **months, tickcolor=colours["line"]),
        yaxis=base.axis(colours, **values, separatethousands=True, exponentformat="none"),
    )


def _last_point(known: list[dict], metric: Metric, divisor: float, colours: dict) -> list[dict]:
    if not known:
        return []
    last = known[-1]
    return [
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": [f"{last['key']}-01"],
            "y": [last["value"] / divisor],
            "text": [numbers.parts(last["value"], metric.unit, metric.digits)[0]],
            "textposition": "middle right",
            "textfont": {"color": colours["text"], "size": 13, "family": theme.FONT},
            "marker": {"color": colours["accent"], "size": 8},
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    ]


def _unit_note(unit: str, colours: dict) -> dict:
    return {
        "text": unit,
        "showarrow": False,
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "font": {"size": 12, "color": colours["muted"]},
    }


def _break_line(mark: tuple, colours: dict) -> dict:
    day = f"{mark[0]}-01"
    line = {"color": colours["warn"], "width": 1.5, "dash": "dash"}
    return {"type": "line", "x0": day, "x1": day, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _break_note(mark: tuple, colours: dict) -> dict:
    return {
        "text": mark[1],
        "showarrow": False,
        "x": f"{mark[0]}-01",
        "yref": "paper",
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "font": {"size": 12, "color": colours["warn"]},
    }
