"""The data quality page: counts, lateness and changes worked by hand on the small bureau."""

import base64
import re
import time
from datetime import UTC, datetime
from urllib.parse import unquote, urlencode

import pytest

from components import catalog, controlled, moments, owing, theme, upload
from components import quality as figures
from components.panel import Drawing
from data import former, grid, inbox, ledgers, paths, quality, warehouse
from data import owing as late
from data.access import roles, viewer
from data.errors import FileError, RequestError
from data.scope import Scope
from etl import build
from tests import small as bureau
from tests.test_pages import walk


def text(component):
    """The text of a component and all below it, tables (drawn from an attribute) included."""
    parts = []
    for one in walk(component):
        parts += words(getattr(one, "data-rows", {}).get("body", []))
        children = getattr(one, "children", None)
        found = children if isinstance(children, list | tuple) else [children]
        parts += [str(child) for child in found if isinstance(child, str | int)]
    return " ".join(parts)


def words(cells):
    """Every word of nested rows and cells; a cell that is an element is a list of its parts."""
    if isinstance(cells, str | int):
        return [str(cells)]
    return [word for cell in cells or () for word in words(cell)]


def panel(name, snapshot, search=""):
    """The words of a panel on an address."""
    content = catalog.PANELS[name].draw(
        Drawing(Scope.parse(search, snapshot), theme.tokens("light"), search)
    )
    return " ".join(text(part) for part in content.children if part is not None)


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A var/ of its own with the bureau loaded once; gives its files by name."""
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("DASHBOARD_MAP", "tiles")
    files = bureau.write(tmp_path / "files", tmp_path / "var" / "cards")
    build.load(files, "测试")
    yield {path.stem: path for path in files}
    warehouse.close()


def test_the_headline_counts_every_file_and_row(small):
    found = quality.counts(small)
    # ten files of the bureau and two published ones; 13 figures and 38 cases are published
    rows = sum(len(rows) for _, rows in bureau.ROWS.values()) + 13 + 38
    assert (found["files"], found["rows_read"], found["rows_refused"]) == (12, rows, 0)
    assert found["rows_read"] == found["rows_accepted"]
    assert f"已装载 12 个文件、读取 {rows} 行" in panel("quality-headline", small)


def test_each_file_is_a_row_with_its_template_subject_and_origin(small):
    rows = {row["file_name"]: row for row in quality.files(small)}
    assert len(rows) == 12
    assert rows["energy.csv"]["subjects"] == ["energy"]
    assert rows["energy.csv"]["cards"] == ["energy"]  # the card's title
    assert rows["银川市办公用房产权问题台账.csv"]["origin"] == "published"
    assert "公共机构节能" in panel("quality-files", small)


@pytest.fixture
def in_ningxia(monkeypatch):
    """The clock of this process eight hours before UTC's."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.delenv("TZ")
    time.tzset()


def test_files_are_dated_in_utc_and_told_on_the_clock_of_the_machine(in_ningxia, own):
    snapshot = warehouse.current_id()
    dates = "select loaded_at, built_at from dim_source cross join snapshot_info limit 1"
    found = warehouse.row(snapshot, dates)
    lag = (datetime.now(UTC).replace(tzinfo=None) - found["loaded_at"]).total_seconds()
    assert 0 <= lag < 3600 and abs((found["built_at"] - found["loaded_at"]).total_seconds()) < 3600
    assert moments.text(datetime(2026, 11, 25, 20, 45)) == "2026-11-26 04:45"
    assert f"最近一次装载：{moments.text(found['loaded_at'])}" in panel(
        "quality-headline", snapshot
    )


def test_the_title_of_a_card_stays_with_the_file_when_the_card_is_gone(own):
    card = paths.var() / "cards" / "small_energy.yml"
    card.write_text(card.read_text("utf-8").replace("title: energy", "title: 能耗月报"), "utf-8")
    build.load(list(own.values()), "重新装载", fresh=True)
    card.unlink()
    build.load([], "重新计算", always=True)
    rows = {row["file_name"]: row for row in quality.files(warehouse.current_id())}
    assert rows["energy.csv"]["cards"] == ["能耗月报"]


