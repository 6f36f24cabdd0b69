"""Briefings: the numbers of `data value`, on pages that keep the rules of GB/T 9704."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import docx
import openpyxl
import pytest

from briefing import about, build, charts, code, compose, document, jobs, schedule, slides, typeset
from briefing import view as views
from briefing.__main__ import main
from briefing.contents.annex import exact
from components import numbers
from components.wall.scenes import SCENES
from data import metrics, warehouse
from data.errors import BriefingError, DrawingError, ScopeError
from data.scope import Scope

ROOT = Path(__file__).resolve().parent.parent
VIEWS = ("", "?region=640100", "?region=640104", "?period=2026Q3", "?period=2026M09")
MM = 72 / 25.4  # points


def view(small, search=""):
    return Scope.parse(search, small)


def told(small, search=""):
    return compose.compose(view(small, search), signed_off="审核员")


@pytest.fixture(scope="module")
def made(small, tmp_path_factory):
    """A briefing of the whole region in all three formats."""
    folder = tmp_path_factory.mktemp("briefing")
    paper = told(small)
    return paper, build.write(paper, folder, ("pdf", "docx", "xlsx"))


def text_of(pdf, *more):
    done = subprocess.run(["pdftotext", *more, str(pdf), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def flat(text):
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("search", VIEWS)
def test_every_number_is_printed_exactly_as_data_value_gives_it(small, search, tmp_path):
    paper = told(small, search)
    text = flat(text_of(build.write(paper, tmp_path)[0]))
    assert paper.readings
    for one in paper.readings:
        found = metrics.total(metrics.find(one.metric), view(small, search))
        assert found["value"] == one.value
        assert exact(found["value"]) in text, one.metric
        metric = metrics.find(one.metric)
        number, _ = numbers.parts(found["value"], metric.unit, metric.digits)
        assert number in text, one.metric
    assert "\ufffd" not in text


def test_a_sentence_tells_only_numbers_of_the_metrics_it_names(small):
    for block in told(small).blocks:
        if not isinstance(block, document.Paragraph):
            continue
        for sentence in block.sentences:
            for metric_id in sentence.metrics:
                assert metrics.find(metric_id).label.split("（")[0][:2]
            none = r"(上升|下降|提高|增长|增加|减少|高于|低于|好于|落后)[^，；。]*? 0(\.0+)?(%| 个百分点)"
            assert not re.search(none, sentence.text), sentence.text


def test_the_same_snapshot_and_arguments_give_the_same_bytes(made, small, tmp_path):
    paper, paths = made
    again = build.write(told(small), tmp_path, ("pdf", "docx", "xlsx"))
    for first, second in zip(paths, again, strict=True):
        assert first.read_bytes() == second.read_bytes(), first.suffix


def test_the_text_stands_in_an_area_of_156_by_225_millimetres(made):
    words = text_of(made[1][0], "-bbox")
    words = re.sub(r"<(meta|title|!DOCTYPE)[^>]*>|</title>", "", words)
    box = r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">'
    # a sign at the edge of a line hangs its empty half outside
    found = re.findall(box + r"(?![（《“])[^<]*(?<![，。；：）、》〕”])<", words)
    body = [tuple(map(float, one)) for one in found]
    inside = [one for one in body if one[1] > 37 * MM - 2 and one[3] < (297 - 35) * MM + 2]
    assert len(inside) > 200
    # the watermark is turned and reaches further; nothing upright does
    upright = [one for one in inside if one[3] - one[1] < 60]
    assert min(one[0] for one in upright) >= 28 * MM - 1
    assert max(one[2] for one in upright) <= (210 - 26) * MM + 1


def test_pages_carry_number_code_snapshot_and_the_long_ones_contents(made):
    paper, paths = made
    pages = text_of(paths[0], "-layout").split("\f")[:-1]
    for number, page in enumerate(pages, 1):
        assert f"—{number}—" in flat(page)
        assert paper.code in page
        assert number == 1 or paper.snapshot in page
    assert len(pages) < 4 or "目" in pages[0]


def test_no_heading_ends_a_page_and_no_figure_is_blank(made, tmp_path):
    paper, paths = made
    headings = [
        flat(label + block.text)
        for block, label in paper.numbered()
        if isinstance(block, document.Heading)
    ]
    for page in text_of(paths[0], "-layout").split("\f")[:-1]:
        lines = [flat(line) for line in page.splitlines() if line.strip()]
        last = [line for line in lines if "核验码" not in line][-1]
        assert last not in headings
    for svg in build.pictures(paper).values():
        root = ElementTree.fromstring(svg)
        drawn = [part for part in root.iter() if part.tag.endswith(("path", "text"))]
        assert len(drawn) > 5


def test_word_has_the_same_numbers_real_headings_and_tables(made):
    paper, paths = made
    opened = docx.Document(paths[1])
    styles = {one.style.name for one in opened.paragraphs}
    assert {"Heading 1", "Heading 2"} <= styles
    cells = {cell.text for table in opened.tables for row in table.rows for cell in row.cells}
    for one in paper.readings:
        assert exact(one.value) in cells
    assert len(opened.inline_shapes) == len(paper.figures)
    for table in opened.tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")


@pytest.mark.skipif(not shutil.which("soffice"), reason="本机没有 LibreOffice，不能核对 Word 文件")
def test_libreoffice_opens_the_word_file_with_the_same_numbers(made, tmp_path):
    paper, paths = made
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, paths[1]]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = flat(text_of(tmp_path / f"{paths[1].stem}.pdf"))
    for one in paper.readings:
        assert exact(one.value) in text


def test_the_workbook_holds_every_number_as_a_number(made):
    paper, paths = made
    sheet = openpyxl.load_workbook(paths[2])["指标数值"]
    rows = {row[0]: row[3] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert rows == {one.metric: pytest.approx(one.value, rel=1e-12) for one in paper.readings}


def test_rare_signs_are_set_and_a_missing_one_stops_the_build(small):
    paper = replace(told(small), title="㐂𠅤堃单位运行情况", blocks=())
    assert typeset.pdf(paper, {}).startswith(b"%PDF")
    with pytest.raises(BriefingError, match="没有出稿|排版失败"):
        typeset.pdf(replace(paper, title="\U000f0000单位"), {})


def test_a_chart_that_draws_nothing_stops_the_build_with_its_name():
    empty = {"data": [], "layout": {"xaxis": {"visible": False}, "yaxis": {"visible": False}}}
    with pytest.raises(DrawingError, match="空图.*空白"):
        charts.draw(empty, 200, "空图")


def test_charts_asked_for_by_eight_threads_are_each_ones_own():
    def bar(number):
        return {"data": [{"type": "bar", "x": [f"图{number}号"], "y": [number]}], "layout": {}}

    with ThreadPoolExecutor(8) as pool:
        drawn = list(pool.map(lambda n: charts.draw(bar(n), 200, str(n)), range(1, 25)))
    for number, svg in enumerate(drawn, 1):
        assert f"图{number}号" in svg


def test_the_browser_that_died_is_started_again():
    figure = {"data": [{"type": "bar", "x": ["甲"], "y": [1]}], "layout": {}}
    charts.draw(figure, 200, "先")
    charts._owner.submit(lambda: charts._Page.browser.close()).result()
    assert "甲" in charts.draw(figure, 200, "后")


@pytest.mark.parametrize("search", VIEWS)
def test_a_code_read_from_paper_leads_back_to_the_same_state(small, search):
    scope = view(small, search)
    written = code.encode(scope)
    assert code.decode(written.lower().replace("0", "o")) == code.State(scope, "/")


def test_a_mistyped_code_is_told_and_never_opens_something_else(small):
    written = code.encode(view(small, "?region=640100&period=2026Q3")).replace("-", "")
    for at in range(len(written)):
        other = code.SIGNS[(code.SIGNS.index(written[at]) + 1) % 32]
        with pytest.raises(ScopeError):
            code.decode(written[:at] + other + written[at + 1 :])
    for wrong in ("", "甲", "1234", written + "0"):
        with pytest.raises(ScopeError, match="核验码"):
            code.decode(wrong)


def test_too_few_returns_stop_a_formal_briefing_unless_signed(small):
    scope = view(small, "?period=2026M01-10")
    with pytest.raises(BriefingError, match="sign-off"):
        compose.compose(scope)
    assert compose.compose(scope, signed_off="张三").signed == "报送率未达标，经 张三 签发"


def test_a_number_that_is_claimed_and_not_printed_stops_the_build(small, tmp_path):
    told = compose.compose(view(small), signed_off="审核员")
    build.proof.check(told)
    one = told.readings[0]
    wrong = replace(told, readings=(replace(one, value=one.value * 1.37),))
    with pytest.raises(BriefingError, match=f"“{one.label}”.*没有印进简报"):
        build.write(wrong, tmp_path)
    assert not list(tmp_path.iterdir())


def test_nothing_half_made_stays_when_the_folder_cannot_be_written(small, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(BriefingError, match="不能写入"):
        build.write(told(small), blocked)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_schedule_skips_what_has_not_changed_and_logs_the_rest(small, tmp_path, monkeypatch):
    monkeypatch.setattr(about, "LEAST_COVERED", 0.0)
    heard = []
    assert schedule.run(small, tmp_path, ["640000"], ("xlsx",), heard.append) == 0
    made = sorted(path.name for path in tmp_path.glob("*.xlsx"))
    assert made
    schedule.run(small, tmp_path, ["640000"], ("xlsx",), heard.append)
    assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == made
    assert all("没有变化" in line for line in heard[len(made) :])
    lines = (tmp_path / schedule.LOG).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + len(made)


@pytest.mark.parametrize("page", ["overview", "energy", "balance", "problems", "quality"])
def test_any_page_stands_on_paper_as_its_address_shows_it(small, page):
    asked = "?region=640100&type=021"
    paper = views.compose(view(small, asked), page, asked)
    assert paper.blocks and typeset.pdf(replace(paper, blocks=paper.blocks[:1]), {})
    notes = [block.text for block in paper.blocks if isinstance(block, document.Note)]
    assert "银川市" in notes[0] and "机构类型" in notes[0]
    assert code.decode(paper.code) == code.State(view(small, asked), code.PAGES[
        code.PAGES.index("/" if page == "overview" else f"/{page}")])  # fmt: skip
    with pytest.raises(BriefingError, match="没有页面“weather”"):
        views.compose(view(small), "weather")


def test_each_scene_of_the_wall_is_one_page_with_what_to_say(small, tmp_path):
    paper = slides.compose(view(small))
    text = text_of(build.write(paper, tmp_path)[0], "-layout")
    pages = text.split("\f")[:-1]
    assert len(pages) == 1 + len(SCENES)  # the cover, then a page a scene
    for page, scene in zip(pages[1:], SCENES, strict=True):
        assert flat(scene.title) in flat(page) and "讲解要点" in flat(page)


@pytest.mark.parametrize("search", ["?region=640100B", "?region=640104T&period=2026M10"])
def test_organs_and_townships_have_codes_too(small, search):
    assert code.decode(code.encode(view(small, search))).view == view(small, search)


@pytest.mark.parametrize(
    ("value", "told"),
    [(16411355793.2, "16411355793"), (25.86094867, "25.86094867"), (0.00001, "0.00001"), (0, "0")],
)
def test_an_exact_number_never_has_an_exponent(value, told):
    assert exact(value) == told


def test_due_are_the_last_whole_month_quarter_and_year(small):
    # the small bureau's last month is October 2026
    assert [one.code for one in schedule.due(small)] == ["2026M10", "2026Q3", "2025"]


def order(region, small):
    return {"search": f"?region={region}&period=2026M09", "snapshot": small}


def test_requests_queue_and_end_with_their_own_documents(small):
    asked = ["640000", "640100", "640104", "640400"]
    ids = [jobs.start(order(region, small), ("xlsx",)) for region in asked]
    assert ids == [jobs.start(order(region, small), ("xlsx",)) for region in asked]
    for region, job in zip(asked, ids, strict=True):
        last = wait_for(job)
        assert last["state"] in (jobs.DONE, jobs.FAILED), last
        name = Scope.parse(f"?region={region}", small).region_name
        assert any(name in file for file in last.get("files", [])) or name in last["words"]


def wait_for(job):
    """The last state of a job; its process ends it, so this waits for the process's lock."""
    while (last := jobs.state(job)).get("state") in (jobs.QUEUED, jobs.WORKING):
        with jobs.turn():
            pass
    return last


