"""Everything the running app can be asked, found in its own registry, as a person with tools would.

A callback or an address that is in the registry and not in the tables here stops the crawl.
"""

import io
import json
import re
import zipfile
from urllib.parse import quote

import dash

from components import catalog, grid, rights, upload
from components.panel import GRID, PLAIN
from components.wall import scenes
from data import ledgers, metrics
from tests import small

SNAPSHOT = re.compile(r"\d{8}-\d{6}-[0-9a-f]{8}")
SAME = (
    (SNAPSHOT, "SNAPSHOT"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)?"), "TIME"),
    (re.compile(r"[0-9a-f]{64}|~[0-9a-f]{32}"), "HASH"),
    (re.compile(r'"stamp":"[0-9a-f]+"'), "STAMP"),
    (re.compile(r'"end_id":"[^"]+"|name="csrf" value="[^"]+"'), "SESSION"),
    (re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{4}(-[0-9A-Z]{4})?"), "CODE"),
)
"""What differs from one publication to the next, whoever looks."""
GRIDS = [panel.id for panel in catalog.PANELS.values() if panel.kind == GRID]
INDEXES = {
    PLAIN: [panel.id for panel in catalog.PANELS.values() if panel.kind != GRID],
    GRID: GRIDS,
    grid.TABLE: GRIDS,
    grid.TOLD: GRIDS,
    upload.SAID: ["inbox"],
}
"""What MATCH stands for in the id of each type."""
ROWS = {"startRow": 0, "endRow": 100, "sortModel": [], "filterModel": {}}


def callbacks(client):
    """The callbacks that run on the server, as the registry tells them."""
    told = client.get("/_dash-dependencies").json
    return [one for one in told if not one["clientside_function"]]


def calls(found, search, snapshot, panels=None):
    """Requests of the callbacks for one view: (callback, panel or page, payload)."""
    told = {"search": search, "snapshot": snapshot, "theme": "light"}
    for one in found:
        for index in _indexes(one):
            if panels is None or index in panels or index not in catalog.PANELS:
                yield one["output"], index, _payload(one, index, told)


def _indexes(one):
    if "MATCH" in json.dumps([one["output"], one["inputs"]]):
        return INDEXES[re.search(r'"type":"([\w-]+)"', one["output"])[1]]
    if "pathname" in json.dumps(one["inputs"]):
        return [page["path"] for page in dash.page_registry.values()]
    return [""]


def _payload(one, index, told):
    def filled(spec):
        id_ = spec["id"]
        if isinstance(id_, str) and id_.startswith("{"):
            id_ = {key: index if value == ["MATCH"] else value
                   for key, value in json.loads(id_).items()}  # fmt: skip
        return {"id": id_, "property": spec["property"], "value": _value(spec, id_, index, told)}

    inputs, state = ([filled(spec) for spec in one[part]] for part in ("inputs", "state"))
    outputs = [output(text, index) for text in one["output"].strip(".").split("...")]
    first = inputs[0]["id"]
    named = first if isinstance(first, str) else json.dumps(first, separators=(",", ":"))
    return {
        "output": one["output"],
        "outputs": outputs if one["output"].startswith("..") else outputs[0],
        "inputs": inputs,
        "state": state,
        "changedPropIds": [f"{named}.{inputs[0]['property']}"],
    }


def output(text, index):
    id_, prop = text.rsplit(".", 1)
    if id_.startswith("{"):
        id_ = {
            key: index if value == ["MATCH"] else value for key, value in json.loads(id_).items()
        }
    return {"id": id_, "property": prop.split("@")[0]}


def _value(spec, id_, index, told):
    prop = spec["property"]
    if prop == "data-view":
        return json.dumps(told)
    if prop == "id":
        return id_
    known = {"search": told["search"], "pathname": index, "n_clicks": 1, "getRowsRequest": ROWS}
    if prop in known:
        return known[prop]
    if prop == "value" and "format" in str(id_):
        return ["xlsx"]
    if prop == "data":
        return {"view": told, "snapshot": told["snapshot"], "theme": "light"}.get(str(id_))
    return None


WORDS = ("医院", "宁D", "宁A", "小学", "财政", "K3", "H4", "xq", small.FINANCE)
EXPORTS = (*ledgers.KEPT, *(f"institutions-{one}" for one in metrics.BY_MART), "records", "cells")
OPEN = {rule for rule, right in rights.ADDRESSES.items() if right == rights.ANYBODY}
"""Addresses that need no sign-in: they hold nothing of the data."""
POSTED = {"/_dash-update-component", "/sign-in", "/sign-out", "/account"}


def addresses(server, search, snapshot, few=False):
    """Every GET address of the server's map that holds data, filled in for one view; with `few`,
    a drawer and an export of each table instead of each metric, and three pages of each kind."""
    for rule in server.url_map.iter_rules():
        if "GET" in rule.methods and rule.rule not in OPEN:
            view = {"search": search, "snapshot": snapshot, "theme": "light"}
            fill = FEW.get(rule.rule) if few else None
            yield from (fill or FILLED[rule.rule])(search, quote(json.dumps(view)))


def _plain(search, _view):
    return [f"/plain{page['path']}{search}" for page in dash.page_registry.values()
            if page.get("group") is not None]  # fmt: skip


FILLED = {
    "/": lambda search, view: [f"/{search}"],
    "/<path:path>": lambda search, view: [f"/vehicles{search}"],
    "/static/<path:filename>": lambda search, view: ["/static/x"],
    "/_dash-layout": lambda search, view: ["/_dash-layout"],
    "/_dash-dependencies": lambda search, view: ["/_dash-dependencies"],
    "/_reload-hash": lambda search, view: ["/_reload-hash"],
    "/snapshot": lambda search, view: ["/snapshot"],
    "/briefing.pdf": lambda search, view: [f"/briefing.pdf{search}"],
    "/briefings/file/<name>": lambda search, view: ["/briefings/file/x.pdf",
                                                    "/briefings/file/..%2fx.pdf"],
    "/search": lambda search, view: [f"/search?q={quote(one)}&view={view}" for one in WORDS],
    "/source": lambda search, view: [f"/source?metric={one}&view={view}"
                                     for one in metrics.METRICS],
    "/export/<name>.<kind>": lambda search, view: [
        f"/export/{name}.{kind}?view={quote(search)}" for name in EXPORTS
        for kind in ("csv", "xlsx")],
    "/inbox/<path:name>": lambda search, view: ["/inbox/done/2026-11/标注/x_核验.xlsx"],
    "/wall": lambda search, view: [f"/wall{search}"],
    "/wall/scene/<name>": lambda search, view: [f"/wall/scene/{one}{search}"
                                                for one in scenes.BY_ID],
    "/wall/drawing.js": lambda search, view: [],
    "/plain/": lambda search, view: [f"/plain/{search}"],
    "/plain/<path:path>": _plain,
    "/account": lambda search, view: ["/account"],
}  # fmt: skip
FEW = {
    "/source": lambda search, view: [f"/source?metric={next(iter(one)).id}&view={view}"
                                     for one in metrics.BY_MART.values()],
    "/export/<name>.<kind>": lambda search, view: [
        f"/export/{name}.csv?view={quote(search)}" for name in EXPORTS],
    "/plain/<path:path>": lambda search, view: [f"/plain/{page}{search}" for page in
                                                ("vehicles", "quality", "usage")],
}  # fmt: skip


def told(answer):
    """What an answer says, without what differs between publications."""
    content = answer.get_data()
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"\n".join(book.read(name) for name in sorted(book.namelist()))
    text = content.decode("utf-8", "replace")
    text = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    for pattern, word in SAME:
        text = pattern.sub(word, text)
    return f"{answer.status_code} {text}"
