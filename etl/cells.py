"""The SQL of one sheet's cells as its card reads them: which cell fills which of our columns."""

from functools import cached_property

from data.errors import TemplateError
from etl import above, corner, lines, measure, nothing, periods, secret
from etl.card import OWN_UNIT
from etl.factors import by_day
from etl.header import Match
from etl.recognise import heading_cell
from etl.sheets import Sheet
from etl.subjects import WHO, Column
from etl.textfile import TextSheet
from etl.words import quote

Place = tuple[str, str | None, int]
"""Our column, the label of a wide column, and the position in the sheet (0 is the leftmost)."""


class Cells:
    """Where a sheet has what its card asks for, as SQL over the sheet's columns c0, c1, …"""

    def __init__(self, sheet: Sheet | TextSheet, match: Match):
        self.sheet, self.match, self.card = sheet, match, match.card
        self.titles = sheet.head[: match.header.first]

    @cached_property
    def corner(self) -> list[str]:
        """The units said above the table."""
        return corner.above(self.titles, self.sheet)

    @cached_property
    def fields(self) -> list[tuple[Column, float | None, int]]:
        """Column, factor and position of the card's fields that the sheet has."""
        found = [(field, self.match.position(field.headings)) for field in self.card.fields]
        there = [(field, self.match.header.headings[at]) for field, at in found if at is not None]
        corner.stop_when_shared(self.corner, there)
        return [(field.column, self._agreed(field.column, field.unit, at)[1], at)
                for field, at in found if at is not None]  # fmt: skip

    def _agreed(self, column: Column, unit: str, at: int) -> tuple[str, float | None]:
        """The unit of a column that stands at a place, and its factor; text has none."""
        if column.kind != "number":
            return "", None
        heading = self.match.header.headings[at]
        if self.card.spread and self.card.spread.under and column == self.card.spread.value:
            heading = heading.partition("/")[0]
        try:
            return measure.agreed(self.card.name, column, unit, heading, self.corner)
        except TemplateError as error:
            place = heading_cell(self.sheet, self.match.header, at)
            raise error.at(self.sheet.title, place) from None

    @cached_property
    def spread_measure(self) -> tuple[str, float | None]:
        """The one unit of all columns of a wide sheet that become rows."""
        spread = self.card.spread
        found = {self._agreed(spread.value, spread.unit, at) for _, at in self.labels}
        if len({factor for _, factor in found}) > 1:
            units = "、".join(sorted(unit or spread.value.unit for unit, _ in found))
            raise TemplateError(f"各列的单位不一致（{units}）。请核实后改成一致，再重新装载。")
        return found.pop()

    def measure(self, column: Column) -> tuple[str, float]:
        """The unit and factor in which a column's cells are."""
        for field in self.card.fields:
            if field.column == column:
                return self._agreed(column, field.unit, self.match.position(field.headings))
        if self.card.spread:
            return self.spread_measure
        factors = dict(self.card.unpivot.codes.values()) if self.card.unpivot else {}
        factor = factors.get(column) or 1.0
        return ("万" if factor >= 10_000 else ""), factor

    @cached_property
    def labels(self) -> list[tuple[str, int]]:
        """Label and position of each column of a wide sheet that becomes a row."""
        if not self.card.spread:
            return []
        found = [(self.card.spread.label(heading), at)
                 for at, heading in enumerate(self.match.header.headings)]  # fmt: skip
        there = [pair for pair in found if pair[0] is not None]
        if twice := [label for label, _ in there if [one for one, _ in there].count(label) > 1]:
            raise TemplateError(
                f"来源卡 {self.card.name} 的 spread 有两个表头对应同一类别（{twice[0]}），而表中两列都在，"
                "无法判断取哪一列。请在表中区分两列，或修改来源卡。"
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

    @cached_property
    def unit_at(self) -> int | None:
        """The position of a long sheet's column with the unit of each row, None without one."""
        taken = {self.match.header.headings[at] for at in self.used()}
        free = tuple(word for word in OWN_UNIT if word not in taken)
        return self.match.position(self.card.unpivot.unit or free)

    def columns(self) -> dict[str, str]:
        """Our columns and the SQL of their text."""
        found = {column: quote(text) for column, text in self.card.constants.items()}
        if column := self.card.from_sheet:
            found[column] = self.worded(column, quote(self.sheet.title))
        there = {column.name for column, *_ in self.fields} | set(self.joined)
        above_it = above.filled(self.card, there, self.titles, self.sheet.title)
        said = {column: self.worded(column, quote(text)) for column, text in above_it.items()}
        return said | found | self.in_rows()

    def in_rows(self) -> dict[str, str]:
        """Those of the columns whose text stands in the rows themselves."""
        found = {column.name: self.worded(column.name, f"c{at}") for column, _, at in self.fields}
        for column, positions in self.joined.items():
            text = " || '-' || ".join(f"c{at}" for at in positions)
            found[column] = self.worded(column, f"({text})")
        return found

    def factors(self) -> dict[str, float | str]:
        """What turns the sender's unit into the base unit, for each number column."""
        names = self.columns().keys()
        return {column.name: by_day(column, self.measure(column)[0], factor, names)
                for column, factor, _ in self.fields if factor is not None}  # fmt: skip

    def worded(self, column: str, text: str) -> str:
        """The text with the card's words for nothing and values replaced."""
        said = nothing.worded(self.card, column, text)
        return secret.impersonal(said) if column in secret.FREE else said

    def label_texts(self) -> list[str]:
        return periods.label_texts(self)

    def labelled(self) -> list[str]:
        """The cells of a wide sheet that become rows."""
        into = self.card.spread.value.name
        return [self.worded(into, f"c{at}") for _, at in self.labels]

    def first_text(self, most: int = lines.LEADING) -> str:
        """The first cell of a row, of the `most` first, that is no blank, number, day or month."""
        last = max(at for *_, at in [*self.fields, *self.labels, (0,)])
        days = {at for column, _, at in self.fields if column.kind in ("date", "month", "quarter")}
        named = next((at for column, _, at in self.fields if column.name == WHO[1]), None)
        return lines.first_text(min(last, most - 1), days, named)

    def no_number(self) -> str:
        """SQL that is false where a number stands in its column: no heading has any in its row."""
        numbers = [(not column.required, at) for column, _, at in self.fields
                   if column.kind == "number"]  # fmt: skip
        cell = f"c{min(numbers)[1]}" if numbers else "null"
        return f"(try_cast({cell} as double) is null or ord({cell}) not between 48 and 57)"

    def all_texts(self) -> str:
        """Every column of the sheet, as arguments."""
        width = max(map(len, self.sheet.head[: self.match.header.end]))
        return ", ".join(f"c{at}" for at in range(width))

    def used(self) -> list[int]:
        """Positions of all cells the card takes."""
        used = {at for _, _, at in self.places()} | set().union(*self.joined.values())
        if self.card.spread and self.card.spread.year:
            used.add(self.match.position(self.card.spread.year))
        if self.card.unpivot:
            used.add(self.match.position(self.card.unpivot.code))
        return sorted(used)

    def has_data(self) -> str:
        """SQL that is true for rows in which at least one cell we take is filled."""
        return f"coalesce({', '.join(f'c{at}' for at in self.used())}) is not null"

    def fill(self) -> set[int]:
        """Columns in which a merged range is one value for several rows; numbers never are."""
        joined = {at for positions in self.joined.values() for at in positions}
        return joined | {at for column, _, at in self.fields if column.kind != "number"}

    def number_places(self) -> list[Place]:
        """Where the numbers are that a control total may state."""
        kinds = {column.name: column.kind for column in self.card.subject.columns}
        return [place for place in self.places() if kinds[place[0]] == "number"]

    def places(self) -> list[Place]:
        """Where each of our columns stands, to name its cell."""
        found = [(column.name, None, at) for column, _, at in self.fields]
        found += [(column, None, at[0]) for column, at in self.joined.items()]
        found += [(self.card.spread.value.name, label, at) for label, at in self.labels]
        if self.card.unpivot:
            at = self.match.position(self.card.unpivot.value)
            found += [(column.name, None, at) for column, _ in self.card.unpivot.codes.values()]
        return found
