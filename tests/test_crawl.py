"""Nobody sees past their own subtree: every callback, address, export and search of the app.

Two bureaus are the same within 兴庆区 and different everywhere else. Whatever its analyst asks, by
fair means or foul, must read the same in both: then no row and no number of elsewhere is in it.
"""

import copy
import os
import random

import pytest
from flask.testing import FlaskClient

from app import app
from components import catalog, door
from data import paths, warehouse
from data.access import accounts, sessions
from etl import build, originals
from tests import crawl, small

REGION = "640104"
OURS = {small.SCHOOL, "宁A00003", "H2"}
"""What of the bureau stands in 兴庆区, by the first column of its rows."""
THEIRS = ("原州区人民医院", "原州区第二人民医院", "西夏区朔方路", "宁D00001", "宁A00001", "宁A00002",
          "K3", "行政楼", "主楼", small.HOSPITAL, small.FINANCE)  # fmt: skip
HEAVY = {"balance-plan", "vehicles-spending", "energy-trend", "energy-carbon"}
"""Panels that start a process to reckon in; asked once in each bureau."""


def other():
    """The bureau with everything outside 兴庆区 changed: names, and every number."""
    tables = copy.deepcopy(small.ROWS)
    for subject, (heads, rows) in tables.items():
        for place, row in enumerate(rows):
            if row[0] in OURS:
                continue
            more = [value * 3 if isinstance(value, int | float) and not isinstance(value, bool)
                    else value for value in row]  # fmt: skip
            if subject == "institution":
                more[1] = more[1].replace("人民医院", "第二人民医院")
            rows[place] = tuple(more)
        tables[subject] = (heads, rows)
    return tables


@pytest.fixture(scope="module")
def bureaus(tmp_path_factory):
    """(var, snapshot) of both bureaus, each with an analyst of 兴庆区 and others."""
    made, before = [], os.environ.get("DASHBOARD_VAR")
    for name, tables in (("one", small.ROWS), ("two", other())):
        folder = tmp_path_factory.mktemp(name)
        os.environ["DASHBOARD_VAR"] = str(folder / "var")
        files = small.write(folder / "files", folder / "var" / "cards", tables)
        snapshot = build.load([*originals.find([paths.PUBLISHED]), *files], "测试").snapshot
        for role in ("analyst", "leader", "clerk", "auditor", "administrator"):
            accounts.add(f"{role}-one", role, REGION, None, "", ("tests", role))
        made.append((folder / "var", snapshot))
    yield made
    warehouse.close()
    os.environ.pop("DASHBOARD_VAR")
    if before:
        os.environ["DASHBOARD_VAR"] = before


def visitor(var, name=""):
    os.environ["DASHBOARD_VAR"] = str(var)
    client = FlaskClient(app.server, app.server.response_class, use_cookies=True)
    if name:
        client.set_cookie(door.COOKIE, sessions.start(name))
    return client


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch):
    """A crawl asks more than a person: the limit of requests is tested elsewhere."""
    monkeypatch.setattr(door, "BURST", 10**9)


def asked(client, snapshot):
    """Every answer of the crawl by what was asked, for a few hundred to a thousand requests."""
    answers = {}
    for search, id_ in crawl.views(snapshot, REGION):
        plain = id_.replace(snapshot, "S")
        light = [
            name
            for name in catalog.PANELS
            if name not in HEAVY or (search, plain) == ("", f"S@{REGION}.i")
        ]
        for output, panel, payload in crawl.calls(client, search, id_, light):
            answer = client.post("/_dash-update-component", json=payload)
            answers[output, panel, search, plain] = crawl.told(answer)
        for path in crawl.addresses(app.server, search, id_):
            answers[path.replace(snapshot, "S")] = crawl.told(client.get(path))
    return answers


@pytest.fixture(scope="module")
def crawled(bureaus):
    held = door.BURST
    door.BURST = 10**9
    found = [asked(visitor(var, "analyst-one"), snapshot) for var, snapshot in bureaus]
    door.BURST = held
    return found


def test_what_an_analyst_can_get_is_the_same_whatever_stands_outside_the_subtree(crawled):
    one, two = crawled
    assert one.keys() == two.keys() and len(one) > 1000
    differing = [key for key in one if one[key] != two[key]]
    assert not differing, (differing[:5], one[differing[0]][:1500], two[differing[0]][:1500])


def test_the_crawl_reached_the_analysts_own_data(crawled):
    panels = [text for key, text in crawled[0].items() if isinstance(key, tuple) and key[1]]
    assert sum(text.startswith("200") for text in panels) > 150
    assert any("兴庆区第一小学" in text for text in panels)
    exports = [text for key, text in crawled[0].items() if "/export/vehicles.csv" in str(key)]
    assert any(text.startswith("200") for text in exports)


def test_no_name_number_or_plate_of_elsewhere_is_in_any_answer(crawled):
    for found in crawled:
        for key, text in found.items():
            for word in THEIRS:
                if word in text and word not in str(key):
                    raise AssertionError((key, word, text[:300]))


def test_nothing_fails_inside(crawled):
    broken = {key: text[:200] for key, text in crawled[0].items() if text.startswith("5")}
    assert not broken


def test_plates_are_masked_for_the_analyst_and_clear_for_the_leader_and_the_clerk(bureaus):
    var, snapshot = bureaus[0]
    seen = {}
    for role in ("analyst", "leader", "clerk", "auditor", "administrator"):
        client = visitor(var, f"{role}-one")
        text = client.get("/export/vehicles.csv?view=?period=2026M09").get_data(as_text=True)
        found = client.get(
            f"/search?q=%E5%AE%81A00003&view=%7B%22search%22%3A%22%22%2C%22snapshot%22%3A%22{client.get('/snapshot').json['id']}%22%2C%22theme%22%3A%22light%22%7D"
        ).text
        seen[role] = ("宁A00003" in text, "vehicle" in found)
        assert "宁A" in text  # the car is there, named otherwise
    clear, masked = (True, True), (False, False)
    assert seen == {"analyst": masked, "leader": clear, "clerk": clear, "auditor": clear,
                    "administrator": masked}  # fmt: skip


