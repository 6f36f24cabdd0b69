"""查找 (Ctrl+K): any thing by name, plate, number or pinyin; a briefing's code opens its view."""

from collections.abc import Callable
from itertools import groupby
from typing import Protocol

from dash import html
from flask import Flask, Response, jsonify
from flask import request as asked

from components import links, request
from data import search, warehouse
from data.cards import KINDS
from data.errors import DashboardError
from data.scope import Scope

CODE_SIGNS = (14, 18)


class State(Protocol):
    """What a briefing's code names: a view of a snapshot, and the page it is seen on."""

    view: Scope
    path: str


Decode = Callable[[str], State]


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
    coded = _coded(words, decode)
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


def _coded(words: str, decode: Decode) -> dict | None:
    """The view a briefing's code names; None when the words are no code."""
    if len(words.replace("-", "")) not in CODE_SIGNS or not words.isascii():
        return None
    try:
        named = decode(words)
        Scope.parse(named.view.search(), named.view.snapshot)
    except DashboardError as error:
        # as many signs that are no code may still be the number of a thing
        return None if "有误" in str(error) else {"groups": [], "said": str(error)}
    seen = named.view
    current = seen.snapshot == warehouse.current_id()
    said = f"简报核验码，所用数据版本 {warehouse.plain(seen.snapshot)}"
    said += "，即当前版本。" if current else "，不是当前版本；打开的是当时的页面。"
    item = {"href": links.to(named.path, seen), "title": f"{seen.region_name}，{seen.period.label}",
            "hint": "打开简报所指的页面，地区、期间、数据版本与纸上一致"}  # fmt: skip
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
