"""Accounts, sessions, the lock, wall links and the audit log, each on a var/ of its own."""

import re
import sqlite3

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from app import app
from components import door, usage
from data.access import __main__ as command
from data.access import accounts, attempts, audit, binding, secret, sessions, store, viewer, walls
from data.errors import AccessError
from tests import signed

GOOD = "Correct-Horse-9"


@pytest.fixture(autouse=True)
def var(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("DASHBOARD_SECRET", raising=False)


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test moves on."""
    held = {"at": 1_800_000_000.0}
    monkeypatch.setattr(store, "now", lambda: held["at"])
    return held


@pytest.fixture
def zhang():
    return accounts.add("zhang", "analyst", "640104", GOOD, "张三")


def visitor():
    return FlaskClient(app.server, app.server.response_class, use_cookies=True)


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def signed_in(name="zhang", password=GOOD, **more):
    client = visitor()
    form = client.get("/sign-in", **more).text
    client.post("/sign-in", data={"csrf": hidden(form, "csrf"), "name": name,
                                  "password": password, "next": "/"}, **more)  # fmt: skip
    return client


def is_in(client):
    return client.get("/account", headers={"Accept": "text/html"}).status_code == 200


@pytest.mark.parametrize("weak", ["short", "alllowercase", "zhang-Zhang-1", "aaaaaaaaaaA1"])
def test_a_weak_password_is_refused_with_what_it_needs(weak):
    with pytest.raises(AccessError, match="口令"):
        accounts.add("zhang", "analyst", "640104", weak)


@pytest.mark.parametrize(
    ("role", "region", "says"),
    [("king", "640000", "没有角色“king”"), ("wall", "640000", "大屏请用 wall-link"),
     ("analyst", "110000", "地区代码“110000”不存在")],
)  # fmt: skip
def test_a_wrong_role_or_region_is_told(role, region, says):
    with pytest.raises(AccessError, match=says):
        accounts.add("zhang", role, region, GOOD)


def test_a_password_opens_a_session_and_neither_is_kept_in_clear(zhang):
    token, found = sessions.sign_in("zhang", GOOD, "10.0.0.1")
    assert found == zhang and sessions.find(token).viewer == zhang
    kept = (secret.folder() / "users.sqlite").read_bytes()
    kept += (secret.folder() / "users.sqlite-wal").read_bytes()
    assert GOOD.encode() not in kept and token.encode() not in kept and b"$argon2id$" in kept


def test_five_failures_lock_for_30_seconds_then_twice_as_long_each_time(zhang, clock):
    for _ in range(attempts.FREE["account"]):
        with pytest.raises(AccessError, match="账号或口令不对"):
            sessions.sign_in("zhang", "wrong", "10.0.0.1")
    for wait in (30, 60, 120):
        with pytest.raises(AccessError, match=f"请 {wait} 秒后再试"):
            sessions.sign_in("zhang", GOOD, "10.0.0.2")  # the right one waits too, from anywhere
        clock["at"] += wait
        with pytest.raises(AccessError, match="账号或口令不对"):
            sessions.sign_in("zhang", "wrong", "10.0.0.1")
    clock["at"] += 240
    assert sessions.sign_in("zhang", GOOD, "10.0.0.1")


def test_an_unknown_name_is_answered_like_a_wrong_password(zhang):
    said = []
    for name in ("zhang", "nobody"):
        with pytest.raises(AccessError) as error:
            sessions.sign_in(name, "wrong", "10.0.0.1")
        said.append(str(error.value))
    assert said[0] == said[1]


@pytest.mark.parametrize("end", [
    lambda: accounts.delete("zhang"),
    lambda: accounts.set_password("zhang", "Another-Horse-8"),
    lambda: accounts.change_role("zhang", "leader", "640000"),
])  # fmt: skip
def test_deleting_a_user_or_changing_password_or_role_ends_the_session_at_once(zhang, end):
    accounts.add("li", "leader", "640000", GOOD)
    client = signed_in()
    assert is_in(client)
    end()
    assert not is_in(client)
    assert client.get("/snapshot").status_code == 401


def test_a_store_put_back_from_a_copy_is_read_at_once(zhang, tmp_path):
    """As `etl restore` does under a running server: who is not in the copy is out."""
    store.connection().execute("pragma wal_checkpoint(truncate)")
    kept = (secret.folder() / "users.sqlite").read_bytes()
    accounts.add("late", "leader", "640000", GOOD)
    client = signed_in("late")
    assert is_in(client)
    for path in secret.folder().glob("users.sqlite*"):
        path.unlink()
    (secret.folder() / "users.sqlite").write_bytes(kept)
    assert not is_in(client) and is_in(signed_in("zhang"))


def test_signing_out_ends_every_session_of_the_account(zhang):
    here, there = signed_in(), signed_in()
    page = here.get("/account").text
    assert here.post("/sign-out", data={"csrf": "no"}).status_code == 400
    assert is_in(there)
    assert here.post("/sign-out", data={"csrf": hidden(page, "csrf")}).status_code == 303
    assert not is_in(here) and not is_in(there)


def test_a_session_ends_after_8_idle_hours_and_7_days(zhang, clock):
    token = sessions.start("zhang")
    clock["at"] += 8 * 3600 + 1
    assert sessions.find(token) is None
    token = sessions.start("zhang")
    for _ in range(24):  # 24 × 7 hours are 7 days
        clock["at"] += 7 * 3600
        assert sessions.find(token)
    clock["at"] += 1
    assert sessions.find(token) is None


def test_a_password_is_changed_on_the_page_and_other_sessions_end(zhang):
    here, there = signed_in(), signed_in()
    form = {"csrf": hidden(here.get("/account").text, "csrf"), "old": GOOD,
            "new": "Another-Horse-8", "again": "Another-Horse-8"}  # fmt: skip
    assert "现在的口令不对" in here.post("/account", data=form | {"old": "x"}).text
    assert here.post("/account", data=form).status_code == 303
    assert is_in(here) and not is_in(there)
    assert is_in(signed_in(password="Another-Horse-8")) and not is_in(signed_in())


def test_the_cookie_is_new_at_sign_in_and_closed_to_scripts_and_other_sites(zhang):
    client = visitor()
    client.set_cookie(door.COOKIE, "planted-by-somebody")
    form = client.get("/sign-in").text
    answer = client.post("/sign-in", data={"csrf": hidden(form, "csrf"), "name": "zhang",
                                           "password": GOOD})  # fmt: skip
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith(door.COOKIE))
    assert "planted" not in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    assert "未加密" in form
    safe = signed_in(base_url="https://jg.example")
    secure = safe.get_cookie(door.COOKIE, "jg.example")
    assert secure and secure.secure


def test_a_form_without_its_token_or_from_another_site_changes_nothing(zhang):
    client = visitor()
    form = {"name": "zhang", "password": GOOD}
    assert client.post("/sign-in", data=form).status_code == 400
    csrf = hidden(client.get("/sign-in").text, "csrf")
    for foreign in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = client.post("/sign-in", data=form | {"csrf": csrf}, headers=foreign)
        assert answer.status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil", "/sign-in", ""]
)
def test_after_signing_in_one_stays_on_this_site(zhang, back):
    client = visitor()
    form = client.get("/sign-in").text
    answer = client.post("/sign-in", data={"csrf": hidden(form, "csrf"), "name": "zhang",
                                           "password": GOOD, "next": back})  # fmt: skip
    assert answer.headers["Location"] == "/"


def test_without_accounts_only_this_machine_sees_the_demo(monkeypatch):
    assert visitor().get("/snapshot").status_code == 200
    elsewhere = visitor().get("/", environ_base={"REMOTE_ADDR": "10.0.0.9"})
    assert elsewhere.status_code == 503 and "add-user" in elsewhere.text
    assert visitor().get("/", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 503
    assert visitor().get("/", base_url="http://evil.example").status_code == 503
    assert "还没有账号" in binding.refusal("0.0.0.0") and not binding.refusal("127.0.0.1")
    accounts.add("zhang", "analyst", "640104", GOOD)
    assert not binding.refusal("0.0.0.0")
    assert visitor().get("/snapshot").status_code == 401


def test_the_bureaus_own_data_are_not_served_without_accounts(small, monkeypatch):
    monkeypatch.undo()  # the small bureau's own var/
    if accounts.known(signed.NAME):
        accounts.delete(signed.NAME)
    answer = visitor().get("/")
    assert answer.status_code == 503 and "已装载本单位数据" in answer.text
    assert visitor().get("/export/vehicles.csv").status_code == 503


def test_a_wall_link_opens_until_it_is_taken_back_or_out_of_date_and_cannot_be_forged(clock):
    id_, token = walls.make("640100", 2)
    found = walls.find(token)
    assert (found.role, found.region, found.cut) == ("wall", "640100", "@640100.o")
    assert walls.find(token[:-2] + "xx") is None and walls.find("") is None
    clock["at"] += 2 * 86400 + 1
    assert walls.find(token) is None
    id_, token = walls.make("640100", 2)
    walls.revoke(id_)
    assert walls.find(token) is None


def test_what_each_role_sees_is_a_cut_of_its_own():
    cuts = {role: viewer.Viewer("x", role, "640100").cut for role in ("leader", "analyst", "wall")}
    assert cuts == {"leader": "@640100.s", "analyst": "@640100.i", "wall": "@640100.o"}
    assert viewer.Viewer("x", "leader").cut == ""
    assert viewer.NOBODY.cut == "!" and viewer.OPERATOR.cut is None


def test_a_record_changed_removed_or_cut_off_is_found():
    for number in range(6):
        audit.write("view", {"page": number})
    assert audit.verify() == (6, "")
    path = secret.folder() / "audit.sqlite"

    def tampered(sql):
        copy = sqlite3.connect(":memory:")
        with sqlite3.connect(path) as original:
            original.backup(copy)
        copy.execute("drop trigger record_stays")
        copy.execute("drop trigger record_remains")
        copy.execute(sql)
        copy.commit()
        copy.row_factory = sqlite3.Row
        return audit.verify(copy)[1]

    assert "第 3 条记录" in tampered("update record set what = '{}' where number = 3")
    assert "第 3 条记录缺失" in tampered("delete from record where number = 3")
    assert "末尾的记录被删除：应有 6 条，现有 5 条" in tampered(
        "delete from record where number = 6"
    )
    assert "末尾" in tampered("delete from record where number > 0")
    assert "改动" in tampered("update record set name = 'li' where number = 6")
    with pytest.raises(sqlite3.IntegrityError, match="append only"):
        audit.connection().execute("delete from record where number = 6")


def test_the_secret_is_for_its_owner_only_and_may_come_from_the_environment(monkeypatch):
    made = secret.key("a")
    path = secret.folder() / "secret"
    assert path.stat().st_mode & 0o777 == 0o600 and secret.key("b") != made
    path.chmod(0o644)
    with pytest.raises(AccessError, match="chmod 600"):
        secret.key("a")
    monkeypatch.setenv("DASHBOARD_SECRET", "short")
    with pytest.raises(AccessError, match="至少要 32 个"):
        secret.key("a")
    monkeypatch.setenv("DASHBOARD_SECRET", "x" * 32)
    assert secret.key("a") != made


def test_the_command_line_adds_lists_and_removes_and_each_is_in_the_log(monkeypatch, capsys):
    import io  # noqa: PLC0415 (only here)

    def run(*arguments, stdin=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        return command.main(list(arguments)), capsys.readouterr()

    role = ("--role", "analyst", "--region", "640104", "--password-stdin")
    assert run("add-user", "zhang", *role, stdin=GOOD + "\n")[0] == 0
    code, told = run("add-user", "zhang", *role, stdin=GOOD + "\n")
    assert code == 1 and "已存在" in told.err
    code, told = run("add-user", "wang", *role[:-1])  # no terminal to ask at, none from a pipe
    assert code == 1 and "--password-stdin" in told.err
    assert "zhang\t\t分析员\t兴庆区\t从未登录" in run("list")[1].out
    assert run("del-user", "zhang")[0] == 0 and run("del-user", "zhang")[0] == 1
    assert "/wall?token=" in run("wall-link", "--days", "1")[1].out
    code, told = run("audit", "--verify")
    assert code == 0 and "审计记录 3 条，记录链完整" in told.out


def test_headers_forbid_framing_sniffing_and_scripts_of_others(zhang):
    for path in ("/sign-in", "/theme.css", "/snapshot"):
        given = visitor().get(path).headers
        policy = given["Content-Security-Policy"]
        scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
        assert "unsafe" not in scripts and "http" not in scripts
        assert "frame-ancestors 'none'" in policy and "object-src 'none'" in policy
        assert given["X-Content-Type-Options"] == "nosniff"
        assert given["Referrer-Policy"] == "same-origin"


def test_a_request_too_large_is_refused_and_one_who_asks_too_much_waits(zhang, monkeypatch):
    client = signed_in()
    large = client.post("/_dash-update-component", data=b"x" * (door.SMALL + 1),
                        content_type="application/json")  # fmt: skip
    assert large.status_code == 413
    other = signed_in()
    monkeypatch.setattr(door, "BURST", 20)
    monkeypatch.setattr(door, "PER_SECOND", 0)  # as if all were asked in one instant
    codes = [other.get("/snapshot").status_code for _ in range(25)]
    assert codes == [200] * 20 + [429] * 5


def test_a_slow_strip_of_numbers_is_named_by_its_page():
    assert usage._title("overview-now") == "总览·主要指标"
    assert usage._title("energy-now") == "公共机构节能·主要指标"


def test_the_usage_page_lists_users_pages_and_failures_for_an_auditor_and_nobody_else(zhang):
    accounts.add("wang", "auditor", "640000", GOOD)
    for name, password in (("zhang", GOOD), ("zhang", "wrong"), ("wang", GOOD)):
        signed_in(name, password)
    with viewer.acting(viewer.Viewer("wang", "auditor")):
        audit.write("view", {"path": "/energy"})
        cells = re.findall(r"Td\(children='([^']*)'", str(usage.content()))
    assert {"zhang", "张三", "分析员", "兴庆区", "wang", "打开页面", "登录失败"} <= set(cells)
    with viewer.acting(zhang):
        assert "供审计员和管理员查看" in str(usage.content())


def test_behind_a_proxy_the_address_and_the_scheme_are_those_it_tells(zhang, monkeypatch):
    monkeypatch.setenv("DASHBOARD_PROXY", "1")
    server = Flask(__name__)
    door.register(server)
    server.get("/sign-in")(lambda: f"{request.remote_addr} {request.scheme}")
    told = {"X-Forwarded-For": "10.1.2.3", "X-Forwarded-Proto": "https"}
    assert server.test_client().get("/sign-in", headers=told).text == "10.1.2.3 https"
