"""A page without scripts: the same panels as words and tables, for browsers too old to draw them.

`/plain/energy?region=640100` is `/energy?region=640100`; nothing on it needs a script or a
style that an old browser does not know.
"""

import logging
from collections.abc import Iterator
from html import escape

import dash
from flask import Flask, Response, request, stream_with_context

from components import catalog, filters, grid, markup, plainhtml, proof, shell, stamp, table, theme
from components.panel import GRID, PLAIN, Drawing, Panel
from data import grid as rows
from data import ledgers, warehouse
from data.errors import DashboardError
from data.grid import Asked
from data.scope import Scope

ROOT = "/plain"
log = logging.getLogger("dashboard")
FIRST = 50  # rows of a ledger shown; all of them are in the csv


def register(server: Flask) -> None:
    """GET /plain/<page>?…: the page of that address without scripts."""

    @server.get(f"{ROOT}/", defaults={"path": ""})
    @server.get(f"{ROOT}/<path:path>")
    def plain(path: str) -> Response:
        search = f"?{request.query_string.decode()}" if request.query_string else ""
        try:
            view = Scope.parse(search, warehouse.current_id())
        except DashboardError as error:
            told = f'<p>{escape(str(error))}</p><p><a href="{ROOT}/">回到全区最新一期</a></p>'
            return Response(plainhtml.page(shell.TITLE, told), 400)
        found = [one for one in dash.page_registry.values() if one["path"] == f"/{path}"]
        if not found:
            told = f'<p>没有这一页。<a href="{ROOT}/">回到总览</a></p>'
            return Response(plainhtml.page("没有这一页", told), 404)
        return Response(stream_with_context(_parts(found[0], view, search)), mimetype="text/html")


def _parts(page: dict, view: Scope, search: str) -> Iterator[str]:
    """The page a panel at a time, so that its head is there at once."""
    top, bottom = plainhtml.frame(f"{page['name']} · {shell.TITLE}")
    taken = f'<footer><p class="source">{escape(stamp.text(view.snapshot))}</p></footer>'
    yield top + _menu(page, search) + _form(page, view) + f"<h1>{escape(page['name'])}</h1>"
    yield plainhtml.of(markup.node(shell.html.P(shell.standing(view, _info(view)))))
    for panel in _panels(page):
        yield _panel(panel, view, search)
    yield taken + bottom


def _info(view: Scope) -> dict:
    return warehouse.row(view.snapshot, "select * from snapshot_info")


def _panels(page: dict) -> list[Panel]:
    """The panels of a page in order."""
    made = page["layout"]() if callable(page["layout"]) else page["layout"]
    named = [getattr(one, "id", None) for one in made._traverse() if not isinstance(one, str)]
    kinds = (PLAIN, GRID)
    return [
        catalog.PANELS[id["index"]]
        for id in named
        if isinstance(id, dict) and id.get("type") in kinds and id["index"] in catalog.PANELS
    ]


def _panel(panel: Panel, view: Scope, search: str) -> str:
    try:
        if panel.kind == GRID:
            told = _ledger(panel, view, search)
        else:
            drawn = panel.draw(Drawing(view, theme.tokens("light"), search))
            told = "".join(plainhtml.of(markup.node(one)) for one in drawn.children if one)
    except DashboardError as error:
        told = f"<p>{escape(str(error))}</p>"
    except Exception:  # the head of the page is sent: what can be told is told in its place
        log.exception("panel %s without scripts", panel.id)
        told = "<p>此处出现内部错误，已记入日志。</p>"
    heading = f"<h2>{escape(panel.title)}</h2>" if panel.title else ""
    return f"<section>{heading}{told}</section>"


def _ledger(panel: Panel, view: Scope, search: str) -> str:
    """The first rows of a ledger, their number, and all of them as csv."""
    ledger = ledgers.find(panel.id, view, search)
    shown = [
        {column.id: grid.cell(row[column.id], column) for column in ledger.shown}
        for row in rows.page(ledger, view, Asked(), 0, FIRST)
    ]
    columns = [(column.id, grid.heading(column)) for column in ledger.shown]
    sums = rows.totals(ledger, view, Asked())
    parts = [proof.told(ledger, view, Asked(), sums), table.table(columns, shown, f"前 {FIRST} 行")]
    link = f'<p><a href="/export/{panel.id}.csv?{plainhtml.query(view=search)}">全部行 csv</a></p>'
    return "".join(plainhtml.of(markup.node(part)) for part in parts) + link


def _menu(page: dict, search: str) -> str:
    """Every page of the menu, and the briefing on paper."""
    members = [one for one in dash.page_registry.values() if one.get("group") is not None]
    links = [
        f'<a href="{ROOT}{one["path"]}{escape(search)}">{escape(one["name"])}</a>'
        for one in sorted(members, key=lambda one: one["order"])
    ]
    told = "此页不用脚本。图形与交互需要较新的浏览器（Chrome 或 Edge 90、Firefox 90 以上）。"
    paper = f'<a href="/briefing.pdf{escape(search)}">下载本页范围的简报 PDF</a>'
    return f"<p>{told} {paper}</p><p class=menu>{' '.join(links)}</p>"


def _form(page: dict, view: Scope) -> str:
    """Region, period and type as a form that a browser sends by itself."""
    snapshot, year = view.snapshot, view.period.year
    periods = [
        {"label": f"{one['label'].strip()}{part['label']}",
         "value": one["value"] + ("" if part["value"] == "all" else part["value"])}
        for one in filters.year_options(snapshot)
        for part in filters.part_options(int(one["value"]), snapshot)
    ]  # fmt: skip
    kinds = [{"label": "全部", "value": ""}, *filters.type_options()[1:]]
    controls = [
        plainhtml.select("region", "地区", filters.region_options(snapshot), view.region),
        plainhtml.select("period", "期间", periods, view.period.code or str(year)),
        plainhtml.select("type", "机构类型", kinds, view.institution_type),
    ]
    target = ROOT + page["path"]
    return f'<form action="{target}" method="get">{"".join(controls)}<button>查看</button></form>'
