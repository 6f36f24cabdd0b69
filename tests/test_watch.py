"""The watch: real files in a real inbox, loaded by the real command, filed beside a report."""

import signal
import subprocess
import sys
import time
from datetime import datetime

import openpyxl
import pytest

from data import inbox, paths, warehouse
from etl import build, lock, publish, watch
from tests import small as bureau
from tests.loading import World

COMMAND = [sys.executable, "-m", "etl", "watch", "--seconds", "1"]
PATIENCE = 120  # seconds until a condition is given up; two slow cores, not a limit on the product
BAD = "一些字\n没有,任何,卡,认得\n"


@pytest.fixture
def box(tmp_path, monkeypatch):
    """A var/ of its own with the bureau's cards and an inbox; gives the bureau's files by name."""
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("DASHBOARD_MAP", "tiles")
    files = bureau.write(tmp_path / "files", tmp_path / "var" / "cards")
    watch.folder().mkdir()
    yield {path.stem: path for path in files}
    warehouse.close()


def put(path, name=None):
    """Copies a file into the inbox as a sender would."""
    target = watch.folder() / (name or path.name)
    target.write_bytes(path.read_bytes())
    return target


def filed(fate):
    """Names of what was filed, reports left out."""
    return sorted(
        path.name
        for path in (paths.var() / fate).glob("*/*")
        if path.with_name(f"{path.name}.txt").exists()
    )


def report(name):
    return next(paths.var().glob(f"*/*/{name}.txt")).read_text(encoding="utf-8")


def loaded():
    sql = "select file_name from source_file order by file_id"
    return [row["file_name"] for row in warehouse.rows(warehouse.current_id(), sql)]


def once():
    """One look after another in this process."""
    one = watch.Watch(0)
    one.whole()
    one._take(one.whole())


def until(told):
    """Waits for a condition."""
    end = time.monotonic() + PATIENCE
    while not told():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def test_what_lies_in_the_inbox_is_loaded_and_filed_beside_its_report(box):
    put(box["institution"])
    put(box["energy"])
    done = subprocess.run([*COMMAND, "--once"], cwd=paths.PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert filed("done") == ["energy.csv", "institution.csv"]
    assert not list(watch.folder().iterdir())
    assert loaded() == ["energy.csv", "institution.csv"]
    told = report("energy.csv")
    assert f"数据版本 {warehouse.current_id()}" in told
    assert "读取 11 行，接收 11 行，拒收 0 行" in told
    assert "下一步：" in told
    assert "归入" in done.stderr and not done.stdout


def test_one_bad_file_is_refused_alone_and_holds_up_none_of_the_others(box):
    for name in ("institution", "energy", "vehicle"):
        put(box[name])
    (watch.folder() / "a.csv").write_text(BAD, encoding="utf-8")
    once()
    assert filed("done") == ["energy.csv", "institution.csv", "vehicle.csv"]
    assert filed("refused") == ["a.csv"]
    told = report("a.csv")
    assert "结果：未装载" in told
    assert "原因：文件“a.csv”" in told
    assert "重新放入收件箱" in told


def test_bad_files_cost_no_publication_of_the_good_ones(box):
    for name in ("institution", "energy", "vehicle"):
        put(box[name])
    for name in ("a.csv", "f.csv", "z.csv"):
        (watch.folder() / name).write_text(BAD + name, encoding="utf-8")
    once()
    assert filed("done") == ["energy.csv", "institution.csv", "vehicle.csv"]
    assert filed("refused") == ["a.csv", "f.csv", "z.csv"]
    assert len(list(warehouse.folder().glob("*.duckdb"))) == 1  # one build of the three


def test_refused_cells_are_told_one_by_one(box):
    text = box["energy"].read_text(encoding="utf-8").replace("20000", "两万")
    (watch.folder() / "energy.csv").write_text(text, encoding="utf-8")
    put(box["institution"])
    once()
    told = report("energy.csv")
    assert "拒收 1 行" in told
    assert "“两万”" in told
    assert "请按上面的位置改正后重新报送" in told


def marks(path):
    """The comments of a marked workbook by sheet and address, but for those of the notice."""
    book = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in book.worksheets[1:] for row in sheet for cell in row if cell.comment
    }  # fmt: skip


def monthly(*electricity):
    """The heading and a line of the bureau's monthly return for each of the amounts."""
    heads, lines = bureau.ROWS["energy"]
    blank = [""] * len(heads.split())
    rows = [[*line[:4], kwh, *blank[5:]] for kwh, line in zip(electricity, lines, strict=False)]
    return [heads.split(), *rows]


def test_the_workbook_goes_back_marked_beside_the_report(box, tmp_path):
    put(box["institution"])
    world = World(tmp_path / "sent")
    put(world.book("三月.xlsx", 月报=monthly("约两万", "约三万")))
    put(world.csv("三月.csv", monthly("约一万")))
    put(world.csv("五月.csv", monthly(5)))
    once()
    folder = next((paths.var() / "done").iterdir()) / inbox.MARKED
    assert {path.name for path in folder.iterdir()} >= {"三月_核验.xlsx", "三月.csv_核验.xlsx"}
    found = marks(folder / "三月_核验.xlsx")
    assert set(found) == {("月报", "E2"), ("月报", "E3")}
    assert found["月报", "E3"].startswith("拒收 E3：") and "约三万" in found["月报", "E3"]
    assert "标注的工作簿：标注/三月_核验.xlsx，可退回报送单位。" in report("三月.xlsx")
    ((place, said),) = marks(folder / "三月.csv_核验.xlsx").items()
    assert place == ("三月", "E2") and said.startswith("拒收 E2：") and "约一万" in said
    assert "标注的工作簿" not in report("五月.csv")
    known = {one["name"]: one["marked"] for one in inbox.reports(9)}
    assert known["五月.csv"] is None
    assert inbox.marked(known["三月.csv"]) == folder / "三月.csv_核验.xlsx"


