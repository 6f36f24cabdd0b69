"""What cells of a sheet that was taken in say beside their value, each noted with its address.

Failed formulas are refused; a unit on the cell is converted; words for nothing are kept by meaning.
"""

from collections.abc import Callable

import duckdb

from etl import filed, units
from etl.cells import Cells
from etl.measure import plain
from etl.problems import mark
from etl.subjects import Column
from etl.words import name, quote

WHY = "'是没有可用结果的公式，不能采用。请用 Excel 或 WPS 打开，改正并重新计算、保存后再报送。'"

UNDATED = (
    "'按质量报送，而没有该日期有效的密度，不能换算为升。请改按升报送，"
    "或在 fuel_densities.csv 中补充该期的密度后重新装载。'"
)
LEAST_CC = 50

FAILED = ("#", "Err:5")
"""How what a formula without a result leaves begins (macro is_failed)."""


class Mend:
    """One sheet's records after they were taken in."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, cells: Cells, here: tuple):
        self.connection, self.cells, self.subject = connection, cells, cells.card.subject
        self.place = f"r.file_id = {here[0]} and r.sheet = {quote(here[1])}"
        self.filed = f"filed_{self.subject.name} as r"

    def run(self, failed: bool) -> None:
        """`failed`: whether some text of the sheet looks like a formula without a result."""
        names = dict.fromkeys(column for column, _, _ in self.cells.places())
        columns = [self.subject.column(each) for each in names]
        failing = columns if failed else []
        for column in self._having(failing, lambda each: f"is_failed({_worded(each)})"):
            found = f"select r.rowid as raw_row, {WHY} as why from {self.filed}"
            found += f" where {self.place} and is_failed({_worded(column)})"
            mark(self.connection, "quarantine", self.subject, column.name, "formula", found)
        numbers = [column for column in columns if column.kind == "number"]
        self._refuse_undated(numbers)
        if self.cells.card.unpivot and self.cells.unit_at is not None:
            return  # each row has a unit of its own: a second one on the cell is not understood
        for column in self._having(numbers, filed.unread):
            self._convert(column)
        for column in numbers:
            if column.name == "displacement":
                self._in_litres(column)

    def _refuse_undated(self, numbers: list[Column]) -> None:
        """Refuses a fuel by mass on a day for which no density is known."""
        for column in (each for each in numbers if each.dimension in units.FUELS):
            own = f"r.factors[{quote(column.name)}]"
            found = f"select r.rowid as raw_row, {UNDATED} as why from {self.filed}"
            found += f" where {self.place} and {filed.stated(column)} and {own} is null"
            found += f" and list_contains(map_keys(r.factors), {quote(column.name)})"
            found += (
                " and not exists (from quarantine as q where q.file_id = r.file_id and q.sheet ="
                f" r.sheet and q.row_no = r.row_no and q.rule = 'unit'"
                f" and q.column_name = {quote(column.name)})"
            )
            mark(self.connection, "quarantine", self.subject, column.name, "unit", found)

    def _in_litres(self, column: Column) -> None:
        """A displacement of 50 or more is in cc, whatever the heading says; no engine has 50 L."""
        cell, litres = f"r.{name(column.name)}", f"r.{name(column.name)} / 1000"
        where = f"{self.place} and {filed.based(column)} >= {LEAST_CC}"
        self.connection.execute(
            f"insert into rewritten_cell select r.file_id, r.sheet, r.row_no, {quote(column.name)},"
            f" {filed.text(column)}, cast({litres} as varchar), 'unit'"
            f" from {self.filed} where {where}"
        )
        key, nothing = f"[{quote(column.name)}]", "map([]::varchar[], []::{0}[])"
        self.connection.execute(
            f"update filed_{self.subject.name} as r set {name(column.name)} = {cell} / 1000,"
            f" texts = map_concat(coalesce(r.texts, {nothing.format('varchar')}),"
            f" map({key}, [cast({litres} as varchar)])),"
            f" factors = map_concat(coalesce(r.factors, {nothing.format('double')}),"
            f" map({key}, [1::double])) where {where}"
        )

    def _having(self, columns: list[Column], test: Callable[[Column], str]) -> list[Column]:
        """Those of the columns in which the test is true somewhere."""
        if not columns:
            return []
        tests = ", ".join(f"bool_or({test(column)})" for column in columns)
        found = self.connection.execute(f"select {tests} from {self.filed} where {self.place}")
        flags = found.fetchall()[0]
        return [column for column, flag in zip(columns, flags, strict=True) if flag]

    def _convert(self, column: Column) -> None:
        """Numbers with a word behind them become plain numbers in the column's unit."""
        cell = filed.beside(column)
        texts = self.connection.execute(
            f"select distinct {cell} from {self.filed} where {self.place}"
            f" and {filed.unread(column)} and not is_failed({cell})"
        ).fetchall()
        unit, factor = self.cells.measure(column)
        known = [(text, *plain(text, column, unit, factor)) for (text,) in texts]
        if not (known := [row for row in known if row[1] is not None or row[2]]):
            return
        self.connection.execute(
            "create or replace temp table stated (word varchar, plain varchar, why varchar)"
        )
        self.connection.executemany("insert into stated values (?, ?, ?)", known)
        self._apply(column, cell)

    def _apply(self, column: Column, cell: str) -> None:
        where = f"{self.place} and {filed.unread(column)}"
        joined = f"{self.filed} join stated as s on s.word = {cell} where {where}"
        mark(
            self.connection, "quarantine", self.subject, column.name, "unit",
            f"select r.rowid as raw_row, s.why from {joined} and s.why <> ''",
        )  # fmt: skip
        self.connection.execute(
            f"insert into rewritten_cell select r.file_id, r.sheet, r.row_no, {quote(column.name)},"
            f" s.word, s.plain, 'unit' from {joined} and s.plain is not null"
        )
        self.connection.execute(
            f"update filed_{self.subject.name} as r set {name(column.name)} = to_number(s.plain),"
            f" texts = map_concat(r.texts, map([{quote(column.name)}], [s.plain])) from stated as s"
            f" where s.word = {cell} and s.plain is not null and {where}"
        )

    def keep_blanks(self, data: str, place: str) -> None:
        """Notes the words for nothing that the card gives a meaning, cell by cell."""
        for column, _, at in self.cells.fields:
            words = self.cells.card.nulls.get(column.name)
            if words:
                pairs = ", ".join(f"({quote(word)}, {quote(words[word])})" for word in words)
                self.connection.execute(
                    f"insert into blank_cell select {place}, row_no, {quote(column.name)}, c{at},"
                    f" meaning from {data} join (values {pairs}) as said (word, meaning)"
                    f" on squeeze(coalesce(c{at}, '')) = word"
                )


def _worded(column: Column) -> str:
    """SQL of the text of a cell that was not understood; of a text column any."""
    return filed.beside(column) if column.kind in filed.TYPES else f"r.{name(column.name)}"
