"""Totals that say what they do not know, and ranks only where they mean something."""

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from data import metrics
from data.__main__ import main
from data.analysis import honest, ranking, standing
from data.analysis.readings import Sides
from data.errors import MetricError
from data.period import Month
from data.scope import Scope

SHARE, ENERGY = metrics.find("satisfaction_rate_pct"), metrics.find("energy_per_m2_kgce")


def row(key, value, numerator=None, denominator=100.0):
    above = value * denominator if numerator is None else numerator
    return {"key": key, "label": key, "value": value, "numerator": above,
            "denominator": denominator}  # fmt: skip


def sides(growths, missing_type="01"):
    """Institution 0 owes its month and had 100 before; the others grew from 100 by a factor."""
    codes = [str(at) for at in range(len(growths) + 1)]
    places = {code: {"inside": True, "institution_type": "01"} for code in codes}
    places["0"]["institution_type"] = missing_type
    before = {(code, 0): (Fraction(100),) for code in codes}
    now = {(str(at), 0): (100 * Fraction(str(g)),) for at, g in enumerate(growths, 1)}
    due = {(code, "2026-09") for code in codes}
    return Sides(places, [(Month(2025, 9), Month(2026, 9))], before, now, due)


def test_a_missing_month_is_bounded_by_the_growth_of_its_peers():
    # growths 0.8 0.9 1.0 1.1 1.2: 10th percentile 0.8 + 0.4·0.1 = 0.84, median 1, 90th 1.16
    found = honest.estimated(sides([0.8, 0.9, 1.0, 1.1, 1.2]), Fraction(1))
    assert found.reported == 500
    assert (found.low, found.middle, found.high) == pytest.approx((584, 600, 616))
    assert found.share == pytest.approx(5 / 6) and (found.owed, found.unknown) == (1, 0)


def test_a_type_with_few_peers_is_estimated_from_all():
    found = honest.estimated(sides([0.8, 0.9, 1.0, 1.1, 1.2], missing_type="03"), Fraction(1))
    assert (found.middle, found.unknown) == (600, 0)


def test_fewer_than_five_peers_give_no_estimate_and_are_counted():
    # 80 + 90 + 100 + 110 = 380 reported, and no more is said
    found = honest.estimated(sides([0.8, 0.9, 1.0, 1.1]), Fraction(1))
    assert (found.low, found.high, found.unknown) == (380, 380, 1)


def test_the_bounds_hold_the_reported_total_of_the_bureau(changed):
    view = Scope.parse("?period=2026M09-10", changed)
    found = honest.bounds(metrics.find("energy_total_tce"), view)
    # everything due in 2026 was filed: 116 million kWh × 0.1229
    assert found.reported == found.low == found.high == pytest.approx(14256.4)
    assert (found.share, found.owed) == (1, 0)


def test_a_ratio_has_no_bounds(changed):
    with pytest.raises(MetricError, match="不能估计缺报部分"):
        honest.bounds(ENERGY, Scope.parse("?period=2026M09-10", changed))


def test_equal_values_share_a_rank_and_the_next_rank_is_skipped():
    found = standing.ranked(
        ENERGY, [row(k, v) for k, v in zip("abcde", (3, 1, 2, 2, 5), strict=True)]
    )
    told = [(place.key, place.rank, place.tied) for place in found]
    # less energy is better: b 1, c and d both 2, a 4, e 5
    assert told == [
        ("b", 1, False),
        ("c", 2, True),
        ("d", 2, True),
        ("a", 4, False),
        ("e", 5, False),
    ]
    assert {place.n for place in found} == {5}


def test_who_did_not_report_cannot_rank():
    rows = [row(key, at) for at, key in enumerate("abcdef", 1)]
    found = standing.ranked(ENERGY, rows, unreported=frozenset("a"))
    assert found[0].key == "b" and found[0].n == 5
    assert (found[-1].key, found[-1].rank, found[-1].reason) == ("a", None, "有应报未报，不排名")


def test_fewer_than_five_are_not_ranked():
    found = standing.ranked(ENERGY, [row(key, 1) for key in "abcd"])
    assert {place.rank for place in found} == {None}
    assert "不足 5 个" in found[0].reason


def test_a_small_sample_has_an_interval_and_no_rank():
    rows = [row(key, 90.0, 90, 100) for key in "abcde"] + [row("f", 100.0, 29, 29)]
    found = {place.key: place for place in standing.ranked(SHARE, rows, counted=True)}
    assert found["f"].rank is None and "不足 30 个" in found["f"].reason
    assert found["f"].interval[0] < 100 and found["a"].rank == 1


