"""The SQL of one sheet's cells as its card reads them: which cell fills which of our columns."""

import unicodedata
from collections.abc import Iterable
from functools import cached_property

from data.errors import TemplateError
from etl.card import Card
from etl.header import Match
from etl.sheets import Sheet
from etl.subjects import Column
from etl.textfile import TextSheet
from etl.words import name, narrow, quote

TOTALS = "contains(first_text, '计') and squeeze(first_text) in ('合计', '小计', '总计')"
"""SQL that is true for control totals; what is cheap to look for comes first."""
LEADING = 8  # columns among which the first text of a row is looked for

Place = tuple[str, str | None, int]
"""Our column, the label of a wide column, and the position in the sheet (0 is the leftmost)."""


class Cells:
    """Where a sheet has what its card asks for, as SQL over the sheet's columns c0, c1, …"""

    def __init__(self, sheet: Sheet | TextSheet, match: Match):
        self.sheet, self.match = sheet, match
        self.card: Card = match.card

    @cached_property
    def fields(self) -> list[tuple[Column, float | None, int]]:
        """Column, factor and position of the card's fields that the sheet has."""
        found = [(field, self.match.position(field.headings)) for field in self.card.fields]
        return [(field.column, field.factor, at) for field, at in found if at is not None]

    @cached_property
    def labels(self) -> list[tuple[str, int]]:
        """Label and position of each column of a wide sheet that becomes a row."""
        spread = self.card.spread.labels if self.card.spread else {}
        found = [(label, self.match.position((heading,))) for heading, label in spread.items()]
        there = [(label, at) for label, at in found if at is not None]
        if len({label for label, _ in there}) < len(there):
            raise TemplateError(
                f"来源卡 {self.card.name} 的 spread 有两个表头对应同一类别，而表中两列都在，"
                "无法判断取哪一列。请修改来源卡。"
            )
        return there

    @cached_property
    def joined(self) -> dict[str, list[int]]:
        """Positions of the cells that are put together into one column."""
        return {column: [self.match.position((heading,)) for heading in headings]
                for column, headings in self.card.join.items()}  # fmt: skip

    @cached_property
    def code(self) -> str:
        """The indicator code of a long sheet."""
        return f"c{self.match.position(self.card.unpivot.code)}"

    @cached_property
    def value(self) -> str:
        """The value of a long sheet."""
        return self.worded("", f"c{self.match.position(self.card.unpivot.value)}")

    def columns(self) -> dict[str, str]:
        """Our columns and the SQL of their text."""
        found = {column: quote(text) for column, text in self.card.constants.items()}
        if column := self.card.from_sheet:
            found[column] = self.worded(column, quote(self.sheet.name))
        return found | self.in_rows()

    def in_rows(self) -> dict[str, str]:
        """Those of the columns whose text stands in the rows themselves."""
        found = {column.name: self.worded(column.name, f"c{at}") for column, _, at in self.fields}
        for column, positions in self.joined.items():
            text = " || '-' || ".join(f"c{at}" for at in positions)
            found[column] = self.worded(column, f"({text})")
        return found

    def factors(self) -> dict[str, str]:
        """What turns the sender's unit into the base unit, for each number column."""
        return {factor_name(column): number(factor) for column, factor, _ in self.fields
                if factor is not None}  # fmt: skip

    def worded(self, column: str, text: str) -> str:
        """The text with the card's null words and values replaced."""
        nulls = [spelling for word in self.card.null_words for spelling in _spellings(word)]
        if values := self.card.values.get(column):
            words, ours = map(_sql_list, (map(narrow, values), values.values()))
            replaced = f"coalesce(map({words}, {ours})[squeeze({text})], {text})"
        else:
            replaced = text
        nothing = f"{text} in ({', '.join(map(quote, nulls))})"
        return f"case when {nothing} then null else {replaced} end" if nulls else replaced

    def labelled(self) -> list[str]:
        """The cells of a wide sheet that become rows."""
        into = self.card.spread.value.name
        return [self.worded(into, f"c{at}") for _, at in self.labels]

    def first_text(self) -> str:
        """The first cell of a row that is neither blank nor a number."""
        last = max([at for _, _, at in self.fields] + [at for _, at in self.labels] + [0])
        texts = (f"case when try_cast(c{at} as double) is null then c{at} end"
                 for at in range(min(last + 1, LEADING)))  # fmt: skip
        return f"coalesce({', '.join(texts)})"

    def has_data(self) -> str:
        """SQL that is true for rows in which at least one cell we take is filled."""
        used = {at for _, _, at in self.places()}
        used |= {at for positions in self.joined.values() for at in positions}
        if self.card.unpivot:
            used.add(self.match.position(self.card.unpivot.code))
        return f"coalesce({', '.join(f'c{at}' for at in sorted(used))}) is not null"

    def fill(self) -> set[int]:
        """Columns in which a merged range is one value for several rows; numbers never are."""
        joined = {at for positions in self.joined.values() for at in positions}
        return joined | {at for column, _, at in self.fields if column.kind != "number"}

    def number_places(self) -> list[Place]:
        """Where the numbers are that a control total may state."""
        return [
            place for place in self.places() if self.card.subject.column(place[0]).kind == "number"
        ]

    def places(self) -> list[Place]:
        """Where each of our columns stands, so that a refusal can name its cell."""
        found = [(column.name, None, at) for column, _, at in self.fields]
        found += [(column, None, positions[0]) for column, positions in self.joined.items()]
        found += [(self.card.spread.value.name, label, at) for label, at in self.labels]
        if self.card.unpivot:
            at = self.match.position(self.card.unpivot.value)
            found += [(column.name, None, at) for column, _ in self.card.unpivot.codes.values()]
        return found


def factor_name(column: Column) -> str:
    """The column that holds a number's factor."""
    return f"{column.name}_factor"


def number(value: float) -> str:
    """A factor as SQL."""
    return f"cast({value!r} as double)"


def aliased(columns: dict[str, str]) -> str:
    """The columns as a select list."""
    return ", ".join(f"{sql} as {name(column)}" for column, sql in columns.items())


def _sql_list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(quote, texts))}]"


def _spellings(word: str) -> list[str]:
    """The word as it is, in half width and in full width."""
    half = unicodedata.normalize("NFKC", word)
    full = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in half)
    return list(dict.fromkeys([word, half, full]))
