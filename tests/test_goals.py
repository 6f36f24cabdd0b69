"""Quotas, targets and purchases, worked by hand on a bureau that filed fifteen months.

An office and a school of demo data, and an office that is real: only demo institutions have quotas
and targets (scope 演示), because none of Ningxia is known.
"""

import os

import pytest

from data import comparison, metrics, warehouse
from data.__main__ import main
from data.analysis import quotas, targets, targets_year
from data.period import Month
from data.scope import Scope
from etl import build
from tests import small as bureau

OFFICE, SCHOOL, REAL = bureau.FINANCE, bureau.SCHOOL, bureau.STREET
MONTHS = [f"2025-{n:02d}" for n in range(1, 13)] + [f"2026-{n:02d}" for n in (1, 2, 3)]
ROSTER = "institution_code institution_name region institution_type admin_level staff_actual"
ENERGY = "institution_code month headcount building_area electricity gas heating_gas"


def power(month):
    """kWh of the office: 10000, from 2026 on 12000."""
    return 10000 if month < "2026" else 12000


def gas(month):
    """m³ of the school: 2000, from 2026 on 1800; 1500 of it for heating."""
    return 2000 if month < "2026" else 1800


DEMO = {
    "institution": (
        ROSTER,
        [
            (OFFICE, "银川市财政局", "银川市", "01", "市级", 100),
            (SCHOOL, "兴庆区第一小学", "兴庆区", "021", "县级", 50),
        ],
    ),
    "energy": (
        ENERGY,
        [(OFFICE, month, 100, 1000, power(month)) for month in MONTHS]
        + [(SCHOOL, month, 500, 4000, 0, gas(month), 1500) for month in MONTHS],
    ),
    "energy_year": (
        "institution_code year headcount building_area electricity",
        [(OFFICE, 2020, 100, 1000, 130000)],
    ),
    "vehicle": (
        "institution_code plate fuel_kind purchased_on",
        [
            (OFFICE, "宁A00001", "汽油", "2020-01-01"),
            (OFFICE, "宁A00002", "纯电动", "2025-03-01"),
            (OFFICE, "宁A00003", "汽油", "2025-05-01"),
            (SCHOOL, "宁A00004", "插电混动", "2026-02-01"),
        ],
    ),
    "vehicle_quota": ("institution_code general_quota", [(OFFICE, 1), (SCHOOL, 2)]),
}
TRUE = {
    "institution": (ROSTER, [(REAL, "西夏区财政局", "西夏区", "01", "县级", 20)]),
    "energy": (ENERGY, [(REAL, month, 20, 100, 90000) for month in MONTHS]),
    "vehicle": (
        "institution_code plate fuel_kind purchased_on",
        [(REAL, "宁A00009", "汽油", "2020-01-01")],
    ),
}


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """The id of a snapshot of that bureau, in a var/ of its own."""
    folder = tmp_path_factory.mktemp("year")
    before = os.environ.get("DASHBOARD_VAR")
    os.environ["DASHBOARD_VAR"] = str(folder / "var")
    cards = folder / "var" / "cards"
    files = bureau.write(folder / "files", cards, TRUE)
    files += bureau.write(folder / "files", cards, DEMO, "演示数据_")
    yield build.load(files, "测试").snapshot
    warehouse.close()
    if before is None:
        del os.environ["DASHBOARD_VAR"]
    else:
        os.environ["DASHBOARD_VAR"] = before


def value(metric, snapshot, search):
    """The metric's total there, None when there is none."""
    row = metrics.total(metrics.find(metric), Scope.parse(search, snapshot))
    return row and row["value"]


