"""In a real Chromium: every page draws, the console stays silent, nothing leaves the machine."""

import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import dash
import pytest
from playwright.sync_api import expect, sync_playwright

import app  # noqa: F401  registers the pages
from etl import build
from tests import small as bureau
from tests.signed import Visitor, enrol

ROOT = Path(__file__).resolve().parent.parent
expect.set_options(timeout=20_000)  # two slow cores, not a limit on the product
BROWSERS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chromium-headless-shell"
)  # fmt: skip
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
         "--disable-component-update", "--no-first-run"]  # fmt: skip
PATHS = [page["path"] for page in dash.page_registry.values()]
# panels out of sight wait to be asked for; what is printed is all of them
DRAWN = """() => {
    window.dispatchEvent(new Event('beforeprint'));
    return document.querySelector('h1')
        && [...document.querySelectorAll('[data-panel]')].every(body => body.childNodes.length);
}"""
FIGURES_DRAWN = """() => [...document.querySelectorAll('.figure')]
    .every(figure => figure.offsetHeight < 1 || figure.querySelector('.main-svg'))"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(var, log):
    """Gunicorn as `make run` starts it, on a free port."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "deploy/gunicorn.conf.py",
        "app:server",
    ]
    environment = {**os.environ, "PORT": str(port), "DASHBOARD_VAR": str(var)}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log
    )
    told = process.stdout.readline().decode()
    assert f"http://127.0.0.1:{port}" in told, told
    return process, f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def site(small, tmp_path_factory):
    """The address of the app on the small warehouse."""
    with (tmp_path_factory.mktemp("log") / "gunicorn.log").open("wb+") as log:
        process, address = serve(os.environ["DASHBOARD_VAR"], log)
        yield address
        process.terminate()
        process.wait(20)
        log.seek(0)
        assert b"Traceback" not in log.read()


@pytest.fixture(scope="module")
def chromium():
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    assert path, "no Chromium or Chrome: run make test, or apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield Visitor(browser)
        browser.close()


@pytest.fixture
def page(chromium, site):
    """A fresh page whose console must stay silent and whose requests must stay here."""
    opened = chromium.new_page(viewport={"width": 1600, "height": 1000})
    noise, abroad = [], []
    opened.on("console", lambda m: noise.append(m.text) if m.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: noise.append(str(error)))
    opened.on("request", lambda r: abroad.append(r.url) if not _is_here(r.url, site) else None)
    yield opened
    opened.close()
    assert not noise, noise
    assert not abroad, abroad


def _is_here(url, site):
    return url.startswith((site, "data:", "blob:"))


def visit(page, url):
    page.goto(url)
    page.wait_for_function(DRAWN)
    page.wait_for_function(FIGURES_DRAWN)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_draws_with_a_silent_console_and_no_request_to_another_host(page, site, path):
    visit(page, site + path)
    expect(page.locator("h1")).to_have_count(1)
    assert "Traceback" not in page.content()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", [1920, 1280, 390])
def test_no_page_is_wider_than_its_window(page, site, path, width):
    page.set_viewport_size({"width": width, "height": 900})
    visit(page, site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_office_page_shows_the_totals_of_the_csv(page, site):
    visit(page, f"{site}/offices")
    text = page.locator("main").inner_text()
    for told in (
        "共 38 件、48 处",
        "447,747.96",
        "15,137.72",
        "5,132.56",
        "未载明",
        "6 类中有 5 类",
    ):
        assert told in text
    page.get_by_text("数据表").nth(1)
    rows = page.locator("section[aria-labelledby=property-ledger-title] tbody tr")
    expect(rows).to_have_count(38)


def test_a_filter_writes_the_address_and_back_undoes_it(page, site):
    visit(page, f"{site}/offices")
    page.locator("#filter-region").select_option("640100")
    page.wait_for_url("**/offices?region=640100")
    expect(page.locator("#crumbs strong")).to_have_text("银川市")
    page.locator("#filter-part").select_option("M10")
    page.wait_for_url(re.compile("period=2026M10"))
    assert "region=640100" in page.url
    page.go_back()
    page.wait_for_url("**/offices?region=640100")
    expect(page.locator("#filter-part")).to_have_value("M01-10")
    page.go_back()
    page.wait_for_url("**/offices")
    expect(page.locator("#filter-region")).to_have_value("640000")


def test_an_opened_address_keeps_its_region_when_the_year_is_changed(page, site):
    visit(page, f"{site}/?region=640100&period=2026M10")
    expect(page.locator("#filter-region")).to_have_value("640100")
    page.locator("#filter-year").select_option("2025")
    page.wait_for_url(re.compile("period=2025M10"))
    assert "region=640100" in page.url


def test_a_click_on_a_bar_goes_down_to_its_region(page, site):
    visit(page, f"{site}/")
    bar = page.locator("section[aria-labelledby=overview-offices-title] .bars path").first
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(re.compile(r"region=640[14]00"))
    page.locator("#crumbs a").first.click()
    page.wait_for_function("() => !location.search.includes('region')")


def test_menu_links_carry_the_filters(page, site):
    visit(page, f"{site}/?region=640100")
    page.get_by_role("link", name="办公用房", exact=True).click()
    page.wait_for_url("**/offices?region=640100")
    expect(page.locator("#crumbs strong")).to_have_text("银川市")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/?region=999999", "地区代码“999999”不存在"),
        ("/offices?period=2026Q9", "期间“2026Q9”无法识别"),
        ("/?period=2019", "没有数据：现有数据自 2025-09 至 2026-10"),
        (
            "/?region=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
            "地区代码“<img src=x onerror=alert(1)>”",
        ),
        ("/no-such-page", "没有这一页"),
    ],
)
def test_a_bad_address_gets_a_sentence_and_a_way_back(page, site, address, words):
    page.goto(site + address)
    expect(page.locator(".notice").first).to_contain_text(words)
    page.locator(".notice a").first.click()
    page.wait_for_function(DRAWN)
    expect(page.locator("#crumbs strong")).to_have_text("宁夏回族自治区")


