"""Years and months across: each such heading makes a record of its own, with its own cell."""

import datetime

import pytest

from data.errors import TemplateError
from etl import cards, periods

YEARS = """
card: across
version: 1
subject: energy_year
title: 历年用电量
columns:
  institution_name: {headings: [单位名称], required: true}
spread: {into: year, value: electricity, headings: years, unit: 万kWh}
"""
MONTHS = """
card: across
version: 1
subject: energy
title: 各月用电量
columns:
  institution_name: {headings: [单位名称], required: true}
spread: {into: month, value: electricity, headings: months}
"""
FILED = "select row_no, to_number({0}), to_quantity(electricity, electricity_factor) from in_{1}"


@pytest.fixture
def world(world):
    world.load(world.roster())
    return world


def months(world):
    found = world.ask(
        "select row_no, cast(to_month(month) as varchar), electricity from in_energy order by 1, 2"
    )
    return [(row, month[:7], float(amount)) for row, month, amount in found]


@pytest.mark.parametrize("heads", [(2024, 2025), ("2024", "2025"), ("2024年", "２０２５年度")])
def test_a_ledger_with_years_across_is_one_record_a_year(world, heads):
    world.card("across", YEARS)
    rows = [["单位名称", *heads], ["一中", 3, 4.5], ["永宁财政", "", 2], ["合计", 3, 6.5]]
    world.load(world.book("a.xlsx", 历年=rows))
    # 万kWh: 3 → 30000; 4.5 → 45000; 2 → 20000; a blank cell is no record
    found = world.ask(FILED.format("year", "energy_year") + " order by 1, 2")
    assert [(row, year, float(kwh)) for row, year, kwh in found] == [
        (2, 2024, 30000), (2, 2025, 45000), (3, 2025, 20000),
    ]  # fmt: skip
    assert world.ask("select stated, ok from control_total order by 1") == [
        ("3", True),
        ("6.5", True),
    ]
    assert world.ask("from unread_column where heading like '20%'") == []


def test_a_wrong_cell_below_a_year_is_told_by_its_address(world):
    world.card("across", YEARS)
    world.load(world.csv("a.csv", [["单位名称", 2024, 2025], ["一中", 3, "约4"]]),
               world.book("b.xlsx", 历年=[["单位名称", 2024, 2025], ["永宁财政", 3, "约4"]]))  # fmt: skip
    assert world.ask("select cell, heading from quarantine order by 1") == [
        ("C2", "2025"), ("第 2 行“2025”", "2025"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "heads", [(1, 2, 12), ("1月", "２ 月", "12月份"), ("一月", "二月", "十二月")]
)
def test_months_across_take_the_year_of_the_title(world, heads):
    world.card("across", MONTHS)
    rows = [["2026年用电量"], ["单位名称", *heads], ["一中", 5, 6, "七"]]
    world.load(world.book("a.xlsx", 各月=rows))
    assert months(world) == []  # the row with a cell that is no number is refused as a whole
    assert world.ask("select cell, rule from quarantine") == [("D3", "type")]
    world.load(world.book("b.xlsx", 各月=[*rows[:2], ["一中", 5, 6, 7]]))
    assert months(world) == [(3, "2026-01", 5), (3, "2026-02", 6), (3, "2026-12", 7)]


def test_months_across_take_the_year_of_their_row(world):
    world.card("across", MONTHS.replace("months}", "months, year: 年度}"))
    rows = [["单位名称", "年度", 1, 11], ["一中", 2025, 5, 6], ["一中", "2026年", 7, "x"]]
    world.load(world.book("a.xlsx", 各月=rows))
    assert months(world) == [(2, "2025-01", 5), (2, "2025-11", 6)]
    assert world.ask("select cell, heading from quarantine") == [("D3", "11")]


def test_months_that_name_their_year_need_no_title(world):
    world.card("across", MONTHS)
    rows = [["单位名称", "2025年12月", datetime.date(2026, 1, 1), "2026.2"], ["一中", 5, 6, 7]]
    world.load(world.book("a.xlsx", 各月=rows))
    assert months(world) == [(2, "2025-12", 5), (2, "2026-01", 6), (2, "2026-02", 7)]


def test_a_heading_merged_over_the_years_gives_the_unit_and_may_be_asked_for(world):
    world.card("across", YEARS.replace("years, unit: 万kWh", "years, under: 用电量"))
    rows = [["", "用电量（万千瓦时）", "", "用水量", ""], ["", 2024, 2025, 2024, 2025],
            ["一中", 3, 4, 8, 9]]  # fmt: skip
    merged = {"A1:A2": "单位名称", "B1:C1": "用电量（万千瓦时）", "D1:E1": "用水量"}
    world.load(world.book("a.xlsx", merged, 历年=rows))
    found = world.ask(FILED.format("year", "energy_year") + " order by 1, 2")
    assert [(year, float(kwh)) for _, year, kwh in found] == [(2024, 30000), (2025, 40000)]


@pytest.mark.parametrize(
    ("title", "says"),
    [("用电量", "没有写明年份"), ("2025年、2026年用电量", "不止一个年份（2025、2026）")],
)
def test_months_without_one_year_are_refused_not_guessed(world, title, says):
    world.card("across", MONTHS)
    path = world.book("a.xlsx", 各月=[[title], ["单位名称", 1, 2], ["一中", 5, 6]])
    with pytest.raises(TemplateError, match=says):
        world.load(path)


def test_a_year_that_stands_twice_is_not_guessed(world):
    world.card("across", YEARS)
    with pytest.raises(TemplateError, match="同一类别（2025）"):
        world.load(world.book("a.xlsx", 历年=[["单位名称", 2025, "2025年"], ["一中", 5, 6]]))


@pytest.mark.parametrize(
    "heading", ["13", "0", "2026-13", "1.5", "序号", "月份", "5-01", "1—3月", "十三"]
)
def test_what_is_no_month_stands_for_none(heading):
    assert periods.label("months", "", heading) is None


def test_years_go_into_the_year_and_months_into_the_month(world):
    world.card("across", YEARS.replace("years", "months"))
    with pytest.raises(TemplateError, match="months 不是 into: month"):
        cards.load([world.folder / "cards"])