def test_who_uses_more_than_its_quota_in_twelve_months_is_over_it(year):
    # office 126000 kWh × 0.1229 / 1000 m² = 15.49 > 13; school (9 × 500 + 3 × 300) × 1.33 / 4000 m²
    # = 1.80 < 4; the real office has no quota, whatever it uses
    assert value("energy_over_quota_institutions_pct", year, "?period=2026Q1") == 50
    bands = metrics.fetch(
        metrics.find("energy_over_quota_institutions_pct"),
        Scope.parse("?period=2026Q1", year),
        "band",
    )
    assert {row["key"]: row["institutions"] for row in bands} == {
        "超约束值": 1, "引导值以内": 1, "无定额": 1,
    }  # fmt: skip


def test_eleven_months_judge_nobody(year):
    assert value("energy_over_quota_institutions_pct", year, "?period=2025M11") is None
    assert value("energy_over_quota_institutions_pct", year, "?period=2025M12") == 50


@pytest.mark.parametrize(
    ("search", "now", "base", "path"),
    [
        # 9 × 10000 + 3 × 12000 kWh, 9 × 2000 + 3 × 1800 m³; the base is the sum of 2025
        (
            "?period=2026Q1",
            126000 * 0.1229 + 23400 * 1.33,
            120000 * 0.1229 + 24000 * 1.33,
            -1 * 3 / 12,  # -5 % over five years, three months along
        ),
        (
            "?period=2026Q1&basis=equivalent",
            126000 * 0.30 + 23400 * 1.33,
            120000 * 0.30 + 24000 * 1.33,
            -1 * 3 / 12,
        ),
        # against 2020 only the office, which alone has a return of that year; the path is at its end
        ("?period=2025", 120000 * 0.1229, 130000 * 0.1229, -5),
    ],
)
def test_the_gap_is_the_change_since_the_base_year_less_the_path(year, search, now, base, path):
    # floor areas are the same then and now, so they cancel
    worked = 100 * (now / base - 1) - path
    assert value("energy_target_gap_pp", year, search) == pytest.approx(worked)


def test_a_window_of_twelve_months_meets_a_break_before_its_period(year):
    # the twelve months to March 2025 begin in April 2024: the roster of 2025 cuts them
    view = Scope.parse("?period=2026Q1", year)
    quota = comparison.compare(metrics.find("energy_over_quota_institutions_pct"), view)
    month = comparison.compare(metrics.find("energy_total_tce"), view)
    assert "公共机构名录库" in quota.broken
    assert month.broken == ""


def test_vehicles_above_the_quota_are_counted_where_a_quota_is_known(year):
    # office 3 for 1, school 1 for 2 (which saves the office none), the real office unknown
    assert value("vehicles_over_quota", year, "?period=2026Q1") == 2


def test_the_new_energy_share_of_purchases_counts_what_was_bought_in_the_period(year):
    assert value("vehicle_new_energy_purchase_share_pct", year, "?period=2025") == 50
    assert value("vehicle_new_energy_purchase_share_pct", year, "?period=2026Q1") == 100
    assert value("vehicle_new_energy_purchase_share_pct", year, "?period=2025M04") is None


def against(metric, snapshot, search):
    """Where the metric stands against its target there."""
    view = Scope.parse(search, snapshot)
    return comparison.compare(metrics.find(metric), view).against_target


def test_a_path_is_spread_evenly_or_compound_as_its_row_says():
    row = {"base_year": "2020", "target_year": "2025", "change_pct": "-5", "path": "均摊"}
    # two of five years: -5 · 2/5; half a year more is another half of a per cent
    assert targets.path(row, Month(2022, 12)) == pytest.approx(-2)
    assert targets.path(row, Month(2023, 6)) == pytest.approx(-2.5)
    # 0.95 to the power of 0.4 is 0.979691
    compound = targets.path(row | {"path": "复合"}, Month(2022, 12))
    assert compound == pytest.approx(-2.0309, abs=1e-4)
    assert targets.path(row | {"path": "复合"}, Month(2025, 12)) == pytest.approx(-5)


