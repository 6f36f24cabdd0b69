"""Spread: how many institutions lie where, the quarters marked; long tails go into the last bar."""

from components import numbers
from components.figures import base
from data.metrics.metric import Metric

HEIGHT = 280
BINS = 24
TAIL = 0.98  # share of the institutions that lies left of the last, open bar


def draw(values: list[float], metric: Metric, colours: dict, marks: list[tuple]) -> dict:
    """Bars of institutions counted by value; `marks` are (value, words) drawn as uprights."""
    ordered = sorted(values)
    low = ordered[0]
    high = ordered[min(len(ordered) - 1, int(TAIL * len(ordered)))]
    width = (high - low) / BINS or abs(low) / BINS or 1
    counts = [0] * BINS
    for value in ordered:
        counts[min(int((value - low) / width), BINS - 1)] += 1
    edges = [low + number * width for number in range(BINS + 1)]
    return {
        "data": [_bars(counts, edges, width, metric, colours)],
        "layout": base.layout(
            colours,
            HEIGHT,
            bargap=0.06,
            margin={"l": 8, "r": 8, "t": 40, "b": 8},
            xaxis=base.axis(colours, separatethousands=True, exponentformat="none"),
            yaxis=base.axis(
                colours, showgrid=True, gridcolor=colours["line"], nticks=4, tickformat=",d"
            ),
            shapes=[_upright(value, colours) for value, _ in marks],
            annotations=[_note(mark, step, colours) for step, mark in enumerate(marks)],
        ),
    }


def _bars(
    counts: list[int], edges: list[float], width: float, metric: Metric, colours: dict
) -> dict:
    told = [
        f"{numbers.of(edges[n], metric)} 至 {numbers.of(edges[n + 1], metric)}"
        for n in range(len(counts) - 1)
    ]
    told.append(f"{numbers.of(edges[-2], metric)} 及以上")
    return {
        "type": "bar",
        "x": [edge + width / 2 for edge in edges[:-1]],
        "y": counts,
        "width": width * 0.94,
        "marker": {"color": colours["accent"]},
        "hovertext": [f"{words}：{n} 家" for words, n in zip(told, counts, strict=True)],
        "hoverinfo": "text",
    }


def _upright(value: float, colours: dict) -> dict:
    line = {"color": colours["warn"], "width": 1.5, "dash": "dot"}
    return {
        "type": "line", "x0": value, "x1": value, "yref": "paper", "y0": 0, "y1": 1, "line": line
    }  # fmt: skip


def _note(mark: tuple, step: int, colours: dict) -> dict:
    return {
        "text": mark[1],
        "showarrow": False,
        "x": mark[0],
        "yref": "paper",
        "y": 1 + 0.08 * (step % 2),
        "xanchor": "center",
        "yanchor": "bottom",
        "font": {"size": 12, "color": colours["warn"]},
    }
