"""The wall in a real Chromium: it fits, turns, rolls over midnight and outlives its server."""

import json
import os
import re
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.test_browser import ROOT, chromium, page, site  # noqa: F401  fixtures

FIT = (Path(__file__).parent / "fit.js").read_text(encoding="utf-8")
SIZES = [(1920, 1080), (3840, 2160), (5760, 1080), (1280, 720)]
NOON = "2026-11-28T04:00:00Z"  # in Beijing
SCENES = ["overview", "balance", "energy", "estate", "satisfaction", "problems"]
LEFT = """() => [...document.querySelectorAll('[data-due]')].map(part => {
    const told = part.textContent.match(/(剩|逾期) (\\d+) 天|今天到期/);
    return told[1] ? (told[1] === '剩' ? 1 : -1) * told[2] : 0;
})"""
SETTLED = """scene => {
    const shown = document.querySelector(`.scene.now[data-scene="${scene}"]`);
    const boxes = shown ? [...shown.querySelectorAll('.figure:not([hidden])')] : [];
    return shown && shown.querySelector('.strip').childElementCount
        && getComputedStyle(shown).opacity === '1'
        && [...document.querySelectorAll('.scene:not(.now)')]
            .every(other => getComputedStyle(other).visibility === 'hidden')
        && boxes.every(box => box.querySelector('.main-svg')
            && Math.abs(box.querySelector('.main-svg').clientHeight - box.clientHeight) < 2);
}"""


def late_now(opened):
    """How many findings are past their deadline, as the strip says."""
    told = opened.locator("[data-overdue]").all_text_contents()
    return sum(map(int, told))


def scene(opened, id, **more):
    """Wait until a scene is shown and drawn to its size."""
    opened.wait_for_function(SETTLED, arg=id, **more)


def wall(opened, address, first="overview", moment=""):
    """The wall with its first scene drawn; at a moment its clock stands still from then on."""
    if moment:
        opened.clock.install(time=datetime.fromisoformat(moment) - timedelta(seconds=1))
        opened.clock.pause_at(moment)
    opened.goto(address)
    scene(opened, first)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_scene_fits_the_screen(page, site, tmp_path, size):  # noqa: F811
    page.set_viewport_size({"width": size[0], "height": size[1]})
    wall(page, f"{site}/wall?seconds=600")
    for id in SCENES:
        scene(page, id)
        assert page.evaluate(FIT) == [], id
        picture = tmp_path / f"{id}.png"
        page.screenshot(path=picture)
        assert picture.stat().st_size > 20_000
        page.keyboard.press("ArrowRight")
    scene(page, SCENES[0])


@pytest.mark.parametrize("region", ["640100", "640402", "640402B"])
def test_the_wall_of_a_city_or_county_fits_too(page, site, region):  # noqa: F811
    page.set_viewport_size({"width": 1920, "height": 1080})
    wall(page, f"{site}/wall?seconds=600&region={region}")
    for id in SCENES:
        scene(page, id)
        assert page.evaluate(FIT) == [], id
        page.keyboard.press("ArrowRight")


def test_the_sizes_in_the_manual_are_those_on_the_screen(page, site):  # noqa: F811
    told = (ROOT / "deploy" / "wall.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+)×(\d+) \| ([\d.]+) \| ([\d.]+) \|", told, re.M)
    assert {(int(w), int(h)) for w, h, *_ in rows} == set(SIZES)
    page.goto(f"{site}/wall")
    for width, height, smallest, sentence in rows:
        page.set_viewport_size({"width": int(width), "height": int(height)})
        found = page.evaluate(
            "[getComputedStyle(document.body), getComputedStyle(document.getElementById('lead'))]"
            ".map(style => parseFloat(style.fontSize))"
        )
        assert found == pytest.approx([float(smallest), float(sentence)], abs=0.06)
    # 10 minutes of arc at 6 m: 6000 mm × tan(10/60°) = 17.45 mm; a character is 1/54 of the height
    needed = re.search(r"画面高不低于 (\d+) mm", told)
    assert int(needed[1]) == pytest.approx(54 * 17.4533, abs=1)


