"""Running: a vehicle's kilometres by month as bars, its fuel per 100 km as points over them."""

from components import numbers
from components.figures import base

HEIGHT = 280


def draw(rows: tuple[dict, ...], colours: dict) -> dict:
    """Bars and points over months, oldest first; a month without fuel has no point."""
    months = [f"{row['month']:%Y-%m}-01" for row in rows]
    thirsty = [row for row in rows if row["fuel_l_per_100km"]]
    return {
        "data": [
            {
                "type": "bar",
                "x": months,
                "y": [row["distance_km"] for row in rows],
                "name": "里程（km）",
                "marker": {"color": colours["accent"]},
                "hovertext": [_told(row) for row in rows],
                "hoverinfo": "text",
            },
            {
                "type": "scatter",
                "mode": "markers",
                "x": [f"{row['month']:%Y-%m}-01" for row in thirsty],
                "y": [row["fuel_l_per_100km"] for row in thirsty],
                "yaxis": "y2",
                "name": "百公里油耗（L）",
                "marker": {"color": colours["warn"], "size": 7},
                "hoverinfo": "skip",
            },
        ],
        "layout": _layout(colours, len(rows)),
    }


def _told(row: dict) -> str:
    told = f"{row['month']:%Y-%m}：{numbers.plain(row['distance_km'])} km"
    if row["fuel_l_per_100km"]:
        told += f"，百公里 {numbers.plain(row['fuel_l_per_100km'], 1)} L"
    return told


def _layout(colours: dict, months: int) -> dict:
    step = "M1" if months <= 12 else "M6"
    low = {"rangemode": "tozero", "nticks": 5}
    return base.layout(
        colours,
        HEIGHT,
        hovermode="x",
        showlegend=True,
        legend={"orientation": "h", "y": 1.12, "x": 0},
        margin={"l": 8, "r": 8, "t": 30, "b": 8},
        xaxis=base.axis(colours, type="date", tickformat="%Y-%m", dtick=step),
        yaxis=base.axis(colours, **low, showgrid=True, gridcolor=colours["line"],
                        separatethousands=True, exponentformat="none"),
        yaxis2=base.axis(colours, **low, overlaying="y", side="right", showgrid=False),
    )  # fmt: skip
