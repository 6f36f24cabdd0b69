"""learn: cards proposed for templates that were not seen, one sender left out at a time."""

import io
import tempfile
from operator import itemgetter
from pathlib import Path

import pytest

from data.errors import TemplateError
from etl import __main__ as command
from etl import cards, demo, header, proposal, read
from etl.likeness import likeness


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Demo files of 60 institutions over 6 months."""
    place = tmp_path_factory.mktemp("demo")
    demo.write(place, scale=demo.Scale(60, 6))
    return place


def templates(folder):
    """Sheet, card and header of one sheet for each card of the project, long forms left out."""
    known, found = cards.load([cards.FOLDER]), {}
    for path in sorted(folder.glob("演示数据_*")):
        with tempfile.TemporaryDirectory() as scratch:
            for sheet in read.sheets(path, path.name, Path(scratch)):
                matches = header.choose(known, sheet.name, header.headers(sheet.head, sheet.merged))
                match = matches[0] if isinstance(matches, list) else matches
                if not match.card.unpivot:
                    found.setdefault(match.card.name, (sheet.head, sheet.merged, match))
    return known, found


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.soak)])
def test_nine_columns_of_ten_are_right_on_templates_of_a_sender_never_seen(folder, every):
    known, found = templates(folder)
    right, wrong = 0, []
    for name, (head, merged, match) in sorted(found.items(), key=itemgetter(0))[::every]:
        sender = name.split("_")[0] + "_"
        others = proposal.words([card for card in known if not card.name.startswith(sender)])
        guess = proposal.propose(head, merged, others)
        same = guess.subject == match.card.subject
        for column in match.card.fields:
            at = match.position(column.headings)
            if at is not None:
                heading = match.header.headings[at]
                got = guess.columns.get(column.column.name, ("",))[0] if same else None
                right += got == heading
                wrong += [] if got == heading else [(name, column.column.name, heading, got)]
    assert len(found) >= 40
    assert right / (right + len(wrong)) >= 0.9, wrong


def test_headings_are_alike_when_they_mean_the_same():
    assert likeness("处置时间", "处置日期") > 0.9 > likeness("处置日期", "购置日期")
    assert likeness("用电量（万kWh）", "用电量(kWh)") > 0.9
    assert likeness("用电量", "备注") == 0


ROWS = [["单位名称", "年度", "月份", "用电量(万千瓦时)", "电费（元）", "领导批示"],
        *(["某局", 2026, month, 1.5, 9000, ""] for month in range(1, 7))]  # fmt: skip


def test_a_new_template_is_learned_shown_written_and_then_loads(world, capsys):
    path = world.book("某局2026年用能表.xlsx", 表=ROWS)
    assert command.main(["learn", str(path)]) == 1  # no terminal, no --yes: only shown
    said = capsys.readouterr().out
    assert "像是“能源资源消费月报”" in said and "没有用到的表头：领导批示" in said
    assert command.main(["learn", str(path), "--yes"]) == 0
    card = cards.load([world.folder / "var" / "cards"])[0]
    assert (card.name, card.subject.name) == ("某局用能表", "energy")
    fields = {field.column.name: (field.headings, field.factor) for field in card.fields}
    assert fields["electricity"] == (("用电量(万千瓦时)",), 10000)
    assert card.join == {"month": ("年度", "月份")}
    assert command.main(["learn", str(path), "--yes"]) == 1  # never written over
    world.load(world.roster(), path)
    assert world.ask("select count(*) from raw_energy") == [(6,)]


DOUBTFUL = [["单位名称", "统计月份", "用电量（万kWh）", "电费", "用水量"],
            ["一中", "2026年1月", 1.25, 0.75, 350], ["永宁财政", "2026年1月", 0.5, 0.5, "/"]]  # fmt: skip


def test_what_is_not_sure_is_never_written_by_yes_and_named_in_one_sentence(world, capsys):
    path = world.book("某市月报.xlsx", 月报=DOUBTFUL)
    for words in ([], ["--yes"], ["--yes", "--confirm", "电费=万元"]):
        assert command.main(["learn", str(path), *words]) == 1
        said = capsys.readouterr().err
        assert said.count("。") == 1
        assert "“用水量”（没有写单位）要由人核对" in said
        assert ("“电费”（没有写单位）" in said) == ("电费=万元" not in words)
    assert not (world.folder / "var" / "cards").exists()
    for words, told in {
        "电费=吨": "“吨”不是“电费”可用的单位",
        "水费=元": "要核对的：电费、用水量",
    }.items():
        assert command.main(["learn", str(path), "--yes", "--confirm", words]) == 1
        assert told in capsys.readouterr().err
    assert not (world.folder / "var" / "cards").exists()


def test_what_a_person_confirmed_is_written_and_loads(world, capsys):
    path = world.book("某市月报.xlsx", 月报=DOUBTFUL)
    assert command.main(["learn", str(path), "--yes", "--confirm", "电费=万元", "用水量=不读"]) == 0
    card = cards.load([world.folder / "var" / "cards"])[0]
    found = {field.column.name: field.factor for field in card.fields}
    assert found["electricity_cost"] == 10000
    assert "water" not in found
    assert command.main(["check", str(path), "--out", str(world.folder)]) == 0
    (world.folder / "cards" / "energy.yml").unlink()  # another card of the test's for the same form
    world.load(world.roster(), path)
    assert world.ask("select cast(electricity as double) * electricity_factor,"
                     " cast(electricity_cost as double) * electricity_cost_factor"
                     " from in_energy order by row_no") == [(12500, 7500), (5000, 5000)]  # fmt: skip


def at_terminal(monkeypatch, *answers):
    """A terminal at which the answers are typed one after the other, then it is closed."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{text}\n" for text in answers)))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)


