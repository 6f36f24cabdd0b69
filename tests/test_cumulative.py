"""Sums since January become the months' own amounts; the arithmetic stands beside each."""

import pytest

from data.errors import TemplateError
from etl import cards, check

CARD = """
card: running
version: 1
subject: energy
title: 能源资源消费累计表
columns:
  institution_name: {headings: [单位名称], required: true}
  month: {headings: [截至月份], required: true}
  electricity: {headings: [累计用电量], unit: 万kWh, required: true}
  water: {headings: [用水量]}
cumulative: {electricity: year}
"""
HEAD = ["单位名称", "截至月份", "累计用电量", "用水量"]
MONTHS = (
    "select to_month(month) as month, to_quantity(electricity, electricity_factor) from in_energy"
)
REFUSED = "select cell, rule, message from quarantine order by cell"
STAGING = "select month, electricity_kwh from stg_energy order by 1"


@pytest.fixture
def world(world):
    world.card("running", CARD)
    world.load(world.roster())
    return world


def months(world):
    """The months' own kWh, by month."""
    found = world.ask(f"{MONTHS} order by 1")
    return {f"{month:%Y-%m}": float(amount) for month, amount in found}


def file(world, name, *rows):
    return world.book(name, 月报=[HEAD, *(["一中", month, amount, 1] for month, amount in rows)])


def test_a_sum_since_january_becomes_the_months_own_amount_exactly(world):
    world.load(file(world, "a.xlsx", ("2026-01", 0.1), ("2026-02", 0.3), ("2026-03", 0.7)))
    # 万kWh: 0.1; 0.3 - 0.1 = 0.2; 0.7 - 0.3 = 0.4, each × 10000
    assert months(world) == {"2026-01": 1000, "2026-02": 2000, "2026-03": 4000}
    assert [float(row[1]) for row in world.ask(STAGING)] == [1000, 2000, 4000]
    assert world.ask("select water from in_energy") == [("1",)] * 3  # not declared: as stated


def test_what_was_stated_stays_with_its_address(world):
    world.load(file(world, "a.xlsx", ("2026-01", 0.1), ("2026-02", 0.3)))
    assert world.ask(
        "select row_no, letters || row_no, stated, taken, why from rewritten_cell"
        " join source_column using (file_id, sheet, column_name) order by 1"
    ) == [(2, "C2", "0.1", "1000.0000", "cumulative"), (3, "C3", "0.3", "2000.0000", "cumulative")]
    assert world.ask("select electricity from raw_energy order by row_no") == [("0.1",), ("0.3",)]


def test_each_year_begins_anew_and_a_quarter_where_it_is_declared(world):
    world.load(file(world, "a.xlsx", ("2025-12", 9), ("2026-01", 2)))
    # December 2025 lacks November: refused; January 2026 is 2, never 2 - 9
    assert months(world) == {"2026-01": 20000}
    world.card("running", CARD.replace("{electricity: year}", "{electricity: quarter}"))
    world.load(file(world, "b.xlsx", ("2026-03", 5), ("2026-04", 3), ("2026-05", 7)), fresh=False)
    # March lacks February; April opens the quarter: 3; May: 7 - 3 = 4
    assert months(world) == {"2026-01": 20000, "2026-04": 30000, "2026-05": 40000}


def test_months_may_come_in_different_files_in_any_order(world):
    world.load(file(world, "c.xlsx", ("2026-03", 6)))
    assert months(world) == {}
    assert world.ask(REFUSED) == [
        ("C2", "cumulative", "第 2 行“累计用电量”的值“6”是 2026 年 1—3 月的累计，而没有 2 月的累计，"
         "无法算出当月数。请补报 2 月，或改报当月数。"),
    ]  # fmt: skip
    world.load(file(world, "b.xlsx", ("2026-02", 5)))
    world.load(file(world, "a.xlsx", ("2026-01", 2)))
    # 2; 5 - 2 = 3; 6 - 5 = 1
    assert months(world) == {"2026-01": 20000, "2026-02": 30000, "2026-03": 10000}
    assert world.ask(REFUSED) == []


def test_a_month_filed_again_changes_the_month_after_it_too(world):
    world.load(file(world, "a.xlsx", ("2026-01", 2), ("2026-02", 5), ("2026-03", 6)))
    world.load(file(world, "b.xlsx", ("2026-02", 4)))
    # 2; 4 - 2 = 2; 6 - 4 = 2
    assert months(world) == {"2026-01": 20000, "2026-02": 20000, "2026-03": 20000}
    assert world.ask("select old_value, new_value from revision") == [("50000", "40000")]