def test_lateness_is_counted_from_the_end_of_the_oldest_missing_month(small):
    # due 2026-09 and 2026-10 in 2026: the street filed September only, the office nothing at all
    view = Scope.parse("?period=2026M09-10", small)
    energy = {row["name"]: row for row in late.late(view) if row["subject"] == "energy"}
    assert set(energy) == {"西夏区朔方路街道办事处", "自治区机关事务管理局"}
    street = energy["西夏区朔方路街道办事处"]
    assert [str(month)[:7] for month in street["months"]] == ["2026-10"]
    assert street["city_name"] == "银川市"
    day = late.as_of(view)
    assert street["days"] == (day - day.replace(year=2026, month=10, day=31)).days
    assert len(energy["自治区机关事务管理局"]["months"]) == 2


def test_the_reminder_is_ready_to_send(small):
    view = Scope.parse("?region=640100&period=2026M10", small)
    rows = [row for row in late.late(view) if row["subject"] == "energy"]
    assert owing.reminder("energy", rows) == (
        "贵市以下 1 家单位尚未报送 2026年10月能源资源消费月报：西夏区朔方路街道办事处，"
        "请于 5 个工作日内补报。依据：公共机构节能条例第十五条。"
    )
    assert owing.reminder("energy", rows) in panel(
        "quality-owing", small, "?region=640100&period=2026M10"
    )


def test_coverage_by_region_follows_the_address(small):
    rows = late.by_region(Scope.parse("?period=2026M09-10", small))
    found = {row["label"]: row for row in rows if row["subject"] == "energy"}
    # Yinchuan: finance 2 of 2, school 2 of 2, street 1 of 2; the region's own office 0 of 2
    yinchuan = found["银川市"]
    assert (yinchuan["expected"], yinchuan["reported"]) == (6, 5)
    assert (yinchuan["institutions"], yinchuan["complete"]) == (3, 2)
    assert (found["自治区本级"]["expected"], found["自治区本级"]["reported"]) == (2, 0)
    school = late.by_region(Scope.parse("?region=640100&type=021&period=2026M10", small))
    assert [(r["label"], r["expected"]) for r in school if r["subject"] == "energy"] == [
        ("兴庆区", 1)
    ]


def test_a_first_publication_says_that_there_is_nothing_to_compare_with(small):
    assert "没有以前的数据版本可比" in panel("quality-changes", small)


def test_a_late_return_is_told_against_the_publication_before(own):
    first = warehouse.current_id()
    assert former.former(first) is None
    row = [bureau.STREET, "2026-10", 20, 400, 1000, *[""] * 8]
    own["energy"].write_text(
        bureau.ROWS["energy"][0].replace(" ", ",") + "\n" + ",".join(map(str, row)) + "\n", "utf-8"
    )
    build.load([own["energy"]], "补报")
    second = warehouse.current_id()
    view = Scope.parse("?period=2026M10", second)
    assert former.former(second) == first
    assert former.filed_since(view, first) == {"energy": 1}
    moved = {one.metric.id: one for one in former.changes(view, first)}
    # five institutions due, three filed before, four now; four vehicle returns besides stay
    coverage = moved["reporting_coverage_pct"]
    assert coverage.amount > 0
    assert "能源资源消费月报 1 家补报" in panel("quality-changes", second, "?period=2026M10")
    assert former.changes(Scope.parse("?region=640400", second), first) == []


