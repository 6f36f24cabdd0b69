"""Doubts: which records are to be looked at again, from round figures worked by hand."""

import csv
import shutil

import pytest

from data import paths, reference, warehouse
from etl import rules

FULL = """
card: full
version: 1
subject: energy
title: 能耗月报
columns:
  institution_name: {headings: [单位], required: true}
  month: {headings: [月份], required: true}
  building_area: {headings: [建筑面积]}
  headcount: {headings: [人数]}
  electricity: {headings: [用电量], unit: kWh, required: true}
  electricity_cost: {headings: [电费], unit: 元}
  water: {headings: [水量], unit: m3}
"""
HEAD = ["单位", "月份", "建筑面积", "人数", "用电量", "电费", "水量"]
CAR = """
card: car
version: 1
subject: vehicle
title: 车辆台账
columns:
  institution_name: {headings: [单位]}
  plate: {headings: [车牌号], required: true}
  tank: {headings: [油箱], unit: L, required: true}
  purchased_on: {headings: [购置日期], required: true}
  scrapped_on: {headings: [报废日期]}
"""
TRIP = """
card: trip
version: 1
subject: vehicle_month
title: 车辆月报
columns:
  plate: {headings: [车牌], required: true}
  month: {headings: [月份], required: true}
  distance: {headings: [里程], unit: km, required: true}
  odometer: {headings: [表数], unit: km}
  fuel: {headings: [加油], unit: L}
"""


@pytest.fixture
def world(world):
    for name, text in (("full", FULL), ("car", CAR), ("trip", TRIP)):
        world.card(name, text)
    return world


def doubted(world, *columns):
    names = ", ".join(columns or ("rule", "cell"))
    return world.ask(f"select {names} from doubt order by rule, cell")


def monthly(world, *rows, name="full.xlsx"):
    return world.load(world.roster(), world.book(name, 月报=[HEAD, *map(list, rows)]))


def test_every_rule_has_its_row_and_numbers_are_plain():
    assert {row["outcome"] for row in reference.table("rules")} <= {"拒收", "存疑", "通过"}
    for row in reference.table("rules"):
        assert all(float(row[column]) > 0 for column in rules.THRESHOLDS if row[column]), row


def test_a_change_of_a_tenth_is_allowed_and_more_is_doubted_but_stays(world):
    # 1000 to 1100 is 10 %, 1100 to 1220 is 10.9 %; 50 to 56 people is 12 %, 3 of 20 are too few
    monthly(world, ("一中", "2026-01", 1000, 50, 101, "", 1), ("一中", "2026-02", 1100, 56, 102, "", 2),
            ("一中", "2026-03", 1220, 56, 103, "", 3), ("一中", "2026-05", 9000, 56, 103, "", 3))  # fmt: skip
    assert doubted(world) == [("area_change", "C4"), ("headcount_change", "D3")]
    assert len(world.ask("from in_energy")) == 4
    assert doubted(world, "message")[0][0] == (
        "第 4 行“建筑面积”的值“1220”与上月的 1,100 m²相比变化 11 %，请核实。"
    )
    counts = "select rows_accepted, rows_doubtful, rows_refused from dim_source where card = 'full'"
    assert world.ask(counts) == [(4, 2, 0)]


def test_a_month_before_may_stand_in_an_older_file(world):
    monthly(world, ("一中", "2026-01", 1000, 50, 101, "", 1))
    world.load(world.book("b.xlsx", 月报=[HEAD, ["一中", "2026-02", 2000, 50, 102, "", 1]]))
    assert doubted(world, "rule", "file_id") == [("area_change", 3)]


