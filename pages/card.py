"""Card: everything known of one institution, building, room, vehicle or asset, over its life."""

import dash
from dash import html

from components import page

dash.register_page(__name__, path="/card", name="一物一卡", group=None)

PANELS = ("card", "card-life", "card-trend", "card-rows")


def layout() -> html.Div:
    return page.arrange("一物一卡", PANELS)