def test_a_value_filed_again_is_shown_with_the_one_it_replaced(own):
    lines = own["energy"].read_text("utf-8").replace("20000", "25000")
    own["energy"].write_text(lines, "utf-8")
    build.load([own["energy"]], "更正")
    found = [
        (row["heading"], row["old_value"], row["new_value"], row["old_file"], row["new_file"])
        for row in quality.revisions(warehouse.current_id())
    ]
    assert found == [("electricity", "20000", "25000", "energy.csv", "energy.csv")]
    assert "重新报送改变的值（列出 1 处）" in panel("quality-changes", warehouse.current_id())


def test_refused_cells_are_text_never_markup(own):
    evil = "<img src=x onerror=alert(1)>"
    lines = own["energy"].read_text("utf-8").replace("20000", evil)
    own["energy"].write_text(lines, "utf-8")
    build.load([own["energy"]], "更正")
    snapshot = warehouse.current_id()
    rows = [row for row in quality.cells(snapshot) if row["outcome"] == "refused"]
    assert [(row["value"], row["rule"], row["row_no"]) for row in rows] == [(evil, "type", 5)]
    assert evil in panel("quality-cells", snapshot)
    drawn = catalog.PANELS["quality-cells"].draw(
        Drawing(Scope.parse("", snapshot), theme.tokens("light"))
    )
    kinds = {type(part).__name__ for made in drawn.children for part in walk(made)}
    assert not kinds & {"Markdown", "DangerouslySetInnerHTML", "Iframe", "Img"}


def test_what_an_older_snapshot_does_not_hold_gets_a_sentence(small, monkeypatch):
    monkeypatch.setattr(quality, "holds", lambda *_: False)
    assert quality.counts(small)["rows_doubtful"] is None
    assert "本期没有存疑检查" in panel("quality-headline", small)
    assert "本期没有控制合计的核对结果" in panel("quality-totals", small)
    assert "本期没有拒收或存疑的单元格" in panel("quality-cells", small)
    assert quality.revisions(small) == []


def sent(content: bytes) -> str:
    return "data:text/csv;base64," + base64.b64encode(content).decode()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/月报.csv", "月报.csv"),
        ("C:\\表\\月报.xlsx", "月报.xlsx"),
        (".~$月报.csv", "月报.csv"),
        ("a\x00b\u202ec.csv", "abc.csv"),
        ("", "上传文件"),
    ],
)
def test_an_upload_keeps_nothing_of_its_name_but_the_name(name, safe):
    assert inbox.safe_name(name) == safe
    assert len(inbox.safe_name("长" * 300 + ".xlsx").encode()) <= inbox.LONGEST


def test_an_upload_lies_whole_in_the_inbox_and_takes_no_other_files_place(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path))
    assert inbox.put("../月报.csv", sent(b"1")) == "月报.csv"
    assert inbox.put("月报.csv", sent(b"2")) == "月报_2.csv"
    assert {p.name: p.read_bytes() for p in inbox.folder().iterdir()} == {
        "月报.csv": b"1", "月报_2.csv": b"2",
    }  # fmt: skip


def test_an_upload_that_is_no_table_too_large_or_cut_short_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path))
    monkeypatch.setattr(inbox, "LARGEST", 3)
    for name, contents, words in [
        ("a.exe", sent(b"1"), "不是表格文件"),
        ("a.csv", sent(b"1234"), "上限 50 MB"),
        ("a.csv", "data:text/csv;base64,!!", "没有传完整"),
    ]:
        with pytest.raises(FileError, match=words):
            inbox.put(name, contents)
    assert not list(tmp_path.glob("inbox/*"))


@pytest.mark.parametrize("role", roles.LABELS)
def test_the_box_is_there_for_clerks_administrators_and_the_demo_only(small, monkeypatch, role):
    monkeypatch.delenv("DASHBOARD_UPLOAD", raising=False)
    with viewer.acting(viewer.Viewer("某人", role)):
        allowed = role in ("clerk", "administrator", "demo", "operator")
        assert (upload.box() is not None) == allowed
        if not allowed:
            said = " ".join(text(one) for one in upload.take([sent(b"1")], ["a.csv"]))
            assert "不允许从页面上传" in said
        monkeypatch.setenv("DASHBOARD_UPLOAD", "0")
        assert upload.box() is None


