"""Problems: what is wrong where, who has to act by when, and the rows that show it."""

import dash
from dash import html

from components import page

dash.register_page(__name__, path="/problems", name="问题督办", order=70, group="处置")

PANELS = (
    "problems-headline",
    "problems-tiles",
    "problems-subjects",
    "problems-reviews",
    "problems-list",
)


def layout() -> html.Div:
    return page.arrange("问题督办", PANELS)
