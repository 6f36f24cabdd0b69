"""A link opens the wall in a browser that has no account, and nothing else, until it is taken back."""

import re

import pytest
from playwright.sync_api import expect

from data.access import __main__ as command
from tests import signed
from tests.test_browser import PATHS, chromium, site  # noqa: F401  fixtures
from tests.test_wall_browser import scene


@pytest.fixture
def link(site, capsys):  # noqa: F811
    """The address that `wall-link` prints, and the id to take it back with."""
    assert signed.is_needed()
    assert command.main(["wall-link", "--days", "1", "--note", "大厅", "--base", site]) == 0
    told = capsys.readouterr().out
    assert f"curl -fsS {site}/wall/kiosk.sh | sh -s -- install '{site}/wall?token=" in told
    return re.search(r"大屏链接 (\w+)（1 天）：(\S+)", told).groups()


def test_a_link_shows_the_wall_and_nothing_else_until_it_is_taken_back(chromium, site, link):  # noqa: F811
    id_, address = link
    context = chromium.stranger(viewport={"width": 1920, "height": 1080})
    wall = context.new_page()
    wall.clock.install()
    wall.goto(f"{address}&seconds=5&region=640104")
    scene(wall, "overview")
    assert wall.url == f"{site}/wall?seconds=5&region=640104"
    expect(wall.locator("#place")).to_contain_text("兴庆区")
    other = context.new_page()
    for path in (*PATHS, "/plain/", "/export/vehicles.csv", "/account"):
        other.goto(site + path)
        assert other.url.startswith(f"{site}/sign-in?next="), path
        expect(other.locator("h1")).to_have_text("登录")
    assert command.main(["revoke", id_]) == 0
    wall.clock.run_for(20_000)  # the wall asks at its next turn
    expect(wall.locator("p[role=alert]")).to_contain_text("已收回、已到期或不完整")
    expect(wall.locator(".scene")).to_have_count(0)
    wall.goto(address)
    expect(wall.locator("p[role=alert]")).to_contain_text("请管理员用 wall-link 重新生成链接")
    context.close()


def test_a_script_that_sets_up_a_wall_is_there_for_who_has_no_link_yet(chromium, site):  # noqa: F811
    context = chromium.stranger()
    answer = context.request.get(f"{site}/wall/kiosk.sh")
    assert answer.ok and answer.text().startswith("#!/bin/sh")
    context.close()
