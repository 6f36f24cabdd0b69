"""Who took something out of the system, when and from which data: on every export and print."""

from urllib.parse import quote

from dash import html

from components import moments
from data import warehouse
from data.access import viewer

SECRECY = "不含涉密信息，内部资料注意保管"


def text(snapshot: str) -> str:
    """One line: user, time, snapshot."""
    told = (viewer.current().signature, moments.now(), f"数据版本 {warehouse.plain(snapshot)}")
    return "　".join((*told, SECRECY))


def who() -> html.A:
    """The viewer in the top bar; behind it the account, its password and the way out."""
    found = viewer.current()
    told = f"{found.title} · {found.role_name} · {found.region_name}"
    if found.role == "demo":
        told = "演示浏览 · 未启用登录"
    return html.A(told, href="/account", className="who", title="账号、口令、退出")


def printed() -> html.Div:
    """What only a print shows: the user's name as a foot and, lightly, across each page."""
    name = viewer.current().title
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200"><text x="20" y="130"'
        f' transform="rotate(-24 160 100)" font-size="22" fill="#000" fill-opacity=".07">{name}'
        "</text></svg>"
    )
    mark = html.Div(
        className="print-mark",
        style={"backgroundImage": f'url("data:image/svg+xml,{quote(picture)}")'},
    )
    foot = html.P(id="print-foot", className="print-foot", **{"data-who": name})
    return html.Div([mark, foot], className="print-only")