def test_energy_per_floor_area_has_one_gap_whoever_asks(year):
    search = "?region=640100B&period=2026Q1"
    found = against("energy_per_m2_kgce", year, search)
    # office: 126000 kWh in twelve months against 120000 in 2025 is +5 %; a quarter of -1 % a year
    assert (found.now, found.path, found.gap) == pytest.approx((5, -0.25, 5.25))
    assert found.gap == pytest.approx(value("energy_target_gap_pp", year, search))
    assert (found.year_end, found.reached) == (pytest.approx(-1), False)
    assert "落后路径 5.25 个百分点" in found.sentence and "演示" in found.sentence


def test_other_paths_are_measured_on_the_same_months_of_the_base_year(year):
    # 12000 against 10000 kWh a month for the same people: +20 %, where 2026 owes -6 % / 5 years
    found = against("energy_per_head_kgce", year, "?region=640100B&period=2026Q1")
    assert (found.now, found.path, found.gap) == pytest.approx((20, -1.2, 21.2))


def test_where_no_target_is_in_force_it_is_said_which_there_was(year):
    now = against("energy_per_head_kgce", year, "?region=640105&period=2026Q1")
    assert now.gap is None and now.sentence == (
        "2026年没有在执行的宁夏目标；十五五规划全国目标未查到（待核）；十四五规划的全国目标至 2025 年止。"
    )
    then = against("energy_per_head_kgce", year, "?region=640105&period=2025")
    assert "十四五规划全国目标不代替宁夏目标" in then.sentence
    assert "十四五规划宁夏目标未查到（待核）" in then.sentence
    mixed = against("energy_per_head_kgce", year, "?period=2026Q1")
    assert "既有真实单位也有演示单位" in mixed.sentence


def test_the_year_end_of_a_path_is_the_base_year_less_what_the_path_allows(year):
    demo, per_head = Scope.parse("?region=640100B&period=2026M03", year), "energy_per_head_kgce"
    # 2025: 120000 kWh × 0.1229 over 100 people = 147.48; −6 % by 2030, so −1.2 % at the end of 2026
    found, word = targets_year.year_end(metrics.find(per_head), demo, 2026)
    assert found == pytest.approx(147.48 * 0.988)
    assert word.startswith("2025 年 147.5 kgce/人，路径降 1.20%，演示")
    # the real office has no target, and the whole region mixes both
    assert targets_year.year_end(metrics.find(per_head), demo.within("640105"), 2026)[0] is None
    assert (
        "不合并比较"
        in targets_year.year_end(metrics.find(per_head), demo.within("640000"), 2026)[1]
    )
    # a metric without any target says so
    water = targets_year.year_end(metrics.find("electricity_per_m2_kwh"), demo, 2026)
    assert water == (None, "2026年没有在执行的演示目标")


def test_a_fixed_requirement_binds_everybody(year):
    # one of the two cars the office bought in 2025 is electric: 50 %, and 30 % are required
    found = against("vehicle_new_energy_purchase_share_pct", year, "?region=640100B&period=2025")
    assert (found.now, found.path, found.gap, found.reached) == (50, 30, 20, True)
    assert against("vehicles_count", year, "?period=2025") is None


def test_less_than_the_guide_value_is_a_question_about_the_data(year):
    view = Scope.parse("?period=2026Q1", year)
    # office 15.49 > 13; school 1.80 < 4, its 引导值
    assert "超约束值" in quotas.judged(view, OFFICE)
    assert "引导值 4.00）：低于引导值，请核实数据。" in quotas.judged(view, SCHOOL)
    assert quotas.judged(view, REAL).endswith("没有定额，不判。")
    assert quotas.told(view).endswith(
        "超约束值 1 家；低于引导值，请核实数据 1 家；没有定额，不判 1 家。"
    )


def test_the_command_prints_where_each_number_stands(year, capsys):
    asked = ["compare", "energy_per_m2_kgce", "--region", "640100B", "--period", "2026Q1"]
    assert main(asked) == 0
    assert "较目标：演示目标（演示）" in capsys.readouterr().out
    assert main([*asked, "--format", "csv"]) == 0
    assert "target_gap" in capsys.readouterr().out.splitlines()[0]
