"""One table says which right each address and callback asks for; the running app is held to it."""

import base64
import json
import shutil

import pytest
from flask.testing import FlaskClient

from app import app
from components import door, rights
from data import inbox, paths
from data.access import accounts, roles, sessions, viewer, walls
from tests import crawl

COUNTY = "640104"
MAY = {
    "leader": "look show export brief sign",
    "analyst": "look show export brief",
    "clerk": "look show export brief upload",
    "auditor": "look show export brief usage",
    "administrator": "look show export brief upload usage",
    "wall": "show",
    "nobody": "",
}
"""As README and the office's own rules have it; written by hand."""
UPLOAD, BRIEF = "upload-said.children", "briefing-job.data"


@pytest.fixture
def office(small, tmp_path, monkeypatch):
    """The id of a snapshot in a var/ of its own with an account of every role in 兴庆区."""
    shutil.copytree(paths.var() / "snapshots", tmp_path / "var" / "snapshots")
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    for role in roles.ACCOUNTS:
        accounts.add(f"{role}-one", role, COUNTY, None, "", ("tests", role))
    return small


def visitor(role=""):
    client = FlaskClient(app.server, app.server.response_class, use_cookies=True)
    if role:
        client.set_cookie(door.COOKIE, sessions.start(f"{role}-one"))
    return client


def test_the_table_lists_what_the_running_app_answers_and_nothing_else():
    assert set(rights.ADDRESSES) == {rule.rule for rule in app.server.url_map.iter_rules()}
    known = {rights.named(name) for name, one in app.callback_map.items() if one.get("callback")}
    assert set(rights.CALLBACKS) == known
    given = {right for role in roles.ALLOWED.values() for right in role}
    asked = {*rights.ADDRESSES.values(), *rights.CALLBACKS.values()} - {rights.ANYBODY}
    assert asked <= given


@pytest.mark.parametrize("role", MAY)
def test_each_role_has_the_rights_of_the_office(role):
    assert roles.ALLOWED[role] == set(MAY[role].split())


def test_an_address_or_callback_that_is_not_in_the_table_is_refused(office, monkeypatch):
    client = visitor("leader")
    payload = _payload(client, "page.children")
    assert client.get("/snapshot").status_code == 200
    monkeypatch.delitem(rights.ADDRESSES, "/snapshot")
    answer = client.get("/snapshot")
    assert answer.status_code == 403 and "没有这项权限" in answer.json["error"]
    assert client.post("/_dash-update-component", json=payload).status_code == 200
    monkeypatch.delitem(rights.CALLBACKS, "page.children")
    answer = client.post("/_dash-update-component", json=payload)
    assert answer.status_code == 403 and "没有这项权限" in answer.json["error"]


def _payload(client, name):
    found = crawl.calls(crawl.callbacks(client), "", client.get("/snapshot").json["id"])
    return next(one for out, _index, one in found if rights.named(out) == name)


@pytest.mark.parametrize("role", roles.ACCOUNTS)
def test_a_file_is_taken_in_from_who_may_send_one_alone(office, role):
    client = visitor(role)
    payload = _payload(client, UPLOAD)
    content = base64.b64encode("单位,月份\n".encode()).decode()
    payload["inputs"][0]["value"] = [f"data:text/csv;base64,{content}"]
    payload["state"][0]["value"] = ["a.csv"]
    answer = client.post("/_dash-update-component", json=payload)
    allowed = "upload" in MAY[role]
    assert answer.status_code == (200 if allowed else 403)
    assert (paths.var() / "inbox" / "a.csv").exists() == allowed


@pytest.mark.parametrize("region", [viewer.WHOLE, COUNTY])
@pytest.mark.parametrize("role", roles.ACCOUNTS)
def test_a_marked_workbook_goes_to_a_clerk_of_the_whole_region_and_to_nobody_else(
    office, role, region
):
    # a file holds every field of its rows: a county sees none, an administrator no plates
    accounts.add("somebody", role, region, None, "", ("tests", "somebody"))
    folder = paths.var() / "refused" / "2026-11"
    (folder / inbox.MARKED).mkdir(parents=True)
    (folder / inbox.MARKED / "三月_核验.xlsx").write_bytes(b"book")
    (folder / "三月.xlsx").write_bytes(b"sent")
    client = visitor()
    client.set_cookie(door.COOKIE, sessions.start("somebody"))
    got = client.get(f"/inbox/refused/2026-11/{inbox.MARKED}/三月_核验.xlsx")
    allowed, none = (
        role == "clerk" and region == viewer.WHOLE,
        404 if "upload" in MAY[role] else 403,
    )
    assert got.status_code == (200 if allowed else none)
    assert (got.data == b"book") == allowed
    for other in (f"{inbox.MARKED}/../三月.xlsx", f"{inbox.MARKED}/四月_核验.xlsx", "三月.xlsx"):
        assert client.get(f"/inbox/refused/2026-11/{other}").status_code == none


@pytest.mark.parametrize("role", roles.ACCOUNTS)
def test_the_page_of_use_is_for_who_may_see_it(office, role):
    client = visitor(role)
    payload = _payload(client, "page.children")
    payload["inputs"][0]["value"] = "/usage"
    told = json.dumps(client.post("/_dash-update-component", json=payload).json, ensure_ascii=False)
    assert ("活跃用户" in told) == ("usage" in MAY[role])
    assert ("供审计员和管理员查看" in told) == ("usage" not in MAY[role])


def test_a_wall_may_show_and_do_nothing_else(office):
    client = visitor()
    client.get(f"/wall?token={walls.make(COUNTY, 1)[1]}")
    for rule, right in rights.ADDRESSES.items():
        if "<" not in rule and right not in (rights.ANYBODY, roles.SHOW):
            assert client.get(rule).status_code == 401, rule
    known = visitor("leader")
    for name in (BRIEF, UPLOAD, "page.children"):
        payload = _payload(known, name)
        assert client.post("/_dash-update-component", json=payload).status_code == 401
