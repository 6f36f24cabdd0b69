"""Stack: what a whole is made of, period by period, the total above each column."""

from components import numbers, theme
from components.figures import base

HEIGHT = 340


def draw(columns: list[str], layers: list[tuple[str, list]], colours: dict, digits: int) -> dict:
    """Columns of layers (name, values by column), the first layer at the bottom and strong."""
    rows = zip(*(values for _, values in layers), strict=True)
    totals = [sum(value or 0 for value in each) for each in rows]
    inks = _inks(len(layers), colours)
    return {
        "data": [
            _layer(name, values, columns, totals, ink, digits)
            for (name, values), ink in zip(layers, inks, strict=True)
        ],
        "layout": base.layout(
            colours,
            HEIGHT,
            barmode="stack",
            bargap=0.45,
            showlegend=True,
            legend={
                "orientation": "h", "x": 0, "y": -0.12, "xanchor": "left", "yanchor": "top",
                "traceorder": "normal", "font": {"size": 12, "color": colours["text"]},
            },
            margin={"l": 8, "r": 8, "t": 24, "b": 8},
            xaxis=base.axis(colours, type="category"),
            yaxis=base.axis(colours, showgrid=True, gridcolor=colours["line"], nticks=5),
            annotations=[
                _total(column, total, colours, digits)
                for column, total in zip(columns, totals, strict=True)
            ],
        ),
    }  # fmt: skip


def _inks(count: int, colours: dict) -> list[str]:
    """The first layer apart, the others from pale to strong."""
    steps = max(1, count - 2)
    rest = [
        theme.blend(colours["scale-low"], colours["scale-high"], 0.15 + 0.85 * number / steps)
        for number in range(count - 1)
    ]
    return [colours["below"], *rest]


def _layer(
    name: str, values: list, columns: list[str], totals: list[float], ink: str, digits: int
) -> dict:
    told = [
        f"{column} {name}：{numbers.plain(value, digits)}"
        + (f"（占 {numbers.text(100 * value / total, '%', 1)}）" if total and value else "")
        for column, value, total in zip(columns, values, totals, strict=True)
    ]
    return {
        "type": "bar",
        "name": name,
        "x": columns,
        "y": values,
        "marker": {"color": ink},
        "hovertext": told,
        "hoverinfo": "text",
    }


def _total(column: str, total: float, colours: dict, digits: int) -> dict:
    return {
        "text": numbers.plain(total, digits),
        "x": column,
        "y": total,
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 12, "color": colours["text"]},
    }