def test_a_file_refused_as_a_whole_goes_back_with_the_place_marked_and_nobody_named(box, tmp_path):
    # the unit above is none we know; the copy that is kept has no telephone number
    heads, line = monthly(5)
    rows = [["单位：万大度"], [*heads, "联系电话"], [*line, "13912345678"]]
    put(World(tmp_path / "sent").book("四月.xlsx", 月报=rows))
    once()
    folder = next((paths.var() / "refused").iterdir())
    book = folder / inbox.MARKED / "四月_核验.xlsx"
    assert [(place, "万大度" in said) for place, said in marks(book).items()] == [
        (("月报", "A1"), True)
    ]
    cells = [cell.value for sheet in openpyxl.load_workbook(book) for row in sheet for cell in row]
    assert 5 in cells and not any("13912345678" in str(value) for value in cells)


def test_a_file_is_filed_with_its_report_where_no_workbook_can_be_written(box, tmp_path, capsys):
    month = paths.var() / "done" / f"{datetime.now():%Y-%m}"
    month.mkdir(parents=True)
    (month / inbox.MARKED).write_bytes(b"")  # a file where the folder should be
    put(box["institution"])
    put(World(tmp_path / "sent").book("五月.xlsx", 月报=monthly("约五万")))
    once()
    assert filed("done") == ["institution.csv", "五月.xlsx"] and loaded()[-1] == "五月.xlsx"
    assert "拒收 1 行" in report("五月.xlsx") and "标注的工作簿" not in report("五月.xlsx")
    assert "没有写出 五月.xlsx 的标注工作簿" in capsys.readouterr().err


def test_a_file_is_left_alone_while_it_grows_or_is_open(box):
    path = put(box["institution"])
    one = watch.Watch(0)
    assert one.whole() == []
    assert one.whole() == [path]
    path.write_bytes(path.read_bytes() + b"\n")
    assert one.whole() == []
    assert one.whole() == [path]
    mark = path.with_name(f"~${path.name}")
    mark.write_bytes(b"")
    assert one.whole() == []
    mark.unlink()
    for name in ("x.csv.part", "x.tmp", ".x.csv", "~$x.xlsx"):
        (watch.folder() / name).write_bytes(b"1")
    one.whole()
    assert one.whole() == [path]


def test_a_file_loaded_but_not_filed_when_the_watch_died_is_filed_and_not_loaded_twice(box):
    path = put(box["institution"])
    first = build.load([path], "测试").snapshot
    once()
    assert warehouse.current_id() == first
    assert filed("done") == ["institution.csv"]
    assert "没有重复装载" in report("institution.csv")


def test_the_same_name_again_is_filed_under_a_name_of_its_own(box):
    put(box["institution"])
    once()
    put(box["energy"], "institution.csv")
    once()
    assert filed("done") == ["institution.csv", "institution_2.csv"]
    assert len(loaded()) == 2


def test_while_another_build_runs_the_files_wait(box, capsys):
    path = put(box["institution"])
    with lock.held("装载 别的文件"):
        once()
    assert path.exists()
    assert not filed("refused")
    assert "另一个构建正在进行" in capsys.readouterr().err
    once()
    assert filed("done") == ["institution.csv"]


def test_a_bug_on_one_file_is_told_with_its_trace_and_the_watch_goes_on(box, monkeypatch, capsys):
    real = build.load

    def breaks(files, what):
        if any(path.name == "energy.csv" for path in files):
            raise ZeroDivisionError("xyzzy")
        return real(files, what)

    monkeypatch.setattr(build, "load", breaks)
    put(box["institution"])
    put(box["energy"])
    once()
    assert filed("done") == ["institution.csv"]
    assert filed("refused") == ["energy.csv"]
    assert "ZeroDivisionError: xyzzy" in capsys.readouterr().err
    assert "内部错误" in report("energy.csv")
    assert "xyzzy" not in report("energy.csv")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_running_watch_takes_what_comes_and_ends_cleanly_when_told(box, tmp_path, number):
    with (tmp_path / "log").open("wb") as errors:
        process = subprocess.Popen(COMMAND, cwd=paths.PROJECT, stderr=errors)
        try:
            until(lambda: (tmp_path / "log").stat().st_size)
            put(box["institution"])
            until(lambda: filed("done") == ["institution.csv"])
            process.send_signal(number)
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()
            process.wait()
    assert "已停止查看收件箱" in (tmp_path / "log").read_text(encoding="utf-8")


def test_killed_between_loading_and_filing_it_picks_up_where_it_was(box):
    put(box["institution"])
    die = (
        "import os, signal; from etl import watch\n"
        "watch.finish = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "one = watch.Watch(0); one.whole(); one._take(one.whole())"
    )
    killed = subprocess.run([sys.executable, "-c", die], cwd=paths.PROJECT, capture_output=True)
    assert killed.returncode == -signal.SIGKILL
    before = publish.current_id()
    assert before and (watch.folder() / "institution.csv").exists()
    once()
    assert publish.current_id() == before
    assert filed("done") == ["institution.csv"]


def test_a_file_of_no_readable_kind_is_refused_in_words(tmp_path, box):
    World(tmp_path).write("var/inbox/扫描件.pdf", b"%PDF-1.7 x")
    (watch.folder() / "空.xlsx").write_bytes(b"")
    once()
    # nobody can tell what is in a file that cannot be read: its report is kept and nothing else
    assert filed("refused") == [] and not list(watch.folder().iterdir())
    assert "不是表格" in report("扫描件.pdf")
    assert "是空的" in report("空.xlsx")
