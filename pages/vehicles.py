"""Vehicles: how many for whom, how old and clean, at what cost, and every car."""

import dash
from dash import html

from components import page

dash.register_page(__name__, path="/vehicles", name="公务用车", order=30, group="分析")

PANELS = (
    "vehicles-now",
    "vehicles-map",
    "vehicles-ranking",
    "vehicles-old",
    "vehicles-types",
    "vehicles-why",
    "vehicles-spending",
    "vehicles-cost",
    "vehicles-clean",
    "vehicles-spread",
    "vehicles-findings",
    "institutions-vehicle",
    "vehicles",
)


def layout() -> html.Div:
    return page.arrange("公务用车", PANELS)