def test_the_last_reports_show_with_their_fate(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path))
    for fate in inbox.FATES:
        folder = tmp_path / fate / "2026-11"
        folder.mkdir(parents=True)
        (folder / f"{fate}.csv").write_bytes(b"1")
        (folder / f"{fate}.csv.txt").write_text(f"说明 {fate}", "utf-8")
    told = sorted(text(one) for one in upload.reports())
    assert re.match(r"done\.csv.* 已装载 说明 done", told[0])
    assert re.match(r"refused\.csv.* 未装载 说明 refused", told[1])


def test_a_count_leads_to_every_cell_of_it_and_a_file_to_its_own(own):
    lines = own["energy"].read_text("utf-8").replace("20000", "约两万")
    own["energy"].write_text(lines, "utf-8")
    build.load([own["energy"]], "更正")
    snapshot = warehouse.current_id()
    view = Scope.parse("", snapshot)
    drawn = catalog.PANELS["quality-tiles"].draw(Drawing(view, theme.tokens("light"))).children
    links = {one.href for part in drawn for one in walk(part) if getattr(one, "href", "")}
    assert any(unquote(href) == "/cells?outcome=refused" for href in links)
    rows = grid.page(ledgers.find("cells", view, "?file=energy.csv"), view, grid.Asked(), 0, 100)
    assert [(row["outcome_word"], row["value"], row["cell"]) for row in rows] == [
        ("拒收", "约两万", "第 5 行“electricity”")
    ]
    for row in quality.rules(snapshot):
        narrowed = f"?{urlencode({'rule': row['what'], 'outcome': row['outcome']})}"
        found = grid.totals(ledgers.find("cells", view, narrowed), view, grid.Asked())
        assert found["rows"] == row["cells"]
    asked = urlencode({"outcome": "refused", "rule": "数值或日期无法读出"})
    said = panel("cells-head", snapshot, f"?{asked}")
    assert "只列结果：拒收；规则：数值或日期无法读出" in said and "列出全部" in said


def test_a_share_too_small_for_two_decimals_is_not_told_as_none():
    # 4 of 497,678 rows are 0.0008 %; the others 99.9992 %
    assert figures._share(4, 497_678) == "不足读取行的 0.01%"
    assert figures._share(497_674, 497_678) == "超过读取行的 99.99%"
    assert figures._share(1, 8) == "占读取行 12.50%"


def test_a_sum_is_told_with_the_digits_of_its_cells():
    # 1.2224 stood as 1.22 beside a stated 2.2224
    assert controlled._exact(0.6112 + 0.6112) == "1.2224"
    assert (controlled._exact(5856253.0), controlled._exact(0.1 + 0.2)) == ("5,856,253", "0.3")


def test_two_uploads_at_once_are_both_taken_and_a_bad_one_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path))
    monkeypatch.delenv("DASHBOARD_UPLOAD", raising=False)
    with viewer.acting(viewer.Viewer("某人", "clerk")):
        told = upload.take([sent(b"1"), sent(b"2"), sent(b"3")], ["甲.csv", "乙.exe", "丙.csv"])
    said = [text(one) for one in told[:3]]
    assert "“甲.csv”已放入收件箱" in said[0] and "“丙.csv”已放入收件箱" in said[2]
    assert "“乙.exe”不是表格文件" in said[1]
    assert sorted(path.name for path in inbox.folder().iterdir()) == ["丙.csv", "甲.csv"]
    with viewer.acting(viewer.Viewer("某人", "clerk")):
        for contents, names in [("abc", "a.csv"), (["x"], ["a.csv", "b.csv"]), ([1], ["a.csv"])]:
            with pytest.raises(RequestError):
                upload.take(contents, names)
