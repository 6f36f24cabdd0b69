"""Nobody sees past their own subtree: every callback, address, export and search of the app.

Two bureaus are the same within 兴庆区 and different everywhere else. Whatever a person of 兴庆区
asks in whatever role, by fair means or foul, must read the same in both: then no row and no number
of elsewhere is in it.
"""

import copy
import os
import random
import shutil

import duckdb
import pytest
from flask.testing import FlaskClient

from app import app
from briefing import jobs
from components import catalog, door
from data import cut, paths, warehouse
from data.access import accounts, audit, roles, sessions, usage, viewer, walls
from etl import build, originals
from tests import crawl
from tests import small as bureau

COUNTY, CITY = "640104", "640100"
OURS = {bureau.SCHOOL, "宁A00003", "H2"}
"""What of the bureau stands in 兴庆区, by the first column of its rows."""
AWAY = "away-one"
AFAR = ("原州区人民医院", "原州区第二人民医院", "宁D00001", "行政楼", bureau.HOSPITAL, AWAY,
        "10.9.8.7", "7,777")  # fmt: skip
"""What stands outside 银川市, and so outside 兴庆区 too."""
NEAR = ("西夏区朔方路", "宁A00001", "宁A00002", "主楼", bureau.FINANCE)
"""What stands in 银川市 and outside 兴庆区."""
ROLES = ("analyst", "leader", "clerk", "auditor", "administrator")
APART = {"balance-plan", "vehicles-spending", "energy-trend", "energy-carbon"}
"""Panels that start a process to reckon in; asked once in each bureau."""
LIGHT = set(catalog.PANELS) - APART
CARDS = {name for name in catalog.PANELS if name.startswith("card")}
FOREIGN = (
    f"?kind=institution&id={bureau.HOSPITAL}&metric=vehicles_count&part=numerator&period=2026M09"
)
CLEAR = (roles.LEADER, roles.CLERK, roles.AUDITOR)
"""Who sees plates and persons in clear."""
STARTS = ("/briefing.pdf", "briefing-job")
"""What starts a briefing: a process of its own, asked for in a test of its own."""


def other():
    """The bureau with everything outside 兴庆区 changed: names, and every number."""
    tables = copy.deepcopy(bureau.ROWS)
    for subject, (_heads, rows) in tables.items():
        for place, row in enumerate(rows):
            if row[0] not in OURS:
                rows[place] = tuple(map(_tripled, row))
                if subject == "institution":
                    name = row[1].replace("人民医院", "第二人民医院")
                    rows[place] = (row[0], name, *rows[place][2:])
    return tables


def _tripled(value):
    return value * 3 if isinstance(value, int | float) else value


@pytest.fixture(scope="module")
def bureaus(small, tmp_path_factory):
    """(var, snapshot) of both bureaus, each with accounts of every role in 兴庆区; somebody of
    elsewhere has been at work."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("bureaus")
        patch.setenv("DASHBOARD_SECRET", "one secret, so that masks are alike")
        shutil.copytree(paths.var() / "snapshots", folder / "one" / "snapshots")
        patch.setenv("DASHBOARD_VAR", str(folder / "two"))
        files = bureau.write(folder / "files", folder / "two" / "cards", other())
        found = [*originals.find([paths.PUBLISHED]), *files]
        made = [(folder / "one", small), (folder / "two", build.load(found, "测试").snapshot)]
        for var, _snapshot in made:
            patch.setenv("DASHBOARD_VAR", str(var))
            for role in ROLES:
                accounts.add(f"{role}-one", role, COUNTY, None, "", ("tests", role))
            accounts.add("of-city", "leader", CITY, None, "", ("tests", "city"))
            far = accounts.add(AWAY, "clerk", "640402", None, "", ("tests", "away"))
            audit.write("find", {"words": bureau.HOSPITAL}, "10.9.8.7", far)
            usage.add_timings({("card", AWAY): [7, 7777.0, 7777.0]})
        yield made
        warehouse.close()


def visitor(var, name=""):
    os.environ["DASHBOARD_VAR"] = str(var)
    client = FlaskClient(app.server, app.server.response_class, use_cookies=True)
    if name:
        client.set_cookie(door.COOKIE, sessions.start(name))
    return client


@pytest.fixture(autouse=True, scope="module")
def no_hurry():
    """A crawl asks more than a person: the limit of requests is tested elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(door, "BURST", 10**9)
        patch.setenv("DASHBOARD_VAR", os.environ.get("DASHBOARD_VAR", ""))
        yield


