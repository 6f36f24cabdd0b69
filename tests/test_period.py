"""Periods and scopes as they stand in an address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import scope
from data.errors import ScopeError
from data.period import Month, Period
from data.scope import Scope

SPANS = st.tuples(st.integers(1, 12), st.integers(1, 12)).map(sorted)


@pytest.mark.parametrize(
    ("code", "label", "first", "last"),
    [
        ("2026", "2026年全年", 1, 12),
        ("2026H1", "2026年上半年", 1, 6),
        ("2026H2", "2026年下半年", 7, 12),
        ("2026Q3", "2026年第三季度", 7, 9),
        ("2026M10", "2026年10月", 10, 10),
        ("2026M01-10", "2026年1—10月", 1, 10),
    ],
)
def test_a_period_reads_as_people_say_it(code, label, first, last):
    period = Period.parse(code)
    assert (period.label, period.first, period.last, period.code) == (label, first, last, code)


@given(st.integers(1990, 2090), SPANS)
def test_a_period_written_and_read_again_is_the_same(year, span):
    period = Period(year, *span)
    assert Period.parse(period.code) == period


@given(st.text(max_size=12))
def test_anything_else_is_refused_in_one_sentence(text):
    try:
        period = Period.parse(text)
    except ScopeError as error:
        assert text in str(error) and "可用写法" in str(error)
    else:
        assert 1 <= period.first <= period.last <= 12


@pytest.mark.parametrize("bad", ["", "26", "2026M13", "2026M10-02", "2026Q5", "2026-10", "2026M1"])
def test_a_period_that_does_not_exist_is_refused(bad):
    with pytest.raises(ScopeError, match="无法识别"):
        Period.parse(bad)


def test_the_period_before_is_one_of_the_same_kind():
    assert Period.parse("2026M01").period_before() == Period.parse("2025M12")
    assert Period.parse("2026Q1").period_before() == Period.parse("2025Q4")
    assert Period.parse("2026").period_before() == Period.parse("2025")
    assert Period.parse("2026M01-10").period_before() is None
    assert Period.parse("2026M02-04").period_before() is None


@given(st.integers(0, 40000))
def test_months_count_one_by_one(index):
    assert Month.of(index).index == index
    assert Month.of(index) < Month.of(index + 1)


def test_an_address_without_parts_means_the_whole_region_and_the_year_to_date(small):
    view = Scope.parse("", small)
    assert (view.region, view.period.code, view.institution_type) == ("640000", "2026M01-10", "")
    assert view.search() == ""


@pytest.mark.parametrize(
    "search",
    ["?region=640104B", "?period=2026Q3", "?type=021", "?region=640500&period=2025M11&type=01"],
)
def test_an_address_written_again_is_the_same(small, search):
    view = Scope.parse(search, small)
    assert Scope.parse(view.search(), small) == view


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ("?region=110000", "地区代码“110000”不存在"),
        ("?region=%3Cimg%20onerror%3E", "地区代码“<img onerror>”不存在"),
        ("?period=2026Q9", "期间“2026Q9”无法识别"),
        ("?period=2019", "没有数据：现有数据自 2025-09 至 2026-10"),
        ("?type=99", "机构类型代码“99”不存在"),
        ("?type=00", "机构类型代码“00”不存在"),
    ],
)
def test_an_address_that_names_what_is_not_there_is_explained(small, search, words):
    with pytest.raises(ScopeError, match=words):
        Scope.parse(search, small)


def test_a_year_not_over_covers_only_the_months_with_data(small):
    assert Scope.parse("?period=2026", small).covered == Period.parse("2026M01-10")
    assert Scope.parse("?period=2025", small).covered == Period.parse("2025M09-12")


def test_a_region_knows_the_way_up(small):
    chain = [place["region"] for place in scope.lineage(small, "640104B")]
    assert chain == ["640000", "640100", "640104", "640104B"]
