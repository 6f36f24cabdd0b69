"""Records as filed: filed_<subject>, numbers and days typed once; raw_<subject>, the same as text.

A cell that is written plainly (12.5, 2026-10-01, of months 2026-10) is kept as what it means alone.
Of every other the text stands beside it in the map `texts`: full-width digits, thousands, other
ways to write a day, words that mean nothing. No cell is typed twice, and none is lost.
"""

import duckdb

from etl.subjects import Column, Subject
from etl.words import name, quote

TYPES = {"number": "double", "date": "date", "month": "date", "quarter": "date"}
BESIDE = "texts map(varchar, varchar), factors map(varchar, double)"
"""Per record: by column the text of cells not written plainly; what a number is multiplied by."""
TRIED = {
    "number": "try_cast({0} as double)",
    "date": "try_cast({0} as date)",
    "month": "try_cast({0} || '-01' as date)",
    "quarter": "to_quarter({0})",
}
PLAINLY = {
    "number": "plain_number",
    "date": "plain_day",
    "month": "plain_month",
    "quarter": "plain_quarter",
}
"""Macros that read what is written plainly, fast, and nothing else."""
FULLY = {"number": "to_number", "date": "to_day", "month": "to_month", "quarter": "to_quarter"}
"""Macros that read whatever a person would; of plain text they make the same."""
WRITTEN = {"number": "written_number({})", "date": "cast({} as varchar)",
           "month": "written_month({})", "quarter": "written_quarter({})"}  # fmt: skip


def columns(subject: Subject) -> str:
    """The columns of filed_<subject> behind the place."""
    typed = [f"{name(each.name)} {TYPES.get(each.kind, 'varchar')}" for each in subject.columns]
    return ", ".join([*typed, BESIDE])


def view(subject: Subject) -> str:
    """raw_<subject>: every cell as the text that was stated, NULL when blank, with its factor."""
    cells = [f"{text(column)} as {name(column.name)}" for column in subject.columns]
    cells += [f"case when {stated(column)} then {factor(column)} end as"
              f" {name(column.name + '_factor')}" for column in subject.columns
              if column.kind == "number"]  # fmt: skip
    return (
        f"create view raw_{subject.name} as select r.file_id, r.sheet, r.row_no,"
        f" {', '.join(cells)}, r.rowid as rowid from filed_{subject.name} as r"
    )


def beside(column: Column, row: str = "r") -> str:
    """SQL of the text of a cell that is not written plainly."""
    return f"{row}.texts[{quote(column.name)}]"


def factor(column: Column, row: str = "r") -> str:
    """SQL of what turns a number into the base unit."""
    return f"coalesce({row}.factors[{quote(column.name)}], 1)"


def text(column: Column, row: str = "r") -> str:
    """SQL of the text that was stated."""
    cell = f"{row}.{name(column.name)}"
    if column.kind not in TYPES:
        return cell
    return f"coalesce({beside(column, row)}, {WRITTEN[column.kind].format(cell)})"


def stated(column: Column, row: str = "r") -> str:
    """SQL that is true where the cell is not blank."""
    cell = f"{row}.{name(column.name)} is not null"
    return f"({cell} or {beside(column, row)} is not null)" if column.kind in TYPES else cell


def unread(column: Column, row: str = "r") -> str:
    """SQL that is true where the cell is neither blank nor what it should be."""
    return (
        f"({row}.{name(column.name)} is null and {row}.texts is not null"
        f" and {beside(column, row)} is not null)"
    )


def based(column: Column, row: str = "r") -> str:
    """SQL of the cell's meaning: numbers in base units, days as dates, text as it is."""
    cell = f"{row}.{name(column.name)}"
    return f"{cell} * {factor(column, row)}" if column.kind == "number" else cell


def insert(
    connection: duckdb.DuckDBPyConnection, subject: Subject, texts: list[str],
    factors: str, query: str, plain: frozenset[str] = frozenset(),
) -> int:  # fmt: skip
    """Adds the rows of a query that gives file_id, sheet, row_no and `texts`, columns of text.

    Those named in `plain` are typed already. `factors` is the SQL of the map of that name.
    """
    known = [subject.column(each) for each in texts]
    odd = [each for each in known if each.kind in TYPES and each.name not in plain]
    place = ["file_id", "sheet", "row_no"]
    names = [*place, *(name(each.name) for each in known)]
    values = [*place, *(_value(each) if each in odd else name(each.name) for each in known)]
    return connection.execute(
        f"insert into filed_{subject.name} ({', '.join(names)}, texts, factors)"
        f" select {', '.join(values)}, {_beside(odd)}, {factors} from {_read(odd, query)}"
    ).fetchall()[0][0]


def _read(odd: list[Column], query: str) -> str:
    """The rows of a query, each number and day read in one pass where it is written plainly."""
    tried = [f"{TRIED[each.kind].format(name(each.name))} as {_name(each, 'tried')}"
             for each in odd]  # fmt: skip
    plain = [f"{PLAINLY[each.kind]}({name(each.name)}, {_name(each, 'tried')}) as"
             f" {_name(each, 'plain')}" for each in odd]  # fmt: skip
    return (
        f"(select {', '.join(['*', *plain])}"
        f" from (select {', '.join(['*', *tried])} from ({query})))"
    )


def factors(found: dict[str, float | str]) -> str:
    """The map of factors as SQL, NULL when every number is in its base unit.

    A factor may be SQL over the columns of the row, where rows differ.
    """
    scaled = {each: factor for each, factor in found.items() if factor not in (None, 1)}
    words = ", ".join(map(quote, scaled))
    numbers = ", ".join(map(str, scaled.values()))
    return f"map([{words}], [{numbers}]::double[])" if scaled else "null"


def _name(column: Column, what: str) -> str:
    return name(f"{column.name}_{what}")


def _value(column: Column) -> str:
    """The typed cell: the long way is taken only by text that is there and not plain."""
    if column.kind not in TYPES:
        return name(column.name)
    plain = _name(column, "plain")
    read = "to_day_or_year" if column.yearly else FULLY[column.kind]
    return f"case when {_odd(column)} then {read}({name(column.name)}) else {plain} end"


def _odd(column: Column) -> str:
    return f"({_name(column, 'plain')} is null and {name(column.name)} is not null)"


def _beside(typed: list[Column]) -> str:
    """The map of texts of one record as SQL, NULL when all its cells are plain."""
    if not typed:
        return "null"
    pairs = ", ".join(
        f"case when {_odd(each)} then {{'k': {quote(each.name)}, 'v': {name(each.name)}}} end"
        for each in typed
    )
    return (
        f"case when {' or '.join(map(_odd, typed))}"
        f" then map_from_entries(list_filter([{pairs}], lambda pair: pair is not null)) end"
    )


def take_over(connection: duckdb.DuckDBPyConnection, subject: Subject) -> None:
    """Types the records of a snapshot `old` from when all was kept as text."""
    found = connection.execute(
        "select column_name from duckdb_columns() where database_name = 'old' and table_name = ?",
        [f"raw_{subject.name}"],
    ).fetchall()
    there = {row[0] for row in found}
    texts = [column.name for column in subject.columns if column.name in there]
    if not texts:
        return
    scaled = [each for each in texts if f"{each}_factor" in there]
    words, numbers = ", ".join(map(quote, scaled)), ", ".join(f'"{each}_factor"' for each in scaled)
    insert(
        connection, subject, texts, f"map([{words}], [{numbers}])" if scaled else "null",
        f"from old.raw_{subject.name}",
    )  # fmt: skip
