"""Wiring: every page lays out, every panel draws, every id a callback names exists."""

import dataclasses
import json

import dash
import plotly.graph_objects as go
import pytest

from app import app
from components import catalog, filters, markup, shell, theme
from components.panel import CHARTED, GRAPH, GRID, PLAIN, Drawing
from data.scope import Scope

PAGES = list(dash.page_registry.values())
VIEWS = ("", "?region=640100", "?region=640104", "?region=640104B", "?period=2026M10", "?type=024")


def walk(component):
    """Every component below one, itself included."""
    yield component
    children = getattr(component, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        if hasattr(child, "to_plotly_json"):
            yield from walk(child)


def ids(component):
    return [part.id for part in walk(component) if getattr(part, "id", None) is not None]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["path"])
def test_every_page_lays_out_with_one_heading_and_distinct_ids(page):
    made = page["layout"]()
    assert sum(type(part).__name__ == "H1" for part in walk(made)) == 1
    found = [str(one) for one in ids(made)]
    assert len(found) == len(set(found))


def test_every_panel_of_the_catalog_stands_on_a_page():
    shown = {
        one["index"]
        for page in PAGES
        for one in ids(page["layout"]())
        if isinstance(one, dict) and one["type"] in (PLAIN, CHARTED, GRID)
    }
    assert shown == set(catalog.PANELS)


@pytest.mark.parametrize("search", VIEWS)
@pytest.mark.parametrize("panel", [p.id for p in catalog.PANELS.values() if p.kind != GRID])
def test_every_panel_draws_for_every_kind_of_view(small, panel, search):
    drawing = Drawing(Scope.parse(search, small), theme.tokens("light"))
    content = catalog.PANELS[panel].draw(drawing)
    assert [part for part in content.children if part is not None]
    assert json.loads(markup.text(content.children))
    if content.figure:
        assert catalog.PANELS[panel].kind == CHARTED
        go.Figure(content.figure)


def test_every_id_a_callback_names_is_in_the_shell_or_on_a_page():
    known = {str(one) for one in ids(shell.layout())} | {shell.ids.page}
    known |= {str(one) for page in PAGES for one in ids(page["layout"]())}
    for callback in app.server.test_client().get("/_dash-dependencies").json:
        for one in [*callback["inputs"], *callback["state"]]:
            if not one["id"].startswith("{") and not one["id"].startswith("_pages"):
                assert one["id"] in known, one["id"]


def test_the_filter_bar_offers_what_the_snapshot_has(small):
    regions = filters.region_options(small)
    assert len(regions) == 79
    assert [option["value"] for option in filters.year_options(small)] == ["2026", "2025"]
    parts = [option["value"] for option in filters.part_options(2025, small)]
    assert parts[:8] == ["all", "H2", "Q3", "Q4", "M09", "M10", "M11", "M12"]
    assert parts[8:] == ["M01-11", "M01-10", "M01-09"]  # 1–N月累计; to March and June are Q1, H1


@pytest.mark.parametrize(
    "search",
    [
        "",
        "?region=640100",
        "?period=2026Q3",
        "?type=021&period=2025",
        "?basis=equivalent",
        "?comparable=1&region=640104",
    ],
)
def test_choices_and_address_say_the_same(small, search):
    view = Scope.parse(search, small)
    chosen = filters.chosen(view)
    again = filters.search_from(chosen, search, small)
    assert Scope.parse(again, small) == view


def test_a_figure_on_demo_data_says_so_and_one_on_reported_data_does_not(small):
    view = Scope.parse("", small)
    shown = str(catalog.PANELS["overview-energy"].draw(Drawing(view, theme.tokens("light"))))
    assert "演示数据" not in shown


def test_a_bug_in_a_panel_is_told_without_a_trace_and_logged(small, monkeypatch, caplog):
    broken = dataclasses.replace(catalog.PANELS["overview-energy"], draw=lambda drawing: 1 / 0)
    monkeypatch.setitem(catalog.PANELS, "overview-energy", broken)
    view = json.dumps({"search": "", "snapshot": small, "theme": "bug"})
    panel = {"index": "overview-energy", "type": CHARTED}
    outputs = [
        {"id": {**panel, "type": kind}, "property": prop}
        for kind, prop in ((CHARTED, "data-drawn"), (GRAPH, "figure"), (GRAPH, "style"))
    ]
    client = app.server.test_client()
    known = [callback["output"] for callback in client.get("/_dash-dependencies").json]
    asked = {
        "output": next(output for output in known if CHARTED in output),
        "outputs": outputs,
        "inputs": [{"id": panel, "property": "data-view", "value": view}],
        "state": [{"id": panel, "property": "id", "value": panel}],
        "changedPropIds": ["x.data-view"],
    }
    answer = client.post("/_dash-update-component", json=asked)
    assert answer.status_code == 200
    assert "此处出现内部错误" in json.dumps(answer.json, ensure_ascii=False)
    assert "ZeroDivisionError" in caplog.text
    assert "ZeroDivisionError" not in answer.get_data(as_text=True)
