"""Problems noted with their address: one row a record in quarantine (refused) or doubt (asked)."""

import duckdb

from etl.subjects import Subject
from etl.words import name, quote


def mark(
    connection: duckdb.DuckDBPyConnection, table: str, subject: Subject, column: str, rule: str,
    found: str,
) -> None:  # fmt: skip
    """Adds a row to `table` for each row of the query `found` (raw_row, why).

    In long form a value stands in a row of its own (cell_row), in wide form in the column of its
    label, which is part of the record's key.
    """
    labels = ", ".join(f"r.{name(key)}" for key in subject.key)
    connection.execute(
        f"""
        insert into {table}
        select r.file_id, r.sheet, r.row_no, {quote(column)}, s.heading,
            s.letters || coalesce(c.cell_row, r.row_no), r.{name(column)}, {quote(rule)},
            '第 ' || coalesce(c.cell_row, r.row_no) || ' 行“' || coalesce(s.heading, {quote(column)})
                || '”' || coalesce('的值“' || r.{name(column)} || '”', '') || f.why
        from ({found}) as f join raw_{subject.name} as r on r.rowid = f.raw_row
        left join cell_row as c on c.file_id = r.file_id and c.sheet = r.sheet
            and c.row_no = r.row_no and c.column_name = {quote(column)}
        left join source_column as s on s.file_id = r.file_id and s.sheet = r.sheet
            and s.column_name = {quote(column)} and (s.label is null or s.label in ({labels}))
        """
    )
