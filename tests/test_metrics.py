"""Numbers worked by hand from the small bureau of tests/small.py.

Scope unless said otherwise: the whole region, September and October 2026.
Standard coal: electricity 0.1229 kgce/kWh, gas 1.33/m³, coal 714.3/t, gasoline 1.0747/L, heat 34.12/GJ.
"""

from datetime import date

import pytest

from data import basis, comparison, coverage, metrics, warehouse
from data.analysis import ranking
from data.errors import MetricError, ScopeError
from data.period import Period
from data.scope import Scope

PERIOD = "period=2026M09-10"

# kgce of September and October 2026 by institution
FINANCE = 10000 * 0.1229 + 1000 * 1.33 + 20000 * 0.1229  # 1229 + 1330 + 2458 = 5017
SCHOOL = 2000 * 0.1229 + 10 * 34.12  # 245.8 + 341.2 = 587.0
STREET = 1 * 714.3
HOSPITAL = 10000 * 0.1229 + 200 * 1.0747  # 1229 + 214.94 = 1443.94
ALL = FINANCE + SCHOOL + STREET + HOSPITAL  # 7762.24

EXPECTED = {
    "energy_total_tce": ALL / 1000,
    # person-months 200 + 1000 + 20 + 400 = 1620 over 2 months = 810 people
    "energy_per_head_kgce": ALL / 810,
    # m²-months 4000 + 10000 + 400 + 8000 = 22400 over 2 months = 11200 m²
    "energy_per_m2_kgce": ALL / 11200,
    "electricity_per_m2_kwh": (30000 + 2000 + 10000) / 11200,  # 3.75
    "water_per_head_m3": (240 + 100 + 10 + 600) / 810,
    # electricity at Ningxia's 2023 grid factor, the latest published
    "carbon_total_t": (42000 * 0.6187 + 1000 * 2.1622 + 1900.3 + 200 * 2.1365 + 10 * 110) / 1000,
    "energy_cost_cny": 7000 + 14000 + 3000 + 400 + 560,
    # 宁A00003 was scrapped on 15 October: three remain
    "vehicles_count": 3,
    "vehicles_quota_use_pct": 100 * 3 / 6,
    "vehicles_per_100_staff": 100 * 3 / 450,
    "vehicle_new_energy_share_pct": 100 * 1 / 3,
    "vehicle_over_age_share_pct": 100 * 1 / 3,
    # (960 + 1000 + 50 + 400 + 160) yuan over 3250 km
    "vehicle_cost_per_km_cny": 2570 / 3250,
    # 290 L over the 2750 km driven on fuel; the electric car's 500 km are left out
    "vehicle_fuel_l_per_100km": 100 * 290 / 2750,
    # H3 was disposed of on 15 September
    "office_building_area_m2": 6000,
    # rooms R1, R2, R4, R5, R6; R3 is technical, R7 went with H3
    "office_usable_area_m2": 300 + 100 + 400 + 100 + 500,
    # Party and state organs only: rooms R1 and R2 of the finance bureau, 100 people
    "office_area_per_head_m2": (300 + 100) / 100,
    # finance: (2×24 + 3×18 + 15×9 + 20×8) × 1.09 = 432.73; school: (18 + 24 + 63 + 80) × 1.09 = 201.65
    "office_standard_use_pct": 100 * (400 + 500) / (432.73 + 201.65),
    "office_over_standard_m2": 500 - 201.65,
    "office_idle_share_pct": 100 * 400 / 1400,
    "office_let_area_m2": 500,
    "office_registered_share_pct": 100 * 3000 / 6000,
    "office_dangerous_area_m2": 3000,
    # K3 was disposed of on 20 October
    "asset_original_value_cny": 1200000 + 240000,
    "asset_net_value_cny": 600000,
    "asset_newness_pct": 100 * 600000 / 1440000,
    "asset_idle_share_pct": 100 * 240000 / 1440000,
    "asset_over_life_share_pct": 100 * 240000 / 1440000,
    "satisfaction_rate_pct": 100 * 7 / 10,
    "satisfaction_score": (6 * 10 + 6 + 4 + 2 + 4) / 10,
    "bad_review_rate_pct": 100 * 3 / 10,
    # 1 to 27 October 2026 is 15 working days (the 8th to the 10th, a Saturday worked; 5; 5; 2),
    # to 28 October 16; the third was never mended
    "bad_review_on_time_pct": 100 * 1 / 3,
    "review_active_share_pct": 100 * 8 / 10,
    # both cards still held were taken stock of within the year: K1 in June, K2 on 1 November 2025
    "asset_stocktake_done_pct": 100 * 2 / 2,
    "asset_matched_share_pct": 100 * 1 / 2,  # K2 is missing (盘亏)
    # K1 by its code of 2022 and K2 by that of 2010 are houses; K1 has a title
    "asset_house_certified_share_pct": 100 * 1 / 2,
    "asset_value_per_head_cny": 1440000 / (100 + 50),
    # in: K1 4 pieces, K2 6, K3 1 (no quantity on the card); out again: K1 and K3
    "warehouse_items": 6,
    "warehouse_reuse_pct": 100 * (4 + 1) / (4 + 6 + 1),
    # K3 filed no saving: its net value stands in
    "warehouse_savings_cny": 300000 + 560000,
    # nobody is over: 2 of 3, 0 of 1, 1 of 2 (tests/test_goals.py has who is)
    "vehicles_over_quota": 0,
    # 5 vehicle-months with a record over 2 months = 2.5 vehicles
    "vehicle_cost_cny": 960 + 1000 + 50 + 400 + 160,
    "vehicle_cost_per_vehicle_cny": 2570 / 2.5,
    # September 22 weekdays - 25th + Sunday 20th = 22, October 22 - (1, 2, 5, 6, 7) + Saturday 10th
    # = 18; days out are filed for one vehicle in September and two in October
    "vehicle_use_rate_pct": 100 * (11 + 9 + 18) / (1 * 22 + 2 * 18),
    # one car bought on 10 October, and it burns petrol
    "vehicle_new_energy_purchase_share_pct": 0,
    "vehicle_beidou_share_pct": 100 * 1 / 2,  # yes, no, and one that does not say
    "office_over_standard_institutions_pct": 100 * 1 / 2,
    # H1 on 1 March, H4 on 1 November 2025; H2 on 31 October 2025 is a day too early
    "office_inspected_share_pct": 100 * 2 / 3,
    # finance (1229 + 400 × 1.33) + 15000 × 0.1229; school 245.8; coal; hospital without petrol
    "energy_nonheating_per_m2_kgce": (1229 + 532 + 1843.5 + 245.8 + 714.3 + 1229) / 11200,
    "carbon_per_m2_kg": (42000 * 0.6187 + 1000 * 2.1622 + 1900.3 + 200 * 2.1365 + 1100) / 11200,
    "heat_metered_gj": 10,
    # finance in October, the hospital in September; 1200 kWh without metered machines are left out
    "datacentre_pue": (1500 + 900) / (1000 + 500),
    "bad_review_fixed_pct": 100 * 2 / 3,
    "bad_review_callback_pct": 100 * 1 / 3,
    # of 3: all rated, 2 answered, 2 mended, 1 called back and 1 supervised
    "bad_review_step_pct": 100 * (3 + 2 + 2 + 2) / 12,
    "review_fix_days_median": (15 + 16) / 2,
    # energy 7 of 10; vehicles 3 of 3: the school's car was gone in October, the hospital's new
    "reporting_coverage_pct": 100 * (7 + 3) / (10 + 3),
}

