"""Everything the running app can be asked, found in its own registry, as a person with tools would."""

import io
import json
import re
import zipfile
from urllib.parse import quote

from components import catalog
from components.wall import scenes
from data import ledgers, metrics
from tests import small

SNAPSHOT = re.compile(r"\d{8}-\d{6}-[0-9a-f]{8}")
SAME = (
    (SNAPSHOT, "SNAPSHOT"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)?"), "TIME"),
    (re.compile(r"[0-9a-f]{64}|~[0-9a-f]{32}"), "HASH"),
    (re.compile(r'"stamp":"[0-9a-f]+"'), "STAMP"),
)
"""What differs from one publication to the next, whoever looks."""


def views(snapshot, region):
    """Views to ask for: the own one, then each way to ask for more."""
    own = f"{snapshot}@{region}.i"
    for search in ("", "?period=2026M10", "?region=640000", "?region=640400", "?region=640402",
                   f"?kind=institution&id={small.HOSPITAL}", "?kind=vehicle&id=宁D00001",
                   f"?kind=institution&id={small.SCHOOL}", "?metric=vehicles_count",
                   "?region=640402&metric=energy_total_tce&part=numerator"):  # fmt: skip
        yield search, own
    for suffix in ("", "@640000.s", "@640000.i", "@640402.i", f"@{region}.s", "@", "@x.y", "/../x"):
        yield "", snapshot + suffix


def calls(client, search, snapshot, panels=None):
    """A request of each callback of the registry for one view: (callback, panel, payload)."""
    told = {"search": search, "snapshot": snapshot, "theme": "light"}
    for one in client.get("/_dash-dependencies").json:
        if one["clientside_function"]:
            continue
        for index in _indexes(one, panels):
            yield one["output"], index, _payload(one, index, told)


def _indexes(one, panels):
    text = json.dumps([one["output"], one["inputs"], one["state"]])
    if "MATCH" not in text:
        return [""]
    kinds = {"grid": "grid-panel", "grid-told": "grid-panel", "graph": "charted-panel"}
    kind = re.search(r'type\\*":\\*"([\w-]+)', text)
    wanted = kinds.get(kind[1], kind[1]) if kind else ""
    found = [panel.id for panel in catalog.PANELS.values() if panel.kind == wanted]
    return [name for name in found or ["inbox"] if panels is None or name in panels]


def _payload(one, index, told):
    def filled(spec):
        id_ = spec["id"]
        if isinstance(id_, str) and id_.startswith("{"):
            id_ = {key: index if value in (["MATCH"], ["ALL"]) else value
                   for key, value in json.loads(id_).items()}  # fmt: skip
        return {"id": id_, "property": spec["property"], "value": _value(spec, id_, told)}

    inputs, state = ([filled(spec) for spec in one[part]] for part in ("inputs", "state"))
    outputs = [_output(text, index) for text in one["output"].strip(".").split("...")]
    first = inputs[0]["id"]
    named = first if isinstance(first, str) else json.dumps(first, separators=(",", ":"))
    return {
        "output": one["output"],
        "outputs": outputs if one["output"].startswith("..") else outputs[0],
        "inputs": inputs,
        "state": state,
        "changedPropIds": [f"{named}.{inputs[0]['property']}"],
    }


def _output(text, index):
    id_, prop = text.rsplit(".", 1)
    if id_.startswith("{"):
        id_ = {
            key: index if value == ["MATCH"] else value for key, value in json.loads(id_).items()
        }
    return {"id": id_, "property": prop.split("@")[0]}


def _value(spec, id_, told):
    prop = spec["property"]
    if prop == "data-view":
        return json.dumps(told)
    if prop == "id":
        return id_
    if prop == "getRowsRequest":
        return {"startRow": 0, "endRow": 100, "sortModel": [], "filterModel": {}}
    known = {"search": told["search"], "pathname": "/vehicles", "n_clicks": 1, "children": None}
    if prop in known:
        return known[prop]
    if prop == "data":
        return {"view": told, "snapshot": told["snapshot"], "theme": "light"}.get(str(id_))
    return None


def addresses(server, search, snapshot):
    """Every GET address of the server's map, filled in for one view."""
    view = quote(json.dumps({"search": search, "snapshot": snapshot, "theme": "light"}))
    filled = {
        "/export/<name>.<kind>": [
            f"/export/{name}.{kind}?view={quote(search)}"
            for name in (*ledgers.KEPT, *(f"institutions-{s}" for s in metrics.BY_MART), "records")
            for kind in ("csv", "xlsx")
        ],
        "/source": [f"/source?metric={one}&view={view}" for one in metrics.METRICS],
        "/search": [f"/search?q={quote(words)}&view={view}"
                    for words in ("医院", "宁D", "宁A", "小学", "财政", "K3", "H4", "xq", small.FINANCE)],
        "/wall": [f"/wall{search}"],
        "/wall/scene/<name>": [f"/wall/scene/{name}{search}" for name in scenes.BY_ID],
    }  # fmt: skip
    for rule in server.url_map.iter_rules():
        if "GET" in rule.methods and not rule.rule.startswith(("/_dash-component", "/assets")):
            if rule.rule in ("/healthz", "/metrics"):
                continue  # how the server is, for the machine that asks; never what it holds
            yield from filled.get(rule.rule, [re.sub(r"<[^>]+>", "x", rule.rule)])


def told(answer):
    """What an answer says, without what differs between publications."""
    content = answer.get_data()
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"\n".join(book.read(name) for name in sorted(book.namelist()))
    text = content.decode("utf-8", "replace")
    text = text.encode().decode("unicode_escape", "ignore") if "\\u" in text else text
    for pattern, word in SAME:
        text = pattern.sub(word, text)
    return f"{answer.status_code} {text}"
