"""Lorenz curve: cumulated share of the resource over cumulated share of people, poorest first."""

from components import numbers
from components.figures import base

HEIGHT = 340


def draw(curves: list[tuple], colours: dict, across: str, along: str) -> dict:
    """Curves of (words, points, names), the first one strong and the others dotted.

    A point is (share of people, share of resource); `names` are the regions in the order of the
    points after the first. `across` and `along` name the two shares.
    """
    inks = [colours["accent"], colours["below"]]
    traces = [_diagonal(colours)]
    traces += [
        _curve(curve, inks[number], not number, (across, along))
        for number, curve in enumerate(curves)
    ]
    percent = {"range": [0, 1], "tickformat": ".0%", "dtick": 0.25}
    grid = {"showgrid": True, "gridcolor": colours["line"]}
    return {
        "data": traces,
        "layout": base.layout(
            colours,
            HEIGHT,
            hovermode="closest",
            margin={"l": 8, "r": 16, "t": 8, "b": 8},
            xaxis=base.axis(colours, **percent, **grid, title=_title(across, colours)),
            yaxis=base.axis(colours, **percent, **grid, title=_title(along, colours)),
            annotations=[
                _name(words, number, inks[number]) for number, (words, *_) in enumerate(curves)
            ],
        ),
    }


def _diagonal(colours: dict) -> dict:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [0, 1],
        "y": [0, 1],
        "line": {"color": colours["line-strong"], "width": 1, "dash": "dash"},
        "hoverinfo": "skip",
    }


def _curve(curve: tuple, ink: str, strong: bool, axes: tuple[str, str]) -> dict:
    words, points, names = curve
    told = ["起点", *(f"累计到{name}" for name in names)]
    return {
        "type": "scatter",
        "mode": "lines+markers" if strong else "lines",
        "x": [point[0] for point in points],
        "y": [point[1] for point in points],
        "line": {"color": ink, "width": 2.5 if strong else 2, "dash": "solid" if strong else "dot"},
        "marker": {"size": 5, "color": ink},
        "name": words,
        "hovertext": [
            f"{words}<br>{name}：{axes[0]} {_percent(x)}，{axes[1]} {_percent(y)}"
            for name, (x, y) in zip(told, points, strict=True)
        ],
        "hoverinfo": "text",
    }


def _percent(share: float) -> str:
    return numbers.text(share * 100, "%", 1)


def _name(words: str, number: int, ink: str) -> dict:
    return {
        "text": words,
        "showarrow": False,
        "xref": "paper",
        "yref": "paper",
        "x": 0.05,
        "y": 0.96 - 0.08 * number,
        "xanchor": "left",
        "yanchor": "top",
        "font": {"size": 13, "color": ink},
    }


def _title(words: str, colours: dict) -> dict:
    return {"text": words, "font": {"size": 12, "color": colours["muted"]}, "standoff": 6}