def test_without_signing_in_there_is_only_the_sign_in_page(bureaus):
    var, snapshot = bureaus[0]
    client, known = visitor(var), visitor(var, "leader-one")
    for path in crawl.addresses(app.server, "", snapshot):
        answer = client.get(path, headers={"Accept": "text/html"})
        if path.startswith(("/theme.css", "/_favicon", "/favicon", "/sign-in")):
            continue
        assert answer.status_code in (303, 404), (path, answer.status_code)
        assert answer.status_code == 404 or answer.headers["Location"].startswith("/sign-in"), path
        assert client.get(path).status_code in (401, 404), path
    for _output, _panel, payload in crawl.calls(known, "", snapshot):
        answer = client.post("/_dash-update-component", json=payload)
        assert (answer.status_code, answer.json) == (
            401,
            {"error": "请先登录。刷新页面即到登录页。"},
        )


ATTACKS = (
    "' or 1=1 --", "\"; drop table fct_vehicle; --", "1) union select * from whole.fct_vehicle --",
    "'; attach '/etc/passwd' as x; --", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
    "../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/etc/passwd\x00.csv", "=cmd|' /C calc'!A0",
    "@SUM(1+9)", "{{7*7}}", "${jndi:ldap://x}", "%00", "\u202egnp.exe", "whole.fct_vehicle",
    "read_csv('/etc/passwd')", "640104' or '1'='1", "640402", "null", "-1", "9" * 400, "%s%n",
)  # fmt: skip


def attempts(seed, count):
    """Generated requests with something hostile in one of their parts."""
    draw = random.Random(seed)
    for _ in range(count):
        bad = draw.choice(ATTACKS) + draw.choice(("", "", draw.choice(ATTACKS)))
        yield draw.choice((_export, _find, _source, _panel, _rows, _path)), bad, draw


def _view(snapshot, bad, draw):
    view = {"search": "", "snapshot": snapshot, "theme": "light"}
    part = draw.choice(("search", "search", "snapshot", "theme"))
    if part == "search":
        name = draw.choice(("region", "period", "type", "basis", "metric", "kind", "id", "search"))
        view[part] = "?" + crawl.quote(name) + "=" + crawl.quote(bad)
    else:
        view[part] = bad
    return view


def _export(client, snapshot, bad, draw):
    name = draw.choice(("view", "order", "filters", "search", "columns"))
    quoted = bad.replace('"', "'")
    value = {"order": crawl.json.dumps([{"colId": quoted, "sort": "asc"}]),
             "filters": crawl.json.dumps({"plate": {"type": "contains", "filter": quoted}}),
             "view": f"?region={bad}"}.get(name, bad)  # fmt: skip
    return client.get("/export/vehicles.csv", query_string={name: value})


def _find(client, snapshot, bad, draw):
    view = crawl.json.dumps({"search": "", "snapshot": snapshot, "theme": "light"})
    return client.get("/search", query_string={"q": bad, "view": view})


def _source(client, snapshot, bad, draw):
    view = crawl.json.dumps(_view(snapshot, bad, draw))
    return client.get(
        "/source", query_string={"metric": draw.choice((bad, "vehicles_count")), "view": view}
    )


def _panel(client, snapshot, bad, draw):
    name = draw.choice(("card", "overview-owing", "records-source", "problems-list"))
    view = _view(snapshot, bad, draw)
    calls = crawl.calls(client, view["search"], view["snapshot"], [name])
    payload = next(payload for _, panel, payload in calls if panel == name)
    return client.post("/_dash-update-component", json=payload)


def _rows(client, snapshot, bad, draw):
    payload = next(p for o, panel, p in crawl.calls(client, "", snapshot, ["vehicles"])
                   if "getRowsResponse" in o)  # fmt: skip
    asked = {"startRow": 0, "endRow": 10, "sortModel": [{"colId": bad, "sort": bad}],
             "filterModel": {draw.choice((bad, "plate")): {"type": draw.choice((bad, "contains")),
                                                           "filter": bad}}}  # fmt: skip
    payload["inputs"][0]["value"] = asked
    return client.post("/_dash-update-component", json=payload)


def _path(client, snapshot, bad, draw):
    start = draw.choice(
        ("/", "/briefings/file/", "/assets/", "/export/", "/wall/scene/", "/sign-in?next=")
    )
    return client.get(start + crawl.quote(bad, safe="/"))


def test_2000_injected_sql_script_path_and_formula_strings_do_nothing(bureaus):
    var, snapshot = bureaus[0]
    client = visitor(var, "analyst-one")
    own = client.get("/snapshot").json["id"]
    before = client.get("/export/vehicles.csv").get_data(as_text=True).splitlines()[:-1]
    for ask, bad, draw in attempts(8, 2000):
        answer = ask(client, own, bad, draw)
        text = answer.get_data(as_text=True)
        what = (ask.__name__, bad, answer.status_code, text[:300])
        assert answer.status_code < 500, what
        assert "root:x:0" not in text and "Traceback" not in text and "Parser Error" not in text, (
            what
        )
        assert text != "49" and not any(word in text for word in THEIRS if word not in bad), what
        if "html" in answer.content_type:
            assert "<script>alert" not in text and "<img src=x" not in text, what
    after = client.get("/export/vehicles.csv").get_data(as_text=True).splitlines()[:-1]
    assert after == before
