"""Reading: what stands in a file arrives as text, with its row, or is refused in one sentence."""

import datetime
import struct

import pytest

from data.errors import FileError, TemplateError
from etl import read
from tests import corpus
from tests.loading import MONTHLY

ENERGY = "select row_no, institution_name, month, electricity, water from raw_energy order by 1, 2"


def test_numbers_and_dates_of_a_workbook_become_plain_text(world):
    rows = [
        MONTHLY,
        ["一中", 2026, 1, 1234.0, 0.1],
        ["一中", "2026", datetime.date(2026, 2, 1), 1e10, 2],
    ]
    world.load(world.roster(), world.book("a.xlsx", 月报=rows))
    assert world.ask(ENERGY) == [
        (2, "一中", "2026-1", "1234", "0.1"),
        (3, "一中", "2026-2026-02-01", "10000000000", "2"),
    ]


def test_header_is_found_below_titles_and_rows_keep_their_number(world):
    rows = [["2026年能耗月报"], ["填报单位：某局"], [], MONTHLY, [], ["一中", 2026, 1, 5, 6]]
    world.load(world.roster(), world.book("a.xlsx", 月报=rows))
    assert world.ask(ENERGY) == [(6, "一中", "2026-1", "5", "6")]


def test_merged_headings_of_two_rows_are_joined_and_fill_only_their_range(world):
    rows = [[""] * 5, ["", "", "", "数量", "费用", "用水量"], ["一中", 2026, 1, 5, 6, 7]]
    merged = {"A1:A2": "单位\n名称", "B1:B2": "年 度", "C1:C2": "月份", "D1:E1": "用电量"}
    world.load(world.roster(), world.book("a.xlsx", merged, 月报=rows))
    found = world.ask("select electricity, electricity_cost, water, row_no from raw_energy")
    assert found == [("5", "6", "7", 3)]


def test_merged_cells_among_the_data_fill_text_downwards_but_never_numbers(world):
    rows = [MONTHLY, ["", 2026, 1, 5], ["", 2026, 2, ""], ["永宁财政", 2026, 1, 7]]
    world.load(world.roster(), world.book("a.xlsx", {"A2:A3": "一中", "D2:D3": "5"}, 月报=rows))
    found = world.ask(ENERGY)
    assert [(row[1], row[3]) for row in found] == [("一中", "5"), ("一中", None), ("永宁财政", "7")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_text_tables_are_read_in_every_encoding_people_send(world, encoding):
    rows = [MONTHLY, ["一中", 2026, 1, "1,234.5", "㎡"], ["一中", 2026, 2, 2, 3]]
    world.load(world.roster(), world.csv("a.csv", rows, encoding))
    assert [row[3] for row in world.ask(ENERGY)] == ["1,234.5", "2"]


def test_tab_separated_text_under_a_wrong_name_is_told_by_its_content(world):
    rows = [MONTHLY, ["一中", 2026, 1, "1,234", 3]]
    world.load(world.roster(), world.csv("a.xls", rows, "gb18030", delimiter="\t"))
    assert world.ask(ENERGY) == [(2, "一中", "2026-1", "1,234", "3")]


def test_a_workbook_under_the_name_csv_is_read_as_a_workbook(world):
    world.load(world.roster(), world.book("a.csv", 月报=[MONTHLY, ["一中", 2026, 1, 5, 6]]))
    assert world.ask(ENERGY) == [(2, "一中", "2026-1", "5", "6")]


@pytest.mark.parametrize(
    "text",
    [
        "单位名称,年度,月份,用电量,用水量\n一中,2026,1,5,6\n\n一中,2026,2,7,8\n",  # blank line
        "单位名称,年度,月份,用电量,用水量\n一中,2026,1,5,6\n \n一中,2026,2,7,8,,\n",  # ragged
        "单位名称,年度,月份,用电量,用水量\r\n一中,2026,1,5,6\n\r\n一中,2026,2,7,8\n",  # mixed ends
        '单位名称,年度,月份,用电量,用水量\n一中,2026,1,5,6\n,,,,"\n"\n一中,2026,2,7,8\n',  # quoted
    ],
)
def test_row_numbers_of_text_are_those_a_spreadsheet_shows(world, text):
    world.load(world.roster(), world.write("a.csv", text))
    assert [row[0] for row in world.ask(ENERGY)] == [2, 4]


def test_quoted_line_breaks_in_headings_and_cells_are_part_of_the_cell(world):
    text = '"单位\n名称",年度,月份,用电量,用水量\n"一\n中",2026,1,5,6\n一中,2026,2,7,8\n'
    world.load(world.roster(), world.write("a.csv", text))
    assert [(row[0], row[3]) for row in world.ask(ENERGY)] == [(2, "5"), (3, "7")]


def test_a_comma_that_shifts_cells_stops_the_load(world):
    path = world.write("a.csv", "单位名称,年度,月份,用电量,用水量\n一中,2026,1,1,234,6\n")
    with pytest.raises(FileError, match="第 2 行有 6 个单元格，表头只有 5 个"):
        world.load(world.roster(), path)


def test_an_unclosed_quote_stops_the_load_instead_of_swallowing_rows(world):
    path = world.write(
        "a.csv", '单位名称,年度,月份,用电量,用水量\n"一中,2026,1,1,6\n一中,2026,2,2,2\n'
    )
    with pytest.raises(FileError, match="引号不成对"):
        world.load(world.roster(), path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "0 字节"),
        (b"%PDF-1.7 ...", "是PDF"),
        (b"PK\x03\x04 cut off", "不是可读取的工作簿"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"<html><p>no table</p></html>", "网页格式"),
        (b"\xff\xfe\xfa\x80" * 99 + b"\xff", "."),
        (b"   \n \n", "没有任何内容"),
        (bytes(range(1, 256)) * 4, "编码也无法识别"),
    ],
)
def test_what_is_no_table_is_refused_with_its_name_and_a_next_step(world, content, says):
    with pytest.raises((FileError, TemplateError), match=says) as error:
        world.load(world.write("坏文件.xlsx", content))
    assert "坏文件.xlsx" in str(error.value)
    assert "请" in str(error.value)


