"""What `etl watch` files beside its reports names no person and holds nothing secret."""

import pytest

from data import inbox, paths
from etl import watch
from tests.loading import MONTHLY
from tests.test_redacted import CARD_NO, PHONE, book, holds
from tests.test_watch import once, report

SECRET = "涉密车辆"


@pytest.fixture
def world(world):
    world.load(world.roster())
    watch.folder().mkdir()
    return world


def taken(path):
    """Puts a file into the inbox and lets the watch take it; returns what is filed of it."""
    path.replace(watch.folder() / path.name)
    once()
    assert not list(watch.folder().iterdir())
    found = [*paths.var().glob("done/*/*"), *paths.var().glob("refused/*/*")]
    return sorted(one.name for one in found if one.is_file())


def test_a_loaded_file_is_filed_without_what_names_a_person(world):
    assert taken(book(world)) == ["含个人信息.xlsx", "含个人信息.xlsx.txt"]
    assert [holds(world, word) for word in (PHONE, CARD_NO, "13700000000")] == [[], [], []]
    assert "含个人信息.xlsx" in holds(world, "一中")  # the rest stays, for a second look
    assert "只保存了去掉这些内容的副本" in report("含个人信息.xlsx")
    assert next(paths.var().glob("done/*/*.xlsx")).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_refused_file_is_filed_without_what_names_a_person(world, kind):
    rows = [["名册"], ["姓名", "手机号", "身份证号", "爱好"], ["张三", PHONE, CARD_NO, "下棋"]]
    path = world.book("名册.xlsx", 表=rows) if kind == "xlsx" else world.csv("名册.csv", rows)
    assert taken(path) == [f"名册.{kind}", f"名册.{kind}.txt"]
    assert holds(world, PHONE) == holds(world, CARD_NO) == []
    marked = "名册_核验.xlsx" if kind == "xlsx" else "名册.csv_核验.xlsx"
    assert sorted(holds(world, "下棋")) == sorted([f"名册.{kind}", marked])
    assert next(paths.var().glob(f"*/*/*/{marked}")).stat().st_mode & 0o777 == 0o600
    told = report(f"名册.{kind}")
    assert "未装载" in told and "手机号、身份证号" in told and "原文件就在" not in told


def test_numbers_of_persons_without_a_heading_are_crossed_out_too(world):
    path = world.book("说明.xlsx", 表=[["某事", "某人"], ["联系", f"张三 {PHONE}"]])
    taken(path)
    assert holds(world, PHONE) == [] and holds(world, "张三 ***")


def test_a_refused_file_without_persons_is_filed_as_it_was_sent(world):
    path = world.csv("菜谱.csv", [["早餐", "午餐"], ["粥", "面"]])
    sent = path.read_bytes()
    assert taken(path) == ["菜谱.csv", "菜谱.csv.txt"]
    assert next(paths.var().glob("refused/*/菜谱.csv")).read_bytes() == sent
    assert "原文件就在本说明旁边" in report("菜谱.csv")


def test_of_a_file_marked_secret_only_the_report_stays(world):
    path = world.book(f"{SECRET}台账.xlsx", 表=[MONTHLY, ["七十七中", 2026, 1, 5, 6]])
    assert taken(path) == ["**车辆台账.xlsx.txt"]
    assert holds(world, "七十七中") == []
    (told,) = inbox.reports(5)
    assert told["fate"] == "refused" and "没有留存原件" in told["text"]


def test_of_a_loaded_file_with_secret_rows_only_the_report_stays(world):
    rows = [
        [*MONTHLY, "备注"],
        ["一中", 2026, 1, 5, 6, ""],
        ["一中", 2026, 2, 5, 6, f"{SECRET}七十七"],
    ]
    assert taken(world.book("月报.xlsx", 月报=rows)) == ["月报.xlsx.txt"]
    assert holds(world, "七十七") == []
    assert "没有留存原件" in report("月报.xlsx") and inbox.reports(5)[0]["fate"] == "done"


@pytest.mark.parametrize("name", ["半截.xlsx", "坏字.csv", "坏.xls"])
def test_of_a_file_nobody_can_read_only_the_report_stays(world, name):
    whole = world.book("名册.xlsx", 表=[["姓名", "手机号"], ["张三", PHONE]]).read_bytes()
    made = {"半截.xlsx": whole[: len(whole) // 2], "坏字.csv": f"手机号,{PHONE}\n".encode() + b"\xff",
            "坏.xls": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512) + PHONE.encode()}  # fmt: skip
    (path := paths.var().parent / name).write_bytes(made[name])
    assert taken(path) == [f"{name}.txt"]
    assert holds(world, PHONE) == []
    told = report(name)
    assert "没有留存原件" in told and "SHA-256" in told and "原文件就在" not in told


def test_a_file_that_stalled_half_way_is_not_refused_before_a_minute_is_over(world):
    whole = world.book("月报.xlsx", 月报=[MONTHLY, ["一中", 2026, 1, 5, 6]]).read_bytes()
    path = watch.folder() / "月报.xlsx"
    path.write_bytes(whole[:-900])
    look = watch.Watch(0)
    look.patience = watch.ARRIVING
    look.whole()
    look._take(look.whole())
    assert path.exists() and not list(paths.var().glob("refused/*/*"))
    path.write_bytes(whole)
    look.whole()
    look._take(look.whole())
    assert [one.name for one in sorted(paths.var().glob("done/*/*"))] == [
        "月报.xlsx",
        "月报.xlsx.txt",
    ]
