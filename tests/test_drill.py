"""From a number to its rows: the drawer, the page of all records, and the search box."""

import json
from dataclasses import replace

import pytest

from app import app
from briefing import code
from components import finder, markup, source, theme
from components.panel import Drawing
from data import grid, ledgers, metrics, records, search
from data.errors import MetricError
from data.grid import Asked
from data.scope import Scope
from tests.small import FINANCE, SCHOOL

SUMMED = [m.id for m in metrics.METRICS.values() if m.summed]
VIEWS = ("", "?region=640100", "?basis=equivalent&period=2026M10", "?type=02")


@pytest.fixture
def view(small):
    return Scope.parse("", small)


def asked_view(snapshot, query=""):
    return json.dumps({"search": query, "snapshot": snapshot, "theme": "light"})


def known(metric):
    return not {f"{metric.mart.table}.{c}" for c in ledgers_of(metric)} & set(records.missing())


def ledgers_of(metric):
    parts = [part for part in records.PARTS if getattr(metric, part)]
    if metric.mart.table in records.ITSELF:
        return []
    return [c for part in parts for c in records.ledgers.summed(metric, part)]


@pytest.mark.parametrize("query", VIEWS)
@pytest.mark.parametrize("metric_id", [m for m in SUMMED if known(metrics.find(m))])
def test_the_page_of_all_rows_adds_up_to_each_part_of_the_metric(small, metric_id, query):
    metric = metrics.find(metric_id)
    whole = metrics.total(metric, Scope.parse(query, small))
    for part in [name for name in records.PARTS if getattr(metric, name)]:
        page = f"{query or '?'}&metric={metric_id}&part={part}"
        view = Scope.parse(page, small)
        ledger = ledgers.find("records", view, page)
        added = grid.totals(ledger, view, Asked())["value"] or 0
        if whole:
            assert added == pytest.approx(whole[part] or 0, rel=1e-9)


def test_a_number_at_equivalent_value_agrees_with_its_records(small):
    view = Scope.parse("?basis=equivalent", small)
    found = records.check(metrics.find("energy_total_tce"), view)
    assert found.agrees and found.rows["numerator"]


def test_a_record_opens_the_card_of_its_car_and_of_its_institution(view):
    query = "?metric=vehicles_count"
    ledger = ledgers.find("records", view, query)
    row = grid.page(ledger, view, Asked(), 0, 1)[0]
    assert (row["object"], row["object_kind"], row["institution"]) == (
        "宁A00001", "vehicle", FINANCE)  # fmt: skip


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "地址里没有指标"), ("?metric=no_such", "没有指标“no_such”"),
     ("?metric=vehicles_count&part=denominator", "没有“denominator”这一部分")],
)  # fmt: skip
def test_an_address_without_rows_is_a_sentence(view, query, words):
    with pytest.raises(MetricError, match=words):
        ledgers.find("records", view, query)


@pytest.mark.parametrize("metric_id", metrics.METRICS)
def test_every_number_has_a_drawer(view, metric_id):
    metric = metrics.find(metric_id)
    told = markup.text(source.drawer(metric, view))
    for words in (metric.formula, metric.clause, view.snapshot):
        assert json.dumps(words, ensure_ascii=False)[1:-1] in told


def test_the_drawer_says_who_is_left_out_and_that_the_rows_add_up(view):
    told = markup.text(source.drawer(metrics.find("vehicles_count"), view))
    # held at the end of October: 宁A00001, 宁A00002, 宁D00001
    assert "明细合计 = 指标 ✓" in told and "分子 3 行，合计 3" in told
    assert "vehicle.csv" in told and "已核" in told
    # of five institutions finance and hospital hold cars; school, street and office do not
    assert "不计入 3 家" in told


def test_the_drawer_is_a_route_that_answers_bad_questions_with_a_sentence(small):
    client = app.server.test_client()
    good = client.get("/source", query_string={
        "metric": "vehicles_count", "view": asked_view(small)})  # fmt: skip
    assert good.status_code == 200 and "公务用车" in str(good.json)
    for metric, view in (("nope", asked_view(small)), ("vehicles_count", "{"),
                         ("vehicles_count", asked_view(small, "?region=1"))):  # fmt: skip
        bad = client.get("/source", query_string={"metric": metric, "view": view})
        assert bad.status_code == 400 and bad.json[0][0] == "p"
        assert "Traceback" not in bad.text


def test_the_page_of_rows_says_the_same_above_the_grid(small):
    query = "?metric=vehicles_quota_use_pct&part=denominator&region=640100"
    drawing = Drawing(Scope.parse(query, small), theme.tokens("light"), query)
    told = markup.text(source.above(drawing).children)
    assert "明细合计 = 指标 ✓" in told and "分子" in told


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("财政局", ("institution", FINANCE)),
        ("ycsczj", ("institution", FINANCE)),  # 银川市财政局
        ("yinchuanshicaizhengju", ("institution", FINANCE)),
        ("YCSCZJ", ("institution", FINANCE)),
        ("小学 兴庆", ("institution", SCHOOL)),
        ("宁A00003", ("vehicle", "宁A00003")),
        ("a00003", ("vehicle", "宁A00003")),
        ("zhulou", ("building", "H1")),
        ("R4", ("room", "R4")),
        ("k2", ("asset", "K2")),
        ("gangting", ("asset", "K2")),  # 岗亭
    ],
)
def test_a_thing_is_found_by_each_way_of_writing_it(small, words, first):
    found = search.find(small, words)[0]
    assert (found["kind"], found["id"]) == first


@pytest.mark.parametrize("words", ["", "  ", "x", "没有这样的单位", "%", "' or 1=1 --"])
def test_what_is_not_there_is_not_found(small, words):
    assert search.find(small, words) == []


def test_what_is_written_just_so_comes_before_what_only_contains_it(small):
    assert [row["id"] for row in search.find(small, "R1") if row["kind"] == "room"][0] == "R1"


def test_a_code_of_a_briefing_opens_its_region_and_period(small, view):
    region = Scope.parse("?region=640100&period=2026M10", small)
    told = finder.answer(code.encode(region), view, code.decode)
    assert told["groups"][0]["items"][0]["href"] == "/?region=640100&period=2026M10"
    assert small in told["said"] and "即当前版本" in told["said"]


def test_a_code_of_a_snapshot_that_is_gone_says_so(small, view):
    gone = code.encode(replace(view, snapshot="20200101-000000-00000000"))
    told = finder.answer(gone, view, code.decode)
    assert told["groups"] == [] and "已经清理" in told["said"]


def test_the_search_route_groups_what_it_finds_and_refuses_what_is_malformed(small):
    client = app.server.test_client()
    told = client.get("/search", query_string={"q": "宁A0000", "view": asked_view(small)}).json
    assert [group["title"] for group in told["groups"]] == ["车辆"]
    assert told["groups"][0]["items"][0]["href"].startswith("/card?kind=vehicle&id=")
    bad = client.get("/search", query_string={"q": "x", "view": "[]"})
    assert bad.status_code == 400 and bad.json["groups"] == []