def test_control_totals_are_kept_apart_and_counted(world):
    rows = [MONTHLY, ["一中", 2026, 1, 5, 6], ["合 计", "", "", 5, 6], ["", "小　计", "", 5, "/"]]
    world.load(world.roster(), world.book("a.xlsx", 月报=rows))
    assert len(world.ask("from raw_energy")) == 1
    assert world.ask("select row_no, column_name, stated from control_total order by 1, 2") == [
        (3, "electricity", "5"), (3, "water", "6"), (4, "electricity", "5"), (4, "water", "/"),
    ]  # fmt: skip
    assert world.ask("select control_totals, rows_read from dim_source where card = 'energy'") == [
        (2, 1)
    ]


def test_an_institution_whose_name_holds_the_word_total_is_data(world):
    rows = [MONTHLY, ["银川市统计局", 2026, 1, 5, 6]]
    world.load(world.roster(), world.book("a.xlsx", 月报=rows))
    assert len(world.ask("from raw_energy")) == 1


def test_hidden_empty_and_foreign_sheets_are_listed_not_fatal(world):
    month = [MONTHLY, ["一中", 2026, 1, 5, 6]]
    world.load(world.roster(), world.book("a.xlsx", 月报=month, 说明=[["填表说明"]], 空=[]))
    assert world.ask("select sheet, reason from unread_sheet order by 1") == [
        ("空", "空工作表"), ("说明", "没有来源卡认得这张表"),
    ]  # fmt: skip


def test_an_old_workbook_with_an_impossible_used_area_is_refused_not_reserved(tmp_path):
    """calamine reserves the area it is told of: 4 294 966 281 rows ended the process."""
    content = bytearray(corpus.xls([["单位名称", "月份", "用电量"], ["一中", "2026-01", 5]]))
    at = content.index(struct.pack("<HHII", 0x200, 14, 0, 2))
    content[at + 8 : at + 12] = struct.pack("<I", 0xFFFFFC09)
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    with pytest.raises(FileError, match="范围不可能"):
        read.sheets(path, path.name, tmp_path)