@pytest.mark.parametrize(
    ("moment", "before", "after"),
    [
        ("2026-12-31T15:59:30Z", "2026年12月31日 星期四 23:59", "2027年1月1日 星期五 00:00"),
        ("2026-12-10T15:59:30Z", "2026年12月10日 星期四 23:59", "2026年12月11日 星期五 00:00"),
    ],
)
def test_midnight_rolls_every_relative_date(page, site, moment, before, after):  # noqa: F811
    wall(page, f"{site}/wall?scenes=problems,energy&seconds=600", "problems", moment)
    page.keyboard.press("ArrowRight")
    scene(page, "energy")
    expect(page.locator("#clock")).to_have_text(before)
    left, late = page.evaluate(LEFT), late_now(page)
    assert len(left) > 3
    page.clock.run_for(31_000)
    expect(page.locator("#clock")).to_have_text(after)
    assert page.evaluate(LEFT) == [days - 1 for days in left]
    assert late_now(page) >= late
    stale = page.locator(".scene[data-scene=energy] .tile.stale")
    # November's energy returns are due on the 10th: from the 11th on October's numbers are old
    expect(stale).to_have_count(5)


def test_data_within_their_deadline_are_not_grey(page, site):  # noqa: F811
    wall(page, f"{site}/wall?scenes=energy&seconds=600", "energy", "2026-12-10T04:00:00Z")
    expect(page.locator(".stale")).to_have_count(0)


def test_keys_pause_step_and_resume_after_a_minute(page, site):  # noqa: F811
    wall(page, f"{site}/wall?seconds=20", moment=NOON)
    page.keyboard.press("Space")
    page.clock.run_for(40_000)
    expect(page.locator("#next")).to_contain_text("已暂停，20 秒后继续")
    scene(page, "overview")
    page.clock.run_for(21_000)
    expect(page.locator("#next")).to_contain_text("下一屏")
    page.keyboard.press("ArrowLeft")
    scene(page, "problems")
    page.keyboard.press("Space")  # held by the arrow: goes on at once
    expect(page.locator("#next")).to_contain_text("下一屏 总览")
    page.keyboard.press("r")
    assert page.evaluate("document.getElementById('case').className") == "red"
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement !== null")
    page.keyboard.press("F")
    page.wait_for_function("() => document.fullscreenElement === null")


def test_scenes_turn_by_themselves_in_the_order_asked_for(page, site):  # noqa: F811
    wall(page, f"{site}/wall?scenes=energy,balance,overview&seconds=10", "energy", NOON)
    for id in ("balance", "overview", "energy"):
        page.wait_for_function(
            "id => document.querySelector(`[data-scene=${id}] .strip > *`)", arg=id
        )
        page.clock.run_for(10_250)
        scene(page, id)


def test_the_server_is_asked_once_at_a_time(page, site):  # noqa: F811
    wall(page, f"{site}/wall?scenes=energy&seconds=5", "energy", NOON)
    page.wait_for_load_state("networkidle")
    held = []
    page.route("**/wall/scene/**", lambda route: held.append(route))
    for _ in range(6):
        page.clock.run_for(5_000)
    assert len(held) == 1
    held[0].continue_()


def test_a_bad_address_is_told_in_a_sentence(chromium, site):  # noqa: F811
    opened = chromium.new_page()
    assert opened.goto(f"{site}/wall?seconds=1").status == 400
    expect(opened.get_by_role("alert")).to_contain_text("每屏秒数“1”不可用。请写 5—600 的整数")
    opened.close()