@settings(deadline=None)
@given(st.integers(0, 500), st.integers(1, 500))
def test_the_wilson_interval_is_scipys(cases, more):
    n = cases + more
    known = binomtest(cases, n).proportion_ci(method="wilson")
    assert standing.wilson(cases, n) == pytest.approx((known.low, known.high), abs=1e-12)


def test_a_changed_rank_says_whether_the_numerator_or_the_denominator_did_it():
    before, now = row("a", 10.0, 1000, 100), row("a", 8.0, 800, 100)
    others = [row(key, 9.0) for key in "bcde"]
    then = standing.ranked(ENERGY, [before, *others])[-1]
    later = standing.ranked(ENERGY, [now, *others])[0]
    # 10 is the worst of five, 8 the best: up 4, because energy fell on the same area
    assert standing.rank_change(ENERGY, later, then, now, before) == (
        "a升 4 位到第 1 名（共 5 个），主要因分子减少（1,000.00 → 800.00）。"
    )
    wider = row("a", 8.0, 1000, 125)
    assert "主要因分母增加（100.00 → 125.00）" in standing.rank_change(
        ENERGY, later, then, wider, before
    )


def test_who_improved_and_yet_fell_is_told_that_others_moved_more():
    before, now = row("a", 10.0), row("a", 9.0)
    then = standing.ranked(ENERGY, [before, *[row(key, 11.0) for key in "bcde"]])[0]
    later = standing.ranked(ENERGY, [now, *[row(key, 8.0) for key in "bcde"]])[-1]
    told = standing.rank_change(ENERGY, later, then, now, before)
    assert told == "a降 4 位到第 5 名（共 5 个），本身由 10 变为 9，是其他各个变得更多。"


def test_institutions_rank_with_ties_and_why_they_moved(changed):
    view = Scope.parse("?period=2026M09-10", changed)
    found = ranking.standings(ENERGY, view, "institution")
    told = [(one.place.label, one.place.rank, one.place.tied) for one in found]
    # million kWh over m²: hospital 10/4000, school 35/4500, bureau 4/500, joined school 5/500
    # (half of 1,000 m² in one of two months), finance 30/2500, three at 20 a thousand
    assert told[:5] == [
        ("原州区人民医院", 1, False), ("兴庆区第一小学", 2, False), ("大武口区数据局", 3, False),
        ("兴庆区第三小学", 4, False), ("银川市财政局", 5, False),
    ]  # fmt: skip
    assert [(rank, tied) for _, rank, tied in told[5:]] == [(6, True)] * 3
    changes = {one.place.label: one.change for one in found}
    # it owed October 2025, so it had no rank to move from; the bureau is new
    assert changes["原州区人民医院"] == "原州区人民医院：上期有应报未报，不排名。"
    assert changes["大武口区数据局"] == ""


def test_a_total_that_misses_returns_has_no_rank_and_a_ratio_says_what_is_owed(changed):
    view = Scope.parse("?period=2025M09-10", changed)
    total = ranking.standings(metrics.find("energy_total_tce"), view, "region")
    ratio = ranking.standings(ENERGY, view, "region")
    # the hospital of 固原 filed September 2025 and owes October
    guyuan = [next(one for one in all_ if one.place.label == "固原市") for all_ in (total, ratio)]
    assert [one.owed for one in guyuan] == [1, 1]
    assert guyuan[0].place.reason == "有应报未报，不排名"
    assert "有应报未报" not in guyuan[1].place.reason


def test_the_commands_print_the_share_reported_and_the_ranks(changed, capsys):
    asked = ["--period", "2026M09-10"]
    assert main(["value", "energy_total_tce", *asked]) == 0
    assert "完整性：报送率 100.0%，没有缺报" in capsys.readouterr().out
    main(["value", "energy_total_tce", *asked, "--format", "json"])
    found = json.loads(capsys.readouterr().out)["bounds"]
    assert (found["low"], found["share"]) == (pytest.approx(14256.4), 1)
    main(["value", ENERGY.id, *asked, "--format", "json"])
    assert json.loads(capsys.readouterr().out)["bounds"] is None
    assert main(["rank", ENERGY.id, "--by", "institution", *asked]) == 0
    assert "8 个中 8 个参加排名" in capsys.readouterr().out
