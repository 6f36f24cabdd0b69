"""Columns that name a person are in no file we keep; the copy comes in again like the original."""

import openpyxl
import pytest

from data import warehouse
from etl import damage, originals, redacted
from tests.loading import MONTHLY

PHONE, CARD_NO = "13812345678", "640102199001011234"


@pytest.fixture
def world(world):
    world.load(world.roster())
    return world


def holds(world, word: str) -> list[str]:
    """The files under var in which a word can be read, also inside workbooks."""
    found = []
    for path in (world.folder / "var").rglob("*"):
        if path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path)
            text = "|".join(str(c.value) for s in book for r in s.iter_rows() for c in r)
        else:
            text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
        found += [path.name] if word in text else []
    return found


def book(world):
    """A workbook with a merged personal heading, a hidden one, and a list of telephones."""
    path = world.folder / "含个人信息.xlsx"
    made = openpyxl.Workbook()
    page = made.active
    page.title = "月报"
    for row in ([*MONTHLY, "联系人", "", "身份证号"], ["", "", "", "", "", "姓名", "手机", ""],
                ["一中", 2026, 1, 5, 6, "张三", PHONE, CARD_NO]):  # fmt: skip
        page.append(row)
    for area in ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:E2", "F1:G1", "H1:H2"):
        page.merge_cells(area)
    page.column_dimensions["H"].hidden = True
    other = made.create_sheet("通讯录")
    for row in (["姓名", "手机号"], ["王五", "13700000000"]):
        other.append(row)
    made.save(path)
    return path


def test_no_copy_of_a_personal_column_stays_anywhere(world):
    path = book(world)
    result = world.load(path)
    assert [holds(world, word) for word in (PHONE, CARD_NO, "13700000000")] == [[], [], []]
    assert "联系人/手机" in result.redacted[0] and "副本" in result.redacted[0]
    assert path.exists() and holds(world, "张三")  # the rest is kept, at its own address
    assert [one.what for one in damage.originals()] == []


def test_the_same_of_a_csv_and_the_rest_word_for_word(world):
    rows = [
        [*MONTHLY, "手机号"],
        ["一中", 2026, 1, 5, "", PHONE],
        ["永宁财政", 2026, 1, "1,5", 6, ""],
    ]
    world.load(world.csv("月报.csv", rows, "gb18030"))
    assert holds(world, PHONE) == []
    (copy,) = (world.folder / "var/files").rglob(f"*{redacted.MARK}.csv")
    assert copy.read_text("utf-8").splitlines() == [
        "单位名称,年度,月份,用电量,用水量,手机号", "一中,2026,1,5,,***", '永宁财政,2026,1,"1,5",6,',
    ]  # fmt: skip


def test_the_copy_comes_in_after_a_damage_with_the_same_values(world):
    world.load(book(world))
    before = world.ask("select row_no, institution_name, electricity from raw_energy")
    assert before == [(3, "一中", "5")]
    damaged = warehouse.folder() / f"{warehouse.current_id()}.duckdb"
    damaged.chmod(0o644)
    damaged.write_bytes(b"")
    warehouse.close()
    result = world.load(world.csv("later.csv", [MONTHLY, ["一中", 2026, 2, 7, 6]]))
    assert "补装" in result.healed
    assert world.ask("select row_no, institution_name, electricity from raw_energy order by 3") == [
        *before, (2, "一中", "7"),
    ]  # fmt: skip


def test_a_load_that_fails_keeps_no_copy(world):
    before = sorted((world.folder / "var/files").rglob("*.*"))
    bad = world.write("bad.xlsx", b"\x89PNG")
    with pytest.raises(Exception, match="不是表格"):
        world.load(*originals.find([book(world), bad]))
    assert sorted((world.folder / "var/files").rglob("*.*")) == before
