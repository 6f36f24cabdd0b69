"""Balance: how evenly people, cars, space and energy lie over the regions."""

import dash
from dash import html

from components import page

dash.register_page(__name__, path="/balance", name="区域均衡", order=10, group="分析")

PANELS = (
    "balance-now",
    "balance-map",
    "balance-vehicles",
    "balance-offices",
    "balance-energy",
)


def layout() -> html.Div:
    return page.arrange("区域均衡", PANELS)
