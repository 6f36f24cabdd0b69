"""Offices: how much space for whom, against the standard, and whose title is not in order."""

import dash
from dash import html

from components import page

dash.register_page(__name__, path="/offices", name="办公用房", order=40, group="分析")

NOW = (
    "offices-now",
    "offices-map",
    "offices-ranking",
    "offices-types",
    "offices-over",
    "offices-idle",
    "offices-registered",
    "offices-spread",
    "offices-area",
    "offices-findings",
    "institutions-building",
    "rooms",
)
PROPERTY = (
    "property-clearance",
    "property-disagreements",
    "property-categories",
    "property-satisfaction",
    "property-steps",
    "property-units",
    "property-ledger",
)


def layout() -> html.Div:
    return page.arrange("办公用房", NOW, {"银川市办公用房产权问题（公开研究）": PROPERTY})
