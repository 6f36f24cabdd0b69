"""可比口径: both periods count the same people and buildings, and who is missing is listed."""

from fractions import Fraction

import pytest

from data import comparison, metrics, succession
from data.__main__ import main
from data.scope import Scope

ENERGY = metrics.find("energy_total_tce")


def view(snapshot, region, more=""):
    return Scope.parse(f"?region={region}&period=2026M09-10{more}", snapshot)


def test_the_actual_basis_counts_who_was_there(changed):
    # 盐池 8 million to 18 million kWh: 18 / 8 - 1 = 1.25
    assert comparison.compare(ENERGY, view(changed, "640323")).year_change == pytest.approx(1.25)


def test_the_comparable_basis_counts_the_same_people_in_both_years(changed):
    # with 40 % of 利通's 20 million before: 18 / 16 - 1 = 0.125; 利通 12 / 12 - 1 = 0
    taker = comparison.compare(ENERGY, view(changed, "640323", "&comparable=1"))
    giver = comparison.compare(ENERGY, view(changed, "640302"), comparable=True)
    assert taker.comparable and taker.year_change == pytest.approx(0.125)
    assert giver.year_change == pytest.approx(0)


def test_a_ratio_is_comparable_above_and_below(changed):
    # 盐池 before: 16 m kWh × 0.1229 = 1,966,400 kgce over (500 + 400) m²; now 2,212,200 over 900
    found = comparison.compare(
        metrics.find("energy_per_m2_kgce"), view(changed, "640323"), comparable=True
    )
    assert found.year_before["value"] == pytest.approx(1_966_400 / 900)
    assert found.now["value"] == pytest.approx(2_212_200 / 900)


def test_where_nothing_moved_across_the_border_both_bases_agree(changed):
    both = [comparison.compare(ENERGY, view(changed, "640521"), comparable=c) for c in (0, 1)]
    # a new code for the same sports centre: 2 million kWh before and now
    assert both[0].year_change == both[1].year_change == pytest.approx(0)


def test_the_switch_stands_in_the_address(changed):
    asked = view(changed, "640323", "&comparable=1")
    assert "comparable=1" in asked.search()
    assert Scope.parse(asked.search(), changed) == asked


def test_who_owes_a_return_of_either_period_is_listed(changed):
    rows = comparison.absent(view(changed, "640000"), "energy", view(changed, "640000").covered
                             .year_before())  # fmt: skip
    told = [(row["name"], row["before"], row["now"]) for row in rows]
    assert told == [("原州区人民医院", 1, 0)]


def change(origin, successor, month, share):
    return dict(zip(("institution", "successor", "month", "share"),
                    (origin, successor, month, share), strict=True))  # fmt: skip


def test_shares_follow_chains_of_changes_and_sum_to_one():
    # A gives 1/2 to B; later B gives 1/3 and 1/2 of all it has to C and D at once
    half, third = Fraction(1, 2), Fraction(1, 3)
    rows = [
        change("A", "B", "2026-01-01", half),
        change("B", "C", "2026-03-01", third),
        change("B", "D", "2026-03-01", half),
    ]
    held = succession.shares(rows)
    assert held["A"] == {"A": half, "C": Fraction(1, 6), "D": Fraction(1, 4), "B": Fraction(1, 12)}
    assert held["B"] == {"C": third, "D": half, "B": Fraction(1, 6)}


def test_a_split_without_a_share_moves_nothing_and_is_named():
    rows = [change("A", "B", "2026-01-01", None), change("A", None, "2026-01-01", Fraction(1))]
    assert succession.shares(rows) == {}
    assert succession.unknown(rows) == rows


def test_a_change_inside_a_month_counts_from_the_next(changed):
    months = {row["institution_name"]: str(row["month"]) for row in succession.changes(changed)}
    assert months["利通区农业农村局"] == "2026-09-01"  # 2026-08-15


def test_the_command_tells_both_bases(changed, capsys):
    asked = ["compare", "energy_total_tce", "--region", "640323", "--period", "2026M09-10"]
    main(asked)
    main([*asked, "--comparable"])
    out = capsys.readouterr().out
    assert "综合能耗（实际口径）\t2212.2\t同比 +125.00%（上期 983.2）" in out
    assert "综合能耗（可比口径）\t2212.2\t同比 +12.50%（上期 1966.4）" in out
