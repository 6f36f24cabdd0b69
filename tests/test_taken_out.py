"""What leaves the system says who took it, when and from which data, and hides what the role may
not see: exports, briefings as PDF, Word and workbook, pages without scripts."""

import copy
import io
import re
import subprocess
import zipfile
from html import unescape

import pytest
from flask.testing import FlaskClient

from app import app
from briefing import jobs
from components import door, paper
from data import cut, warehouse
from data.access import accounts, sessions, viewer
from etl import build
from tests import small as bureau

COUNTY, PLATE = "640104", "宁A00003"
ROLES = {"leader": True, "analyst": False, "clerk": True, "auditor": True, "administrator": False}
"""Whether a role sees plates in clear, as README tells it."""
MOMENT = re.compile(r"20\d\d-\d\d-\d\d \d\d:\d\d")
TAKEN = [*[f"/export/vehicles.{kind}?view=?period=2026M07" for kind in ("csv", "xlsx")],
         "/plain/vehicles?period=2026M07"]  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The id of a snapshot in a var/ of its own with an account of every role in 兴庆区, whose
    school scrapped a car in August and fuelled it in September: a case that names its plate."""
    tables = copy.deepcopy(bureau.ROWS)
    heads, rows = tables["vehicle"]
    gone = [(*row[:4], "2026-08-15", *row[5:]) if row[1] == PLATE else row for row in rows]
    tables["vehicle"] = heads, gone
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("office")
        patch.setenv("DASHBOARD_VAR", str(folder / "var"))
        patch.setattr(door, "BURST", 10**9)
        made = build.load(bureau.write(folder / "files", folder / "var" / "cards", tables), "测试")
        for role in ROLES:
            accounts.add(f"{role}-one", role, COUNTY, None, f"某{role}", ("tests", role))
        yield made.snapshot
        warehouse.close()


def signed_in(role):
    client = FlaskClient(app.server, app.server.response_class, use_cookies=True)
    client.set_cookie(door.COOKIE, sessions.start(f"{role}-one"))
    return client


def text(name, content):
    """The words of a file, as somebody who opens it would read them."""
    if name.endswith(".pdf"):
        read = ["pdftotext", "-raw", "-", "-"]
        return subprocess.run(read, input=content, capture_output=True, check=True).stdout.decode()
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = [book.read(part).decode("utf-8", "replace") for part in book.namelist()]
        return unescape("\n".join(parts))
    return unescape(content.decode("utf-8"))


def is_signed(told, role, snapshot):
    return (f"{role}-one" in told and snapshot in told and MOMENT.search(told) is not None
            and "不含涉密" in told)  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_an_export_and_a_plain_page_say_who_when_and_which_data_and_mask_by_role(office, role):
    client = signed_in(role)
    for path in TAKEN:
        told = text(path, client.get(path).get_data())
        assert is_signed(told, role, office), (path, told[-300:])
        assert (PLATE in told) == ROLES[role], path
        assert ROLES[role] or "宁A※" in told, path  # the car is there, named otherwise


@pytest.fixture(scope="module")
def papers(office):
    """By role, the files of the open cases of 兴庆区, made as from their page."""
    return {role: made(office, role) for role in ("leader", "analyst")}


def made(office, role):
    client = signed_in(role)
    own = client.get("/snapshot").json["id"]
    with viewer.acting(accounts.seen_as(accounts.known(f"{role}-one"))):
        view = {"search": "?period=2026M10&page=/problems", "snapshot": own}
        job = jobs.start(paper.asked(view, paper.PAGE), ("pdf", "docx", "xlsx"))
        while (last := jobs.state(job))["state"] in (jobs.QUEUED, jobs.WORKING):
            with jobs.turn():
                pass
    assert last["state"] == jobs.DONE, last
    return {name: client.get(f"/briefings/file/{name}").get_data() for name in last["files"]}


@pytest.mark.parametrize("role", ["leader", "analyst"])
def test_a_briefing_says_who_when_and_which_data_in_every_format(office, papers, role):
    assert sorted(name.rsplit(".", 1)[1] for name in papers[role]) == ["docx", "pdf", "xlsx"]
    for name, content in papers[role].items():
        assert is_signed(text(name, content), role, office), name
    pdf = next(text(name, one) for name, one in papers[role].items() if name.endswith(".pdf"))
    pages = [page for page in pdf.split("\f") if page.strip()]
    assert pages and all(f"{role}-one" in page and MOMENT.search(page) for page in pages)


def test_a_plate_is_clear_in_a_leaders_briefing_and_masked_in_an_analysts(papers):
    for role, clear in (("leader", True), ("analyst", False)):
        for name, content in papers[role].items():
            told = text(name, content)
            assert (PLATE in told) == clear, name
            assert ("宁A※" in told) == (not clear), name
            assert clear or not re.search(cut.PLATE, told), name
