"""A source card in memory: how a kind of file is recognised and what its columns mean."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from etl import periods
from etl.measure import bare, tail
from etl.subjects import Column, Subject

OWN_UNIT = ("计量单位", "单位", "度量单位")
"""Headings of a column of units in long form that a card need not name."""
ORIGINS = ("published", "reported", "demo")


@dataclass(frozen=True)
class Field:
    """A column filled from one cell: its headings (squeezed, in order of preference)."""

    column: Column
    headings: tuple[str, ...]
    required: bool
    factor: float | None
    unit: str = ""


@dataclass(frozen=True)
class Unpivot:
    """Long form: the row's indicator code says which of our columns (and factor) the value is."""

    code: tuple[str, ...]
    value: tuple[str, ...]
    codes: dict[str, tuple[Column, float | None]]
    unit: tuple[str, ...] = ()
    """Headings of the column that says the unit of each row."""
    units: dict[str, str] = field(default_factory=dict)
    """The unit of each code for which the card gives one."""
    needs: tuple[str, ...] = ()
    """Codes without which the sheet is another table."""


@dataclass(frozen=True)
class Spread:
    """Wide form: each of several headings makes a row of its own, named by a label."""

    into: Column
    value: Column
    factor: float | None
    labels: dict[str, str]
    unit: str = ""
    period: str = ""
    """years or months when every heading that is one makes a row; then there are no labels."""
    under: str = ""
    """The heading above those of the period, when there is one."""
    year: tuple[str, ...] = ()
    """Headings of the column with the year of months that do not say it themselves."""

    def label(self, heading: str) -> str | None:
        """What a heading stands for, None when it makes no row."""
        if self.period:
            return periods.label(self.period, self.under, heading)
        return self.labels.get(heading)


@dataclass(frozen=True)
class Card:
    """One kind of file; headings are squeezed, values and null words as written."""

    name: str
    version: int
    subject: Subject
    title: str
    template: str
    origin: str
    sheets: re.Pattern
    fields: tuple[Field, ...]
    constants: dict[str, str] = field(default_factory=dict)
    join: dict[str, tuple[str, ...]] = field(default_factory=dict)
    from_sheet: str = ""
    from_title: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Columns said above the table, behind one of the words, where no column says them."""
    unpivot: Unpivot | None = None
    spread: Spread | None = None
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    null_words: tuple[str, ...] = ()
    read_hidden: bool = False
    general: bool = False
    """Whether the card reads a form of the field and gives way to one for its sender."""
    nulls: dict[str, dict[str, str]] = field(default_factory=dict)
    """For each column words that stand for no number, and what each means there."""
    cumulative: dict[str, str] = field(default_factory=dict)
    """Columns in which a month holds the sum since the year (or quarter) began."""

    def required(self) -> list[tuple[str, ...]]:
        """What a sheet must have: of each group of headings at least one."""
        groups = [field.headings for field in self.fields if field.required]
        groups += [(heading,) for headings in self.join.values() for heading in headings]
        if self.unpivot:
            groups += [self.unpivot.code, self.unpivot.value]
        if self.spread and self.spread.labels:
            groups.append(tuple(self.spread.labels))
        if self.spread and self.spread.year:
            groups.append(self.spread.year)
        return groups

    def spreads(self, headings: Iterable[str]) -> int:
        """How many of the headings make rows of their own."""
        return sum(self.spread.label(heading) is not None for heading in headings)

    def fits(self, headings: set[str]) -> bool:
        """Whether all that a sheet must have is among the headings."""
        if any(headings.isdisjoint(group) for group in self.required()):
            return False
        return not (self.spread and self.spread.period) or self.spreads(headings) > 0

    def lacking(self, headings: set[str]) -> list[str]:
        """What a sheet with these headings has not got that the card needs, in words."""
        gone = ["或".join(group) for group in self.required() if headings.isdisjoint(group)]
        if self.spread and self.spread.period and not self.spreads(headings):
            gone.append("逐年一列的表头" if self.spread.period == "years" else "逐月一列的表头")
        return gone

    def takes(self, heading: str) -> bool:
        """Whether a heading is read, with or without a unit in brackets at its end."""
        named = self.headings()
        spread = self.spread and self.spread.label(heading) is not None
        of_rows = self.unpivot and heading in (*OWN_UNIT, *self.unpivot.unit)
        return bool({heading, bare(heading), tail(heading)} & named or spread or of_rows)

    def headings(self) -> set[str]:
        """Every heading the card names."""
        named = {heading for field in self.fields for heading in field.headings}
        return named.union(*self.required()) if self.required() else named
