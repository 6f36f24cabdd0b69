"""Numbers worked by hand from the small bureau of tests/small.py.

Scope unless said otherwise: the whole region, September and October 2026.
Standard coal: electricity 0.1229 kgce/kWh, gas 1.33/m³, coal 714.3/t, gasoline 1.0747/L, heat 34.12/GJ.
"""

import pytest

from data import comparison, coverage, metrics, warehouse
from data.errors import MetricError
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
    # 1 to 22 October 2026 is 15 working days, to 23 October 16; the third was never mended
    "bad_review_on_time_pct": 100 * 1 / 3,
    "review_active_share_pct": 100 * 8 / 10,
    # energy 7 of 10; vehicles 3 of 3: the school's car was gone in October, the hospital's new
    "reporting_coverage_pct": 100 * (7 + 3) / (10 + 3),
}


@pytest.fixture
def view(small):
    return Scope.parse(f"?{PERIOD}", small)


@pytest.mark.parametrize("metric", EXPECTED)
def test_the_metric_is_what_the_hand_computes(metric, view):
    assert metrics.total(metrics.find(metric), view)["value"] == pytest.approx(EXPECTED[metric])


def test_every_metric_is_worked_by_hand_here_or_on_the_published_ledger():
    assert set(EXPECTED) | {"property_problems_open"} == set(metrics.METRICS)


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
        " where starts_with(table_name, 'stg_') or starts_with(table_name, 'fct_') group by all",
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
