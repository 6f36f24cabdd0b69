"""The upload box and the reminder's copy button of 数据质量, worked by a real Chromium."""

import os

import pytest
from playwright.sync_api import expect

from components import upload
from data import inbox, warehouse
from etl import watch
from tests import small as bureau
from tests.test_browser import DRAWN, chromium, serve, visit  # noqa: F401 (fixture)

BOX = ".upload input[type=file]"


@pytest.fixture
def var(tmp_path, monkeypatch):
    """A var/ of its own with the bureau's cards and nothing loaded; gives the bureau's files."""
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("DASHBOARD_MAP", "tiles")
    files = bureau.write(tmp_path / "files", tmp_path / "var" / "cards")
    once([path for path in files if path.stem in ("institution", "energy")])
    yield {path.stem: path for path in files}
    warehouse.close()


def once(files=()):
    """What `etl watch --once` does, after putting files into the inbox."""
    watch.folder().mkdir(parents=True, exist_ok=True)
    for path in files:
        (watch.folder() / path.name).write_bytes(path.read_bytes())
    one = watch.Watch(0)
    one.whole()
    one._take(one.whole())


@pytest.fixture
def opened(chromium, var, tmp_path):  # noqa: F811
    """数据质量 with its upload box; the console stays silent and nothing pops up."""
    with (tmp_path / "log").open("wb") as log:
        process, address = serve(os.environ["DASHBOARD_VAR"], log)
        page = chromium.new_page(permissions=["clipboard-read", "clipboard-write"])
        noise = []
        page.on("console", lambda m: noise.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.on("dialog", lambda dialog: (noise.append(dialog.message), dialog.dismiss()))
        try:
            visit(page, f"{address}/quality")
            yield page
        finally:
            page.close()
            process.terminate()
            process.wait(20)
    assert not noise, noise


def waiting():
    return sorted(path.name for path in inbox.folder().iterdir())


def said(page):
    return page.locator(".upload-panel [role=status]")


def send(page, name, content):
    page.locator(BOX).set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def test_a_good_file_waits_in_the_inbox_and_is_told_of_when_it_is_loaded(opened, var):
    send(opened, "车辆.csv", var["vehicle"].read_bytes())
    expect(said(opened)).to_contain_text("“车辆.csv”已放入收件箱")
    assert waiting() == ["车辆.csv"]
    assert (inbox.folder() / "车辆.csv").read_bytes() == var["vehicle"].read_bytes()
    once()
    opened.reload()
    opened.wait_for_function(DRAWN)
    report = said(opened).locator("details", has_text="车辆.csv").first
    expect(report).to_contain_text("已装载")
    report.locator("summary").click()
    expect(report.locator("pre")).to_contain_text("读取 4 行，接收 4 行")
    assert waiting() == []


def test_a_bad_file_is_told_of_in_a_sentence_and_changes_nothing(opened, var):
    before = warehouse.current_id()
    send(opened, "坏.csv", "一些字\n没有,任何,卡,认得\n".encode())
    expect(said(opened)).to_contain_text("“坏.csv”已放入收件箱")
    once()
    opened.reload()
    opened.wait_for_function(DRAWN)
    report = said(opened).locator("details", has_text="坏.csv").first
    expect(report).to_contain_text("未装载")
    assert (warehouse.current_id(), waiting()) == (before, [])


def test_what_is_no_table_is_refused_at_once(opened):
    send(opened, "程序.exe", b"MZ")
    expect(said(opened)).to_contain_text("“程序.exe”不是表格文件")
    assert waiting() == []


def test_a_huge_file_is_refused_in_a_sentence_before_it_is_sent(opened, tmp_path):
    huge = tmp_path / "大.csv"
    with huge.open("wb") as file:
        file.truncate(inbox.LARGEST + 1)
    opened.locator(BOX).set_input_files(huge)
    told = opened.locator(".upload-large")
    expect(told).to_contain_text("“大.csv”超过 50 MB")
    assert waiting() == []
    send(opened, "小.csv", b"a,b\n1,2\n")
    expect(said(opened)).to_contain_text("“小.csv”已放入收件箱")
    expect(told).to_have_text("")


def test_two_files_at_once_are_both_taken_unless_they_are_too_much_together(opened, tmp_path):
    both = [{"name": name, "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"}
            for name in ("甲.csv", "乙.csv")]  # fmt: skip
    opened.locator(BOX).set_input_files(both)
    expect(said(opened)).to_contain_text("“乙.csv”已放入收件箱")
    assert waiting() == ["乙.csv", "甲.csv"]
    half = [tmp_path / name for name in ("上.csv", "下.csv")]
    for path in half:
        with path.open("wb") as file:
            file.truncate(inbox.LARGEST // 2 + 1)
    opened.locator(BOX).set_input_files(half)
    expect(opened.locator(".upload-large")).to_contain_text("一次最多 50 MB，都没有上传")
    assert waiting() == ["乙.csv", "甲.csv"]


def test_a_large_file_is_told_to_be_on_its_way(opened):
    opened.evaluate(
        "() => { window.told = []; new MutationObserver(() => window.told.push("
        "document.querySelector('[id*=upload-wait]').textContent)).observe("
        "document.querySelector('.upload-panel'), {subtree: true, childList: true,"
        " characterData: true}); }"
    )
    send(opened, "较大.csv", b"a,b\n" + b"1,2\n" * 2_000_000)
    expect(said(opened)).to_contain_text("“较大.csv”已放入收件箱")
    expect(opened.locator("[id*=upload-wait]")).to_have_text("")
    assert upload.BUSY in opened.evaluate("window.told")
    assert (inbox.folder() / "较大.csv").stat().st_size == 8_000_004


def test_a_name_that_is_markup_stays_text(opened, var):
    name = "<img src=x onerror=alert(1)>.csv"
    send(opened, name, var["vehicle"].read_bytes())
    expect(said(opened)).to_contain_text("已放入收件箱")
    assert opened.locator(".upload-panel img").count() == 0
    assert waiting() == ["_img src=x onerror=alert(1)_.csv"]
    send(opened, "<img src=x onerror=alert(1)>.exe", b"MZ")
    expect(said(opened)).to_contain_text("不是表格文件")
    assert opened.locator(".upload-panel img").count() == 0


def test_a_second_file_of_the_same_name_does_not_replace_the_first(opened, var):
    send(opened, "表.csv", b"a,b\n1,2\n")
    expect(said(opened)).to_contain_text("“表.csv”已放入收件箱")
    send(opened, "表.csv", b"a,b\n3,4\n")
    expect(said(opened)).to_contain_text("“表_2.csv”已放入收件箱")
    assert waiting() == ["表.csv", "表_2.csv"]


def test_the_reminder_is_copied_word_for_word(opened):
    city = opened.locator("details.city").first
    city.locator("summary").click()
    city.locator(".copy").click()
    expect(city.locator(".copy")).to_contain_text("已复制")
    text = opened.evaluate("navigator.clipboard.readText()")
    assert text == city.locator(".reminder").inner_text()
    assert "尚未报送" in text and text.endswith("。")
