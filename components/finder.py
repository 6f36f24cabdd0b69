"""查找 (Ctrl+K): any thing by name, plate, number or pinyin; a briefing's code opens its view."""

from collections.abc import Callable
from itertools import groupby

from dash import html
from flask import Flask, Response, jsonify
from flask import request as asked

from components import links, request
from data import search, warehouse
from data.cards import KINDS
from data.errors import DashboardError, ScopeError
from data.period import Period
from data.scope import Scope

Decode = Callable[[str], tuple[str, Period, str]]
CODE_SIGNS = 14


def register(server: Flask, decode: Decode) -> None:
    """GET /search?q=…&view=…; `decode` reads the code of a briefing."""

    @server.get("/search")
    def find() -> Response:
        try:
            query, snapshot, _ = request.view_of(asked.args.get("view"))
            view = Scope.parse(query, snapshot)
            return jsonify(answer(asked.args.get("q", ""), view, decode))
        except DashboardError as error:
            return jsonify(said=str(error), groups=[]), 400


def answer(words: str, view: Scope, decode: Decode) -> dict:
    """`groups` of things found (title, items of href, title and hint), and what is `said`."""
    words = words.strip()
    coded = _coded(words, view, decode)
    if coded:
        return coded
    found = search.find(view.snapshot, words)
    groups = [
        {"title": KINDS[kind],
         "items": [{"href": links.card(view, kind, row["id"]), "title": row["title"],
                    "hint": row["hint"]} for row in rows]}
        for kind, rows in groupby(found, key=lambda row: row["kind"])
    ]  # fmt: skip
    said = f"找到 {len(found)} 项" if found else ""
    if words and not found:
        said = f"没有找到“{words[:40]}”。可输入名称、车牌、编号、拼音或首字母，空格隔开多个词。"
    return {"groups": groups, "said": said}


def _coded(words: str, view: Scope, decode: Decode) -> dict | None:
    """The view a briefing's code names; None when the words are no code."""
    if len(words.replace("-", "")) != CODE_SIGNS or not words.isascii():
        return None
    try:
        region, period, snapshot = decode(words)
    except ScopeError as error:
        # fourteen signs that are no code may still be the number of a thing
        return None if "有误" in str(error) else {"groups": [], "said": str(error)}
    now = warehouse.current_id()
    current = warehouse.plain(now)
    named = Scope(now, region, period)
    Scope.parse(named.search(), now)
    said = f"简报核验码，所用数据版本 {snapshot}"
    said += (
        "，即当前版本。"
        if snapshot == current
        else f"，不是当前版本。以下按当前版本 {current} 打开。"
    )
    item = {"href": links.to("/", named), "title": f"{named.region_name}，{period.label}",
            "hint": "打开简报所指的地区和期间"}  # fmt: skip
    return {"groups": [{"title": "简报", "items": [item]}], "said": said}


def button() -> html.Button:
    """What opens the dialog, beside Ctrl+K."""
    return html.Button(["查找 ", html.Kbd("Ctrl+K")], id="finder-open", type="button",
                       className="ghost-button", **{"aria-haspopup": "dialog"})  # fmt: skip


def dialog() -> html.Dialog:
    """The empty dialog; assets/finder.js puts a field into it, opens and fills it."""
    hint = "单位、楼座、房间、车牌、资产编号，可用拼音或首字母；简报核验码可直接输入"
    return html.Dialog(
        [html.Div(id="finder-field"),
         html.P(hint, id="finder-said", className="source", role="status"),
         html.Div(id="finder-found", role="listbox", **{"aria-label": "查找结果"})],
        id="finder", className="finder", **{"aria-label": "查找"},
    )  # fmt: skip