def asked(client, search, snapshot, panels=None, addresses=True, few=False, only=""):
    """Every answer to one view, by what was asked; of addresses `only` those that begin so."""
    answers = {}
    for output, index, payload in crawl.calls(crawl.callbacks(client), search, snapshot, panels):
        if not any(word in output for word in STARTS):
            answer = client.post("/_dash-update-component", json=payload)
            answers[output, index, search] = crawl.told(answer)
    for path in crawl.addresses(app.server, search, snapshot, few) if addresses else ():
        if path.startswith(only) and not path.startswith(STARTS):
            answers[path.replace(warehouse.plain(snapshot), "S")] = crawl.told(client.get(path))
    return answers


@pytest.fixture(scope="module")
def crawled(bureaus):
    """A function: what the account of a role in 兴庆区 is told in each bureau."""
    kept = {}

    def of(role):
        if role not in kept:
            kept[role] = [_crawled(var, snapshot, role) for var, snapshot in bureaus]
        return kept[role]

    return of


def _crawled(var, snapshot, role):
    """Answers about a thing of elsewhere, then of theirs. The analyst is asked for each drawer
    and panel, the others for a drawer of each table: another role is another cut of the same."""
    client = visitor(var, f"{role}-one")
    own = f"{snapshot}@{COUNTY}.{roles.clearance(role)}"
    panels = None if role == roles.ANALYST else LIGHT
    answers = asked(client, FOREIGN, own, panels, few=role != roles.ANALYST)
    answers |= asked(client, "", own, [], few=True, only="/export/")  # every filter taken away
    return answers | asked(client, f"?kind=institution&id={bureau.SCHOOL}", own, CARDS, False)


def test_every_callback_panel_page_and_address_of_the_registry_is_asked(crawled):
    client = app.server.test_client()
    listed = {one["output"] for one in crawl.callbacks(client)}
    registered = {key for key, one in app.callback_map.items() if one.get("callback")}
    assert listed == registered
    for role in ROLES:
        keys = [key for key in crawled(role)[0] if isinstance(key, tuple)]
        assert {
            one for one in registered - {key[0] for key in keys} if STARTS[1] not in one
        } == set()
        assert {key[1] for key in keys} >= (LIGHT if role != roles.ANALYST else set(catalog.PANELS))
    rules = {rule.rule for rule in app.server.url_map.iter_rules() if "GET" in rule.methods}
    assert rules == set(crawl.FILLED) | crawl.OPEN
    posted = {rule.rule for rule in app.server.url_map.iter_rules() if "POST" in rule.methods}
    assert posted == crawl.POSTED


@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_can_get_is_the_same_whatever_stands_outside_the_subtree(crawled, role):
    one, two = crawled(role)
    assert one.keys() == two.keys() and len(one) > 200
    of_use = ("/usage", "/plain/usage")  # how long things took; who is on it is looked at below
    differing = [key for key in one if one[key] != two[key] and not any(
        part == use or key == use + FOREIGN for use in of_use for part in key)]  # fmt: skip
    assert not differing, [(key, *_apart(one[key], two[key])) for key in differing[:8]]


def _apart(one, two):
    """Where two texts part ways."""
    at = next((n for n, pair in enumerate(zip(one, two, strict=False)) if pair[0] != pair[1]), 0)
    return one[max(0, at - 80) : at + 80], two[max(0, at - 80) : at + 80]


@pytest.mark.parametrize("role", ROLES)
def test_the_crawl_reached_the_data_of_the_role(crawled, role):
    answers = crawled(role)[0]
    panels = [text for key, text in answers.items() if isinstance(key, tuple) and key[1]]
    assert sum(text.startswith("200") for text in panels) > 100
    assert any("兴庆区第一小学" in text for text in panels)
    exports = [text for key, text in answers.items() if "/export/vehicles.csv" in key]
    plate = "宁A00003" if role in CLEAR else "宁A※"
    assert any(text.startswith("200") and plate in text for text in exports)
    assert role in CLEAR or "宁A00003" not in str(answers)
    if roles.USAGE in roles.ALLOWED[role]:  # the page of who used what was there, and told of them
        assert any(f"{role}-one" in text for key, text in answers.items() if "/usage" in key)


def leaks(answers, words):
    """Answers that hold something of elsewhere that was not in what was asked; 应用监管 tells what
    colleagues asked, word by word."""
    asked_for = (FOREIGN, *crawl.WORDS)
    return [(key, word, text[:200]) for key, text in answers.items() for word in words
            if word in text and word not in str(key)
            and not ("/usage" in str(key) and any(word in one for one in asked_for))]  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_no_name_number_or_plate_of_elsewhere_is_in_any_answer_and_nothing_fails(crawled, role):
    for answers in crawled(role):
        assert not leaks(answers, AFAR + NEAR)
        assert not {key: text[:200] for key, text in answers.items() if text.startswith("5")}


