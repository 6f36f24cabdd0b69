"""python -m etl check: the sender's file judged without being loaded, and given back marked."""

import json
import time
import zipfile

import pytest
import xlsxwriter
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from data import warehouse
from etl import __main__ as command
from etl import build, cards, check, publish, report, returned
from tests import corpus
from tests.loading import MONTHLY

FULL_KEYS = ["file", "sha256", "card", "sheets", "cells", "control_totals"]


@pytest.fixture
def world(world, monkeypatch):
    monkeypatch.setattr(cards, "FOLDER", world.folder / "cards")
    return world


def run(world, path, *more):
    """Exit code and the JSON object of a check."""
    out = world.folder / "out.json"
    code = command.main(["check", str(path), "--json", str(out), "--out", str(world.folder), *more])
    return code, json.loads(out.read_text("utf-8")) if out.exists() else None


BAD = [["某局能耗月报"], MONTHLY, ["一中", 2026, 1, 5, 6], ["一中", 2026, 2, "约5", 6],
       ["一中", 2026, 1, 9, 6], ["一中", 2026, 3, -4, 6], ["合计", "", "", 10, 24]]  # fmt: skip


def test_the_object_of_a_file_is_exactly_what_is_promised(world, monkeypatch, capsys):
    monkeypatch.setattr(check.check, "__defaults__", (world.folder / "cards",))
    path = world.book("某局.xlsx", 月报=BAD)
    code, found = run(world, path)
    assert code == 1
    assert list(found) == FULL_KEYS
    assert (found["file"], found["sha256"], found["card"]) == (
        "某局.xlsx", publish.sha256(path), "energy",
    )  # fmt: skip
    # rows 3 to 6 of the sheet: 4 no number, 5 the same record as 3, 6 negative
    assert found["sheets"] == [
        {"sheet": "月报", "rows_read": 4, "accepted": 2, "refused": 2, "doubtful": 1}
    ]
    assert [(c["cell"], c["outcome"], c["rule"], c["value"]) for c in found["cells"]] == [
        ("D4", "拒收", "type", "约5"),
        ("5:5", "拒收", "duplicate", "一中、2026-01-01"),
        ("D6", "存疑", "negative", "-4"),
    ]
    assert all(
        list(c) == ["sheet", "cell", "outcome", "rule", "message", "value"] for c in found["cells"]
    )
    # 6 + 6 + 6 + 6 = 24; electricity has a cell that is no number
    assert found["control_totals"] == [
        {"sheet": "月报", "cell": "D7", "stated": "10", "computed": None, "ok": None},
        {"sheet": "月报", "cell": "E7", "stated": "24", "computed": 24.0, "ok": True},
    ]
    said = capsys.readouterr().out
    assert "拒收 月报 D4：第 4 行“用电量”的值“约5”不是数值" in said and "没有可用的机构名录" in said
    assert not (world.folder / "var" / "snapshots").exists()


def test_the_workbook_comes_back_with_marked_cells_comments_and_a_notice(world, monkeypatch):
    monkeypatch.setattr(check.check, "__defaults__", (world.folder / "cards",))
    path = world.book("某局.xlsx", 月报=BAD)
    before = path.read_bytes()
    run(world, path)
    book = load_workbook(world.folder / "某局_核验.xlsx")
    assert book.sheetnames == [returned.NOTICE, "月报"]
    page = book["月报"]
    assert page["D4"].fill.fgColor.rgb == "00FF9C9C" and page["D6"].fill.fgColor.rgb == "00FFD966"
    assert page["B5"].fill.fgColor.rgb == "00FF9C9C"
    assert (
        page["D4"].comment.text == "拒收 D4：第 4 行“用电量”的值“约5”不是数值，请改正后重新报送。"
    )
    assert page["D3"].comment is None and page["D4"].value == "约5"
    notice = [cell.value for row in book[returned.NOTICE].iter_rows() for cell in row if cell.value]
    assert notice[0] == "数据质量通知单" and "文件：某局.xlsx" in notice
    assert "结论：2 行不能接收，请改正标红的单元格后重新报送。" in notice
    assert path.read_bytes() == before