def test_a_job_whose_process_died_says_so(small):
    jobs.report("0123456789abcdef", jobs.WORKING)
    path = jobs.folder() / "0123456789abcdef.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    path.write_text(json.dumps({**said, "pid": dead.pid}), encoding="utf-8")
    assert jobs.state("0123456789abcdef")["state"] == jobs.FAILED
    with pytest.raises(BriefingError):
        jobs.state("../../etc/passwd")


def test_the_command_writes_files_and_names_what_it_cannot_do(small, tmp_path, capsys):
    done = main(["build", "--period", "2026M09", "--out", str(tmp_path), "--sign-off", "李四"])
    assert done == 0
    assert capsys.readouterr().out.strip().endswith(".pdf")
    assert main(["build", "--region", "999999", "--out", str(tmp_path)]) == 1
    assert "999999" in capsys.readouterr().err


def test_the_pdf_is_tagged_titled_and_embeds_its_fonts(made):
    info = subprocess.run(["pdfinfo", made[1][0]], capture_output=True, check=True).stdout.decode()
    assert re.search(r"Tagged:\s+yes", info)
    assert "A4" in info
    fonts = subprocess.run(["pdffonts", made[1][0]], capture_output=True, check=True)
    rows = fonts.stdout.decode().splitlines()[2:]
    assert rows
    for row in rows:
        assert re.search(r"\byes\s+yes\s+yes\b", row), row


def test_the_archive_of_the_word_file_has_fixed_times(made):
    with zipfile.ZipFile(made[1][1]) as archive:
        assert {part.date_time[:3] for part in archive.infolist()} == {(1980, 1, 1)}


def test_the_snapshot_named_is_the_one_used(small):
    assert told(small).snapshot == small == warehouse.current_id()
    assert os.environ["DASHBOARD_VAR"]


@pytest.mark.parametrize("topic", ["assets", "vehicles", "offices", "energy", "satisfaction"])
def test_a_topic_is_one_subject_with_its_own_findings_only(small, topic):
    found = compose.compose(view(small), signed_off="审核员", topic=topic)
    mine = compose._subject(topic)
    told_of = {metrics.find(one.metric).id for one in found.readings}
    assert told_of <= set(mine.listed)
    assert mine.title in found.title
    with pytest.raises(BriefingError, match="没有专题“weather”"):
        compose.compose(view(small), signed_off="审核员", topic="weather")