def test_a_price_outside_its_band_is_doubted_with_the_price(world):
    # 70 / 100 = 0.7; 130 / 100 = 1.3 over 1.2; 0.007 / 100: in 万元
    monthly(world, ("一中", "2026-01", "", "", 100, 70, 1), ("一中", "2026-02", "", "", 100, 130, 1),
            ("一中", "2026-03", "", "", 100, 0.007, 1), ("一中", "2026-04", "", "", 0, 70, 1))  # fmt: skip
    assert doubted(world) == [("price_electricity", "F3"), ("price_electricity", "F4")]
    assert "折合单价 1.3 元/kWh" in doubted(world, "message")[0][0]


def test_a_negative_number_is_doubted_in_any_spelling(world):
    monthly(
        world, ("一中", "2026-01", "", "", -5, "", 1), ("一中", "2026-02", "", "", "－5", "", 1)
    )
    assert doubted(world) == [("negative", "E2"), ("negative", "E3")]


@pytest.mark.parametrize(("months", "found"), [(5, []), (6, [("same_reading", "E7")])])
def test_six_same_readings_running_are_doubted_once_at_the_last(world, months, found):
    rows = [("一中", f"2026-0{at}", "", "", 321, "", at) for at in range(1, months + 1)]
    monthly(world, *rows, ("一中", "2026-09", "", "", 322, "", 9))
    assert doubted(world) == found


def test_a_copy_of_last_year_is_doubted_after_three_months(world):
    year = [("一中", f"{year}-0{at}", "", "", 300 + at, "", 40 + at)
            for year in (2025, 2026) for at in (1, 2, 3)]  # fmt: skip
    monthly(world, *year)
    assert doubted(world) == [("copied_last_year", "E7")]


def test_round_readings_are_doubted_unless_the_sender_rounds_everything(world):
    some = [("一中", f"2026-0{at}", "", "", at * 1000, "", at) for at in range(1, 7)]
    plain = [("永宁县财政局", f"2026-0{at}", "", "", 777 + at, "", at) for at in range(1, 8)]
    monthly(world, *some, *plain)
    assert doubted(world) == [("round_reading", "E7")]
    world.load(world.book("c.xlsx", 月报=[HEAD, *map(list, some)]), fresh=True)
    assert doubted(world) == []


def test_vehicles_contradict_their_ledger(world):
    cars = [["单位", "车牌号", "油箱", "购置日期", "报废日期"],
            ["一中", "宁A00001", 50, "2015-01-01", ""], ["一中", "宁A00002", 50, "2015-01-01", "2026-01-20"],
            ["一中", "宁A00003", 50, "2015-01-01", "2014-01-01"]]  # fmt: skip
    trips = [["车牌", "月份", "里程", "表数", "加油"],
             ["宁A00001", "2026-01", 400, 1000, 125], ["宁A00001", "2026-02", 400, 900, 126],
             ["宁A00002", "2026-01", 400, 1000, 20], ["宁A00002", "2026-02", 0, 1000, 20]]  # fmt: skip
    world.load(world.roster(), world.book("car.xlsx", 台账=cars), world.book("t.xlsx", 月报=trips))
    # 50 L × (1.5 + 400 / 400) = 125 L are plausible, 126 are not
    assert doubted(world) == [("fuel_over_tank", "E3"), ("odometer_falls", "D3"),
                              ("scrapped_before_purchased", "E4"), ("scrapped_but_fuelled", "E5")]  # fmt: skip


PRICED = """
card: priced
version: 1
subject: vehicle
title: 购车价
columns:
  institution_name: {headings: [单位]}
  plate: {headings: [车牌号], required: true}
  price: {headings: [购价], unit: 元, required: true}
  purchased_on: {headings: [购置日期], required: true}
"""


def test_a_price_exactly_at_the_limit_of_its_day_is_doubted(world):
    # 180,000 yuan is a limit since 2017-12-05; one yuan below, and the day before it held, are not
    world.card("priced", PRICED)
    rows = [["单位", "车牌号", "购价", "购置日期"], ["一中", "宁A00001", 180000, "2018-01-01"],
            ["一中", "宁A00002", 179999, "2018-01-01"], ["一中", "宁A00003", 180000, "2017-12-04"],
            ["一中", "宁A00004", "18万", "2017-12-05"]]  # fmt: skip
    world.load(world.roster(), world.book("p.xlsx", 台账=rows))
    assert doubted(world) == [("price_at_limit", "C2"), ("price_at_limit", "C5")]


