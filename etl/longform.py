"""Long form: one row an indicator, gathered into one record for each group of rows alike.

A column with the unit of each row goes before what the card says; a unit that is of another kind,
or contradicts the card, refuses its cell. Indicators that the card does not know are listed.
"""

from functools import cached_property

import duckdb

from data.errors import TemplateError
from etl import measure, units, untaken
from etl.cells import Cells
from etl.factors import by_day, number
from etl.subjects import Column
from etl.words import aliased, listed, name, quote

MOST_NAMED = 40
OLD = ("1702", "1802")
"""Codes that only the paper form from before 2020 has; its 170, 200, 210 are other things too."""


class LongForm:
    """A sheet in long form; `data` is what to select its rows from, `place` its file and sheet."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, cells: Cells, data: str, place: str):
        self.connection, self.cells, self.data, self.place = connection, cells, data, place
        self.unpivot = cells.card.unpivot
        self.unit_at = cells.unit_at

    def gather(self) -> tuple[list[str], dict[str, float | str], str]:
        """Makes the temp table `long`; returns the columns of a record, the factors of its numbers
        and the query of records. The row_no of a record is that of its first row."""
        columns, factors = self.cells.columns(), self.cells.factors()
        keys = ", ".join(map(name, columns))
        self._create_long(columns, keys)
        self._stop_without_needed()
        picked, scales = {}, {}
        for code, (column, factor) in self.unpivot.codes.items():
            this = f"filter (code = squeeze({quote(code)}) and nth = 1)"
            picked[column.name] = f"any_value(value) {this}"
            if factor is not None:
                own = self._factor(code, column, columns)
                if isinstance(own, str):
                    scales[f"{column.name}_factor"] = f"any_value({own}) {this}"
                    own = name(f"{column.name}_factor")
                factors[column.name] = own
        shown = aliased(picked | scales)
        query = f"select row_no, {keys}, {shown} from long group by row_no, {keys}"
        return [*columns, *picked], factors, query

    def _create_long(self, columns: dict[str, str], keys: str) -> None:
        """long: each row with its code, value and unit, and the first row of its record."""
        unit = "cast(null as varchar)" if self.unit_at is None else f"squeeze(c{self.unit_at})"
        self.connection.execute(
            f"""
            create or replace temp table long as
            select *, row_number() over (partition by {keys}, code order by cell_row) as nth,
                min(cell_row) over (partition by {keys}) as row_no
            from (
                select row_no as cell_row, {aliased(columns)},
                    squeeze({self.cells.code}) as code, {self.cells.value} as value,
                    {unit} as unit
                from {self.data}
            )
            """
        )

    def _stop_without_needed(self) -> None:
        """Raises TemplateError when an indicator is not there that makes the sheet this table,
        and on the form that this table has replaced."""
        found = self.connection.execute("select distinct code from long").fetchall()
        seen = {code for (code,) in found}
        if old := [code for code in OLD if code in seen and code not in self.unpivot.codes]:
            title = self.cells.sheet.title
            raise TemplateError(f"工作表“{title}”有指标代码 {listed(old)}，{untaken.OLD_FORM}")
        if lacking := [code for code in self.unpivot.needs if code not in seen]:
            raise TemplateError(
                f"工作表“{self.cells.sheet.title}”的竖表里没有指标代码 {listed(lacking)}，单独装载会取代同一单位"
                f"同一年份的整份报表（来源卡 {self.cells.card.name}）。请与主表的指标放在一个文件里报送，"
                "或改用横表报送。"
            )

    def _factor(self, code: str, column: Column, names: dict[str, str]) -> float | str:
        """The factor of an indicator: by the unit of its row, else as the card says."""
        card, heading = self.cells.card, self._value_heading()
        given = self.unpivot.units.get(code, "")
        unit, factor = measure.agreed(card.name, column, given, heading, self.cells.corner)
        plain = by_day(column, unit, factor, names)
        if self.unit_at is None:
            return plain
        cases = ""
        for word in self._stated:
            own = units.factor(word, column.unit, column.dimension)
            # a row may say the card's unit again, no other
            if own is not None and (not unit or own == factor):
                own = number(by_day(column, word, own, names))
                cases += f" when {quote(word)} then {own}"
        own = f"case unit{cases} end" if cases else "cast(null as double)"
        return f"case when unit is null then {number(plain)} else {own} end"

    @cached_property
    def _stated(self) -> list[str]:
        """The units that the rows say."""
        found = self.connection.execute("select distinct unit from long where unit is not null")
        return sorted(word for (word,) in found.fetchall() if units.is_unit(word))

    def _value_heading(self) -> str:
        return self.cells.match.header.headings[self.cells.match.position(self.unpivot.value)]

    def note(self, letters: str | None) -> int:
        """Remembers which row each value came from; refuses repeats and wrong units; lists the
        indicators that are not known. Returns how many rows were refused as repeats."""
        named = ", ".join(
            f"({quote(code)}, {quote(column.name)})"
            for code, (column, _) in self.unpivot.codes.items()
        )
        known = f"long join (values {named}) as named (word, column_name) on code = squeeze(word)"
        self.connection.execute(
            f"insert into cell_row select {self.place}, row_no, column_name, cell_row"
            f" from {known} where nth = 1"
        )
        self._list_unknown(named)
        self._refuse_units(known, letters)
        why = "”在同一单位同一期间已经出现过，只采用先出现的一行。请删除多余的行后重新报送。"
        return self.connection.execute(
            f"insert into quarantine select {self.place}, cell_row, column_name, code, null, value,"
            f" 'duplicate', '第 ' || cell_row || ' 行的指标代码“' || code || '{why}'"
            f" from {known} where nth > 1"
        ).fetchall()[0][0]

    def _list_unknown(self, named: str) -> None:
        """Rows whose code the card does not use are counted, code by code."""
        self.connection.execute(
            f"insert into unread_part select {self.place}, '指标代码 ' || code,"
            " '来源卡没有用到的指标', count(*) || ' 行，首见第 ' || min(cell_row) || ' 行'"
            f" from long where code is not null and code not in (select squeeze(word) from"
            f" (values {named}) as named (word, column_name)) group by code"
            f" order by min(cell_row) limit {MOST_NAMED}"
        )

    def _refuse_units(self, known: str, letters: str | None) -> None:
        """Refuses values whose row says a unit that does not convert or is not the card's."""
        if self.unit_at is None:
            return
        names = self.cells.columns()
        pairs = " or ".join(
            f"code = squeeze({quote(code)})"
            f" and ({number(self._factor(code, column, names))}) is null"
            for code, (column, factor) in self.unpivot.codes.items()
            if factor is not None
        )
        cell = f"{quote(letters)} || cell_row" if letters else "cast(null as varchar)"
        self.connection.execute(
            f"insert into quarantine select {self.place}, row_no, column_name, code, {cell}, value,"
            " 'unit', '第 ' || cell_row || ' 行指标代码“' || code || '”的计量单位“' || unit ||"
            " '”不能用来计量这个指标，或与来源卡写的不同。请核实单位与数值后重新报送。'"
            f" from {known} where nth = 1 and value is not null and unit is not null and ({pairs})"
        )