def test_a_leader_of_a_city_sees_its_counties_and_nothing_beyond(bureaus):
    var, snapshot = bureaus[0]
    answers = asked(visitor(var, "of-city"), FOREIGN, f"{snapshot}@{CITY}.s", LIGHT, few=True)
    assert not leaks(answers, AFAR)
    assert "兴庆区第一小学" in str(answers) and "宁A00001" in str(answers)


def tampered(snapshot, region, clearance):
    """Views that ask for more than one may see, each refused: other regions, other cuts."""
    own = f"{snapshot}@{region}.{clearance}"
    beside = ("640000", "640400", "640402", *(("640105", CITY) if region == COUNTY else ()))
    for one in beside:
        yield f"?region={one}", own
    other = {"s": "i", "i": "s"}[clearance]
    for suffix in ("@640000.s", "@640402.i", f"@{region}.{other}", "", "@640000.i", "@", "@x.y",
                   "/../x"):  # fmt: skip
        yield FOREIGN, snapshot + suffix


@pytest.mark.parametrize("role", [*ROLES, "of-city"])
def test_other_regions_and_other_cuts_of_the_data_are_refused(bureaus, role):
    var, snapshot = bureaus[0]
    name, region = (role, CITY) if role == "of-city" else (f"{role}-one", COUNTY)
    client, words = visitor(var, name), AFAR if role == "of-city" else AFAR + NEAR
    clearance = roles.clearance(accounts.known(name)["role"])
    views = list(tampered(snapshot, region, clearance))
    for search, id_ in views if role == roles.ANALYST else views[1:7:2]:
        # exports, pages without scripts and the wall take their cut from who asks
        by_region = () if search == FOREIGN else ("/export/", "/plain/", "/wall/scene/")
        answers = asked(client, search, id_, few=True, only=("/search", "/source", *by_region))
        assert not leaks(answers, words)
        drawn = {key: text for key, text in answers.items() if key[1] in catalog.PANELS}
        assert len(drawn) >= len(catalog.PANELS)
        drawn |= {key: text for key, text in answers.items() if isinstance(key, str)}
        assert len(drawn) > len(catalog.PANELS) + 15
        for key, text in drawn.items():
            assert "不在您的权限范围" in text or "不合规则" in text, (key, id_, text[:300])


@pytest.mark.parametrize("role", ROLES)
def test_a_cut_named_in_an_address_gives_ones_own(bureaus, role):
    """?snapshot= holds a page at a publication; what stands behind its id is not believed."""
    told = []
    for var, snapshot in bureaus:
        client = visitor(var, f"{role}-one")
        search = f"?period=2026M09&snapshot={snapshot}@640000.s"
        paths = [path for path in crawl.addresses(app.server, search, snapshot, few=True)
                 if path.startswith(("/export/vehicles", "/export/institutions-vehicles",
                                     "/wall/scene/overview"))]  # fmt: skip
        assert len(paths) > 1
        told.append([crawl.told(client.get(path)) for path in paths])
    assert told[0] == told[1]
    assert not leaks(dict(enumerate(told[0])), AFAR + NEAR)


def test_a_briefing_holds_nothing_of_elsewhere_and_says_who_took_it_out(bureaus):
    var, snapshot = bureaus[0]
    client = visitor(var, "analyst-one")
    own = f"{snapshot}@{COUNTY}.i"
    found = crawl.callbacks(client)
    payload = next(one for out, _, one in crawl.calls(found, "?period=2026M10", own)
                   if STARTS[1] in out)  # fmt: skip
    answer = client.post("/_dash-update-component", json=payload)
    job = answer.json["response"]["briefing-job"]["data"]
    with viewer.acting(viewer.Viewer("analyst-one", "analyst", COUNTY)):
        while (last := jobs.state(job))["state"] in (jobs.QUEUED, jobs.WORKING):
            with jobs.turn():
                pass
    assert last["state"] == jobs.DONE or "应报" in last["words"], last
    for name in last.get("files", []):
        text = crawl.told(client.get(f"/briefings/file/{name}"))
        assert "analyst-one" in text and not leaks({"": text}, AFAR + NEAR)
        assert visitor(var, "leader-one").get(f"/briefings/file/{name}").status_code == 404


def test_a_wall_opens_the_wall_and_nothing_else(bureaus):
    var, snapshot = bureaus[0]
    os.environ["DASHBOARD_VAR"] = str(var)
    id_, token = walls.make(COUNTY, 1)
    client = visitor(var)
    assert client.get(f"/wall?token={token}").headers["Location"] == "/wall"
    own = f"{snapshot}@{COUNTY}.o"
    for path in crawl.addresses(app.server, "", own):
        answer = client.get(path)
        inside = path.startswith("/wall")
        assert (answer.status_code == 200) == inside, (path, answer.status_code)
        assert not leaks({"": crawl.told(answer)}, (*AFAR, *NEAR, "宁A00003"))
    for search in ("?region=640000", "?region=640402", "?region=640105"):
        for path in crawl.FILLED["/wall/scene/<name>"](search, ""):
            answer = client.get(path)
            assert answer.status_code == 400 and "不在您的权限范围" in answer.json["error"], path
    known = visitor(var, "leader-one")
    for _out, _index, payload in crawl.calls(crawl.callbacks(known), "", own):
        assert client.post("/_dash-update-component", json=payload).status_code == 401
    walls.revoke(id_)
    assert client.get("/wall/scene/overview").status_code == 401


