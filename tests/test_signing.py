"""拟稿人 and 签发人: who has no right to sign cannot, a leader signs with the own name alone, and
the audit log knows both."""

import json
import shutil

import pytest
from flask.testing import FlaskClient

from app import app
from briefing import jobs, signing
from components import door, paper
from data import paths
from data.access import accounts, audit, sessions, viewer
from data.access.viewer import DEMO
from data.errors import AccessError, BriefingError
from tests import crawl

COUNTY = "640104"
PEOPLE = {"ai": "analyst", "bo": "clerk", "cen": "auditor", "ding": "administrator"}


@pytest.fixture
def office(small, tmp_path, monkeypatch):
    """The id of a snapshot, whose analyst, clerk, auditor, administrator and leader have accounts."""
    shutil.copytree(paths.var() / "snapshots", tmp_path / "var" / "snapshots")
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    for name, role in PEOPLE.items():
        accounts.add(name, role, COUNTY, None, "", ("tests", name))
    accounts.add("wang", "leader", COUNTY, None, "王五", ("tests", "wang"))
    return small


def order(snapshot, **more):
    return {"search": "?period=2026M09", "snapshot": snapshot, "topic": "", "outward": "", **more}


def acting(name):
    return viewer.acting(accounts.seen_as(accounts.known(name)))


@pytest.mark.parametrize("name", PEOPLE)
def test_who_is_no_leader_prepares_and_cannot_sign(office, name):
    with acting(name):
        assert "sign-off" not in signing.checked(order(office))
        assert signing.people(order(office)) == {"maker": name}
        with pytest.raises(AccessError, match="可以拟稿，不能签发“王五”"):
            signing.checked(order(office, **{"sign-off": "王五"}))


@pytest.mark.parametrize("typed", ["yes", "张三", "王五"])
def test_a_leader_signs_with_the_own_name_whatever_was_sent(office, typed):
    with acting("wang"):
        assert signing.checked(order(office, **{"sign-off": typed}))["sign-off"] == "王五"


def test_in_the_demo_any_name_may_stand_and_the_field_says_so(small):
    with viewer.acting(DEMO):
        assert signing.checked(order(small, **{"sign-off": "张三"}))["sign-off"] == "张三"
        assert "演示环境，可填任意姓名" in str(paper.order())


def test_the_page_offers_to_sign_to_a_leader_alone(office):
    with acting("wang"):
        assert "由本人签发（印“经 王五 签发”）" in str(paper.order())
    for name in PEOPLE:
        with acting(name):
            shown = str(paper.order())
            assert "拟稿人" in shown and "type='hidden'" in shown and "由本人签发（" not in shown


def record(name, **told):
    with acting(name):
        audit.write("briefing", told | signing.people(told))


def last():
    sql = "select what from record order by number desc limit 1"
    return json.loads(audit.connection().execute(sql).fetchone()["what"])


def test_the_audit_log_keeps_who_prepared_and_who_signed(office):
    record("ai", **order(f"{office}@{COUNTY}.i"))
    record("bo", **order(f"{office}@{COUNTY}.s", search="?period=2026M08"))
    record("wang", **order(f"{office}@{COUNTY}.s", **{"sign-off": "王五"}))
    assert (last()["maker"], last()["signer"]) == ("ai", "wang")  # bo prepared another month
    record("wang", **order(f"{office}@{COUNTY}.s", topic="energy", **{"sign-off": "王五"}))
    assert (last()["maker"], last()["signer"]) == ("wang", "wang")
    assert audit.verify() == (4, "")


def asked(office, name, typed):
    client = FlaskClient(app.server, app.server.response_class, use_cookies=True)
    client.set_cookie(door.COOKIE, sessions.start(name))
    own = client.get("/snapshot").json["id"]
    payload = next(one for out, _, one in crawl.calls(crawl.callbacks(client), "?period=2026M09", own)
                   if "briefing-job" in out)  # fmt: skip
    state = next(one for one in payload["state"] if one["id"] == paper.ids.signer)
    state["value"] = typed
    return client.post("/_dash-update-component", json=payload)


@pytest.mark.parametrize("typed", ["王五", ["王五"], ["yes"]])
def test_a_name_put_into_the_request_by_hand_signs_nothing(office, typed):
    answer = asked(office, "ai", typed)
    assert "不能签发" in json.dumps(answer.json, ensure_ascii=False)
    assert not list(paths.var().glob("briefings/**/*.json"))
    events = audit.connection().execute("select event from record").fetchall()
    assert "briefing" not in [row["event"] for row in events]


@pytest.mark.parametrize("formats", [("exe",), ("pdf", "../x"), (7,)])
def test_a_format_there_is_none_of_is_told(office, formats):
    with acting("ai"), pytest.raises(BriefingError, match="可选：pdf、docx、xlsx"):
        jobs.start(order(f"{office}@{COUNTY}.i"), formats)