# worked in tests/test_goals.py on twelve months, on the published ledger, or below
ELSEWHERE = {
    "energy_over_quota_institutions_pct",
    "energy_target_gap_pp",
    "property_problems_open",
    "heat_by_area_cost_cny",
}


@pytest.fixture
def view(small):
    return Scope.parse(f"?{PERIOD}", small)


@pytest.mark.parametrize("metric", EXPECTED)
def test_the_metric_is_what_the_hand_computes(metric, view):
    assert metrics.total(metrics.find(metric), view)["value"] == pytest.approx(EXPECTED[metric])


def test_every_metric_is_worked_by_hand_here_or_on_the_published_ledger():
    assert set(EXPECTED) | ELSEWHERE == set(metrics.METRICS)
    assert not set(EXPECTED) & ELSEWHERE


def test_heat_charged_by_area_stands_apart_from_metered_heat(small):
    october = Scope.parse("?period=2025M10", small)
    by_area = metrics.total(metrics.find("heat_by_area_cost_cny"), october)
    assert by_area["value"] == 500
    # 11000 kWh and 1000 m³: the 500 yuan bought no heat that counts
    energy = metrics.total(metrics.find("energy_total_tce"), october)
    assert energy["value"] == pytest.approx((11000 * 0.1229 + 1330) / 1000)
    kinds = metrics.fetch(
        metrics.find("heat_metered_gj"), october.during(Period(2026, 10, 10)), "heating_kind"
    )
    assert {row["key"]: row["value"] for row in kinds}["集中供暖按热量"] == 10


