"""Revisions: what a later filing of the same record has changed, value by value."""

import duckdb

from etl import filed
from etl.subjects import WHO, Column, Subject
from etl.words import quote

TABLE = (
    "create table revision (subject varchar, key varchar, column_name varchar, old_value varchar,"
    " new_value varchar, old_file_id integer, new_file_id integer, old_row_no integer,"
    " new_row_no integer)"
)


def note(connection: duckdb.DuckDBPyConnection, subject: Subject, keys: str) -> None:
    """One row of revision for each value that differs from one filing to the next.

    Reads the temp table repeated (etl/repeats.py). Numbers are compared and noted in base units.
    """
    columns = [column for column in subject.columns if column.name not in {*subject.key, *WHO}]
    names = ", ".join(quote(column.name) for column in columns)
    old, new = (", ".join(_comparable(row, column) for column in columns) for row in ("o", "n"))
    connection.execute(
        f"""
        insert into revision
        with filed as (
            select *, concat_ws('、', {keys}) as told,
                lead(raw_row) over (partition by {keys} order by file_id) as next_row
            from repeated anti join quarantine using (file_id, sheet, row_no) where nth = 1
        ),
        pairs as (
            select told, o.file_id as old_file, n.file_id as new_file, o.row_no as old_row,
                n.row_no as new_row, unnest([{names}]) as column_name,
                unnest([{old}]) as old_value, unnest([{new}]) as new_value
            from filed
            join filed_{subject.name} as o on o.rowid = filed.raw_row
            join filed_{subject.name} as n on n.rowid = filed.next_row
        )
        select {quote(subject.name)}, told, column_name, old_value, new_value, old_file, new_file,
            old_row, new_row
        from pairs where old_value is distinct from new_value
        """
    )


def _comparable(row: str, column: Column) -> str:
    """The value as text that is the same for the same meaning: 5.0 万kWh and 50000 kWh."""
    if column.kind == "number":
        figure = f"round({filed.based(column, row)}, 6)"
        return f"rtrim(rtrim(format('{{:.6f}}', {figure}), '0'), '.')"
    cell = filed.based(column, row)
    return f"cast({cell} as varchar)" if column.kind in filed.TYPES else f"squeeze({cell})"
