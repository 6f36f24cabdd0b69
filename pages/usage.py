"""Use of the system: active users, what is looked at and never opened, slow panels, failures."""

import dash
from dash import html

from components import page, usage

dash.register_page(
    __name__, path="/usage", name="应用监管", order=95, group="底数", needs="usage"
)  # fmt: skip


def layout() -> html.Div:
    return page.told("应用监管", usage.content())
