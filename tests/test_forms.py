"""The forms of domain.md §10 as offices send them, read by the cards that ship with the project."""

import json

import pytest
from openpyxl import Workbook

from data.errors import TemplateError
from etl import check, report
from etl.__main__ import main
from tests import forms
from tests.forms import CODES, FORMS, energy_long


@pytest.fixture
def judge(tmp_path, monkeypatch):
    """Checks a form and answers a question on its records: a function (form, SQL) -> rows."""
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))

    def ask(form, sql, name="表.xlsx"):
        path = tmp_path / name
        written(form, path)
        with check.judged(path) as judged:
            checked = check.told(judged)
            assert [cell for cell in checked.result["cells"] if cell["outcome"] == "拒收"] == []
            assert all(total["ok"] for total in checked.result["control_totals"])
            return checked, judged.connection.execute(sql).fetchall()

    return ask


def written(form, path):
    book = Workbook()
    for row in form["rows"]:
        book.active.append([None if cell == "" else cell for cell in row])
    for area in form.get("merged", []):
        book.active.merge_cells(area)
    book.save(path)


def quantity(*columns):
    return ", ".join(f"to_number({each}) * {each}_factor" for each in columns)


@pytest.mark.parametrize(("name", "card", "sql", "expected"), [
    ("asset", "form_asset", f"asset_code, {quantity('original_value')}, to_day(acquired_on)::varchar"
     " from raw_asset", [("ZC1", 5200.0, "2021-03-12"), ("ZC2", 3600.0, "2019-07-01")]),
    # 17.98 万元 = 179,800 元; 2694 cc = 2.694 L
    ("vehicle_asset", "form_vehicle_asset", f"plate, state, {quantity('price', 'displacement')}"
     " from raw_vehicle", [("宁A12345", "在用", 179800.0, 1.6), ("宁A54321", "已报废", 325000.0, 2.694)]),
    ("vehicle_unit", "form_vehicle_unit", f"plate, {quantity('price', 'displacement')},"
     " to_day(purchased_on)::varchar, vehicle_use from raw_vehicle",
     [("宁A12345", 185000.0, 1.8, "2018-06-01", "应急保障用车"),
      ("宁AD1234", 139800.0, None, "2022-06-01", "应急保障用车")]),
    ("vehicle_import", "form_vehicle_import", f"plate, vehicle_type, {quantity('displacement', 'price')}"
     " from raw_vehicle", [("宁A00011", "轿车", 1.798, 185000.0), ("宁A00012", "轻型客车", 1.2, 98000.0)]),
    # 1.25 万千瓦时 = 12,500 kWh; the 其中 row is no record
    ("energy_month", "form_energy_month", f"to_month(month)::varchar, {quantity('electricity', 'electricity_cost', 'water')}"
     " from raw_energy", [("2026-03-01", 12500.0, 8125.0, 310.0)]),
    # 1.2 万度 = 12,000 kWh, 0.78 万元 = 7,800 元
    ("energy_three_rows", "form_energy_month", "to_month(month)::varchar,"
     f" {quantity('electricity', 'electricity_cost', 'gas', 'water', 'water_cost')} from raw_energy",
     [("2026-03-01", 12000.0, 7800.0, 100.0, 30.0, 120.0)]),
    ("energy_cumulative", "form_energy_month", f"{quantity('electricity', 'water')} from raw_energy", [(100.0, 5.0)]),
    ("electricity_years", "form_electricity_years", f"year, {quantity('electricity')} from raw_energy_year",
     [("2023", 100000.0), ("2024", 110000.0)]),
    ("electricity_months", "form_electricity_months", f"month, {quantity('electricity')} from raw_energy",
     [("2026-1", 10.0), ("2026-2", 11.0)]),
    ("energy_quarter", "form_energy_quarter", f"quarter, {quantity('electricity', 'water')} from raw_energy_quarter",
     [("2026年第三季度", 39000.0, 900.0), ("2026Q2", 37500.0, 880.0)]),
    ("energy_quarter_year", "form_energy_quarter_year", "quarter::varchar from filed_energy_quarter",
     [("2026-01-01",), ("2026-04-01",)]),
    ("building", "form_building", f"building_code, {quantity('building_area', 'technical_area')},"
     " to_day(in_use_from)::varchar from raw_building", [("F1", 12000.0, 7500.0, "2009-10-01")]),
    # 2,860 万元 = 28,600,000 元
    ("building_project", "form_building_project", f"project_name, users, {quantity('scale', 'estimate')}"
     " from raw_building_project", [("综合业务楼", "市审计局", 5600.0, 28600000.0)]),
    ("institution", "form_institution", "institution_code, institution_type from raw_institution",
     [("11640100010000001A", "01")]),
    ("vehicle_quota", "form_vehicle_quota", f"{quantity('general_quota', 'special_quota')} from raw_vehicle_quota",
     [(5.0, 0.0)]),
    ("vehicle_running", "form_vehicle_running", f"plate, to_month(month)::varchar, {quantity('distance', 'fuel', 'repair_cost')}"
     " from raw_vehicle_month", [("宁A12345", "2026-03-01", 2000.0, 190.0, 350.0),
                                 ("宁AD1234", "2026-03-01", 960.0, None, None)]),
    # the numbers of a merged building stand once, at its first unit
    ("office_summary", "form_office_summary", f"region, address, users, {quantity('building_area', 'basic_area')}"
     " from raw_office_summary", [("银川市", "北京中路1号", "市委办公室", 30000.0, 7600.0),
                                  ("银川市", "北京中路1号", "市审计局\n市统计局", None, 3150.0)]),
    ("office_use", "form_office_use", f"region, as_of, {quantity('staff_quota', 'vacant_rooms', 'office_area')}"
     " from raw_office_use", [("银川市", "2026-06-30", 3200.0, 12.0, 30000.0),
                              ("石嘴山市", "2026-06-30", 1800.0, None, 17000.0)]),
    ("office_clearance", "form_office_clearance", f"reporter, kind, {quantity('basic_area')} from raw_office_clearance",
     [("银川市机关事务管理局", "超标准配备", 150.5), ("银川市机关事务管理局", "闲置", 300.0)]),
    ("review", "form_review", "review_no, active, grade from raw_review", [("PJ1", "主动", "非常满意")]),
    ("property_problem", "form_property_problem", f"region, case_no, {quantity('area')} from raw_property_problem",
     [("银川市", "1", 2300.0)]),
    ("ny_basic", "form_ny_basic", f"year, part, {quantity('building_area', 'headcount')} from raw_energy_part",
     [("2025", "NY101", 3200.0, 120.0)]),
    ("ny_wide_codes", "form_ny_wide", f"year, {quantity('electricity', 'water', 'heat')} from raw_energy_year",
     [("2025", 156000.0, 1800.0, 900.0)]),
    ("ny_wide_units", "form_ny_wide", f"{quantity('electricity', 'electricity_cost')} from raw_energy_year",
     [(156000.0, 101400.0)]),
    ("ny_paper", "form_ny_long", f"institution_name, year, {quantity('electricity', 'heat')} from raw_energy_year",
     [("银川市财政局", "2025", 156000.0, 900.0)]),
    # 事业单位小计 above its parts: 3 + 1 = 4; 合计 on top: 2 + 3 + 1 + 1 = 7
    ("ny_summary", "form_ny_summary", f"reporter, year, institution_type, {quantity('institutions', 'electricity')}"
     " from raw_energy_summary", [("银川市机关事务管理局", "2025", name, n, n * 60000.0)
                                  for name, n in (("国家机关", 2.0), ("教育", 3.0), ("其他", 1.0), ("团体组织", 1.0))]),
])  # fmt: skip
def test_a_form_of_the_field_is_read_as_it_is_sent(judge, name, card, sql, expected):
    checked, found = judge(FORMS[name], f"select {sql} where file_id = 1 order by row_no, rowid")
    assert (checked.result["card"], found) == (card, expected)