def test_electricity_counts_at_its_equivalent_value_when_asked(small):
    view = Scope.parse(f"?{PERIOD}&basis=equivalent", small)
    # 42000 kWh × 0.30; 1330 gas, 714.3 coal, 214.94 petrol and 341.2 heat stay as they are
    worked = 42000 * 0.30 + 1330 + 714.3 + 214.94 + 341.2
    assert metrics.total(metrics.find("energy_total_tce"), view)["value"] == pytest.approx(
        worked / 1000
    )
    # 42000 kWh less 5000 for heating
    other = metrics.total(metrics.find("energy_nonheating_per_m2_kgce"), view)
    assert other["numerator"] == pytest.approx(37000 * 0.30 + 532 + 714.3)
    assert "basis=equivalent" in view.search()
    assert Scope.parse(view.search(), small) == view


def test_a_number_in_standard_coal_says_how_electricity_counts_and_others_do_not(small):
    energy, water = metrics.find("energy_total_tce"), metrics.find("water_per_head_m3")
    default, other = (Scope.parse(f"?{PERIOD}{more}", small) for more in ("", "&basis=equivalent"))
    assert basis.sentence(energy, default).startswith(
        "电力按当量值 0.1229 kgce/kWh 折标（GB/T 2589"
    )
    assert basis.sentence(energy, default).endswith("已核）")
    assert basis.sentence(energy, other).startswith("电力按等价值 0.30 kgce/kWh")
    assert basis.sentence(energy, other).endswith("待核）")
    assert basis.sentence(water, other) == ""
    # the last published grid factor stands in for 2026, the first one for 2020
    carbon = metrics.find("carbon_per_m2_kg")
    assert basis.sentence(carbon, default).startswith("电网排放因子 0.6187 kgCO₂/kWh，宁夏 2023 年")
    assert "0.6546 kgCO₂/kWh，宁夏 2021 年" in basis._carbon(date(2020, 5, 1))
    with pytest.raises(ScopeError, match="折标口径“x”不存在.*等价值"):
        Scope.parse("?basis=x", small)


def test_bad_reviews_pass_four_steps(view):
    steps = metrics.fetch(metrics.find("bad_review_step_pct"), view, "step")
    assert [(row["key"], row["numerator"]) for row in steps] == [
        ("①评价", 3), ("②反馈", 2), ("③整改", 2), ("④监督", 2),
    ]  # fmt: skip


def test_reviews_split_by_level_and_channel(view):
    rate = metrics.find("bad_review_rate_pct")
    levels = {row["key"]: row["value"] for row in metrics.fetch(rate, view, "service_level")}
    assert levels == pytest.approx({"市": 100 * 3 / 7, "具体部门": 0})
    kinds = {row["key"]: row["value"] for row in metrics.fetch(rate, view, "channel_kind")}
    assert kinds == pytest.approx({"线上": 100 * 3 / 7, "线下": 0})


def test_a_stocktake_counts_for_twelve_months(small):
    # September: K1 and K2 are within the year, K3 of 30 September 2025 is a day too old
    row = warehouse.row(
        small,
        "select sum(stocktaken_assets) as done, sum(assets) as held from agg_asset"
        " where month = '2026-09-01'",
    )
    assert (row["done"], row["held"]) == (2, 3)


