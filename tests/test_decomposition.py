"""Why a number changed: terms that sum to the change exactly, worked by hand and on any input."""

import json
from decimal import Decimal
from fractions import Fraction
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import comparison, metrics, reference
from data.__main__ import main
from data.analysis import drivers, matching, why
from data.analysis.decomposition import apportioned, rates, rounded, shapley
from data.analysis.matching import Part
from data.analysis.readings import Sides
from data.errors import MetricError, ScopeError
from data.period import Month
from data.scope import Scope

NUMBERS = st.fractions(0, 1000, max_denominator=100)
PAIRS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=5)
CENT = Decimal("0.01")


def view(snapshot, search="?period=2026M09-10"):
    return Scope.parse(search, snapshot)


def told(snapshot, metric, search="?period=2026M09-10", **more):
    """The rows of an explanation as key: value, after checking that they sum to its change."""
    found = why.explain(metrics.find(metric), view(snapshot, search), **more)
    assert sum(row.value for row in found.rows) == found.change
    return {row.key: row.value for row in found.rows}


@settings(deadline=None)
@given(PAIRS)
def test_the_terms_sum_to_the_change_of_the_product_exactly(pairs):
    before, now = zip(*pairs, strict=True)
    assert sum(shapley(before, now)) == prod(now) - prod(before)


@settings(deadline=None)
@given(PAIRS)
def test_a_factor_that_did_not_change_adds_nothing(pairs):
    before, now = zip(*pairs, strict=True)
    found = shapley(before, now)
    assert all(term == 0 for term, a, b in zip(found, before, now, strict=True) if a == b)


def test_two_factors_share_by_hand():
    # 4 × 5 = 20 to 5 × 6 = 30: area (5-4)·(5+6)/2 = 5.5, intensity (6-5)·(4+5)/2 = 4.5
    found = shapley([Fraction(4), Fraction(5)], [Fraction(5), Fraction(6)])
    assert found == [Fraction("5.5"), Fraction("4.5")]


@settings(deadline=None)
@given(st.lists(NUMBERS, min_size=2, max_size=5), st.lists(NUMBERS, min_size=5, max_size=5))
def test_a_chain_is_split_whole_or_not_at_all(before, other):
    now = tuple(other[: len(before)])
    found = rates(tuple(before), now)
    if found is None:
        assert any(
            not side[at] and side[at + 1] for side in (before, now) for at in range(len(before) - 1)
        )
    else:
        assert (prod(found[0]), prod(found[1])) == (before[-1], now[-1])


def test_what_stopped_did_not_become_cheaper():
    # 2 vehicles, 100 km, 10 L, 80 yuan to nothing: all of the 80 is the vehicles'
    stopped = rates(tuple(map(Fraction, (2, 100, 10, 80))), tuple(map(Fraction, (0, 0, 0, 0))))
    assert shapley(*stopped) == [-80, 0, 0, 0]
    assert rates((Fraction(0), Fraction(5)), (Fraction(1), Fraction(5))) is None


@settings(deadline=None)
@given(st.lists(st.fractions(-1000, 1000, max_denominator=997), min_size=1, max_size=9))
def test_rounded_terms_sum_to_the_rounded_change_and_zero_stays_zero(values):
    total = rounded(sum(values), CENT)
    found = apportioned(values, total, CENT)
    assert sum(found) == total
    assert all(
        abs(Fraction(a) - b) < 2 * Fraction(CENT) for a, b in zip(found, values, strict=True)
    )
    assert all(a == 0 for a, b in zip(found, values, strict=True) if b == 0)


CODES = "ABCDE"
READINGS = st.dictionaries(
    st.tuples(st.sampled_from(CODES), st.integers(0, 1)), st.tuples(NUMBERS, NUMBERS), max_size=10
)


@settings(deadline=None)
@given(
    READINGS,
    READINGS,
    st.sets(st.sampled_from(CODES)),
    st.sets(st.tuples(st.sampled_from(CODES), st.sampled_from(["2025-01", "2026-02"]))),
    st.lists(
        st.tuples(
            st.sampled_from(CODES),
            st.sampled_from(CODES),
            st.sampled_from(["2025-06-01", "2026-02-01"]),
            st.sampled_from([None, Fraction(1), Fraction(1, 3)]),
        ),
        max_size=4,
        unique_by=lambda row: (row[0], row[1], row[2]),
    ),
)
def test_parts_sum_to_the_change_whatever_merged_moved_or_was_not_reported(
    before, now, inside, due, moves
):
    places = {
        code: {"inside": code in inside, "active_from": None, "active_to": None} for code in CODES
    }
    steps = [(Month(2025, 1), Month(2026, 1)), (Month(2025, 2), Month(2026, 2))]
    names = ("institution", "successor", "month", "share")
    changes = tuple(
        dict(zip(names, row, strict=True))
        for row in sorted(moves, key=lambda r: (r[2], r[0], r[1]))
    )
    parts = matching.matched(Sides(places, steps, before, now, due), changes)
    for level in (0, 1):
        change = sum((part.now[level] - part.before[level] for part in parts), Fraction(0))
        wanted = sum(v[level] for (code, _), v in now.items() if code in inside)
        wanted -= sum(v[level] for (code, _), v in before.items() if code in inside)
        assert change == wanted
    within = [part for part in parts if part.status == matching.MOVED_WITHIN]
    assert sum((part.now[0] - part.before[0] for part in within), Fraction(0)) == 0


