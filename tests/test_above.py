"""Who files a table, read from the lines above it, and where that is shown."""

from datetime import date

import pytest

from data import quality, warehouse
from etl import above
from tests.loading import MONTHLY

OFFICE = "银川市机关事务管理局"
FIRST, SECOND = date(2026, 1, 1), date(2026, 2, 1)
ENERGY_OF_ONE = """
card: energy
version: 3
subject: energy
title: 能源资源消费月报
columns:
  electricity: {headings: [用电量], unit: kWh, required: true}
from_title: {institution_name: [填报单位]}
join: {month: [年度, 月份]}
"""
ROWS = [MONTHLY, ["一中", 2026, 1, 5, 6]]


@pytest.mark.parametrize("line, filer", [
    (["填报单位：" + OFFICE], OFFICE),
    (["填报单位 ", OFFICE], OFFICE),
    (["填报单位（盖章）：" + OFFICE], OFFICE),
    (["填报单位（公章）", "", OFFICE], OFFICE),
    ([f"报送单位：{OFFICE}（盖章）"], OFFICE),
    ([f"填 报 单 位 ： {OFFICE}　　填报日期：2026年11月5日"], OFFICE),
    (["综合机关名称：" + OFFICE, "", "单位：万元"], OFFICE),
    (["单位：万元"], None),
    (["填报单位（盖章）：", "", "单位：万元"], None),
    (["填报单位（万元）：5"], None),
    (["填报单位：张某 13912345678"], "张某 ***"),
])  # fmt: skip
def test_the_lines_above_a_table_say_who_files_it(line, filer):
    assert above.filer([["2026年能耗月报"], line]) == filer


def test_an_institution_with_a_seal_beside_it_fills_every_row(world):
    # the line above names the institution of all rows, stamped as paper forms are
    world.card("energy", ENERGY_OF_ONE)
    above_it = [["填报单位（盖章）：银川市第一中学", "", ""]]
    rows = [*above_it, ["年度", "月份", "用电量"], [2026, 1, 5], [2026, 2, 7]]
    world.load(world.roster(), world.csv("one.csv", rows))
    assert world.ask("select institution_name, month from filed_energy order by month") == [
        ("银川市第一中学", FIRST), ("银川市第一中学", SECOND)]  # fmt: skip


def test_each_file_is_listed_with_who_filed_it(world):
    stamped = [["填报单位（盖章）：" + OFFICE, "", "", "", ""], *ROWS]
    other = [["填报单位：永宁县财政局", "", "", "", ""], MONTHLY, ["永宁财政", 2026, 1, 5, 6]]
    book = world.book("two.xlsx", 甲=stamped, 乙=other)
    plain = world.csv("plain.csv", [MONTHLY, ["一中", 2026, 2, 5, 6]])
    world.load(world.roster(), book, plain)
    told = {row["file_name"]: row["filer"] for row in quality.files(warehouse.current_id())}
    assert told == {"roster.csv": None, "plain.csv": None, "two.xlsx": "永宁县财政局、" + OFFICE}
