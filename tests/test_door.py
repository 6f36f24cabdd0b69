"""At the door: files marked as secret, near names of institutions, headings in a wrong unit."""

import csv

import pytest

from data.errors import FileError, SecretError, TemplateError
from etl import check, secret
from tests.loading import MONTHLY

ROW = ["一中", 2026, 1, 5, 6]


@pytest.fixture
def world(world):
    world.load(world.roster())
    return world


def kept(world) -> list[str]:
    return [path.name for path in (world.folder / "var").rglob("*") if path.suffix in (".xlsx", ".csv")
            and path.name != "secret.csv" and "files" in path.parts]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "sheet", "title"),
    [("涉密单位.xlsx", "月报", ""), ("a.xlsx", "机密", ""), ("a.xlsx", "月报", "秘密★ 一年"),
     ("绝密涉密.xlsx", "月报", "绝密")],
)  # fmt: skip
def test_a_file_marked_as_secret_leaves_its_hash_and_masked_name_only(world, name, sheet, title):
    before = kept(world)
    path = world.book(name, **{sheet: [[title], MONTHLY, ROW]})
    with pytest.raises(SecretError, match="含有涉密标志") as error:
        world.load(path)
    assert not any(
        word in str(error.value).replace("涉密标志", "") for word in ("涉密", "机密", "绝密")
    )
    assert kept(world) == before
    head, row = csv.reader((world.folder / "var/secret.csv").open(encoding="utf-8"))
    assert row[1] == secret_hash(path)
    assert not any(word in row[2] for word in ("涉密", "机密", "绝密"))
    with pytest.raises(SecretError):
        check.check(path, world.folder / "cards")


def secret_hash(path) -> str:
    import hashlib  # noqa: PLC0415 (only here)

    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_sheet_no_card_reads_is_looked_at_too(world):
    with pytest.raises(SecretError, match="第 2 张工作表的表题或说明"):
        world.load(world.book("a.xlsx", 月报=[MONTHLY, ROW], 说明=[["", "本表为涉密车辆"]]))


@pytest.mark.parametrize(
    "said", ["非涉密", "严禁填报涉密信息", "不得报送任何涉密内容", "机密室以外各室"]
)
def test_a_line_that_says_nothing_is_secret_is_no_mark(said):
    assert secret.is_secret(said) == said.startswith("机密")


def test_of_a_file_with_secret_rows_the_original_is_not_kept(world):
    before = kept(world)
    rows = [MONTHLY, ROW, ["某单位（涉密）", 2026, 1, 7, 8]]
    for path in (world.book("a.xlsx", 月报=rows), world.csv("b.csv", rows, "gb18030")):
        world.load(path)
        assert path.exists()  # the sender's own file is not ours to delete
    assert kept(world) == before
    assert not list((world.folder / "var").rglob("*.utf8"))
    assert world.ask("select count(*) from quarantine where rule = 'secret'") == [(2,)]
    assert world.ask("select count(*) from source_file where file_name in ('a.xlsx', 'b.csv')") == [
        (2,)
    ]


def test_checking_a_file_with_secret_rows_does_not_delete_it(world):
    path = world.book("a.xlsx", 月报=[MONTHLY, ROW, ["涉密", 2026, 1, 7, 8]])
    check.check(path, world.folder / "cards")
    assert path.exists()


def test_near_names_are_suggested_and_never_merged(world):
    path = world.book(
        "a.xlsx", 月报=[MONTHLY, ["银川第一中学", 2026, 1, 5, 6], ["火星站", 2026, 1, 1, 1]]
    )
    first, second = check.check(path, world.folder / "cards").result["cells"]
    assert "名录中相近的有：银川市第一中学（A1）；没有自动归并" in first["message"]
    assert "相近" not in second["message"]
    world.load(path)
    assert world.ask("select count(*) from in_energy") == [(0,)]


def test_a_name_in_the_list_of_aliases_is_the_institution(world):
    path = world.book("a.xlsx", 月报=[MONTHLY, ["银川第一中学", 2026, 1, 5, 6]])
    world.write("var/institution_aliases.csv", "别名,单位\n银川第一中学,银川市第一中学\n")
    world.load(path)
    assert world.ask("select institution_name from in_energy") == [("银川第一中学",)]
    assert world.ask(
        "select institution_code from institution_word where word = '银川第一中学'"
    ) == [("A1",)]
    again = world.book("b.xlsx", 月报=[MONTHLY, ["A1", 2026, 1, 7, 6]])
    world.load(again)  # the same institution and month: the later filing counts
    assert world.ask("select electricity from in_energy") == [("7",)]


@pytest.mark.parametrize(
    ("text", "says"),
    [("别名,单位\n一中二,火星站\n", "火星站”不在机构名录"), ("名称\n一中\n", "表头为“别名,单位”"),
     ("别名,单位\n永宁财政,A1\n", "已是名录中另一单位")],
)  # fmt: skip
def test_a_wrong_list_of_aliases_is_told(world, text, says):
    world.write("var/institution_aliases.csv", text)
    with pytest.raises(FileError, match=says):
        world.load(world.book("a.xlsx", 月报=[MONTHLY, ROW]))


def test_a_heading_in_the_unit_of_something_else_is_refused_not_converted(world):
    rows = [["单位名称", "年度", "月份", "用电量（万元）"], ["一中", 2026, 1, 5]]
    with pytest.raises(TemplateError, match="表头“用电量.*万元.*互相矛盾"):
        world.load(world.book("a.xlsx", 月报=rows))
