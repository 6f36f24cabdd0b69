"""In a real Chromium: from the whole region to one car and one room by clicks, and back; brushing,
cross-filters, a number that leads to its rows; and the page for browsers without our scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.test_browser import chromium, page, site, visit  # noqa: F401  fixtures

CARS = "section[aria-labelledby=vehicles-title]"
ROOMS = "section[aria-labelledby=rooms-title]"


def click_bar(opened, panel):
    """A click in the middle of the first bar of a panel's figure."""
    figure = opened.locator(f"[data-figure={panel}]")
    figure.scroll_into_view_if_needed()
    bar = figure.locator(".bars path").first
    expect(bar).to_be_visible()
    box = bar.bounding_box()
    opened.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def rows_prove(opened, section, metric, count):
    """The grid's own line says that its rows are the number, and the tile says the same."""
    opened.locator(section).scroll_into_view_if_needed()
    told = opened.locator(f"{section} .grid-told")
    expect(told).to_contain_text("✓")
    tile = opened.locator(f"[data-metric={metric}] strong")
    expect(told).to_contain_text(f"共 {count} 行")
    opened.evaluate("window.scrollTo(0, 0)")  # what is out of sight is drawn when it is near
    expect(tile).to_have_text(str(count))


def test_from_the_whole_region_to_one_car_and_one_room_by_clicks_and_back(page, site):  # noqa: F811
    visit(page, f"{site}/vehicles")
    page.locator("#filter-basis").select_option("equivalent")
    page.wait_for_url(re.compile("basis=equivalent"))
    trail = [page.url]
    # 3 cars are held at the end of October in the whole region (tests/small.py)
    rows_prove(page, CARS, "vehicles_count", 3)

    click_bar(page, "vehicles-old")
    page.wait_for_url(re.compile(r"region=640\d00"))
    trail.append(page.url)
    # of the three, 宁A00001 and 宁A00002 stand in 银川市 (640100), 宁D00001 in 固原市 (640400)
    rows_prove(page, CARS, "vehicles_count", 2 if "region=640100" in page.url else 1)

    page.locator(f"{CARS} [col-id=institution_name] a").first.click()
    page.wait_for_url(re.compile("/card.*kind=institution"))
    trail.append(page.url)
    plate = page.locator(".card-listing a[href*='kind=vehicle']").first
    named = plate.inner_text()
    plate.click()
    expect(page.locator(".card-name h2")).to_have_text(named)
    expect(page.locator("#crumbs a").first).to_have_text("宁夏回族自治区")
    trail.append(page.url)

    page.get_by_role("link", name="办公用房", exact=True).click()
    page.wait_for_url(re.compile("/offices"))
    assert "basis=equivalent" in page.url
    trail.append(page.url)
    page.locator(ROOMS).scroll_into_view_if_needed()
    room = page.locator(f"{ROOMS} [col-id=room_code] a").first
    named = room.inner_text()
    room.click()
    expect(page.locator(".card-name h2")).to_contain_text(named)

    for address in reversed(trail):
        page.go_back()
        page.wait_for_url(address)
    assert "region=" not in page.url
    expect(page.locator("#filter-basis")).to_have_value("equivalent")
    expect(page.locator("#filter-region")).to_have_value("640000")
    rows_prove(page, CARS, "vehicles_count", 3)


def test_a_number_leads_to_the_rows_that_add_up_to_it(page, site):  # noqa: F811
    visit(page, f"{site}/vehicles")
    page.locator("[data-metric=vehicles_count] a.kpi-value").click()
    page.wait_for_url(re.compile("/records.*metric=vehicles_count"))
    told = page.locator("section[aria-labelledby=records-title] .grid-told")
    expect(told).to_contain_text("明细合计 = 公务用车 ✓")


def test_a_type_of_institution_clicked_filters_the_page_and_a_second_click_lets_go(page, site):  # noqa: F811
    visit(page, f"{site}/vehicles")
    click_bar(page, "vehicles-types")
    page.wait_for_url(re.compile(r"type=0\d+"))
    expect(page.locator("#filter-chips .chip")).to_contain_text("只看")
    click_bar(page, "vehicles-types")
    page.wait_for_function("() => !location.search.includes('type=')")


def brush(opened, panel, first, last):
    """Drags over a share of the width of a panel's figure, from `first` to `last`."""
    figure = opened.locator(f"[data-figure={panel}]")
    figure.scroll_into_view_if_needed()
    drag = figure.locator(".nsewdrag").first
    box = drag.bounding_box()
    middle = box["y"] + box["height"] / 2
    opened.mouse.move(box["x"] + box["width"] * first, middle)
    opened.mouse.down()
    opened.mouse.move(box["x"] + box["width"] * (first + last) / 2, middle, steps=4)
    opened.mouse.move(box["x"] + box["width"] * last, middle, steps=4)
    opened.mouse.up()


def test_a_stretch_brushed_on_a_trend_narrows_every_trend_until_its_chip_is_taken_away(
    page,  # noqa: F811
    site,  # noqa: F811
):
    visit(page, f"{site}/vehicles")
    brush(page, "vehicles-cost", 0.02, 0.98)
    page.wait_for_url(re.compile(r"span=2025-\d\d_2026-\d\d|period="))
    chip = page.locator("#filter-chips .chip")
    expect(chip).to_be_visible()
    page.go_back()
    page.wait_for_function("() => !location.search")
    expect(chip).to_have_count(0)


def test_a_figure_is_saved_as_svg_and_png_with_its_title_source_and_date(page, site):  # noqa: F811
    visit(page, f"{site}/vehicles")
    panel = page.locator("section[aria-labelledby=vehicles-old-title]")
    panel.scroll_into_view_if_needed()
    expect(panel.locator(".bars path").first).to_be_visible()
    saved = {}
    for kind in ("svg", "png"):
        panel.locator(".pictures summary").click()
        with page.expect_download() as coming:
            panel.get_by_role("button", name=kind.upper()).click()
        saved[kind] = coming.value.path().read_bytes()
        assert coming.value.suggested_filename == f"各地超龄车占比.{kind}"
    drawn = saved["svg"].decode()
    for words in ("各地超龄车占比", "宁夏回族自治区", "数据截至 2026-10", "来源与口径"):
        assert words in drawn
    assert saved["png"].startswith(b"\x89PNG")


@pytest.mark.parametrize("path", ["/", "/vehicles", "/problems", "/glossary"])
def test_without_scripts_the_same_numbers_stand_as_words_and_tables(chromium, site, path):  # noqa: F811
    context = chromium.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{site}{path}?region=640100")
    opened.wait_for_url(f"{site}/plain{path}?region=640100")
    expect(opened.locator("h1")).to_be_visible()
    assert opened.locator("table").count() or opened.locator("article").count()
    assert opened.locator("select[name=region]").input_value() == "640100"
    expect(opened.locator("a[href^='/briefing.pdf']")).to_be_visible()
    context.close()


def test_a_browser_too_old_for_the_scripts_gets_the_page_without_them(chromium, site):  # noqa: F811
    context = chromium.new_context()
    opened = context.new_page()
    opened.add_init_script("delete Element.prototype.replaceChildren")
    opened.goto(f"{site}/vehicles")
    opened.wait_for_url(f"{site}/plain/vehicles")
    expect(opened.locator("[role=alert]")).to_have_count(0)
    assert "3" in opened.locator("article", has_text="公务用车").first.inner_text()
    context.close()
