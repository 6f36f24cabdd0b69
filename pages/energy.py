"""Energy: who uses how much for people and floors, and each institution's figures."""

import dash
from dash import html

from components import page

dash.register_page(__name__, path="/energy", name="公共机构节能", order=50, group="分析")

PANELS = (
    "energy-now",
    "energy-map",
    "energy-ranking",
    "energy-water",
    "energy-types",
    "energy-why",
    "energy-trend",
    "energy-carbon",
    "energy-path",
    "energy-spread",
    "energy-findings",
    "institutions-energy",
)


def layout() -> html.Div:
    return page.arrange("公共机构节能", PANELS)
