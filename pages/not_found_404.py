"""Not found: an address that names no page, and the way back."""

import dash
from dash import html

dash.register_page(__name__, path="/404", name="没有这一页", group=None)


def layout() -> html.Div:
    return html.Div(
        [
            html.H1("没有这一页"),
            html.P(
                "地址里的页面名不存在，可能是链接抄错或页面已改名。请从左侧菜单选择，或回到总览。"
            ),
            html.A("回到总览", href="/", className="text-button"),
        ],
        className="notice",
    )
