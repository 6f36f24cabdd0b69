"""A sheet's rows taken into raw_<subject> as its card says, set-based in SQL made from the card."""

import duckdb

from etl import ambiguous, blocks, cumulative, secret
from etl.cells import FOOTER, TOTALS, Cells, aliased, factor_name, number
from etl.header import Match
from etl.mend import Mend
from etl.recognise import left_out, letters
from etl.sheets import Sheet
from etl.textfile import TextSheet
from etl.words import name, quote


class Take:
    """One sheet on its way into the warehouse."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, file_id: int,
        sheet: Sheet | TextSheet | blocks.Part, match: Match, known: frozenset[str],
    ):  # fmt: skip
        self.connection, self.sheet, self.match, self.known = connection, sheet, match, known
        self.rest: blocks.Part | None = None
        self.card, self.cells = match.card, Cells(sheet, match)
        self.here = (file_id, sheet.name)
        self.place = f"{file_id} as file_id, {quote(sheet.name)} as sheet"

    def run(self) -> int:
        """Takes the rows in; returns how many the sheet had, control totals and blanks left out."""
        end = self.match.header.end
        grid = self.sheet.put(self.connection, end, self.cells.fill())
        self.rest = blocks.below(self.connection, self.sheet, end, grid, self.known)
        if self.rest:
            grid = f"(from {grid} where row_no <= {self.rest.top})"
        source = f"(select *, {self.cells.first_text()} as first_text from {grid})"
        self.totals = f"{source} where {TOTALS}"
        self.data = f"{source} where {self.cells.has_data()} and ({TOTALS} or {FOOTER}) is not true"
        self._keep_left_out(source)
        cumulative.note(self.connection, self.here, self.card, self.cells.titles)
        self.data, kept_out = secret.keep_out(self.connection, self.place, self.data)
        self._keep_columns()
        totals = self._keep_totals()
        rows = self._keep_rows() + kept_out
        mend = Mend(self.connection, self.cells, self.here)
        mend.run()
        ambiguous.refuse(self.connection, self.cells, self.here, self.data)
        mend.keep_blanks(f"(from {self.data})", self.place)
        told = [*self.here, self.card.name, self.card.version, self.card.subject.name]
        self.connection.execute(
            "insert into source_sheet values (?, ?, ?, ?, ?, ?, ?, ?, null)",
            [*told, end + self.sheet.top, rows, totals],
        )
        return rows

    def _keep_left_out(self, source: str) -> None:
        """Lists what is not read as data: hidden rows and columns, and lines below the table."""
        parts = [[*self.here, *part] for part in left_out(self.sheet)]
        if parts:
            self.connection.executemany("insert into unread_part values (?, ?, ?, ?, ?)", parts)
        self.connection.execute(
            f"insert into unread_part select {self.place}, '第 ' || row_no || ' 行', '表尾说明',"
            f" concat_ws(' ', {self.cells.all_texts()}) from {source} where {FOOTER}"
        )

    def _keep_rows(self) -> int:
        if self.card.unpivot:
            return self._keep_long_rows() + self._refuse_repeated_codes()
        if self.card.spread:
            return self._keep_wide_rows()
        columns = self.cells.columns() | self.cells.factors()
        return self._insert(list(columns), f"select row_no, {aliased(columns)} from {self.data}")

    def _insert(self, columns: list[str], query: str) -> int:
        """Adds the rows of a query that names the columns; returns how many."""
        names = ", ".join(map(name, columns))
        return self._first(
            f"insert into raw_{self.card.subject.name} (file_id, sheet, row_no, {names})"
            f" select {self.place}, row_no, {names} from ({query})"
        )

    def _first(self, sql: str) -> int:
        """The one number a statement gives."""
        return self.connection.execute(sql).fetchall()[0][0]

    def _keep_wide_rows(self) -> int:
        """One raw row for each label whose cell is filled."""
        spread, into = self.card.spread, self.card.spread.into.name
        value = spread.value.name
        columns = self.cells.columns() | self.cells.factors()
        if (factor := self.cells.spread_measure[1]) is not None:
            columns[factor_name(spread.value)] = number(factor)
        labels = ", ".join(self.cells.label_texts())
        self._insert(
            [*columns, into, value],
            f"select * from (select row_no, {aliased(columns)}, unnest([{labels}]) as {name(into)},"
            f" unnest([{', '.join(self.cells.labelled())}]) as {name(value)} from {self.data})"
            f" where {name(value)} is not null",
        )
        return self._first(f"select count(*) from {self.data}")

    def _keep_long_rows(self) -> int:
        """One raw row for each group of rows alike but for code and value; row_no is the first."""
        columns, factors = self.cells.columns(), self.cells.factors()
        keys = ", ".join(map(name, columns))
        self.connection.execute(
            f"""
            create or replace temp table long as
            select *, row_number() over (partition by {keys}, code order by cell_row) as nth,
                min(cell_row) over (partition by {keys}) as row_no
            from (
                select row_no as cell_row, {aliased(columns)},
                    squeeze({self.cells.code}) as code, {self.cells.value} as value
                from {self.data}
            )
            """
        )
        picked = dict(factors)
        for code, (column, factor) in self.card.unpivot.codes.items():
            this = f"code = squeeze({quote(code)}) and nth = 1"
            picked[column.name] = f"any_value(value) filter ({this})"
            if factor is not None:
                picked[factor_name(column)] = number(factor)
        return self._insert(
            [*columns, *picked],
            f"select row_no, {keys}, {aliased(picked)} from long group by row_no, {keys}",
        )

    def _refuse_repeated_codes(self) -> int:
        """Remembers which row each value came from, and refuses an indicator given twice."""
        named = ", ".join(
            f"({quote(code)}, {quote(column.name)})"
            for code, (column, _) in self.card.unpivot.codes.items()
        )
        known = f"long join (values {named}) as named (word, column_name) on code = squeeze(word)"
        self.connection.execute(
            f"insert into cell_row select {self.place}, row_no, column_name, cell_row"
            f" from {known} where nth = 1"
        )
        why = "”在同一单位同一期间已经出现过，只采用先出现的一行。请删除多余的行后重新报送。"
        return self._first(
            f"insert into quarantine select {self.place}, cell_row, column_name, code, null, value,"
            f" 'duplicate', '第 ' || cell_row || ' 行的指标代码“' || code || '{why}'"
            f" from {known} where nth > 1"
        )

    def _keep_totals(self) -> int:
        """Puts control totals of number columns aside; returns how many rows they are."""
        places = self.cells.number_places()
        rows = self._first(f"select count(*) from {self.totals}")
        if rows and places:
            names = ", ".join(quote(column) for column, _, _ in places)
            texts = ", ".join(f"c{at}" for _, _, at in places)
            labels = ", ".join(_literal(label) for _, label, _ in places)
            self.connection.execute(
                "insert into control_total"
                " (file_id, sheet, row_no, column_name, stated, label, word)"
                f" select * from (select {self.place}, row_no,"
                f" unnest([{names}]) as column_name, unnest([{texts}]) as stated,"
                f" unnest([{labels}]::varchar[]) as label, squeeze(first_text) as word"
                f" from {self.totals}) where stated is not null"
            )
        return rows

    def _keep_columns(self) -> None:
        """Notes where each of our columns stands in the sheet."""
        headings = self.match.header.headings
        rows = [(column, label, headings[at], self._letters(at))
                for column, label, at in self.cells.places()]  # fmt: skip
        values = ", ".join(f"({', '.join(map(_literal, row))})" for row in rows)
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