def test_presenting_has_notes_and_questions_that_open_a_second_window(page, site):  # noqa: F811
    page.set_viewport_size({"width": 1920, "height": 1080})
    wall(page, f"{site}/wall?mode=present&seconds=5", moment=NOON)
    page.clock.run_for(120_000)
    scene(page, "overview")
    assert page.evaluate(FIT) == []
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    scene(page, "energy")
    notes = page.locator("#notes")
    expect(notes).to_contain_text("人均综合能耗")
    questions = notes.locator("a")
    assert questions.count() >= 4
    with page.expect_popup() as opened:
        questions.first.click()
    # two institutions filed the year before: nothing is told of it, and nobody asks why it changed
    opened.value.wait_for_url(re.compile("/balance"))
    assert opened.value.evaluate("window.name") == "wall-drill"
    opened.value.close()


def heap(session):
    """Bytes in use after a collection."""
    session.send("HeapProfiler.collectGarbage")
    session.send("HeapProfiler.collectGarbage")
    return session.send("Runtime.getHeapUsage")["usedSize"]


def turned(opened, turns, seconds=5):
    """So many turns, each of them drawn anew from a full answer."""
    for _ in range(turns):
        with opened.expect_response("**/wall/scene/**"):
            opened.clock.run_for(seconds * 1000)


def whole(route):
    """The request without what the wall already has, so that it is sent every picture again."""
    route.continue_(url=re.sub(r"&?have=\w+", "", route.request.url))


@pytest.mark.parametrize("turns", [36, pytest.param(3600, marks=pytest.mark.soak)])
def test_the_heap_does_not_grow_with_the_turns(page, site, turns):  # noqa: F811
    page.route("**/wall/scene/**", whole)
    wall(page, f"{site}/wall?seconds=5", moment=NOON)
    session = page.context.new_cdp_session(page)
    turned(page, 12)
    first = heap(session)
    turned(page, turns)
    assert heap(session) <= 1.2 * first


@pytest.mark.soak
def test_the_heap_of_hour_four_is_that_of_hour_one(page, site):  # noqa: F811
    """WALL_SOAK_HOURS, 4 unless set: real time, ten seconds a scene."""
    hours = float(os.environ.get("WALL_SOAK_HOURS", "4"))
    wall(page, f"{site}/wall?seconds=10")
    session = page.context.new_cdp_session(page)
    page.wait_for_timeout(hours / 4 * 3_600_000)
    first = heap(session)
    page.wait_for_timeout(hours * 3 / 4 * 3_600_000)
    last = heap(session)
    print(json.dumps({"hours": hours, "first": first, "last": last}))
    assert last <= 1.2 * first


def kiosk(tmp_path, *arguments, **more):
    """The kiosk script as a wall PC runs it, with a browser that only writes down its flags."""
    tools = tmp_path / "bin"
    tools.mkdir(exist_ok=True)
    fake = tools / "chromium"
    fake.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >{tmp_path}/flags\n')
    fake.chmod(0o755)
    environment = {**os.environ, "HOME": str(tmp_path), "PATH": f"{tools}:{os.environ['PATH']}",
                   "WALL_ONCE": "1", **more}  # fmt: skip
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "DISPLAY"):
        environment.pop(name, None)
    return subprocess.run(
        [shutil.which("sh"), str(ROOT / "deploy/kiosk.sh"), *arguments],
        env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_a_wall_pc_is_set_up_by_one_line(tmp_path):
    address = "http://10.1.2.3:8050/wall?seconds=20&region=640100"
    assert kiosk(tmp_path, "install", address).returncode == 0
    login = (tmp_path / ".config/autostart/wall.desktop").read_text(encoding="utf-8")
    started = re.search(r'Exec="(.+)" saved', login)[1]
    assert Path(started).stat().st_mode & 0o100
    assert kiosk(tmp_path, "saved").returncode == 0
    flags = (tmp_path / "flags").read_text().splitlines()
    assert flags[:2] == ["--kiosk", address]
    assert "--disable-background-networking" in flags
    kiosk(tmp_path, address, WALL_SIZE="5760x1080")
    assert "--window-size=5760,1080" in (tmp_path / "flags").read_text()


def test_a_wall_pc_refuses_an_address_that_is_no_wall(tmp_path):
    found = kiosk(tmp_path, "install", "http://10.1.2.3:8050/energy")
    assert found.returncode == 1
    assert "不是大屏地址" in found.stderr