def test_two_institutions_with_the_same_readings_in_a_month_are_both_doubted(world):
    # 2026-01: both 12340 kWh and 56 m³; 02: water differs; 03: 9990 kWh are below 10,000
    monthly(world, *((name, month, "", "", use, "", water) for month, use, waters in (
        ("2026-01", 12340, (56, 56)), ("2026-02", 12350, (56, 57)), ("2026-03", 9990, (9, 9)))
        for name, water in zip(("一中", "永宁县财政局"), waters, strict=True)))  # fmt: skip
    assert doubted(world) == [("identical_pair", "E2"), ("identical_pair", "E3")]


FUELS = """
card: fuels
version: 1
subject: energy
title: 用油表
columns:
  institution_name: {headings: [单位], required: true}
  month: {headings: [月份], required: true}
  gasoline: {headings: [汽油], unit: L, required: true}
  gasoline_cost: {headings: [汽油费], unit: 元, required: true}
  diesel: {headings: [柴油], unit: L, required: true}
  diesel_cost: {headings: [柴油费], unit: 元, required: true}
"""


def test_fuel_prices_outside_their_band_are_doubted(world):
    # petrol 1200 / 100 = 12 and diesel 450 / 100 = 4.5 are allowed; 12.01 and 4.49 are not
    world.card("fuels", FUELS)
    rows = [["单位", "月份", "汽油", "汽油费", "柴油", "柴油费"], ["一中", "2026-01", 100, 1200, 100, 450],
            ["一中", "2026-02", 100, 1201, 100, 449]]  # fmt: skip
    world.load(world.roster(), world.book("f.xlsx", 月报=rows))
    assert doubted(world) == [("price_diesel", "F3"), ("price_gasoline", "D3")]