def test_area_mix_and_intensity_of_two_institutions_by_hand():
    # areas 10, 30 to 20, 20; use per area 2 and 1 as before: 20 + 30 = 50 to 40 + 20 = 60
    parts = [
        Part("a", matching.REAL, (Fraction(20), Fraction(10)), (Fraction(40), Fraction(20))),
        Part("b", matching.REAL, (Fraction(30), Fraction(30)), (Fraction(20), Fraction(20))),
    ]
    places = {code: {"region": "640100"} for code in "ab"}
    metric = metrics.find("water_per_head_m3")
    assert metric.is_ratio
    cost = metrics.find("energy_cost_cny")
    found = drivers.contributions(cost, "", Sides(places, [], {}, {}), parts, Fraction(1))
    # no area more or less in all, nobody uses more per m²: the 10 are the mix, +20 and -10
    assert {(one.institution, one.term): one.amount for one in found} == {
        ("a", "mix"): 20,
        ("b", "mix"): -10,
    }


def test_energy_of_one_institution_splits_into_area_and_intensity(changed):
    # 4,000 m²·months at 5,000 kWh to 5,000 at 6,000: area 1,000 × 5,500 kWh = 5.5 million,
    # intensity 1,000 × 4,500 = 4.5 million; at 122.9 tce a million 675.95 and 553.05
    found = told(changed, "energy_total_tce", "?region=640100B&period=2026M09-10")
    assert found == {"area": Decimal("675.95"), "intensity": Decimal("553.05")}


def test_who_did_not_report_who_came_and_who_left_are_terms_of_their_own(changed):
    found = why.explain(metrics.find("energy_total_tce"), view(changed))
    # 111 million kWh to 116 million: × 122.9
    assert (found.before, found.now) == (Decimal("13641.90"), Decimal("14256.40"))
    rows = {row.key: row for row in found.rows}
    # hospital October 5 m; new bureau 4 m; station -6 m
    assert rows["missing"].value == Decimal("614.50")
    assert rows["founded"].value == Decimal("491.60")
    assert rows["closed"].value == Decimal("-737.40")
    assert rows["missing"].leaders == (("原州区人民医院", Decimal("614.50")),)
    assert "moved_in" not in rows and rows["moved_within"].value == 0
    # what is left is real: +10 finance, -10 school, +2 taker = 2 million kWh = 245.80
    real = sum(rows[key].value for key in ("area", "mix", "intensity"))
    assert real == Decimal("245.80")
    assert sum(row.value for row in found.rows) == Decimal("614.50")


def test_what_came_from_outside_the_view_is_told_and_left_out_when_comparable(changed):
    # 盐池: 8 million to 18 million kWh, of which 40 % of 20 million came from 利通
    search = "?region=640323&period=2026M09-10"
    actual = told(changed, "energy_total_tce", search)
    assert actual == {"intensity": Decimal("245.80"), "moved_in": Decimal("983.20")}
    found = why.explain(metrics.find("energy_total_tce"), view(changed, search), comparable=True)
    # 16 million × 122.9 = 1966.40; 18 million = 2212.20
    assert (found.before, found.now) == (Decimal("1966.40"), Decimal("2212.20"))
    assert [(row.key, row.value) for row in found.rows] == [("intensity", Decimal("245.80"))]


@pytest.mark.parametrize("by", why.GROUPS)
def test_every_grouping_sums_to_the_same_change(changed, by):
    found = told(changed, "energy_total_tce", by=by)
    assert sum(found.values()) == Decimal("614.50")


def test_the_basis_of_the_address_is_the_basis_of_the_terms(changed):
    # as above at 0.30 kgce a kWh: 5.5 and 4.5 million kWh are 1,650 and 1,350 tce
    search = "?region=640100B&period=2026M09-10&basis=equivalent"
    found = told(changed, "energy_total_tce", search)
    assert found == {"area": Decimal("1650.00"), "intensity": Decimal("1350.00")}


def test_the_institution_type_of_the_address_chooses_whose_change_it_is(changed):
    # schools (02…): primary school 40 to 35 m kWh, the joined one 10 to 5, hospital 5 to 10,
    # station 6 to 0, sports centre 2 to 2: 63 to 52 million kWh × 122.9 = -1351.90
    found = why.explain(
        metrics.find("energy_total_tce"), view(changed, "?type=02&period=2026M09-10")
    )
    assert found.change == Decimal("-1351.90") == sum(row.value for row in found.rows)


