"""Location quotients: bars left and right of 1, where 1 is the level of the whole."""

from components import numbers
from components.figures import base

ROW_HEIGHT = 27


def draw(regions: list[dict], colours: dict) -> dict:
    """One bar a region (key, label, quotient, told), highest on top; `told` is its hover."""
    shown = [row for row in regions if row["quotient"] is not None]
    reach = max([abs(row["quotient"] - 1) for row in shown] + [0.1]) * 1.05
    return {
        "data": [_bars(shown, colours)],
        "layout": base.layout(
            colours,
            max(160, ROW_HEIGHT * len(shown) + 24),
            bargap=0.42,
            xaxis=base.hidden_axis(range=[1 - reach, 1 + reach * 1.35]),
            yaxis=base.axis(
                colours, tickfont={"color": colours["text"], "size": 13}, ticksuffix="  "
            ),
            shapes=[_one(colours)],
            annotations=[_number(row, colours) for row in shown],
        ),
    }


def _bars(shown: list[dict], colours: dict) -> dict:
    return {
        "type": "bar",
        "orientation": "h",
        "base": 1,
        "x": [row["quotient"] - 1 for row in shown],
        "y": [row["label"] for row in shown],
        "customdata": [row["key"] for row in shown],
        "marker": {
            "color": [colours["above" if row["quotient"] > 1 else "below"] for row in shown]
        },
        "hovertext": [row["told"] for row in shown],
        "hoverinfo": "text",
    }


def _one(colours: dict) -> dict:
    line = {"color": colours["text"], "width": 1}
    return {"type": "line", "x0": 1, "x1": 1, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _number(row: dict, colours: dict) -> dict:
    return {
        "text": numbers.plain(row["quotient"], 2),
        "x": 1,
        "xref": "paper",
        "xanchor": "right",
        "y": row["label"],
        "showarrow": False,
        "font": {"color": colours["text"], "size": 13},
    }