def test_a_person_at_a_terminal_is_asked_for_each_doubt(world, monkeypatch, capsys):
    path = world.book("某市月报.xlsx", 月报=DOUBTFUL)
    for answers in ([], [""], ["", "不读"], ["", "", "n"]):  # the last question is for the card
        at_terminal(monkeypatch, *answers)
        assert command.main(["learn", str(path)]) == 1
        assert not (world.folder / "var" / "cards").exists()
    at_terminal(monkeypatch, "万元", "", "y")
    assert command.main(["learn", str(path)]) == 0
    assert "“电费”当作 电费（electricity_cost）（没有写单位）" in capsys.readouterr().out
    card = cards.load([world.folder / "var" / "cards"])[0]
    found = {field.column.name: (field.unit, field.factor) for field in card.fields}
    assert (found["electricity_cost"], found["water"]) == (("万元", 10000), ("立方米", 1))


def test_a_unit_above_the_table_answers_for_its_columns(world):
    rows = [["单位：万元、吨"], *DOUBTFUL]
    assert command.main(["learn", str(world.book("某市月报.xlsx", 月报=rows)), "--yes"]) == 0


def test_a_low_confidence_is_named_with_its_share(world, capsys):
    rows = [
        ["单位名称", "核算期", "用电量（度）"],
        ["一中", "2026年1月", 5],
        ["一中", "2026年2月", 6],
    ]
    assert command.main(["learn", str(world.book("电.xlsx", 表=rows)), "--yes"]) == 1
    said = capsys.readouterr().err
    assert "“核算期”（把握 55%）" in said  # told by its shape alone: etl/shapes.py
    assert "要由人核对" in said


def test_a_table_like_nothing_known_is_not_guessed(world, capsys):
    path = world.book("菜谱.xlsx", 表=[["早餐", "午餐"], ["粥", "面"]])
    assert command.main(["learn", str(path), "--yes"]) == 1
    assert not (world.folder / "var" / "cards").exists()


def test_a_renamed_column_stops_with_both_lists(world):
    rows = [["单位名称", "年度", "月份", "用电总量", "备注"], ["一中", 2026, 1, 5, ""]]
    with pytest.raises(TemplateError) as error:
        world.load(world.roster(), world.book("a.xlsx", 月报=rows))
    for words in (
        "缺少：用电量",
        "表中另有来源卡不认得的：用电总量、备注",
        "“用电总量”似为“用电量",
    ):
        assert words in str(error.value)


def test_an_optional_column_in_another_unit_than_the_card_s_is_never_read_in_silence(world):
    rows = [["单位名称", "年度", "月份", "用电量", "用水量（万吨）"], ["一中", 2026, 1, 5, 6]]
    with pytest.raises(TemplateError, match="单位互相矛盾：来源卡 energy是“吨”，表头.*是“万吨”"):
        world.load(world.roster(), world.book("a.xlsx", 月报=rows))
