"""Groups under three are told to no outsider, and none can be worked back from what is told.

The small bureau (tests/small.py), September and October 2026. With energy: 财政局 (银川市本级), 一小
(兴庆区) and 朔方路 (西夏区) in 银川, three; 人民医院 (原州区) alone in 固原; four in all.
"""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import app
from briefing.__main__ import main
from briefing.contents import causes
from data import comparison, metrics, small_groups
from data.scope import Scope
from tests.test_wall import attributes, shown, words

ENERGY = metrics.find("energy_total_tce")
PERIOD = "?period=2026M09-10"
counted = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 9), min_size=1)


def outside(small, region="640000", search=PERIOD):
    return Scope.parse(f"{search}&region={region}", small).for_outsiders()


def told(metric, view, by=""):
    """The keys of what is told."""
    return [row["key"] for row in metrics.fetch(metric, view, by) if not row.get("hidden")]


@given(counted, st.data())
def test_what_is_hidden_of_a_family_is_never_one_small_group(counts, data):
    families = {key: data.draw(st.sampled_from("xy")) for key in counts}
    hidden = small_groups.hidden(counts, families)
    for family in set(families.values()):
        members = [key for key in counts if families[key] == family]
        unsaid = [key for key in members if key in hidden]
        assert all(counts[key] >= small_groups.LEAST for key in members if key not in hidden)
        # who subtracts what is told from the sum gets two groups or more, three institutions or
        # more together, or has nothing but small groups before him
        if unsaid and len(unsaid) < len(members):
            assert len(unsaid) > 1
            assert sum(counts[key] for key in unsaid) > small_groups.LEAST
        if all(counts[key] >= small_groups.LEAST for key in members):
            assert not unsaid


def test_the_smallest_other_group_is_hidden_with_a_small_one():
    assert small_groups.hidden({"a": 2, "b": 9, "c": 5, "d": 5}) == {"a", "d"}
    assert small_groups.hidden({"a": 2, "b": 9}, summed=False) == {"a"}
    assert small_groups.hidden({"a": 3, "b": 9}) == frozenset()


def test_a_city_of_one_takes_the_other_with_it(small):
    # 固原 1 institution; told 银川 3, the whole less 银川 would be the hospital
    whole = outside(small)
    assert told(ENERGY, whole) == [""]
    assert told(ENERGY, whole, "region") == []
    # the finance bureau, the school, the street office and the hospital: one each
    assert told(ENERGY, whole, "unit") == []
    # types: 01 two (财政局, 朔方路), 021 one, 024 one
    assert told(ENERGY, whole, "institution_type") == []
    assert told(ENERGY, whole, "institution") == []


def test_a_view_of_what_was_hidden_beside_another_tells_nothing_either(small):
    yinchuan = outside(small, "640100")
    assert metrics.total(ENERGY, replace(yinchuan, outward=False)) is not None
    assert metrics.total(ENERGY, yinchuan) is None
    assert metrics.withheld(ENERGY, yinchuan)
    assert told(ENERGY, yinchuan, "month") == []
    assert metrics.several((ENERGY,), yinchuan)[ENERGY.id][0]["numerator"] is None


def test_months_of_two_institutions_are_hidden_and_with_them_the_year_before(small):
    # 2025: 财政局 and 一小 alone; September 2026 four, October 财政局, 一小 and the hospital
    whole = outside(small)
    assert told(ENERGY, whole, "month") == ["2026-09", "2026-10"]
    assert metrics.lines((ENERGY,), whole, 13)[ENERGY.id] == [
        row["value"] for row in metrics.fetch(ENERGY, replace(whole, outward=False), "month")
        if row["key"] >= "2026"
    ]  # fmt: skip
    found = comparison.compare(ENERGY, whole)
    assert found.now and found.year_before is None and found.year_change is None


def test_a_type_that_would_give_another_away_is_hidden(small):
    # 01 has two institutions with energy, 02 one (021), so neither is told alone
    assert metrics.total(ENERGY, outside(small, search=f"{PERIOD}&type=024")) is None
    assert metrics.total(ENERGY, outside(small, search=f"{PERIOD}&type=01")) is None


def test_insiders_are_told_everything(small):
    view = Scope.parse(PERIOD, small)
    assert told(ENERGY, view, "region") == ["640100", "640400"]
    assert not metrics.withheld(ENERGY, view)


@pytest.mark.parametrize("region", ["640000", "640100", "640402"])
def test_no_number_of_a_small_group_reaches_the_wall(small, region):
    client = app.server.test_client()
    for name in ("energy", "overview", "estate", "satisfaction"):
        answer = shown(client, name, f"{PERIOD}&region={region}")
        view = Scope.parse(f"{PERIOD}&region={region}", small)
        for tile in attributes(answer["strip"], "data-metric"):
            metric = metrics.find(tile["data-metric"])
            rows = metrics.fetch(metric, view)
            small_one = any(0 < row["institutions"] < 3 for row in rows if row["value"] is not None)
            assert not (small_one and tile["data-value"]), (name, metric.id)
        whole = json.dumps(answer)
        for row in metrics.fetch(ENERGY, view, "institution"):
            assert str(row["value"]) not in whole
    energy = shown(client, "energy", f"{PERIOD}&region=640402")
    assert small_groups.WORD in words(energy["strip"]) and small_groups.WHY in words(energy["lead"])


def test_terms_of_few_institutions_are_told_as_one_and_still_add_up():
    def row(key, value, institutions):
        return causes.Row(key, key, value, None, institutions, (("某单位", value),), "")

    # the two terms of 1 and 2 institutions and the next smallest, 5: 1 + 2 + 4 = 7; 8 stays
    rows = [row("a", 1, 1), row("b", 8, 9), row("c", 2, 2), row("d", 4, 5)]
    shown = causes.for_outsiders(rows)
    assert [(one.label, one.value, one.leaders) for one in shown] == [
        ("b", 8, ()), ("其他因素", 7, ()),
    ]  # fmt: skip


def test_lists_of_institutions_are_not_made_for_outsiders(small, tmp_path, capsys):
    for asked in ("--page=energy", "--slides"):
        assert main(["build", "--outward", asked, "--out", str(tmp_path)]) == 1
        assert "不出对外版" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