def test_plates_are_masked_for_the_analyst_and_clear_for_the_leader_and_the_clerk(bureaus):
    var, _snapshot = bureaus[0]
    seen = {}
    for role in ROLES:
        client = visitor(var, f"{role}-one")
        text = client.get("/export/vehicles.csv?view=?period=2026M09").get_data(as_text=True)
        view = {"search": "", "snapshot": client.get("/snapshot").json["id"], "theme": "light"}
        asked_for = {"q": "宁A00003", "view": crawl.json.dumps(view)}
        found = client.get("/search", query_string=asked_for).text
        seen[role] = ("宁A00003" in text, "vehicle" in found)
        assert "宁A" in text  # the car is there, named otherwise
    clear, masked = (True, True), (False, False)
    assert seen == {"analyst": masked, "leader": clear, "clerk": clear, "auditor": clear,
                    "administrator": masked}  # fmt: skip


def test_without_signing_in_there_is_only_the_sign_in_page(bureaus):
    var, snapshot = bureaus[0]
    client, known = visitor(var), visitor(var, "leader-one")
    for path in [*crawl.addresses(app.server, "", snapshot), "/wall/drawing.js"]:
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 303, (path, answer.status_code)
        assert answer.headers["Location"].startswith("/sign-in?next="), path
        assert client.get(path).status_code == 401, path
    for path in crawl.POSTED - {"/sign-in"}:
        assert client.post(path, data={"csrf": "x"}).status_code == 401, path
    for _output, _index, payload in crawl.calls(crawl.callbacks(known), "", snapshot):
        answer = client.post("/_dash-update-component", json=payload)
        assert (answer.status_code, answer.json) == (
            401, {"error": "请先登录。刷新页面即到登录页。"},
        )  # fmt: skip


ATTACKS = (
    "' or 1=1 --", "\"; drop table fct_vehicle; --", "1) union select * from whole.fct_vehicle --",
    "'; attach '/etc/passwd' as x; --", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
    "../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/etc/passwd\x00.csv", "=cmd|' /C calc'!A0",
    "@SUM(1+9)", "{{7*7}}", "${jndi:ldap://x}", "%00", "\u202egnp.exe", "whole.fct_vehicle",
    "read_csv('/etc/passwd')", "640104' or '1'='1", "640402", "null", "-1", "9" * 400, "%s%n",
)  # fmt: skip


LISTED = crawl.callbacks(FlaskClient(app.server, app.server.response_class))


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
    calls = crawl.calls(LISTED, view["search"], view["snapshot"], [name])
    payload = next(payload for _, panel, payload in calls if panel == name)
    return client.post("/_dash-update-component", json=payload)


def _rows(client, snapshot, bad, draw):
    payload = next(p for o, panel, p in crawl.calls(LISTED, "", snapshot, ["vehicles"])
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
        assert text != "49" and not any(word in text for word in AFAR + NEAR if word not in bad), (
            what
        )
        if "html" in answer.content_type:
            assert "<script>alert" not in text and "<img src=x" not in text, what
    after = client.get("/export/vehicles.csv").get_data(as_text=True).splitlines()[:-1]
    assert after == before


@pytest.mark.parametrize("role", ["analyst", "leader", "wall"])
def test_no_table_of_a_cut_holds_a_row_of_elsewhere(bureaus, role):
    """Below every page and query: what a query that forgot its region would still not find."""
    (var, snapshot), looked = bureaus[0], 0
    os.environ["DASHBOARD_VAR"] = str(var)
    listed = warehouse.rows(snapshot, "select distinct table_name from information_schema.tables")
    inside = {"640104", ""}
    with viewer.acting(viewer.Viewer("x", role, COUNTY)):
        own = warehouse.current_id()
        for table in (row["table_name"] for row in listed):
            try:
                rows = warehouse.rows(own, f'select * from "{table}"')
            except duckdb.CatalogException:
                continue  # a table that has no place in a cut
            looked += 1
            if table in cut.PUBLIC or table.startswith(("ref_", "dim_region")):
                continue
            assert not leaks({table: str(rows)}, AFAR + NEAR), table
            assert {str(row.get("region") or "")[:6] for row in rows} <= inside, table
    assert looked > 30
