"""The records behind a number add up to it, everywhere, and each knows its file, sheet and row."""

import json

import pytest

from data import metrics, records
from data.__main__ import main
from data.errors import MetricError
from data.records import ledgers
from data.scope import Scope

SCOPES = (
    "", "?region=640100", "?region=640104", "?region=640100B", "?type=01", "?type=02",
    "?period=2026M10", "?period=2026M09-10", "?period=2026Q3", "?period=2026H2", "?period=2025",
    "?region=640400&period=2026Q4&type=024",
    "?period=2026M09-10&basis=equivalent",
)  # fmt: skip
NET = metrics.find("asset_net_value_cny")
OVER = metrics.find("office_over_standard_m2")
HEADS = metrics.find("energy_per_head_kgce")


def test_every_column_a_metric_sums_has_records():
    assert records.missing() == []


@pytest.mark.parametrize("search", SCOPES)
@pytest.mark.parametrize("metric", metrics.METRICS.values(), ids=lambda m: m.id)
def test_records_add_up_to_the_number_on_every_kind_of_scope(small, metric, search):
    view = Scope.parse(search, small)
    checked = records.check(metric, view)
    assert checked.agrees, checked
    for part, value in checked.added.items():
        page = records.records(metric, view, part, limit=records.MOST)
        if metric.summed:
            assert (page["total"] or 0) == pytest.approx(value or 0, rel=1e-9)
        assert len(page["rows"]) == page["count"]
        assert all(row["file_name"] and row["sheet"] and row["row_no"] for row in page["rows"])


def test_the_records_of_a_ratio_are_its_two_parts(small):
    view = Scope.parse("?period=2026M10", small)
    page = records.records(HEADS, view, "denominator")
    # October: finance 100, school 500, hospital 200 persons filed; street did not file
    assert [row["value"] for row in page["rows"]] == [500, 200, 100]
    assert page["total"] == 800
    assert {row["file_name"] for row in page["rows"]} == {"energy.csv"}


def test_a_clamped_column_is_rooms_less_what_is_approved_where_that_is_above_nought(small):
    page = records.records(OVER, Scope.parse("", small), order="value")
    # school: rooms 400 + 100; approved = 1.09 × (1×18 + 2×12 + 7×9 + 10×8) = 201.65
    assert [row["value"] for row in page["rows"]] == [-201.65, 100, 400]
    assert page["rows"][0]["object"] == "核定面积"
    assert page["total"] == pytest.approx(298.35)


def test_depreciation_is_added_back_for_earlier_months(small):
    page = records.records(NET, Scope.parse("?period=2026M09", small))
    # K1: 600,000 + 1,200,000 / 120 = 610,000; K2 is worn out; K3 was still there, land
    assert {row["object"]: row["value"] for row in page["rows"]} == {
        "K1": 610000, "K3": 560000, "K2": 0
    }  # fmt: skip


def test_pages_follow_each_other_and_a_search_narrows_them(small):
    view = Scope.parse("?period=2026M09-10", small)
    pages = [records.records(HEADS, view, limit=2, offset=at, order="object") for at in (0, 2)]
    every = records.records(HEADS, view, limit=4, order="object")["rows"]
    assert [*pages[0]["rows"], *pages[1]["rows"]] == every
    found = records.records(HEADS, view, search="原州区")
    # 100 L of gasoline at 0.73 kg/L × 1.4714 and 5,000 kWh × 0.1229, in two months
    assert (found["count"], found["rows"][0]["institution_name"]) == (4, "原州区人民医院")
    assert found["total"] == pytest.approx(2 * (614.5 + 100 * 0.73 * 1.4714), rel=1e-3)


def test_who_does_not_count_is_listed_with_the_reason(small):
    view = Scope.parse("?period=2026M10", small)
    left = {row["name"]: row["why"] for row in records.excluded(HEADS, view)}
    # the street office filed September only; the bureau never did
    assert left == {
        "西夏区朔方路街道办事处": "期间内没有报送",
        "自治区机关事务管理局": "期间内没有报送",
    }


def test_sources_name_the_files_and_how_much_of_the_number_stands_in_each(small):
    view = Scope.parse("?period=2026M09-10", small)
    cost = metrics.find("vehicle_cost_per_km_cny")
    # 960 + 800 + 200 + 50 + 400 + 160
    (source,) = records.sources(cost, view)
    assert (source["file_name"], source["value"]) == ("vehicle_month.csv", 2570)
    assert source["snapshot"] == small


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"part": "middle"}, "没有“middle”这一部分"),
        ({"order": "1; drop"}, "不能按“1; drop”排序"),
        ({"limit": 0}, "每页 1 至"),
        ({"offset": -1}, "取第 -1 行"),
    ],
)
def test_a_page_that_cannot_be_is_a_sentence(small, how, words):
    with pytest.raises(MetricError, match=words):
        records.records(HEADS, Scope.parse("", small), **how)


def test_a_column_without_records_is_named(small, monkeypatch):
    monkeypatch.setitem(ledgers.LEDGERS, "agg_energy", records.LEDGERS["agg_asset"])
    with pytest.raises(MetricError, match=r"还没有登记明细：agg_energy\.energy_kgce"):
        records.records(HEADS, Scope.parse("", small))
    assert "agg_energy.energy_kgce" in records.missing()


def test_the_command_prints_rows_with_their_place_and_the_check(small, capsys):
    assert main(["records", "vehicles_count", "--region", "640100", "--limit", "1"]) == 0
    out, _ = capsys.readouterr()
    assert "vehicle.csv“vehicle”" in out
    assert "共 2 行，合计 2" in out and "明细合计 = 指标 ✓" in out


def test_the_command_gives_everything_as_json(small, capsys):
    main(["records", "vehicles_count", "--format", "json"])
    answer = json.loads(capsys.readouterr().out)
    assert answer["agrees"] and answer["stated"]["numerator"] == answer["total"] == 3
