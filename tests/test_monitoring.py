"""/healthz and /metrics: right in every state, from all workers, and telling nothing of anybody."""

import re

import pytest

from app import server
from data import health, manifests, warehouse


@pytest.fixture
def asked(two):
    return server.test_client(), two[1], two[2]


def test_a_sound_server_is_ok_and_names_its_snapshot_and_age(asked):
    client, _, second = asked
    answer = client.get("/healthz")
    told = answer.json
    assert answer.status_code == 200 and told["status"] == "ok"
    assert told["snapshot"] == second and 0 <= told["age_seconds"] < 3600
    assert set(told["checks"].values()) == {"ok"}
    assert answer.headers["Cache-Control"] == "no-store"


def test_showing_another_snapshot_is_degraded_and_showing_none_is_down(asked):
    client, first, second = asked
    manifests.path(second).unlink()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json["status"]) == (200, "degraded")
    assert answer.json["snapshot"] == first and answer.json["checks"]["pointer"] == "fallback"
    warehouse.close()
    manifests.path(first).unlink()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json["status"]) == (503, "down")
    assert answer.json["checks"]["snapshot"] == "SnapshotGoneError"


def test_a_full_disk_and_a_clock_set_back_are_named(asked, monkeypatch):
    client, *_ = asked
    monkeypatch.setattr(health, "ROOM", 1 << 62)
    monkeypatch.setattr(health, "SKEW", -3600)
    checks = client.get("/healthz").json["checks"]
    assert checks == {"snapshot": "ok", "disk": "full", "pointer": "ok", "clock": "behind"}


def test_health_leaks_neither_paths_nor_versions(asked):
    told = asked[0].get("/healthz").text
    assert not re.search(r"/(var|tmp|opt|srv|work)|duckdb|python|Error:", told)


def test_metrics_count_by_route_never_by_what_was_asked(asked):
    client, _, second = asked
    client.get("/snapshot?name=张三")
    client.get("/no/such/page-640104")
    told = client.get("/metrics").text
    assert 'dashboard_requests_total{method="GET",route="/snapshot",status="200"}' in told
    assert f'dashboard_snapshot{{id="{second}"}} 1.0' in told
    assert "dashboard_up 1.0" in told and 'dashboard_check{check="disk"} 1.0' in told
    assert "张三" not in told and "640104" not in told


def test_metrics_answer_this_machine_only(asked):
    client, *_ = asked
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    far = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.get("/metrics", environ_base=far).status_code == 404
