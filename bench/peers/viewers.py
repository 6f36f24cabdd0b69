"""Viewers in Chromium: each has the page open, one after another changes the region."""

import time

from playwright.sync_api import Browser, Page, sync_playwright

CHANGES = 24

OURS = """([code]) => {
    const near = [...document.querySelectorAll('[data-panel]')].filter(
        body => body.parentElement.getBoundingClientRect().top < innerHeight);
    return near.length && near.every(body =>
        body.ariaBusy !== 'true' && body.dataset.view && body.dataset.view.includes(code));
}"""
CHOICE = {"Streamlit": "[role=combobox]", "Vizro": "button.dash-dropdown"}
TITLES = """([code, name, count]) =>
    [...document.querySelectorAll('.gtitle')].filter(t => t.textContent.endsWith(name)).length
        >= count"""


def measured(
    tool: str, port: int, regions: list[dict], viewers: tuple[int, ...], chromium: str
) -> dict:
    """{"first": seconds to the first whole picture, n: [seconds of each change with n open]}."""
    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        started = time.perf_counter()
        pages = [_opened(browser, tool, port, regions[0])]
        found["first"] = time.perf_counter() - started
        for count in viewers:
            while len(pages) < count:
                pages.append(_opened(browser, tool, port, regions[0]))
            found[count] = [
                _changed(pages[turn % count], tool, regions[1 + (turn // count) % 10])
                for turn in range(max(CHANGES, count))
            ]
        browser.close()
    return found


def _opened(browser: Browser, tool: str, port: int, region: dict) -> Page:
    page = browser.new_context(viewport={"width": 1600, "height": 1000}).new_page()
    page.goto(f"http://127.0.0.1:{port}/")
    _drawn(page, tool, {**region, "region": ""})
    return page


def _drawn(page: Page, tool: str, region: dict) -> None:
    told = [region["region"], region["name"], len(region["charts"])]
    page.wait_for_function(OURS if tool == "ours" else TITLES, arg=told, timeout=120_000)


def _changed(page: Page, tool: str, region: dict) -> float:
    """Seconds from the choice of a region to the last chart redrawn."""
    page.bring_to_front()
    if tool == "ours":
        started = time.perf_counter()
        page.locator("#filter-region").select_option(region["region"])
    else:
        page.locator(CHOICE[tool]).first.click()
        option = page.get_by_role("option", name=region["name"], exact=True).first
        option.wait_for()
        started = time.perf_counter()
        option.click()
    _drawn(page, tool, region)
    return time.perf_counter() - started
