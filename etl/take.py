"""A sheet's rows taken into filed_<subject> as its card says, set-based in SQL made from it."""

from functools import partial

import duckdb
import pyarrow as pa

from data.errors import TemplateError
from etl import (
    above,
    accumulated,
    ambiguous,
    apart,
    blocks,
    cumulative,
    drift,
    filed,
    foot,
    longform,
    parts,
    percent,
    plaincells,
    secret,
)
from etl.cells import Cells
from etl.header import Match
from etl.lines import WORD
from etl.mend import FAILED, Mend
from etl.recognise import heading_cell, left_out, letters
from etl.sheets import Sheet
from etl.textfile import TextSheet
from etl.words import aliased, name, quote


class Take:
    """One sheet on its way into the warehouse."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, file_id: int,
        sheet: Sheet | TextSheet | blocks.Part, match: Match, known: frozenset[str],
    ):  # fmt: skip
        self.connection, self.sheet, self.match, self.known = connection, sheet, match, known
        self.rest: blocks.Part | None = None
        self.holds = sheet.holds
        self.card, self.cells = match.card, Cells(sheet, match)
        self.here = (file_id, sheet.name)
        self.place = f"{file_id} as file_id, {quote(sheet.name)} as sheet"

    def run(self) -> int:
        """Takes the rows in; returns how many the sheet had, control totals and blanks left out.
        Raises TemplateError at the heading, where no one cell of it is to blame."""
        try:
            drift.stop_when_renamed(self.card, self.match.header.headings)
            return self._run()
        except TemplateError as error:
            place = heading_cell(self.sheet, self.match.header)
            raise error.at(self.sheet.title, place) from None

    def _run(self) -> int:
        end = self.match.header.end
        grid = self.sheet.put(self.connection, end, self.cells.fill())
        below = (self.connection, self.sheet, self.match, grid, self.known, self.cells.no_number())
        self.rest, grid = blocks.own_rows(*below, here=self.here)
        some = self._set_apart(grid)
        self.plain = self._type_plain(some)
        self._keep_left_out()
        foot.stop_when_it_says_more(self.connection, self.cells, self.data)
        cumulative.note(self.connection, self.here, self.card, self.cells.titles)
        self.data, kept_out = secret.keep_out(self.connection, self.place, self.data, self.holds)
        failed = any(map(self.holds, FAILED))
        self.holds = self.sheet.holds  # the other one keeps the whole table in memory
        self._keep_columns()
        totals = self._keep_totals()
        rows = self._keep_rows() + kept_out
        percent.refuse(self.connection, self.cells, self.here)
        (mend := Mend(self.connection, self.cells, self.here)).run(failed)
        ambiguous.refuse(self.connection, self.cells, self.here, self.data, self.plain)
        accumulated.check(self.connection, self.cells, self.here, self.data)
        mend.keep_blanks(f"(from {self.data})", self.place)
        self.connection.unregister("grid")
        pa.default_memory_pool().release_unused()
        told = [*self.here, self.card.name, self.card.version, self.card.subject.name]
        told += [end + self.sheet.top, rows, totals, None, above.filer(self.cells.titles)]
        self.connection.execute(f"insert into source_sheet values ({'?, ' * 9} ?)", told)
        return rows

    def _set_apart(self, grid: str) -> bool:
        """Parts data from what is none; returns whether there is any of the latter."""
        there = "not exists (from apart where apart.row_no = data.row_no)"
        some = apart.put(self.connection, self.cells, grid)
        if self._first("select count(*) from apart where kind = 'part'"):
            parts.compare(self.connection, self.cells, self.place, grid)
        self.data = f"(from {grid}) as data where {there if some else 'true'}"
        return some

    def _keep_left_out(self) -> None:
        """Lists what is not read as data: hidden rows and columns, and lines below the table."""
        parts = [[*self.here, part, why, secret.without_numbers(said)]
                 for part, why, said in left_out(self.sheet)]  # fmt: skip
        if parts:
            self.connection.executemany("insert into unread_part values (?, ?, ?, ?, ?)", parts)
        texts = f"concat_ws(' ', {self.cells.all_texts()})"
        self.connection.execute(
            f"insert into unread_part select {self.place}, '第 ' || row_no || ' 行', '表尾说明',"
            f" {secret.impersonal(texts)} from apart where kind = 'footer' union all"
            f" select {self.place}, '第 ' || row_no || ' 行', '“其中”各行只作核对',"
            f" {secret.impersonal(texts)} from apart where kind = 'part'"
        )

    def _keep_rows(self) -> int:
        if self.card.unpivot:
            return self._keep_long_rows()
        if self.card.spread:
            return self._keep_wide_rows()
        columns = self.cells.columns() | self.plain
        query = f"select row_no, {aliased(columns)} from {self.data}"
        return self._insert(list(columns), self.cells.factors(), query)

    def _type_plain(self, beside: bool) -> dict[str, str]:
        """Types the columns of the grid that are written plainly; returns where they stand now.
        Their texts stay in the grid too when `beside` is true."""
        table, self.sheet.table = self.sheet.table, None
        if table is None:
            return {}
        table, found = plaincells.typed(table, plaincells.wanted(self.cells), beside=beside)
        self.connection.register("grid", table)
        self.holds = partial(plaincells.holds, table)
        return {column.name: f"p{at}" for column, _, at in self.cells.fields if at in found}

    def _insert(self, columns: list[str], factors: dict[str, float | str], query: str) -> int:
        """Adds the rows of a query that names the columns; returns how many."""
        query = f"select {self.place}, * from ({query})"
        to = (self.connection, self.card.subject, columns, filed.factors(factors))
        return filed.insert(*to, query, frozenset(self.plain))

    def _first(self, sql: str) -> int:
        return self.connection.execute(sql).fetchall()[0][0]

    def _keep_wide_rows(self) -> int:
        """One raw row for each label whose cell is filled."""
        spread, into = self.card.spread, self.card.spread.into.name
        value = spread.value.name
        columns, factors = self.cells.columns(), self.cells.factors()
        if (factor := self.cells.spread_measure[1]) is not None:
            factors[value] = factor
        labels = ", ".join(self.cells.label_texts())
        self._insert(
            [*columns, into, value],
            factors,
            f"select * from (select row_no, {aliased(columns)}, unnest([{labels}]) as {name(into)},"
            f" unnest([{', '.join(self.cells.labelled())}]) as {name(value)} from {self.data})"
            f" where {name(value)} is not null",
        )
        return self._first(f"select count(*) from {self.data}")

    def _keep_long_rows(self) -> int:
        """One raw row for each group of rows alike but for code and value; row_no is the first."""
        form = longform.LongForm(self.connection, self.cells, self.data, self.place)
        rows = self._insert(*form.gather())
        value = self.match.position(self.card.unpivot.value)
        return rows + form.note(self._letters(value))

    def _keep_totals(self) -> int:
        """Puts control totals of number columns aside; returns how many rows they are."""
        places = self.cells.number_places()
        rows = self._first("select count(*) from apart where kind = 'total'")
        if rows and places:
            names = ", ".join(quote(column) for column, _, _ in places)
            texts = ", ".join(f"c{at}" for _, _, at in places)
            labels = ", ".join(_literal(label) for _, label, _ in places)
            self.connection.execute(
                "insert into control_total"
                " (file_id, sheet, row_no, column_name, stated, label, word)"
                f" select * from (select {self.place}, row_no,"
                f" unnest([{names}]) as column_name, unnest([{texts}]) as stated,"
                f" unnest([{labels}]::varchar[]) as label, {WORD} as word"
                " from apart where kind = 'total') where stated is not null"
            )
        return rows

    def _keep_columns(self) -> None:
        """Notes where each of our columns stands in the sheet."""
        headings = self.match.header.headings
        rows = [((column, label, headings[at], self._letters(at)), at + self.sheet.left)
                for column, label, at in self.cells.places()]  # fmt: skip
        values = ", ".join(f"({', '.join(map(_literal, row))}, {at})" for row, at in rows)
        self.connection.execute(
            f"insert into source_column select {self.place}, * from (values {values})"
        )

    def _letters(self, position: int) -> str | None:
        """The letters of a workbook's column (0 is A, 26 is AA); text tables have none."""
        if not self.sheet.addressed:
            return None
        return letters(position + self.sheet.left)


def _literal(text: str | None) -> str:
    return "null" if text is None else quote(text)
