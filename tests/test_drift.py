"""Drift against every shipped card: a table made from the card, then changed one way at a time."""

import hashlib
from itertools import count

import duckdb
import pytest

from data.errors import TemplateError
from etl import build, cards, tables
from etl.originals import Original
from etl.progress import Progress

CARDS = {card.name: card for card in cards.load([cards.FOLDER])}
TYPED = {
    "text": "甲", "number": "2", "month": "2026-01", "date": "2026-01-02", "quarter": "2026年1季度",
}  # fmt: skip
UNLIKE, EXTRA = "岁寒三友", "领导批示"
PERIODS = {"years": "2025年", "months": "2026年1月"}


class Desk:
    """One database of raw records into which made-up tables are taken, by one card each."""

    def __init__(self, folder):
        self.folder, self.numbers = folder, count()
        self.connection = duckdb.connect(config=tables.SETTINGS)
        tables.create(self.connection)

    def take(self, card, table, titles=()) -> int:
        """The id of the file that holds the table: a heading and the cells below it a column."""
        name = f"t{next(self.numbers)}.csv"  # a name of its own, and a title, so bytes differ
        rows = [[title] for title in titles] + [list(row) for row in zip(*table, strict=True)]
        content = "\n".join(",".join(row) for row in [[name], *rows]).encode()
        path = self.folder / name
        path.write_bytes(content)
        reading = build.Build([], [card], Progress())
        reading.path, reading.connection = self.folder / "x.duckdb", self.connection
        reading.take_in(Original(name, path, hashlib.sha256(content).hexdigest(), len(content)))
        return self.ask("select max(file_id) from source_file")[0][0]

    def ask(self, sql, *params):
        return self.connection.execute(sql, [*params]).fetchall()

    def rows(self, card, file_id):
        """What was read, without the file's own words; never empty."""
        names = [column.name for column in card.subject.columns]
        columns = ", ".join(name for name in names if name != card.from_sheet)
        found = self.ask(
            f"select {columns} from raw_{card.subject.name} where file_id = ? order by all", file_id
        )
        assert found
        return found


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = Desk(tmp_path_factory.mktemp("desk"))
    yield made
    made.connection.close()


def heading(named) -> str:
    """The first of the headings that is no bare code: a row of codes is no heading."""
    return next((text for text in named if not text.isdecimal()), named[0])


def cell(column) -> str:
    return "2026" if column.name == "year" else TYPED[column.kind]


def table(card) -> list[list[str]]:
    """The columns of a sheet as the card describes it: each a heading and its cells."""
    codes = list(card.unpivot.codes) if card.unpivot else [""]
    made = [[heading(field.headings), *[cell(field.column)] * len(codes)] for field in card.fields]
    if card.unpivot:
        made += [[card.unpivot.code[0], *codes], [card.unpivot.value[0], *["2"] * len(codes)]]
    for parts in card.join.values():
        made += [[part, value] for part, value in zip(parts, ("2026", "1"), strict=True)]
    if card.spread:
        period = card.spread.period
        labels = [f"{card.spread.under}/{PERIODS[period]}"] if period else card.spread.labels
        made += [[label, "2"] for label in labels]
    return made


def titles(card) -> list[str]:
    """The lines above the table for what no column of it says."""
    columns = {field.column.name for field in card.fields} | card.join.keys()
    said = {"month": "2026年1月", "date": "2026年1月2日"}
    return [f"{words[0]}：{'2026年' if name == 'year' else said.get(card.subject.column(name).kind, '甲')}"
            for name, words in card.from_title.items() if name not in columns]  # fmt: skip


def needed(card) -> list[str]:
    """The headings of the table without which the card does not read it."""
    there = {column[0] for column in table(card)}
    groups = [set(group) & there for group in card.required()]
    return [group.pop() for group in groups if len(group) == 1]


def refused(desk, card, made) -> str:
    with pytest.raises(TemplateError) as error:
        desk.take(card, made, titles(card))
    return str(error.value)


every_card = pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)


@every_card
def test_a_needed_heading_renamed_or_gone_stops_with_both_lists(desk, card):
    assert needed(card)
    for number, gone in enumerate(needed(card)):
        made = table(card)
        renamed = [[UNLIKE if column[0] == gone else column[0], *column[1:]] for column in made]
        dropped = [column for column in made if column[0] != gone]
        for changed, strange in ((renamed, UNLIKE), (dropped, "无"))[: 1 if number else 2]:
            said = refused(desk, card, changed)
            missing = said.partition("缺少：")[2].partition("；")[0]
            assert gone in missing, (gone, said)
            assert f"表中另有来源卡不认得的：{strange}" in said, (gone, said)


@every_card
def test_a_heading_that_stands_twice_is_never_chosen_from(desk, card):
    columns = table(card)
    first = next(column for column in columns if column[0] in needed(card))
    for twice in (first, columns[-1]):
        said = refused(desk, card, [*columns, twice])
        assert card.name in said
        assert "无法判断取哪一列" in said


@every_card
def test_an_added_column_is_listed_and_another_order_reads_the_same(desk, card):
    made = table(card)
    plain = desk.rows(card, desk.take(card, made, titles(card)))
    more = desk.take(card, [*made[:1], [EXTRA, *made[0][1:]], *made[1:]], titles(card))
    turned = desk.take(card, made[::-1], titles(card))
    assert desk.rows(card, more) == desk.rows(card, turned) == plain
    unread = "select heading from unread_column where file_id = ?"
    assert desk.ask(unread, more) == [(EXTRA,)]
    assert desk.ask(unread, turned) == []
