"""Balance: how evenly one indicator lies over the counties, since when, and what could move."""

import dash
from dash import html

from components import page

dash.register_page(__name__, path="/balance", name="区域均衡", order=10, group="分析")

PANELS = (
    "balance-choice",
    "balance-measures",
    "balance-map",
    "balance-quotients",
    "balance-lorenz",
    "balance-split",
    "balance-parts",
    "balance-plan",
    "balance-places",
)


def layout() -> html.Div:
    return page.arrange("区域均衡", PANELS)
