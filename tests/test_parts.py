"""Rows 其中 are parts of the row above: never records, and together no more than the whole."""

import pytest

from etl import check

CARD = """
card: plain
version: 1
subject: energy
title: 月报
columns:
  institution_name: {headings: [单位名称], required: true}
  month: {headings: [月份], required: true}
  electricity: {headings: [用电量], required: true}
  water: {headings: [用水量]}
"""
HEAD = ["单位名称", "月份", "用电量", "用水量"]


@pytest.fixture
def world(world):
    world.card("plain", CARD)
    return world


def totals(world, *rows):
    found = check.check(world.book("a.xlsx", 月报=[HEAD, *rows]), world.folder / "cards")
    return found, [(t["cell"], t["stated"], t["computed"], t["ok"])
                   for t in found.result["control_totals"]]  # fmt: skip


def test_parts_are_no_records_and_may_be_no_more_than_what_they_are_part_of(world):
    found, seen = totals(
        world, ["甲", "2026-01", 100, 9], ["其中：机关", "", 60, 5], ["其中：食堂", "", 50, 1],
        ["乙", "2026-01", 70, 3], ["合计", "", 170, 12], ["其中：供暖", "", 20, ""],
    )  # fmt: skip
    assert found.count("rows_read") == found.count("accepted") == 2
    # 甲: 60 + 50 = 110 is over 100, 5 + 1 = 6 is not over 9; of the 合计 20 of 170;
    # 合计 itself: 100 + 70 and 9 + 3, no part counted
    assert seen == [
        ("C2", "100", 110, False), ("D2", "9", 6, True),
        ("C6", "170", 170, True), ("C6", "170", 20, True), ("D6", "12", 12, True),
    ]  # fmt: skip
    (cell,) = found.result["cells"]
    assert (cell["cell"], cell["outcome"], cell["rule"]) == ("C2", "存疑", "control_total")
    assert "“100”小于其下“其中”各行之和 110" in cell["message"]
    assert [note for note in found.notes if "第 3 行" in note and "只作核对" in note]


def test_parts_that_are_no_numbers_are_left_undecided(world):
    _, seen = totals(world, ["甲", "2026-01", 100, ""], ["其中：机关", "", "约60", ""])
    assert seen == [("C2", "100", None, None)]


def test_a_remark_that_begins_so_is_no_part(world):
    found, seen = totals(world, ["甲", "2026-01", 100, 9], ["其中：食堂用电由物业分摊", "", "", ""])
    assert (found.count("rows_read"), seen) == (1, [])


def test_in_long_form_an_indicator_named_so_is_data(world):
    world.card("long", """
card: long
version: 1
subject: energy_year
title: 竖表
columns: {}
from_title: {institution_name: [填报单位], year: [报告期]}
unpivot: {code: 指标代码, value: 本期数, codes: {"110": electricity, "320": heating_electricity}}
""")  # fmt: skip
    rows = [["填报单位：甲", "", ""], ["报告期：2025年", "", ""], ["指标名称", "指标代码", "本期数"],
            ["电消费量", "110", 500], ["其中：采暖用电", "320", 100]]  # fmt: skip
    path = world.book("b.xlsx", 表=rows)
    with check.judged(path, world.folder / "cards") as found:
        asked = "select electricity, heating_electricity from filed_energy_year"
        assert found.connection.execute(asked).fetchall() == [(500, 100)]
