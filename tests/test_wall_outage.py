"""A wall whose server is not there, comes back, and has published something meanwhile."""

import os
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from etl import build
from tests import small as bureau
from tests.signed import enrol
from tests.test_browser import ROOT, chromium, serve  # noqa: F401  fixtures
from tests.test_wall_browser import NOON, scene


@pytest.fixture
def young(tmp_path, monkeypatch):
    """A server that has published nothing yet: its var, a way to load subjects, to stop, to start."""

    class Young:
        files = {path.stem: path for path in bureau.write(tmp_path / "f", tmp_path / "var/cards")}

        def load(self, *subjects):
            build.load([self.files[one] for one in subjects], "、".join(subjects))

        def start(self, port=None):
            if port:
                self.log = (tmp_path / "log").open("ab")
                command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py",
                           "app:server"]  # fmt: skip
                environment = {**os.environ, "PORT": port}
                self.process = subprocess.Popen(
                    command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=self.log
                )
                self.process.stdout.readline()
            else:
                self.log = (tmp_path / "log").open("wb")
                self.process, self.address = serve(tmp_path / "var", self.log)
            return self.address

        def stop(self):
            self.process.terminate()
            self.process.wait(30)
            self.log.close()

    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    enrol()
    made = Young()
    yield made
    made.stop()
    assert b"Traceback" not in (tmp_path / "log").read_bytes()


def test_a_wall_outlives_its_server_and_shows_what_was_published_meanwhile(chromium, young):  # noqa: F811
    address = young.start()
    opened = chromium.new_page(viewport={"width": 1280, "height": 720})
    opened.clock.install(time="2026-11-28T03:00:00Z")
    opened.goto(f"{address}/wall?scenes=overview,energy,satisfaction&seconds=10")
    expect(opened.locator("#lead")).to_contain_text("还没有发布任何数据")
    opened.clock.pause_at(NOON)

    young.load("institution", "vehicle", "energy")
    opened.clock.run_for(16_000)
    scene(opened, "overview")
    tile = opened.locator(".scene.now [data-metric=vehicles_count]")
    expect(tile).to_contain_text("3辆")  # four bought, one scrapped in October
    graph = ".scene[data-scene=overview] [data-area=b] .figure"
    opened.evaluate(f"document.querySelector('{graph}').dataset.seen = 'yes'")
    expect(opened.locator(".scene[data-scene=energy] .strip > *").first).to_be_attached()
    opened.keyboard.press("Home")  # any key holds the scene

    port = address.rsplit(":", 1)[1]
    young.stop()
    opened.clock.run_for(11_000)
    expect(opened.locator("#pill")).to_have_text(re.compile(r"断线 12:00 · 显示上次数据"))
    for _ in range(6):
        opened.clock.run_for(5_000)
    expect(tile).to_contain_text("3辆")
    assert "Failed" not in opened.locator("body").inner_text()

    young.load("institution", "vehicle", "energy", "review")
    young.start(port)
    opened.keyboard.press("Home")
    opened.clock.run_for(31_000)
    expect(opened.locator("#pill")).to_have_text("数据截至 2026-10")
    # a bad review of October not mended in 15 working days is new and red: its scene comes forward,
    # before 公共机构节能 whose turn it would be
    shown = opened.locator(".scene.now")
    while (now := shown.get_attribute("data-scene")) == "overview":
        opened.clock.run_for(1_000)
    assert now == "satisfaction"
    expect(opened.locator("#case")).to_contain_text("银川市财政局")
    assert opened.locator(graph).get_attribute("data-seen") == "yes"
    opened.close()
