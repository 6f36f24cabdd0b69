"""Sentences about cells: one row of quarantine or doubt a problem, with its address in the file."""

import duckdb

from etl.subjects import Subject
from etl.totals import address, labelled
from etl.words import name, quote

SHOWN = "coalesce('的值“' || r.{column} || '”', '')"


def mark(
    connection: duckdb.DuckDBPyConnection, table: str, subject: Subject, column: str, rule: str,
    found: str, *, shown: bool = True,
) -> int:  # fmt: skip
    """One row of `table` for each row of the query `found`; returns how many.

    `found` gives raw_row (the rowid) and `why`, the end of the sentence. In long form a value
    stands in a row of its own (cell_row), in wide form in the column of its label, which is part
    of the record's key. With `shown` false the value is not repeated anywhere.
    """
    labels = " or ".join(labelled("s.label", f"r.{name(key)}") for key in subject.key)
    value = f"r.{name(column)}" if shown else "cast(null as varchar)"
    said = SHOWN.format(column=name(column)) if shown else "''"
    return connection.execute(
        f"""
        insert into {table}
        select r.file_id, r.sheet, r.row_no, {quote(column)}, s.heading,
            {address("coalesce(c.cell_row, r.row_no)")}, {value}, {quote(rule)},
            '第 ' || coalesce(c.cell_row, r.row_no) || ' 行“' || coalesce(s.heading, {quote(column)})
                || '”' || {said} || found.why
        from ({found}) as found
        join raw_{subject.name} as r on r.rowid = found.raw_row
        left join cell_row as c on c.file_id = r.file_id and c.sheet = r.sheet
            and c.row_no = r.row_no and c.column_name = {quote(column)}
        left join source_column as s on s.file_id = r.file_id and s.sheet = r.sheet
            and s.column_name = {quote(column)} and (s.label is null or {labels})
        """
    ).fetchall()[0][0]
