"""Unified identity against a real OpenID Connect provider on loopback (oidc-provider-mock)."""

from urllib.parse import urlencode

import pytest
import requests
from flask.testing import FlaskClient
from oidc_provider_mock import run_server_in_thread

from app import app
from components import door
from data.access import accounts, audit


@pytest.fixture(scope="module")
def issuer():
    with run_server_in_thread(require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def known(issuer, tmp_path, monkeypatch):
    """A provider that is set up, and one account bound to an identity of it."""
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("DASHBOARD_OIDC_ISSUER", issuer)
    monkeypatch.setenv("DASHBOARD_OIDC_CLIENT_ID", "dashboard")
    monkeypatch.setenv("DASHBOARD_OIDC_CLIENT_SECRET", "s" * 40)
    accounts.add("zhang", "analyst", "640104", None, "张三", (issuer, "u-1"))


def visitor():
    return FlaskClient(app.server, app.server.response_class, use_cookies=True)


def sent_back(client, subject):
    """The address the provider sends the browser back to, after signing in there."""
    away = client.get("/oidc/start?next=/energy").headers["Location"]
    answer = requests.post(away, data={"sub": subject}, allow_redirects=False, timeout=10)
    return answer.headers["Location"].removeprefix("http://localhost")


def test_an_identity_that_is_bound_signs_in_with_the_role_of_its_account():
    client = visitor()
    assert "用统一身份登录" in client.get("/sign-in").text
    answer = client.get(sent_back(client, "u-1"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/energy")
    assert "HttpOnly" in str(answer.headers.getlist("Set-Cookie"))
    page = client.get("/account").text
    assert "张三" in page and "分析员" in page and "修改口令" not in page


def test_an_identity_that_is_bound_to_nothing_is_told_so_and_stays_outside():
    client = visitor()
    answer = client.get(sent_back(client, "u-2"))
    assert answer.status_code == 401 and "“u-2”没有绑定账号" in answer.text
    assert client.get_cookie(door.COOKIE) is None
    assert audit.connection().execute("select event from record").fetchall()[-1][0] == (
        "sign-in-failed"
    )


def test_what_comes_back_counts_once_and_in_the_browser_that_was_sent_alone():
    client, other = visitor(), visitor()
    back = sent_back(client, "u-1")
    assert "不是从本浏览器发起" in other.get(back).text
    assert client.get(back).status_code == 303
    again = client.get(back)
    assert again.status_code == 401 and "已过期" in again.text


@pytest.mark.parametrize("change", [{"code": "forged"}, {"state": "forged"}])
def test_a_forged_answer_opens_nothing(change):
    client = visitor()
    path, _, query = sent_back(client, "u-1").partition("?")
    parts = dict(part.split("=", 1) for part in query.split("&")) | change
    answer = client.get(f"{path}?{urlencode(parts)}")
    assert answer.status_code == 401 and client.get_cookie(door.COOKIE) is None


def test_a_provider_that_does_not_answer_is_told_and_the_password_still_works(monkeypatch):
    monkeypatch.setenv("DASHBOARD_OIDC_ISSUER", "http://localhost:9")
    answer = visitor().get("/oidc/start")
    assert answer.status_code == 502 and "没有答复" in answer.text and "账号口令" in answer.text