def test_a_text_table_comes_back_as_a_workbook_marked_the_same_way(world, monkeypatch):
    monkeypatch.setattr(check.check, "__defaults__", (world.folder / "cards",))
    rows = [MONTHLY, ["一中", 2026, 1, "=1+1", 6], ["一中", 2026, 2, "5", 6]]
    code, found = run(world, world.csv("月报.csv", rows, encoding="gb18030"))
    assert (code, [cell["cell"] for cell in found["cells"]]) == (1, ["D2"])
    page = load_workbook(world.folder / "月报_核验.xlsx")["月报"]
    assert (page["D2"].value, page["D2"].data_type, page["D3"].value) == ("=1+1", "s", "5")
    assert "不是数值" in page["D2"].comment.text


OTHERS = {
    "月报.xls": corpus.xls, "月报.et": corpus.xls, "月报.ods": corpus.ods, "网页.xls": corpus.page,
    "月报.csv": corpus.plain, "旧格式.xlsx": corpus.xls, "文字.xlsx": corpus.plain,
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_other_kinds_come_back_as_a_copy_marked_at_the_same_addresses(
    name, world, monkeypatch, capsys
):
    monkeypatch.setattr(check.check, "__defaults__", (world.folder / "cards",))
    rows = [["某局", "", "", "", ""], MONTHLY, ["一中", 2026, 1, 5, 6], ["一中", 2026, 2, "约5", 6]]
    path = world.write(name, OTHERS[name](rows))
    code, found = run(world, path)
    assert (code, [cell["cell"] for cell in found["cells"]]) == (1, ["D4"])
    book = load_workbook(world.folder / f"{path.stem}_核验.xlsx")
    page = book[book.sheetnames[1]]
    marked = {cell.coordinate for row in page.iter_rows() for cell in row if cell.comment}
    assert (marked, page["D4"].value) == ({"D4"}, "约5")
    assert "“约5”不是数值" in page["D4"].comment.text and page["D4"].fill.fgColor.rgb == "00FF9C9C"
    assert returned.COPIED in capsys.readouterr().out
    assert returned.COPIED in [cell.value for cell in book[returned.NOTICE]["A"]]


def test_thousands_of_wrong_cells_are_grouped_for_eyes_and_complete_elsewhere(
    world, monkeypatch, capsys
):
    monkeypatch.setattr(check.check, "__defaults__", (world.folder / "cards",))
    # 5,000 rows: electricity is wrong in every row, water in every tenth
    rows = [[f"单位{at}", 2026, 1, "约5", "?" if at % 10 == 0 else 6] for at in range(5000)]
    code, found = run(world, world.book("多.xlsx", 月报=[MONTHLY, *rows]))
    assert (code, len(found["cells"])) == (1, 5500)
    said = capsys.readouterr().out
    assert "共 5,500 处" in said and len(said.splitlines()) < 12
    assert "拒收 月报 D2、D3、D4、D5、D6 等 5,000 处：如第 2 行“用电量”的值“约5”不是数值" in said
    assert "拒收 月报 E2、E12、E22、E32、E42 等 500 处" in said
    book = load_workbook(world.folder / "多_核验.xlsx")
    marked = sum(bool(cell.comment) for row in book["月报"].iter_rows() for cell in row)
    assert marked == 5500
    assert book[returned.NOTICE].max_row < 20
    assert book[returned.NOTICE].page_setup.fitToHeight == 1


def test_more_kinds_of_wrong_cells_than_lines_are_counted_in_the_last(world):
    cells = [{"outcome": "存疑", "sheet": "表", "cell": f"{letter}{row}", "rule": "type", "message": "甲"}
             for letter in "ABCDE" for row in range(1, 10 if letter == "C" else 4)]  # fmt: skip
    # 9 of column C come first, then 3 each of A and B; 6 of D and E are left
    told = report.problems(cells, 3)
    assert [one["cell"] for one in told] == [
        "C1、C2、C3、C4、C5 等 9 处",
        "A1、A2、A3",
        "B1、B2、B3",
    ]
    assert told[-1]["message"] == "如甲（另有 6 处，见标注后的工作簿）"
    assert report.problems(cells[:3], 3) == cells[:3]


def test_a_clean_file_is_0_and_one_that_cannot_be_read_is_2(world, monkeypatch, capsys):
    monkeypatch.setattr(check.check, "__defaults__", (world.folder / "cards",))
    clean = world.book("好.xlsx", 月报=[MONTHLY, ["一中", 2026, 1, 5, 6]])
    code, found = run(world, clean)
    assert (code, found["cells"]) == (0, [])
    assert "没有发现问题" in capsys.readouterr().out
    for path in (world.csv("别的.csv", [["x"], ["1"]]), world.write("空.xlsx", b""),
                 world.folder / "没有.xlsx"):  # fmt: skip
        assert command.main(["check", str(path)]) == 2
        assert "错误：" in capsys.readouterr().err


def test_a_warehouse_lends_its_roster_and_the_months_before(world):
    first = world.load(world.roster(), world.book("a.xlsx", 月报=[
        MONTHLY, *(["一中", 2025, month, 7, 6] for month in range(8, 13))]))  # fmt: skip
    path = world.book("b.xlsx", 月报=[MONTHLY, ["一中", 2026, 1, 7, 6], ["无名局", 2026, 1, 5, 6]])
    found = check.check(path, world.folder / "cards")
    assert [(c["cell"], c["rule"]) for c in found.result["cells"]] == [
        ("D2", "same_reading"), ("A3", "institution"),
    ]  # fmt: skip
    assert (found.notes, report.exit_code(found)) == ([], 1)
    assert warehouse.current_id() == first.snapshot


def test_sheets_and_columns_that_were_not_read_are_told(world):
    rows = [[*MONTHLY, "手机号"], ["一中", 2026, 1, 5, 6, "13800000000"]]
    found = check.check(
        world.book("a.xlsx", 月报=rows, 说明=[["填表说明"]]), world.folder / "cards"
    )
    said = "\n".join(report.lines(found))
    assert "手机号（个人信息，不入库）" in said and "工作表“说明”没有读取" in said
    assert "13800000000" not in said


def test_control_characters_of_a_sender_do_not_break_the_workbook_that_goes_back(world):
    path = world.csv("a.csv", [MONTHLY, ["一中", 2026, 1, "5\x0b\uffff", 6]])
    found = check.check(path, world.folder / "cards")
    page = load_workbook(returned.write(found, world.folder)[0])["a"]
    assert page["D2"].value == "5" and "不是数值" in page["D2"].comment.text


def test_a_file_refused_as_a_whole_comes_back_with_the_place_marked(world, monkeypatch, capsys):
    monkeypatch.setattr(check.check, "__defaults__", (world.folder / "cards",))
    rows = [["某局能耗月报"], ["单位：亿元"], MONTHLY[:4], ["一中", 2026, 1, 5]]
    rows[2] = [*MONTHLY[:3], "用电量（元）"]
    code, found = run(world, world.book("矛盾.xlsx", 月报=rows))
    (cell,) = found["cells"]
    assert (code, cell["sheet"], cell["cell"], cell["rule"]) == (2, "月报", "D3", "file")
    book = load_workbook(world.folder / "矛盾_核验.xlsx")
    assert book.sheetnames == [report.NOTICE, "月报"]
    page = book["月报"]
    assert page["D3"].fill.fgColor.rgb == "00FF9C9C" and "元" in page["D3"].comment.text
    assert page["C3"].comment is None
    notice = [c.value for row in book[report.NOTICE].iter_rows() for c in row if c.value]
    assert "结论：整个文件不能接收，请按上面的原因改正后重新报送。" in notice


def test_of_a_sheet_no_card_knows_the_heading_is_marked(world, monkeypatch):
    monkeypatch.setattr(check.check, "__defaults__", (world.folder / "cards",))
    rows = [["菜单"], ["菜名", "价格", "日期"], ["土豆", 3, "2026-01-01"]]
    _, found = run(world, world.book("菜单.xlsx", 表=rows))
    assert [(cell["sheet"], cell["cell"]) for cell in found["cells"]] == [("表", "2:2")]
    page = load_workbook(world.folder / "菜单_核验.xlsx")["表"]
    assert [page[f"{at}2"].fill.fgColor.rgb for at in "ABC"] == ["00FF9C9C"] * 3


def test_a_file_that_cannot_be_opened_comes_back_as_a_notice_alone(world, capsys):
    path = world.write("图.xlsx", b"\x89PNG\r\n")
    code, found = run(world, path)
    assert (code, [cell["cell"] for cell in found["cells"]]) == (2, [""])
    assert load_workbook(world.folder / "图_核验.xlsx").sheetnames == [report.NOTICE]


def test_a_load_of_which_nothing_is_accepted_says_what_to_load_first(world, monkeypatch, capsys):
    monkeypatch.setattr(cards, "FOLDER", world.folder / "cards")
    monkeypatch.setattr(build.load, "__kwdefaults__", build.load.__kwdefaults__ | {
        "cards_folder": world.folder / "cards", "models_folder": world.folder / "models"})  # fmt: skip
    path = world.book("a.xlsx", 月报=[MONTHLY, ["一中", 2026, 1, 5, 6]])
    assert command.main(["load", str(path)]) == 1
    assert "请先装载机构名录" in capsys.readouterr().err
    assert command.main(["load", str(world.roster())]) == 0
    assert world.ask("select electricity from in_energy") == [("5",)]  # let in by the roster


def test_nothing_of_the_senders_workbook_is_lost_when_it_comes_back(world, monkeypatch):
    monkeypatch.setattr(check.check, "__defaults__", (world.folder / "cards",))
    path = world.folder / "图.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("月报")
        bold = book.add_format({"bold": True})
        for at, row in enumerate(BAD):
            page.write_row(at, 0, row)
        page.write_rich_string("B4", bold, "一", "中")
        page.write_formula("J1", "=D5+1", None, 42)
        page.write_comment("D4", "请核对")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=月报!$D$3:$D$6"})
        page.insert_chart("H8", chart)
        book.define_name("月报!范围", "=月报!$A$1:$B$2")
    run(world, path)
    done = world.folder / "图_核验.xlsx"
    before, after = (zipfile.ZipFile(one) for one in (path, done))
    kept = {name for name in before.namelist() if "chart" in name or "sharedStrings" in name}
    assert len(kept) > 1 and all(before.read(name) == after.read(name) for name in kept)
    sheet = after.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>D5+1</f><v>42</v>" in sheet and "tabSelected" not in sheet
    assert 'localSheetId="1"' in after.read("xl/workbook.xml").decode()
    page = load_workbook(done)["月报"]
    assert page["D4"].fill.fgColor.rgb == "00FF9C9C"
    assert page["D4"].comment.text.startswith("请核对\n拒收 D4")
    assert [
        row[0] for row in CalamineWorkbook.from_path(done).get_sheet_by_name("月报").iter_rows()
    ]


def test_a_sheet_of_a_hundred_thousand_blank_rows_comes_back_in_seconds(world, monkeypatch):
    monkeypatch.setattr(check.check, "__defaults__", (world.folder / "cards",))
    path = world.folder / "空行.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page, edged = book.add_worksheet("月报"), book.add_format({"border": 1})
        for at, row in enumerate(BAD):
            page.write_row(at, 0, row)
        for at in range(len(BAD), 100_000):
            page.write_row(at, 0, [None] * 6, edged)
    started = time.process_time()
    run(world, path)
    assert time.process_time() - started < 10  # 2.5 s; openpyxl alone takes 15
    assert (world.folder / "空行_核验.xlsx").exists()