def test_a_rule_counts_from_the_day_it_holds_and_may_be_let_pass(world, monkeypatch, tmp_path):
    folder = tmp_path / "reference"
    shutil.copytree(paths.REFERENCE, folder)
    with (folder / "rules.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["rule"] == "price_electricity":
            row["valid_from"] = "2026-02-01"
        if row["rule"] == "negative":
            row["outcome"] = "通过"
    with (folder / "rules.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    monkeypatch.setattr(paths, "REFERENCE", folder)
    monthly(world, ("一中", "2026-01", "", "", 100, 500, 1), ("一中", "2026-02", "", "", 100, 500, 1),
            ("一中", "2026-03", "", "", -100, 500, 1))  # fmt: skip
    assert doubted(world) == [("price_electricity", "F3")]


def test_a_price_band_may_be_followed_by_another_from_a_day_on(world, monkeypatch, tmp_path):
    # 1.3 yuan is above 1.2 until June and within 1.4 from July on; 1.5 is above both
    folder = tmp_path / "reference"
    shutil.copytree(paths.REFERENCE, folder)
    lines = (folder / "rules.csv").read_text("utf-8").splitlines()
    row = next(line for line in lines if line.startswith("price_electricity"))
    old = row.replace(",,,待核", ",,2026-06-30,待核")
    new = row.replace(",,,待核", ",2026-07-01,,待核").replace("0.3,1.2", "0.3,1.4")
    assert len({row, old, new}) == 3
    (folder / "rules.csv").write_text("\n".join([*lines, new]).replace(row, old, 1), "utf-8")
    monkeypatch.setattr(paths, "REFERENCE", folder)
    monthly(world, *(("一中", month, "", "", 100, cost, 1) for month, cost in (
        ("2026-06", 130), ("2026-07", 130), ("2026-08", 150))))  # fmt: skip
    assert doubted(world) == [("price_electricity", "F2"), ("price_electricity", "F4")]


def test_subtotals_cover_their_part_and_totals_everything(world):
    def row(name, month, use):
        return (name, month, "", "", use, "", "")

    monthly(world, row("一中", "2026-01", 10.5), row("一中", "2026-02", 2), row("小计", "", 12.5),
            row("一中", "2026-03", 3), row("小 计", "", 4), row("合计", "", "15.5"),
            row("总计", "", 15))  # fmt: skip
    totals = "select row_no, stated, computed, ok from control_total order by row_no"
    assert world.ask(totals) == [(4, "12.5", 12.5, True), (6, "4", 3, False),
                                 (7, "15.5", 15.5, True), (8, "15", 15.5, True)]  # fmt: skip
    assert doubted(world, "cell", "message") == [
        ("E6", "第 6 行“用电量”的小计“4”与所含各行之和 3 不符（相差 1），请核对。")
    ]
    assert world.ask("select rows_doubtful from dim_source where card = 'full'") == [(0,)]


def test_a_total_over_a_cell_that_is_no_number_is_left_undecided(world):
    monthly(world, ("一中", "2026-01", "", "", 10, "", ""), ("一中", "2026-02", "", "", "约5", "", ""),
            ("合计", "", "", "", 15, "", ""))  # fmt: skip
    assert world.ask("select computed, ok from control_total") == [(None, None)]
    assert doubted(world) == []


def test_a_secret_row_is_refused_and_its_words_are_nowhere_in_the_warehouse(world):
    result = monthly(world, ("一中涉密车辆处", "2026-01", "", "", 10, "", ""),
                     ("一中", "2026-02", "", "", 20, "", ""))  # fmt: skip
    assert world.ask("select rule, cell, value from quarantine") == [("secret", None, None)]
    assert world.ask("select rows_read, rows_accepted, rows_refused from dim_source"
                     " where card = 'full'") == [(2, 1, 1)]  # fmt: skip
    content = (warehouse.folder() / f"{result.snapshot}.duckdb").read_bytes()
    assert "一中涉密车辆处".encode() not in content
    assert world.ask("select electricity from raw_energy") == [("20",)]


def test_personal_columns_are_listed_and_no_card_may_ask_for_them(world):
    rows = [
        ["单位", "月份", "用电量", "填表人手机号", "备注"],
        ["一中", "2026-01", 5, "13800000000", "x"],
    ]
    result = world.load(world.roster(), world.book("p.xlsx", 月报=rows))
    assert world.ask("select heading, reason from unread_column order by 1") == [
        ("填表人手机号", "个人信息，不入库"), ("备注", ""),
    ]  # fmt: skip
    content = (warehouse.folder() / f"{result.snapshot}.duckdb").read_bytes()
    assert b"13800000000" not in content
    world.card("full", FULL.replace("[水量]", "[身份证号]"))
    with pytest.raises(Exception, match="不得入库"):
        world.load(world.book("q.xlsx", 月报=rows))


def test_what_a_later_filing_changes_stays_visible(world):
    monthly(
        world, ("一中", "2026-01", 1000, 50, 101, "", 1), ("一中", "2026-02", 1000, 50, 102, "", 1)
    )
    again = [
        HEAD,
        ["一中", "2026-01", "1,000", 50, 150, 99, 1],
        ["一中", "2026-02", 1000, 50, 102, "", 1],
    ]
    world.load(world.book("b.xlsx", 月报=again))
    world.load(world.book("c.xlsx", 月报=[HEAD, ["一中", "2026-01", 1000, 50, 160, 99, 1]]))
    found = "select key, column_name, old_value, new_value, old_file_id, new_file_id from revision"
    assert world.ask(f"{found} order by old_file_id, column_name") == [
        ("A1、2026-01-01", "electricity", "101", "150", 2, 3),
        ("A1、2026-01-01", "electricity_cost", None, "99", 2, 3),
        ("A1、2026-01-01", "electricity", "150", "160", 3, 4),
    ]
