"""The shell every page stands in: navigation, breadcrumb, as-of line, filter bar, notices."""

import dash
import dash_bootstrap_components as dbc
from dash import dcc, html

from components import address, filters, finder, moments, numbers, paper, source, stamp, trail
from data import coverage, scope
from data.access import viewer
from data.scope import Scope

TITLE = "机关事务综合指挥仪表盘"
POLL_MS = 5000


class ids:
    url = "url"
    view = "view"
    theme = "theme"
    toggle = "theme-toggle"
    snapshot = "snapshot"
    poll = "snapshot-poll"
    alarm = "alarm"
    crumbs = "crumbs"
    standing = "standing"
    notice = "notice"
    page = "page"
    nav = "nav"


def layout() -> html.Div:
    """The frame; page content, filter choices and as-of line arrive by callback."""
    stores = [dcc.Store(id=name) for name in (ids.view, ids.theme, ids.snapshot)]
    content = [
        html.Div(id=ids.alarm, role="alert", className="alarm"),
        _topbar(),
        filters.bar(),
        html.Div(id=ids.notice, role="alert"),
        html.Main(id=ids.page, tabIndex="-1"),
    ]
    return html.Div(
        [
            dcc.Location(id=ids.url, refresh="callback-nav"),
            *stores,
            dcc.Interval(id=ids.poll, interval=POLL_MS),
            html.A("跳到正文", href=f"#{ids.page}", className="skip"),
            _sidebar(),
            html.Div(content, className="content"),
            source.dialog(),
            finder.dialog(),
            stamp.printed(),
        ],
        className="shell",
    )


def _topbar() -> html.Header:
    toggle = html.Button("深色", id=ids.toggle, className="ghost-button", type="button")
    return html.Header(
        [
            html.Nav(id=ids.crumbs, className="crumbs", **{"aria-label": "当前位置"}),
            html.Div(id=ids.standing, className="standing", role="status"),
            paper.export(),
            finder.button(),
            toggle,
            stamp.who(),
        ],
        className="topbar",
    )


def _sidebar() -> html.Nav:
    pages = [
        page
        for page in dash.page_registry.values()
        if page.get("group") is not None and _is_shown(page)
    ]
    groups: dict[str, list] = {}
    for page in sorted(pages, key=lambda page: page["order"]):
        groups.setdefault(page["group"], []).append(page)
    parts = [html.A([TITLE[:4], html.Br(), TITLE[4:]], href="/", className="brand")]
    for group, members in groups.items():
        parts.append(html.P(group, className="nav-group") if group else None)
        parts += [
            dbc.NavLink(
                page["name"],
                id={"type": ids.nav, "index": page["path"]},
                href=page["path"],
                active="exact",
            )
            for page in members
        ]
    return html.Nav(parts, className="sidebar", **{"aria-label": "主导航"})


def _is_shown(page: dict) -> bool:
    """Whether the menu lists the page for this viewer."""
    return not page.get("needs") or viewer.current().may(page["needs"])


def crumbs(view: Scope, search: str = "") -> list:
    """全区 › 市 › 县, each a link to itself; the last one is where we are."""
    if "kind" in address.asked(search):
        return trail.to_thing(view, address.asked(search))
    chain = scope.lineage(view.snapshot, view.region)
    chain = [place for place in chain if scope.is_inside(place["region"], view.snapshot)]
    parts = []
    for place in chain[:-1]:
        up = place["region"] if place["region"] != scope.home(view.snapshot) else None
        href = address.changed(search, region=up) or "?"
        parts += [dcc.Link(place["name"], href=href), html.Span("›", **{"aria-hidden": "true"})]
    return [*parts, html.Strong(chain[-1]["name"], **{"aria-current": "true"})]


def standing(view: Scope, info: dict) -> list:
    """As-of month, institutions due and reported, snapshot, and the demo mark."""
    counted = coverage.coverage(view, "energy")
    built = moments.text(info["built_at"])
    parts = [html.Span(f"数据截至 {view.covered.end}", title=f"发布于 {built}，版本 {info['id']}")]
    if counted["expected"]:
        due, filed = numbers.plain(counted["expected"]), numbers.plain(counted["reported"])
        parts.append(
            html.Span(f"应报 {due} 实报 {filed}", title="能源资源消费月报：期内逐月报齐为实报")
        )
    if info["demo"]:
        parts.append(html.Span("含演示数据", className="badge demo"))
    return parts


def held(view: Scope) -> html.Div | None:
    """Says that the page shows an earlier snapshot, with a way to the current one."""
    if not address.pin(view.snapshot):
        return None
    now = address.changed(view.search(), snapshot=None) or "?"
    told = f"这是数据版本 {view.snapshot} 当时的页面，不是最新数据。"
    return html.Div(
        [html.P(told), html.A("看最新数据", href=now, className="text-button")],
        className="held",
    )


def notice(message: str) -> html.Div:
    """A sentence that says what is wrong and what to do next, with a way back."""
    return html.Div(
        [html.P(message), html.A("回到全区最新一期", href="?", className="text-button")],
        className="notice",
    )
