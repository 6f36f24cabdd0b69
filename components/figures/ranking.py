"""Ranking: one bar a region (or category), longest first, with a line at the whole."""

from components import numbers
from components.figures import base
from data.metrics.metric import Metric

ROW_HEIGHT = 25
NUMBERS, MOVES = 0.2, 0.1  # shares of the width kept for the columns of values and rank changes


def draw(
    rows: list[dict],
    metric: Metric,
    colours: dict,
    whole: float | None = None,
    moves: dict | None = None,
    chosen: str = "",
) -> dict:
    """Bars from the highest value down; rows without a value are left out.

    `whole` is the value of the scope itself, drawn as a dashed line; `moves` are places gained or
    lost in a year by key; keys that do not begin with `chosen` are paler.
    """
    ordered = sorted((row for row in rows if row["value"] is not None), key=lambda r: r["value"])
    values = [row["value"] for row in ordered] + [whole or 0, 0]
    low, high, moves = min(values), max(values) or 1, moves or {}
    bars = _bars(ordered, metric, colours, moves, chosen)
    beside = [_number(row, metric, colours, bool(moves)) for row in ordered]
    beside += [_move(row, moves, colours) for row in ordered if moves.get(row["key"])]
    layout = _layout(len(ordered), low, high, NUMBERS + (MOVES if moves else 0), colours)
    layout |= {"shapes": _whole_line(whole, colours), "annotations": beside}
    return {"data": [_track(ordered, low, high, colours), bars], "layout": layout}


def _layout(count: int, low: float, high: float, kept: float, colours: dict) -> dict:
    return base.layout(
        colours,
        max(120, ROW_HEIGHT * count + 24),
        barmode="overlay",
        bargap=0.42,
        xaxis=base.hidden_axis(range=[low, high + (high - low) * kept]),
        yaxis=base.axis(colours, tickfont={"color": colours["text"], "size": 13}, ticksuffix="  "),
    )


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


def _bars(ordered: list[dict], metric: Metric, colours: dict, moves: dict, chosen: str) -> dict:
    count = len(ordered)
    told = [
        f"{row['label']}：{numbers.of(row['value'], metric)}<br>第 {count - at} / {count}"
        + _year(moves.get(row["key"]))
        + (f"，{numbers.plain(row['institutions'])} 家单位" if row.get("institutions") else "")
        for at, row in enumerate(ordered)
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "x": [row["value"] for row in ordered],
        "y": [row["label"] for row in ordered],
        "customdata": [row["key"] for row in ordered],
        "marker": {
            "color": colours["accent"],
            "opacity": [1 if str(row["key"]).startswith(chosen) else 0.35 for row in ordered],
        },
        "hovertext": told,
        "hoverinfo": "text",
    }


def _year(move: int | None) -> str:
    if move is None:
        return ""
    return f"，同比{f'升 {move} 位' if move > 0 else f'降 {-move} 位' if move else '位次不变'}"


def _number(row: dict, metric: Metric, colours: dict, moved: bool) -> dict:
    """The value in a column of its own, at the right edge or before the changes of rank."""
    return {
        "text": _beside_bar(row["value"], metric),
        "x": 1 - (MOVES / (1 + NUMBERS + MOVES) if moved else 0),
        "xref": "paper",
        "xanchor": "right",
        "y": row["label"],
        "showarrow": False,
        "font": {"color": colours["text"], "size": 13},
    }


def _move(row: dict, moves: dict, colours: dict) -> dict:
    """Places gained or lost against the same months a year before."""
    move = moves[row["key"]]
    return {
        "text": f"{'↑' if move > 0 else '↓'}{abs(move)}",
        "x": 1,
        "xref": "paper",
        "xanchor": "right",
        "y": row["label"],
        "showarrow": False,
        "font": {"color": colours["muted"], "size": 12},
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