def test_legal_holidays_are_no_working_days_and_some_weekends_are(small):
    days = warehouse.rows(
        small, "select day, workday from dim_day where day between '2026-10-01' and '2026-10-11'"
    )
    # 1 to 7 October off; Thursday and Friday worked, and Saturday the 10th; Sunday off
    assert [row["workday"] for row in days] == [0] * 7 + [1, 1, 1, 0]


def test_vehicles_are_counted_at_the_end_of_the_period_never_summed(small):
    count = metrics.find("vehicles_count")
    by_month = metrics.fetch(count, Scope.parse(f"?{PERIOD}", small), "month")
    assert [row["value"] for row in by_month[-2:]] == [3, 3]  # V1-V3, then V1, V2, V4
    assert metrics.total(count, Scope.parse("?period=2026M09", small))["value"] == 3


def test_the_net_value_of_an_earlier_month_adds_back_straight_line_depreciation(small):
    # K1 600 000 + 1 200 000 / 120 months; K2 nothing; K3 still there with 560 000
    net = metrics.total(metrics.find("asset_net_value_cny"), Scope.parse("?period=2026M09", small))
    assert net["value"] == pytest.approx(610000 + 560000)


def test_parts_of_a_region_add_up_to_it_and_nothing_counts_twice(view):
    energy = metrics.find("energy_total_tce")
    parts = {row["key"]: row["value"] for row in metrics.fetch(energy, view, "region")}
    assert parts == pytest.approx(
        {"640100": (FINANCE + SCHOOL + STREET) / 1000, "640400": HOSPITAL / 1000}
    )
    units = {row["key"]: row["value"] for row in metrics.fetch(energy, view, "unit")}
    assert units == pytest.approx(
        {
            "640100B": FINANCE / 1000,
            "640104": SCHOOL / 1000,
            "640105": STREET / 1000,
            "640402": HOSPITAL / 1000,
        }
    )


def test_a_township_institution_counts_in_its_county_but_not_in_the_county_s_own_organs(small):
    energy = metrics.find("energy_total_tce")
    county = Scope.parse(f"?{PERIOD}&region=640105", small)
    assert [row["key"] for row in metrics.fetch(energy, county, "region")] == ["640105T"]
    assert metrics.total(energy, county.within("640105B")) is None


def test_an_institution_type_takes_the_types_below_it(small):
    energy = metrics.find("energy_total_tce")
    schools = Scope.parse(f"?{PERIOD}&type=021", small)
    public = Scope.parse(f"?{PERIOD}&type=02", small)
    assert metrics.total(energy, schools)["value"] == pytest.approx(SCHOOL / 1000)
    assert metrics.total(energy, public)["value"] == pytest.approx((SCHOOL + HOSPITAL) / 1000)


def test_year_on_year_compares_the_same_months(view):
    # 2025: finance 2 × 2559, school 2 × 122.9 = 5363.8
    compared = comparison.compare(metrics.find("energy_total_tce"), view)
    assert compared.year_before["value"] == pytest.approx(5.3638)
    assert compared.year_change == pytest.approx(ALL / 5363.8 - 1)


def test_a_change_of_what_a_column_means_marks_the_numbers_that_use_it():
    # 22 September 2022: floor area and headcount defined anew; the carriers stayed as they were
    before, after = Period(2022, 1, 6), Period(2023, 1, 6)
    told = {
        name: comparison.broken(metrics.find(name), before, after)
        for name in ("energy_per_m2_kgce", "energy_per_head_kgce", "energy_total_tce")
    }
    assert "明确建筑面积定义" in told["energy_per_m2_kgce"]
    assert "明确用能人数定义" in told["energy_per_head_kgce"]
    assert told["energy_total_tce"] == ""
    # the roster of 2025 changes who is counted, so it marks every number of energy
    later = comparison.broken(
        metrics.find("energy_total_tce"), Period(2024, 1, 6), Period(2025, 1, 6)
    )
    assert "公共机构名录库" in later


def test_a_year_not_yet_over_is_compared_with_the_same_months_only(small):
    whole = comparison.compare(metrics.find("energy_total_tce"), Scope.parse("?period=2026", small))
    # data run from 2025-09 to 2026-10; of 2025 only September and October lie in January to October
    assert whole.year_before["value"] == pytest.approx(5.3638)