def test_vehicle_cost_splits_into_vehicles_distance_fuel_price_and_the_rest(changed):
    # vehicle-months 2 to 4, 1,000 km each, 0.1 L/km, 8 to 10 yuan: 1,600 to 4,000, repair 100
    # vehicles (4-2)·100·(8+10)/2 = 1,800; price (10-8)·100·(2+4)/2 = 600
    found = told(changed, "vehicle_cost_cny")
    assert found == {
        "vehicles": Decimal(1800),
        "price": Decimal(600),
        "repair": Decimal(100),
    }


def test_asset_value_splits_into_bought_disposed_and_handed_on(changed):
    # 1,350,000 at the end of October 2025; + 200,000 - 300,000 - 50,000 = 1,200,000
    found = told(changed, "asset_original_value_cny")
    assert found == {
        "acquired": Decimal(200_000),
        "disposed": Decimal(-300_000),
        "transferred": Decimal(-50_000),
    }


def test_a_ratio_splits_into_numerator_and_denominator(changed):
    # finance: 20 m kWh × 0.1229 = 2,458,000 kgce on 2,000 m² is 1,229; 3,687,000 on 2,500 1,474.8
    # numerator 1,229,000 · (1/2000 + 1/2500)/2 = 553.05; denominator the rest, 245.8 - 553.05
    found = told(changed, "energy_per_m2_kgce", "?region=640100B&period=2026M09-10")
    assert found == {"numerator": Decimal("553.05"), "denominator": Decimal("-307.25")}


def test_a_winter_twice_as_cold_is_told_apart_from_the_use(changed, monkeypatch):
    rows = [
        {"region": "640000", "month": month, "heating_degree_days": days}
        for month, days in (
            ("2025-09", "100"), ("2025-10", "100"), ("2026-09", "150"), ("2026-10", "250"),
        )
    ]  # fmt: skip
    real = reference.table
    monkeypatch.setattr(reference, "table", lambda n: rows if n == "degree_days" else real(n))
    metric = metrics.find("energy_total_tce")
    levels = [tuple(map(Fraction, side)) for side in ((300, 10, 100), (400, 10, 200))]
    parts = [Part("a", matching.REAL, *levels)]
    steps = [(Month(2025, 9), Month(2026, 9)), (Month(2025, 10), Month(2026, 10))]
    sides = Sides({"a": {"region": "640100"}}, steps, {}, {})
    found = drivers.contributions(metric, changed, sides, parts, Fraction(1))
    # heating 100 to 200 on twice the degree days: all weather; the other 200 stay 200
    assert [(one.term, one.amount) for one in found] == [("weather", 100)]


def test_whatever_compare_knows_on_both_sides_has_terms_that_sum_and_no_idle_sentence(changed):
    summed = [one for one in metrics.METRICS.values() if one.has_history and one.summed]
    found = comparison.compare_several(tuple(summed), view(changed))
    known = [one for one in summed if found[one.id].now and found[one.id].year_before]
    assert len(known) > 20
    for metric in known:
        explained = why.explain(metric, view(changed))
        assert sum(row.value for row in explained.rows) == explained.change, metric.id
        for row in explained.rows:
            assert " 0.0%" not in row.sentence and row.sentence.endswith("。")
            assert bool(row.value) != ("没有影响" in row.sentence), row.sentence


def test_the_missing_weather_is_said(changed):
    notes = why.explain(metrics.find("energy_total_tce"), view(changed)).notes
    assert any(note.startswith("未计天气") for note in notes)


@pytest.mark.parametrize(
    ("metric", "search", "against", "error", "words"),
    [
        ("vehicles_quota_use_pct", "?period=2026M10", "year", MetricError, "只有最新登记状态"),
        ("review_fix_days_median", "?period=2026M10", "year", MetricError, "不能由各机构相加"),
        ("energy_target_gap_pp", "?period=2026M10", "year", MetricError, "不能由各机构相加"),
        ("warehouse_items", "?period=2026M10", "year", ScopeError, "没有数据"),
        ("energy_total_tce", "?period=2026M09-10", "period", ScopeError, "不能环比"),
        ("energy_total_tce", "?period=2025M10", "year", ScopeError, "现有数据自 2025-09 起"),
        ("energy_total_tce", "?region=640422&period=2026M10", "year", ScopeError, "没有数据"),
    ],
)
def test_what_cannot_be_compared_is_said(changed, metric, search, against, error, words):
    with pytest.raises(error, match=words):
        why.explain(metrics.find(metric), view(changed, search), against)


def test_the_command_prints_the_same_bytes_twice_and_the_sum_line(changed, capsys):
    asked = ["why", "energy_total_tce", "--region", "640323", "--period", "2026M09-10"]
    out = [(main(asked), capsys.readouterr().out) for _ in range(2)]
    assert out[0] == out[1] and out[0][0] == 0
    assert "各项合计 +1,229.00 = 变化 +1,229.00 ✓" in out[0][1]
    main([*asked, "--comparable", "--format", "json"])
    answer = json.loads(capsys.readouterr().out)
    assert (answer["change"], answer["rows"][0]["value"]) == (245.8, 245.8)
