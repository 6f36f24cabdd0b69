"""Assets: what they cost, what is left, where it stands idle, and every card."""

import dash
from dash import html

from components import page

dash.register_page(__name__, path="/assets", name="国有资产", order=20, group="分析")

PANELS = (
    "assets-now",
    "assets-map",
    "assets-ranking",
    "assets-idle",
    "assets-types",
    "assets-why",
    "assets-trend",
    "assets-newness",
    "assets-spread",
    "assets-findings",
    "institutions-asset",
    "assets",
)


def layout() -> html.Div:
    return page.arrange("国有资产", PANELS)
