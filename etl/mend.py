"""What cells of a sheet that was taken in say beside their value, each noted with its address.

Failed formulas are refused; a unit on the cell is converted; words for nothing are kept by meaning.
"""

import duckdb

from etl import units
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
WORDED = "(ord(right({0}, 1)) not between 48 and 57 or ord({0}) in (165, 65509))"


class Mend:
    """One sheet's records after they were taken in."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, cells: Cells, here: tuple):
        self.connection, self.cells, self.subject = connection, cells, cells.card.subject
        self.place = f"r.file_id = {here[0]} and r.sheet = {quote(here[1])}"
        self.raw = f"raw_{self.subject.name} as r"

    def run(self) -> None:
        names = list(dict.fromkeys(column for column, _, _ in self.cells.places()))
        for column in self._having(names, "is_failed({0})"):
            cell = f"r.{name(column)}"
            found = f"select r.rowid as raw_row, {WHY} as why from {self.raw}"
            found += f" where {self.place} and is_failed({cell})"
            mark(self.connection, "quarantine", self.subject, column, "formula", found)
        numbers = [each for each in names if self.subject.column(each).kind == "number"]
        self._refuse_undated(numbers)
        if self.cells.card.unpivot and self.cells.unit_at is not None:
            return  # each row has a unit of its own: a second one on the cell is not understood
        for column in self._having(numbers, WORDED):
            self._convert(self.subject.column(column))
        if "displacement" in numbers:
            self._in_litres()

    def _refuse_undated(self, numbers: list[str]) -> None:
        """Refuses a fuel by mass on a day for which no density is known."""
        for column in numbers:
            if self.subject.column(column).dimension not in units.FUELS:
                continue
            cell = f"r.{name(column)}"
            found = f"select r.rowid as raw_row, {UNDATED} as why from {self.raw} where {self.place}"
            found += f" and {cell} is not null and r.{name(column + '_factor')} is null"
            found += (
                " and not exists (from quarantine as q where q.file_id = r.file_id and q.sheet ="
                f" r.sheet and q.row_no = r.row_no and q.column_name = {quote(column)})"
            )
            mark(self.connection, "quarantine", self.subject, column, "unit", found)

    def _having(self, columns: list[str], test: str) -> list[str]:
        """Those of the columns in which the test is true somewhere."""
        if not columns:
            return []
        tests = ", ".join(f"bool_or({test.format(f'r.{name(column)}')})" for column in columns)
        found = self.connection.execute(f"select {tests} from {self.raw} where {self.place}")
        flags = found.fetchall()[0]
        return [column for column, flag in zip(columns, flags, strict=True) if flag]

    def _convert(self, column: Column) -> None:
        """Numbers with a word behind them become plain numbers in the column's unit."""
        cell = f"r.{name(column.name)}"
        texts = self.connection.execute(
            f"select distinct {cell} from {self.raw} where {self.place} and {cell} is not null"
            f" and to_number({cell}) is null and not is_failed({cell})"
        ).fetchall()
        unit, factor = self.cells.measure(column)
        known = [(text, *plain(text, column, unit, factor)) for (text,) in texts]
        if not (known := [row for row in known if row[1] is not None or row[2]]):
            return
        self.connection.execute(
            "create or replace temp table stated (word varchar, plain varchar, why varchar)"
        )
        self.connection.executemany("insert into stated values (?, ?, ?)", known)
        self._apply(column.name, cell)

    def _in_litres(self) -> None:
        """A displacement of 50 or more is in cc, whatever the heading says; no engine has 50 L."""
        cell = "r.displacement"
        found = f"to_number({cell}) * coalesce(r.displacement_factor, 1) >= {LEAST_CC}"
        litres = f"cast(to_number({cell}) / 1000 as varchar)"
        self.connection.execute(
            "insert into rewritten_cell select r.file_id, r.sheet, r.row_no, 'displacement',"
            f" {cell}, {litres}, 'unit' from {self.raw} where {self.place} and {found}"
        )
        self.connection.execute(
            f"update raw_vehicle as r set displacement = {litres}, displacement_factor = 1"
            f" where {self.place} and {found}"
        )

    def _apply(self, column: str, cell: str) -> None:
        joined = f"{self.raw} join stated as s on s.word = {cell} where {self.place}"
        mark(
            self.connection, "quarantine", self.subject, column, "unit",
            f"select r.rowid as raw_row, s.why from {joined} and s.why <> ''",
        )  # fmt: skip
        self.connection.execute(
            f"insert into rewritten_cell select r.file_id, r.sheet, r.row_no, {quote(column)},"
            f" s.word, s.plain, 'unit' from {joined} and s.plain is not null"
        )
        self.connection.execute(
            f"update raw_{self.subject.name} as r set {name(column)} = s.plain from stated as s"
            f" where s.word = {cell} and s.plain is not null and {self.place}"
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
