"""Overview: how the whole stands, subject by subject, and who has not reported."""

import dash
from dash import html

from components import page

dash.register_page(__name__, path="/", name="总览", order=0, group="")

PANELS = (
    "overview-now",
    "overview-map",
    "overview-energy",
    "overview-offices",
    "overview-cost",
    "overview-service",
    "overview-new-energy",
    "overview-problems",
    "overview-owing",
)


def layout() -> html.Div:
    return page.arrange("总览", PANELS)
