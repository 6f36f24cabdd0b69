"""Ledgers page, sort, filter and total in SQL; what is asked is read with suspicion."""

import csv
import io

import openpyxl
import pytest

from app import app
from components import export
from components import grid as grids
from data import grid, gridmarks, ledgers, metrics
from data.errors import RequestError
from data.grid import Asked
from data.scope import Scope


@pytest.fixture
def view(small):
    return Scope.parse("", small)


ALL = Asked()


def plates(view, asked=ALL, start=0, end=100):
    return [row["plate"] for row in grid.page(ledgers.VEHICLES, view, asked, start, end)]


@pytest.mark.parametrize("search", ["", "?region=640100", "?period=2026M09", "?type=02"])
@pytest.mark.parametrize("ledger", [one for one in ledgers.KEPT.values() if one.proves])
def test_the_rows_of_a_ledger_add_up_to_its_metric(small, ledger, search):
    view = Scope.parse(search, small)
    metric, column, part = ledger.proves
    whole = metrics.total(metrics.find(metric), view)
    assert part == "value"
    summed = grid.totals(ledger, view, Asked())[column]
    assert (summed or 0) == (whole["value"] if whole else 0)


@pytest.mark.parametrize("subject", metrics.BY_MART)
def test_institutions_add_up_to_every_metric_of_their_subject(view, subject):
    found = grid.totals(ledgers.find(f"institutions-{subject}", view), view, Asked())
    assert found["rows"]
    for metric in metrics.BY_MART[subject]:
        whole = metrics.total(metric, view)
        if not metric.is_ratio and whole and found[metric.id] is not None:
            assert found[metric.id] == pytest.approx(whole["value"])


def test_pages_follow_each_other_and_ties_fall_by_the_key(view):
    assert plates(view) == ["宁A00001", "宁A00002", "宁D00001"]
    assert plates(view, start=0, end=2) + plates(view, start=2, end=4) == plates(view)
    assert plates(view, Asked((("fuel_kind", False),))) == ["宁A00001", "宁D00001", "宁A00002"]


@pytest.mark.parametrize(
    ("column", "rule", "found"),
    [
        ("plate", {"type": "contains", "filter": "a0000"}, ["宁A00001", "宁A00002"]),
        ("fuel_kind", {"type": "equals", "filter": "纯电动"}, ["宁A00002"]),
        ("fuel_kind", {"type": "notEqual", "filter": "汽油"}, ["宁A00002"]),
        ("distance_km", {"type": "greaterThan", "filter": 500}, ["宁A00001"]),  # 1000 + 1000 km
        (
            "distance_km",
            {"type": "inRange", "filter": 250, "filterTo": 500},
            ["宁A00002", "宁D00001"],
        ),
        ("purchased_on", {"type": "lessThan", "dateFrom": "2020-01-01 00:00:00"}, ["宁A00001"]),
        ("price_cny", {"type": "blank"}, ["宁A00001", "宁A00002", "宁D00001"]),
        ("plate", {"type": "contains", "filter": "' or 1=1 --"}, []),
    ],
)
def test_a_filter_is_a_parameter_of_the_query(view, column, rule, found):
    assert plates(view, Asked(filters={column: rule})) == found


@pytest.mark.parametrize(
    "asked",
    [
        Asked((("1; drop table fct_vehicle", False),)),
        Asked(filters={"secret": {"type": "blank"}}),
        Asked(filters={"plate": {"type": "matches", "filter": "x"}}),
        Asked(filters={"plate": {"type": "contains", "filter": ["x"]}}),
        Asked(filters={"plate": "x"}),
        Asked(filters={"purchased_on": {"type": "equals", "dateFrom": "2026-02-30"}}),
        Asked(filters={"distance_km": {"type": "equals", "filter": "1 or 1=1"}}),
    ],
)
def test_what_a_grid_cannot_ask_is_a_sentence(view, asked):
    with pytest.raises(RequestError, match="请"):
        plates(view, asked)


@pytest.mark.parametrize(
    "path",
    [
        "vehicles.xlsx?order=%5B%7B%22colId%22%3A%22nothing%22%7D%5D",
        "vehicles.csv?filters=notjson",
        "vehicles.csv?view=%3Fregion%3D999999",
        "vehicles.csv?columns=plate,secret",
        "nothing.csv",
        "vehicles.exe",
    ],
)
def test_a_tampered_export_is_answered_400_with_a_sentence(small, path):
    answer = app.server.test_client().get(f"/export/{path}")
    assert answer.status_code == 400
    assert "请" in answer.text and "Traceback" not in answer.text


@pytest.mark.parametrize("value", [None, 5, "{", "[]", '{"search": 1}', '{"search":"","theme":""}'])
def test_a_tampered_view_of_a_panel_is_answered_400(small, value):
    client = app.server.test_client()
    panel = {"index": "overview-now", "type": "panel"}
    known = [one["output"] for one in client.get("/_dash-dependencies").json]
    asked = {
        "output": next(one for one in known if '"type":"panel"' in one),
        "outputs": {"id": panel, "property": "data-drawn"},
        "inputs": [{"id": panel, "property": "data-view", "value": value}],
        "state": [{"id": panel, "property": "id", "value": panel}],
        "changedPropIds": ["x.data-view"],
    }
    answer = client.post("/_dash-update-component", json=asked)
    assert answer.status_code == 400
    assert "请刷新页面" in answer.json["error"]