def test_shares_change_in_percentage_points(small):
    october = Scope.parse("?period=2026M10", small)
    compared = comparison.compare(metrics.find("reporting_coverage_pct"), october)
    # September: energy 4 of 5, vehicles 2 of 2; October: energy 3 of 5, vehicles 1 of 1
    assert compared.period_change == pytest.approx(100 * (4 / 6 - 6 / 7))


def test_a_state_known_only_today_is_not_carried_back(small):
    idle = metrics.find("office_idle_share_pct")
    september = Scope.parse("?period=2026M09", small)
    assert metrics.total(idle, september) is None
    assert comparison.compare(idle, Scope.parse("", small)).year_change is None
    with pytest.raises(MetricError, match="不能按“month”分组"):
        metrics.fetch(idle, september, "month")


def test_coverage_counts_who_filed_every_month_due(view):
    counted = coverage.coverage(view, "energy")
    assert counted == {"expected": 5, "reported": 3, "demo": False}
    missing = coverage.missing(view, "energy")
    assert [(row["name"], row["due"] - row["reported"]) for row in missing] == [
        ("自治区机关事务管理局", 2),
        ("西夏区朔方路街道办事处", 1),
    ]


def test_a_ratio_recomputes_from_its_numerator_and_denominator(view):
    for metric in metrics.METRICS.values():
        for row in metrics.fetch(metric, view, "unit"):
            if metric.is_ratio and row["value"] is not None:
                again = metric.scale * row["numerator"] / row["denominator"]
                assert row["value"] == pytest.approx(again, rel=1e-9)


def test_an_unknown_metric_or_split_is_explained(view):
    with pytest.raises(MetricError, match="没有指标“no_such”"):
        metrics.find("no_such")
    with pytest.raises(MetricError, match="不能按“colour”分组"):
        metrics.fetch(metrics.find("energy_total_tce"), view, "colour")


def test_values_from_an_address_reach_sql_only_as_parameters(small):
    hostile = Scope(small, "640000' or '1'='1", Scope.parse("", small).period)
    assert metrics.total(metrics.find("vehicles_count"), hostile) is None
    assert warehouse.row(small, "select count(*) as n from dim_institution")["n"] == 5


def test_every_staging_and_fact_row_keeps_file_sheet_and_row(small):
    kept = {"file_id", "sheet", "row_no"}
    columns = warehouse.rows(
        small,
        "select table_name, list(column_name) as names from duckdb_columns()"
        # a finding rests on many rows: its evidence column keeps file, sheet and row of each
        " where (starts_with(table_name, 'stg_') or starts_with(table_name, 'fct_'))"
        " and table_name <> 'fct_finding' group by all",
    )
    assert len(columns) > 20
    for table in columns:
        assert kept <= set(table["names"]), table["table_name"]
        blank = f"select count(*) as n from {table['table_name']} where file_id is null or row_no is null"
        assert warehouse.row(small, blank)["n"] == 0


def test_every_source_knows_its_file_hash_size_time_and_card(small):
    sources = warehouse.rows(small, "select * from dim_source")
    assert len(sources) == 12
    for source in sources:
        assert len(source["sha256"]) == 64 and source["bytes"] > 0
        assert source["file_name"] and source["loaded_at"] and source["card"]
        assert source["card_version"] is not None


def test_sums_do_not_depend_on_the_order_of_their_rows(small):
    # quantities and what is summed from them are decimals; a sum of doubles would tremble
    sums = warehouse.rows(
        small,
        "select table_name, column_name, data_type from duckdb_columns()"
        " where (starts_with(table_name, 'fct_') or starts_with(table_name, 'agg_'))"
        " and regexp_matches(column_name, '_(m2|cny|kwh|m3|kgce|kg|km|l|gj|t|persons)$')",
    )
    assert len(sums) > 50
    for column in sums:
        assert column["data_type"].startswith("DECIMAL") or "INT" in column["data_type"], column


@pytest.mark.parametrize("name", sorted(ranking.CASES))
def test_shares_of_cases_are_whole_numbers_of_a_whole(small, name):
    for row_ in metrics.fetch(metrics.find(name), Scope.parse("", small), "institution"):
        above, below = row_["numerator"] or 0, row_["denominator"] or 0
        assert above == int(above) and below == int(below) and above <= below