def test_a_sum_that_falls_is_doubted_and_the_year_stays_right(world):
    world.load(file(world, "a.xlsx", ("2026-01", 5), ("2026-02", 4), ("2026-03", 9)))
    # 5; 4 - 5 = -1; 9 - 4 = 5; together 9 as stated for March
    assert sum(months(world).values()) == 90000
    assert world.ask("select cell, message from doubt where rule = 'cumulative_falls'") == [
        ("C3", "第 3 行“累计用电量”的值“4”是累计数，比上月的累计 50,000 小，请核实。")
    ]


def test_january_filed_as_a_month_is_the_first_sum(world):
    monthly = [["单位名称", "年度", "月份", "用电量", "用水量"], ["一中", 2026, 1, 2, 3]]
    world.load(world.book("m.xlsx", 月报=monthly), file(world, "b.xlsx", ("2026-02", 5)))
    assert months(world) == {"2026-01": 20000, "2026-02": 30000}  # 2; 5 - 2 = 3


def test_institutions_are_subtracted_from_themselves_only(world):
    rows = [HEAD, ["一中", "2026-01", 2, 1], ["永宁财政", "2026-02", 5, 1], ["A1", "2026-02", 3, 1]]
    world.load(world.book("a.xlsx", 月报=rows))
    assert months(world) == {"2026-01": 20000, "2026-02": 10000}  # 一中 is A1: 3 - 2
    assert [row[0] for row in world.ask(REFUSED)] == ["C3"]


def test_a_file_is_checked_against_the_months_in_the_warehouse(world):
    world.load(file(world, "a.xlsx", ("2026-01", 5)))
    good, bad = file(world, "b.xlsx", ("2026-02", 7)), file(world, "c.xlsx", ("2026-03", 7))
    assert check.check(good, world.folder / "cards").result["cells"] == []
    (cell,) = check.check(bad, world.folder / "cards").result["cells"]
    assert (cell["cell"], cell["rule"]) == ("C2", "cumulative")


def test_a_title_that_says_cumulative_where_the_card_does_not_is_refused(world):
    rows = [["2026年1—3月累计"], ["单位名称", "年度", "月份", "用电量"], ["一中", 2026, 3, 2]]
    with pytest.raises(TemplateError, match="写着“2026年1—3月累计”.*energy"):
        world.load(world.book("a.xlsx", 月报=rows))


@pytest.mark.parametrize(
    ("right", "says"),
    [
        ("", "表头“累计用电量”是累计数"),
        ("cumulative: {electricity: month}", "可用：year、quarter"),
        ("cumulative: {electricity: year, headcount: year}", "“headcount”不是当月发生数"),
    ],
)
def test_a_card_that_contradicts_itself_about_sums_is_told(world, right, says):
    world.card("running", CARD.replace("cumulative: {electricity: year}", right))
    with pytest.raises(TemplateError, match=says):
        cards.load([world.folder / "cards"])


def beside(world, heads, *rows):
    """The cells doubted of a file with the month's own amount and the sum beside it."""
    world.card("energy", OWN)
    head = ["单位名称", "月份", *heads]
    path = world.book("a.xlsx", 月报=[head, *(["一中", *row] for row in rows)])
    world.load(world.roster(), path, fresh=True)
    return world.ask("select cell, rule, message from doubt order by row_no")


OWN = """
card: energy
version: 1
subject: energy
title: 能源资源消费月报
columns:
  institution_name: {headings: [单位名称], required: true}
  month: {headings: [月份], required: true}
  electricity: {headings: [用电量, 用电量/本月], required: true}
"""


def test_a_month_is_checked_by_the_sums_beside_it(world):
    heads = ("用电量", "本年累计用电量（万kWh）")
    # sums 0.5, 0.9, 1.4 万kWh: 5000, 9000 - 5000 = 4000, 14000 - 9000 = 5000, of which 4000 is told
    rows = [("2026-01", 5000, "0.5000"), ("2026-02", 4000, "0.9000"), ("2026-03", 4000, "1.4000")]
    ((cell, rule, said),) = beside(world, heads, *rows)
    assert (cell, rule) == ("C4", "control_total")
    assert "与累计之差 5,000 不符" in said
    assert beside(world, heads, *rows[:2]) == []


def test_a_sum_smaller_than_its_month_shows_that_the_two_changed_places(world):
    # May alone: no sum of April to take away, but 30 since January cannot be less than May's 70
    ((cell, _, said),) = beside(world, ("用电量/本月", "用电量/累计"), ("2026-05", 70, 30))
    assert cell == "C2" and "填反" in said
    assert beside(world, ("用电量/本月", "用电量/累计"), ("2026-05", 30, 70)) == []
