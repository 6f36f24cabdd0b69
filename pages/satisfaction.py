"""Satisfaction: the five grades, what became of the bad ones, and every review."""

import dash
from dash import html

from components import page

dash.register_page(__name__, path="/satisfaction", name="服务满意度", order=60, group="分析")

PANELS = (
    "satisfaction-now",
    "satisfaction-map",
    "satisfaction-ranking",
    "satisfaction-level",
    "satisfaction-channel",
    "satisfaction-trend",
    "satisfaction-mended",
    "satisfaction-spread",
    "satisfaction-findings",
    "institutions-review",
    "reviews",
)


def layout() -> html.Div:
    return page.arrange("服务满意度", PANELS)