def test_the_theme_button_changes_every_colour_and_is_remembered(page, site):
    visit(page, f"{site}/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("#theme-toggle").click()
    page.wait_for_function("() => document.documentElement.dataset.theme === 'dark'")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.reload()
    page.wait_for_function("() => document.documentElement.dataset.theme === 'dark'")


def test_every_figure_has_a_sentence_and_a_table_of_the_same_rows(page, site):
    visit(page, f"{site}/")
    figures = page.locator(".panel:has(.main-svg)")
    assert figures.count() >= 4
    for number in range(figures.count()):
        panel = figures.nth(number)
        named = panel.locator("[role=img]").get_attribute("aria-labelledby")
        assert panel.locator(f"#{named}").inner_text().endswith("。")
        panel.locator(".fold summary").first.press("Enter")
        expect(panel.locator("details table tbody tr").first).to_be_visible()


def test_the_keyboard_reaches_the_menu_the_filters_and_the_folded_tables(page, site):
    visit(page, f"{site}/")
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate("(e => e.id || e.tagName + '.' + e.className)(document.activeElement)")
        )
    assert {"filter-region", "filter-year", "filter-part", "filter-type", "theme-toggle"} <= seen
    assert any('"type":"nav"' in name for name in seen)
    assert any(name.startswith("SUMMARY") for name in seen)


def test_a_redrawn_figure_is_patched_not_mounted_anew(page, site):
    visit(page, f"{site}/")
    graph = "section[aria-labelledby=overview-energy-title] .js-plotly-plot"
    page.evaluate(f"document.querySelector('{graph} .main-svg').dataset.seen = 'yes'")
    page.locator("#filter-part").select_option("M09")
    page.wait_for_url(re.compile("M09"))
    page.wait_for_function("() => document.querySelector('.headline').innerText.includes('9月')")
    page.locator(graph).scroll_into_view_if_needed()
    assert page.locator(f"{graph} .main-svg").first.get_attribute("data-seen") == "yes"


def test_a_new_snapshot_appears_on_an_open_page_without_a_reload(chromium, tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    enrol()
    files = bureau.write(tmp_path / "files", tmp_path / "var" / "cards")
    roster, vehicles = [next(f for f in files if f.stem == n) for n in ("institution", "vehicle")]
    with (tmp_path / "log").open("wb") as log:
        process, address = serve(tmp_path / "var", log)
        try:
            opened = chromium.new_page()
            opened.goto(address)
            expect(opened.locator(".notice")).to_contain_text("还没有发布任何数据")
            build.load([roster], "机构")
            expect(opened.locator(".headline")).to_be_visible(timeout=10_000)
            build.load([vehicles, next(f for f in files if f.stem == "energy")], "车辆")
            tile = opened.locator("[data-metric=vehicles_count] .kpi-value")
            expect(tile).to_have_text(re.compile(r"3\s*辆"), timeout=10_000)
            opened.close()
        finally:
            process.terminate()
            process.wait(20)


def test_the_server_listens_on_loopback_only(site):
    port = site.rsplit(":", 1)[1]
    with urllib.request.urlopen(f"{site}/healthz") as answer:
        assert answer.status == 200
    listening = Path("/proc/net/tcp").read_text().splitlines()[1:]
    bound = [line.split()[1] for line in listening if line.split()[3] == "0A"]
    assert [b.split(":")[0] for b in bound if int(b.split(":")[1], 16) == int(port)] == ["0100007F"]