def test_a_csv_has_a_bom_and_only_the_columns_and_rows_asked_for(small):
    path = "/export/vehicles.csv?columns=plate,distance_km&search=A0000"
    text = app.server.test_client().get(path).get_data().decode("utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:])))
    *told, [stamped] = rows
    assert told == [["车牌号", "期内里程（km）"], ["宁A00001", "2000.0"], ["宁A00002", "500.0"]]
    assert stamped.startswith("导出：测试（tester）") and f"数据版本 {small}" in stamped


def test_an_xlsx_says_what_was_filtered_as_of_when_and_how_it_is_defined(small):
    answer = app.server.test_client().get("/export/institutions-vehicle.xlsx?view=?region=640100")
    book = openpyxl.load_workbook(io.BytesIO(answer.get_data()))
    about = {row[0]: row[1] for row in book.worksheets[0].values}
    assert about["地区"] == "银川市" and about["数据版本"] == small
    assert about["导出"].startswith("测试（tester）")
    assert about["公务用车"].startswith("期末在用车辆数")
    assert [row[0] for row in book.worksheets[1].values][:2] == ["单位", "银川市财政局"]


@pytest.mark.parametrize("lead", "=+-@")
def test_a_text_that_would_be_a_formula_is_made_harmless(lead):
    assert export.safe(f"{lead}cmd|' /C calc'!A0") == f"'{lead}cmd|' /C calc'!A0"
    assert export.safe(-5.0) == -5.0


def test_several_metrics_at_once_are_the_same_as_each_alone(small):
    for search in ("", "?region=640100&period=2026M09", "?type=02"):
        view = Scope.parse(search, small)
        for by in ("", "region", "unit", "institution_type", "institution", "month"):
            wanted = [one for one in metrics.METRICS.values() if by in ("", *metrics.splits(one))]
            found = metrics.several(tuple(wanted), view, by)
            for metric in wanted:
                assert found[metric.id] == metrics.fetch(metric, view, by), (metric.id, by)


@pytest.mark.parametrize(("ledger", "kind"), [("vehicles", "vehicle"), ("rooms", "room")])
def test_a_cell_of_a_ledger_opens_the_card_of_its_thing_and_of_its_institution(view, ledger, kind):
    rows, _ = grids.answer(ledger, view, {"startRow": 0, "endRow": 1}, "")
    first = rows["rowData"][0]
    opened = {value for name, value in first.items() if name.startswith("open_")}
    assert any("/card?kind=institution&id=" in address for address in opened)
    assert any(f"/card?kind={kind}&id=" in address for address in opened)


@pytest.fixture
def marks_every_row(monkeypatch):
    """Marks a row apart, so that the second row of three is already far down."""
    monkeypatch.setattr(gridmarks, "APART", 1)
    monkeypatch.setattr(gridmarks, "FAR", 1)
    gridmarks._marks.cache_clear()
    yield
    gridmarks._marks.cache_clear()


@pytest.mark.parametrize("down", [True, False])
@pytest.mark.parametrize("ledger", ledgers.KEPT.values(), ids=ledgers.KEPT)
def test_a_page_far_down_begins_at_a_mark_and_has_the_rows_of_the_whole_order(
    view, ledger, down, marks_every_row
):
    """Every column, those with missing and equal values among them, in both directions."""
    for column in ledger.shown:
        asked = Asked(((column.id, down),))
        whole = list(grid.every(ledger, view, asked))
        assert len(whole) > 1
        for start in range(len(whole)):
            assert grid.page(ledger, view, asked, start, start + 1) == whole[start : start + 1]


def test_a_page_beyond_the_last_row_is_empty(view, marks_every_row):
    assert grid.page(ledgers.VEHICLES, view, ALL, 3, 5) == []


def test_words_are_looked_for_in_the_names_of_institutions_and_places_of_any_case(view):
    assert plates(view, Asked(search="银川")) == ["宁A00001", "宁A00002"]  # 宁D00001: 固原
    assert plates(view, Asked(search="a0000")) == plates(view, Asked(search="A0000"))
    assert plates(view, Asked(search="a00002")) == ["宁A00002"]


def test_rows_behind_a_number_are_found_by_file_and_ordered_by_what_is_named_late(view):
    ledger = ledgers.find("records", view, "?metric=vehicles_count")
    found = grid.page(ledger, view, ALL, 0, 100)
    assert {row["object"] for row in found} == {"宁A00001", "宁A00002", "宁D00001"}
    assert all(row["institution_name"] and row["file_name"] for row in found)
    for late in ("institution_name", "file_name"):
        by_name = grid.page(ledger, view, Asked(((late, True),)), 0, 100)
        assert [row[late] for row in by_name] == sorted((r[late] for r in found), reverse=True)
    name = found[0]["file_name"]
    same_file = [row for row in found if row["file_name"] == name]
    assert grid.page(ledger, view, Asked(search=name), 0, 100) == same_file