def test_long_form_takes_the_unit_of_each_row_and_lists_indicators_without_a_column(judge):
    rows = energy_long(
        {"110": ("电消费量", "万千瓦时", 15.6), "105": ("液化石油气消费量", "千克", 3)}
    )
    checked, found = judge({"rows": rows}, f"select {quantity('electricity')} from raw_energy_year")
    assert found == [(156000.0,)]  # 15.6 万kWh
    assert "指标代码 105" in "\n".join(report.lines(checked))


def test_long_form_refuses_the_cell_whose_unit_is_of_another_kind(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    written({"rows": energy_long({"110": ("电消费量", "吨", 5)})}, tmp_path / "a.xlsx")
    cells = check.check(tmp_path / "a.xlsx").result["cells"]
    assert [(cell["cell"], cell["rule"]) for cell in cells] == [("G2", "unit")]
    assert "计量单位“吨”" in cells[0]["message"]


def test_the_paper_form_of_other_codes_is_named_and_not_read_by_the_codes_of_today(
    tmp_path, monkeypatch
):
    # 170 and 1702 are oils there: read by today's codes 170 would be heat
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    old = {"110": CODES["110"], "1702": ("其他用油", "升", 5), "200": ("耗热量", "百万千焦", 7)}
    written({"rows": energy_long(old)}, tmp_path / "a.xlsx")
    with pytest.raises(TemplateError, match="1702、200，是 2020 年以前的旧表.*请按现行表样转填"):
        check.check(tmp_path / "a.xlsx")


def test_long_form_without_the_main_indicator_never_takes_the_place_of_the_whole_return(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    written({"rows": energy_long({"102": CODES["102"]})}, tmp_path / "a.xlsx")
    with pytest.raises(TemplateError, match="没有指标代码 110"):
        check.check(tmp_path / "a.xlsx")


def test_long_form_with_a_heading_in_the_midst_of_a_record_takes_neither_part(
    tmp_path, monkeypatch
):
    # the page of a printout ends between electricity and gasoline of one office and year
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    head, first = energy_long({"110": CODES["110"]})
    again = energy_long({"110": CODES["110"], "150": ("汽油消费量", "升", 5)})
    written({"rows": [head, first, *again]}, tmp_path / "a.xlsx")
    found = check.check(tmp_path / "a.xlsx").result
    assert [sheet["accepted"] for sheet in found["sheets"]] == [0, 0]
    first, second = (cell["message"] for cell in found["cells"])
    assert "第 2 行起的记录" in first and "在第 4 行又出现" in first and "删去中间的表头" in first
    assert "2025）" in first and "第 4 行与本文件" in second


def test_fuel_by_mass_becomes_litres_by_the_density_of_its_day(judge):
    rows = energy_long({"110": CODES["110"], "150": ("汽油消费量", "千克", 7304)})
    _, found = judge(
        {"rows": rows}, f"select round({quantity('gasoline')}, 6) from raw_energy_year"
    )
    assert found == [(10000.0,)]  # 7304 kg / 0.7304 kg/L


def test_fuel_by_mass_before_any_density_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    rows = energy_long({"110": CODES["110"], "150": ("汽油消费量", "千克", 7304)}, year=2014)
    written({"rows": rows}, tmp_path / "a.xlsx")
    cells = check.check(tmp_path / "a.xlsx").result["cells"]
    assert [(cell["rule"], cell["value"]) for cell in cells] == [("unit", "7304")]


def test_a_form_that_says_nowhere_whose_it_is_stops_with_what_to_write(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    paper = FORMS["ny_paper"]["rows"]
    written({"rows": [row for row in paper if "单位名称" not in row[0]]}, tmp_path / "a.xlsx")
    with pytest.raises(TemplateError, match="表的上方也没有写“单位详细名称：…”"):
        check.check(tmp_path / "a.xlsx")


def test_numbers_that_name_a_person_are_crossed_out_before_anything_is_written(judge):
    form = {"rows": [list(row) for row in FORMS["review"]["rows"]]}
    form["rows"][1][-1] = "请回电13912345678，证号11010119900307851X，2025年8件"
    form["rows"].append(["填表人：李四 13812345678"])
    sql = "select comment from raw_review union all select content from unread_part"
    _, found = judge(form, sql)
    assert [row[0] for row in found] == ["请回电***，证号***，2025年8件", "填表人：李四 ***"]


def test_json_on_the_screen_has_the_refusal_of_a_file_that_cannot_be_read(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    (tmp_path / "a.csv").write_text("甲,乙\n1,2\n", "utf-8")
    assert main(["check", str(tmp_path / "a.csv"), "--json"]) == 2
    said = json.loads(capsys.readouterr().out)
    assert list(said) == ["file", "sha256", "card", "sheets", "cells", "control_totals"]
    assert (said["cells"][0]["outcome"], said["cells"][0]["rule"]) == ("拒收", "file")


@pytest.mark.parametrize(
    ("title", "words"),
    [("2026年用电量台账", "没有一列写明是哪种能源资源（只在表题里提到“电”）。请在这些列的上方加一行合并的表头“用电量（千瓦时）”"),
     ("2026年用水情况", "只在表题里提到“水”.*“用水量（立方米）”作一列"),
     ("2026年汽油消耗", "只在表题里提到“汽油”.*“汽油（升）”作一列"), ("2026年台账", "没有一列写明是哪种能源资源。请")],
)  # fmt: skip
def test_months_across_without_a_carrier_say_what_is_missing_and_what_to_do(
    tmp_path, monkeypatch, title, words
):
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    rows = [[title], ["单位名称", "1月", "2月", "3月"], [forms.OFFICE, 100, 200, 300]]
    written({"rows": rows}, tmp_path / "表.xlsx")
    with pytest.raises(TemplateError, match=words):
        check.check(tmp_path / "表.xlsx")


def test_a_house_of_which_only_the_year_is_known_starts_with_that_year(judge):
    head = ["使用单位", "楼座编号", "楼座名称", "总建筑面积（㎡）", "建成年份"]
    years = [1998, "1998", "1998年", "１９９８ 年", "1998-05"]
    rows = [head, *(["一中", f"L{at}", f"{at}号楼", 100, year] for at, year in enumerate(years))]
    asked = "select row_no, cast(in_use_from as varchar) from filed_building order by 1"
    assert judge({"rows": rows}, asked)[1] == [
        *((row, "1998-01-01") for row in (2, 3, 4, 5)), (6, "1998-05-01")]  # fmt: skip
