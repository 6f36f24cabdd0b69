"""Records: the rows that add up to one number, all of them, with where each stands."""

import dash
from dash import html

from components import page

dash.register_page(__name__, path="/records", name="全部明细", group=None)

PANELS = ("records-source", "records")


def layout() -> html.Div:
    return page.arrange("全部明细", PANELS)
