"""Balance between regions: worked by hand, and against PySAL's inequality on random data."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from inequality.gini import Gini
from inequality.theil import Theil, TheilD

from data import metrics
from data.__main__ import main
from data.analysis import inequality_scope, inequality_words
from data.analysis.inequality import balance, gini, lorenz
from data.errors import MetricError
from data.scope import Scope

PER_HEAD = metrics.find("energy_per_head_kgce")
AMOUNTS = st.integers(0, 10**9).map(lambda amount: amount / 1000)


def rows(*pairs, groups=""):
    """Rows of (resource, people) named a, b, c…; `groups` names the group of each."""
    names = "abcdefghijklmnopqrstuvwxyz"
    return [
        {"key": names[at], "label": names[at].upper(), "group": (groups or names)[at],
         "resource": resource, "people": people}
        for at, (resource, people) in enumerate(pairs)
    ]  # fmt: skip


def test_two_regions_of_equal_people_worked_by_hand():
    found = balance(rows((1, 1), (3, 1)))
    # mean 4/2 = 2; Gini = ΣΣ ½·½·|x_i − x_j| / (2·2) = 2·¼·2 / 4 = 0.25; × 2/1 = 0.5
    assert found.mean == 2
    assert found.gini == pytest.approx(0.25)
    assert found.gini_small == pytest.approx(0.5)
    # Theil = ¼ ln(¼ ÷ ½) + ¾ ln(¾ ÷ ½) = −0.173287 + 0.304099
    assert found.theil == pytest.approx(0.25 * math.log(0.5) + 0.75 * math.log(1.5))
    # weighted variation √(½·1 + ½·1)/2 = 0.5; plain √((1+1)/1)/2 = 0.707107, × (1 + 1/8)
    assert found.variation == pytest.approx(0.5)
    assert found.variation_plain == pytest.approx(math.sqrt(2) / 2)
    assert found.variation_small == pytest.approx(math.sqrt(2) / 2 * 1.125)
    assert found.ratio == 3
    assert found.lorenz == [(0, 0), (0.5, 0.25), (1, 1)]


def test_a_region_counts_by_its_people():
    # 3 people at 2 each, 1 person at 6: mean 12/4 = 3
    found = balance(rows((6, 3), (6, 1)))
    # Gini = 2·(¾·¼·4) / (2·3) = 0.25; quotients 2/3 and 6/3
    assert (found.mean, found.gini) == (3, pytest.approx(0.25))
    assert [row["quotient"] for row in found.regions] == pytest.approx([2 / 3, 2])


def test_theil_splits_between_and_within_groups():
    # two groups: x (1, 3) and y (4, 4), one person each; total 12, so shares 1/12, 3/12, 4/12, 4/12
    found = balance(rows((1, 1), (3, 1), (4, 1), (4, 1), groups="xxyy"))
    # between: x has 4/12 of the resource and half the people, y 8/12
    between = 1 / 3 * math.log(2 / 3) + 2 / 3 * math.log(4 / 3)
    # within: x weighs 1/3 and has the Theil of (1, 3); y is equal inside
    within = 1 / 3 * (0.25 * math.log(0.5) + 0.75 * math.log(1.5))
    assert found.theil_between == pytest.approx(between)
    assert found.theil_within == pytest.approx(within)
    assert [group["theil_within"] for group in found.groups] == pytest.approx([within, 0])


@given(st.lists(st.floats(0.1, 1e6), min_size=2, max_size=30))
def test_equal_weights_agree_with_pysal(values):
    found = balance(rows(*((value, 1) for value in values[:26])))
    same = np.array(values[:26])
    assert found.gini == pytest.approx(Gini(same).g, abs=1e-9)
    assert found.theil == pytest.approx(Theil(same).T, abs=1e-9)


@given(
    st.lists(
        st.tuples(st.floats(0.5, 1e4), st.integers(1, 12), st.sampled_from("xyz")),
        min_size=2, max_size=20,
    )
)  # fmt: skip
def test_weights_agree_with_pysal_on_everyone_counted_one_by_one(regions):
    groups = "".join(group for *_, group in regions)
    found = balance(rows(*((value * n, n) for value, n, _ in regions), groups=groups))
    everyone = np.repeat([value for value, *_ in regions], [n for _, n, _ in regions])
    of_group = np.repeat(list(groups), [n for _, n, _ in regions])
    split = TheilD(everyone, of_group)
    assert found.gini == pytest.approx(Gini(everyone).g, abs=1e-8)
    assert found.theil == pytest.approx(split.T, abs=1e-8)
    assert found.theil_between == pytest.approx(np.ravel(split.bg)[0], abs=1e-8)
    assert found.theil_within == pytest.approx(np.ravel(split.wg)[0], abs=1e-8)


@given(st.lists(st.tuples(AMOUNTS, st.floats(0.01, 1e4)), min_size=1, max_size=25))
def test_no_measure_is_ever_not_a_number(pairs):
    found = balance(rows(*pairs))
    for name in ("mean", "gini", "gini_small", "theil", "variation", "variation_small", "ratio"):
        value = getattr(found, name)
        assert value is None or math.isfinite(value), name
    assert found.gini is None or 0 <= found.gini <= found.gini_small <= 1
    if found.theil:
        assert sum(row["contribution_pct"] for row in found.regions) == pytest.approx(100, abs=1e-3)


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([], "没有可比较的数据"),
        ([(5, 1)], "只有一个地区有数据"),
        ([(0, 1), (0, 2)], "各地区均为 0"),
        ([(-1, 1), (3, 1)], "A为负值"),
        ([(0, 1), (3, 1)], "最低值不大于 0"),
    ],
)
def test_what_cannot_be_measured_is_none_and_says_why(pairs, words):
    found = balance(rows(*pairs))
    assert any(words in note for note in found.notes)
    assert found.ratio is None
    assert (found.gini is None) == (words != "最低值不大于 0")
    told = inequality_words.sentences(PER_HEAD, found, "县", "五市")
    assert any(words in sentence["text"] for sentence in told)


def test_who_has_no_data_is_named_and_not_counted_as_zero():
    found = balance(rows((1, 1), (None, 5), (3, 1), (4, 0)))
    assert (found.missing, found.count, found.gini) == (["B", "D"], 2, pytest.approx(0.25))
    told = inequality_words.sentences(PER_HEAD, found, "县", "五市")
    assert told[-1] == {"metric": PER_HEAD.id, "text": "未计入（本期无数据）：B、D。"}


def test_equal_regions_are_said_to_be_equal():
    told = inequality_words.sentences(PER_HEAD, balance(rows((2, 1), (4, 2))), "县", "五市")
    assert [row["text"] for row in told] == ["人均综合能耗：2 个县之间完全一致，均为 2.0 kgce/人。"]


def test_a_change_is_more_than_chance_only_beyond_its_jackknife_error(small):
    period = Scope.parse("", small).period
    even = balance(rows(*((10 + at % 2, 1) for at in range(20))))
    uneven = balance(rows(*((10 + 8 * (at % 2), 1) for at in range(20))))
    one_off = balance(rows(*((10 + at % 2 + 9 * (at == 3), 1) for at in range(20))))

    def told(before, after):
        return inequality_words.change(PER_HEAD, [(period, before), (period, after)])["text"]

    assert "上升" in told(even, uneven) and "，差距扩大。" in told(even, uneven)
    assert "下降" in told(uneven, even) and "，差距缩小。" in told(uneven, even)
    assert "没有变化" in told(even, even)
    assert "不足以说差距有变" in told(even, one_off)


def test_lorenz_rises_from_nothing_to_all_and_gini_is_its_area():
    points = lorenz([(3, 1), (1, 1), (0, 2)])
    # poorest first: 2 of 4 people hold 0, 3 of 4 hold 1 of 4
    assert points == [(0, 0), (0.5, 0), (0.75, 0.25), (1, 1)]
    # area under it: ½·0 + ¼·⅛ + ¼·⅝ = 3/16; 1 − 2·3/16 = 0.625
    assert gini([(3, 1), (1, 1), (0, 2)]) == pytest.approx(0.625)


def test_a_scope_measures_its_counties(small):
    found = inequality_scope.measure(PER_HEAD, Scope.parse("?period=2026M09-10", small))
    by_key = {row["key"]: row for row in found.regions}
    # school 500 people; street 20 once, so 20/2 = 10; hospital 200: three counties report
    assert {key: row["people"] for key, row in by_key.items()} == {
        "640104": 500, "640105": 10, "640402": 200,
    }  # fmt: skip
    whole = sum(row["resource"] for row in found.regions) / 710
    assert found.mean == pytest.approx(whole)
    assert len(found.missing) == 19
    assert {group["group"] for group in found.groups} == {"银川市", "固原市"}


def test_a_total_and_a_present_state_are_refused(small):
    view = Scope.parse("", small)
    with pytest.raises(MetricError, match="总量"):
        inequality_scope.measure(metrics.find("vehicles_count"), view)
    with pytest.raises(MetricError, match="没有历史"):
        inequality_scope.over(metrics.find("vehicles_per_100_staff"), view, "year")


def test_the_command_prints_the_same_bytes_twice(small, capsys):
    printed = []
    for _ in range(2):
        asked = ["balance", PER_HEAD.id, "--period", "2026M09-10", "--format", "json"]
        assert main(asked) == 0
        printed.append(capsys.readouterr().out)
    answer = json.loads(printed[0])
    assert printed[0] == printed[1]
    assert (answer["measures"]["count"], len(answer["rows"])) == (3, 3)
    assert main(["balance", PER_HEAD.id, "--over", "year", "--format", "csv"]) == 0
    assert capsys.readouterr().out.startswith("period,count,mean,gini")
