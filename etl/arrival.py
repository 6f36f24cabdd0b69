"""Days that had not come when the file arrived: a car bought next year, a return of next month."""

import duckdb

from etl import repeats
from etl.problems import mark
from etl.subjects import Column, Subject
from etl.words import name

RULE = "after_arrival"
AHEAD = {"let_from", "active_from", "active_to", "changed_on", "started_on", "finished_on"}
"""Columns of what may be agreed or planned before it comes."""
DAY = "cast(f.loaded_at as date) + 1"
"""loaded_at is in UTC: where the file came from it may have been the next day."""
LATEST = {"date": DAY, "month": DAY, "year": f"year({DAY})"}


def doubt(connection: duckdb.DuckDBPyConnection, subject: Subject) -> None:
    """Doubts accepted records with such a day; most columns are in order by their latest."""
    columns = {column.name: latest for column in subject.columns if (latest := _latest(column))}
    on = connection.execute("from rule_row where rule = ?", [RULE]).fetchall()
    if not (columns and on):
        return
    files = f"filed_{subject.name} as r join source_file as f using (file_id)"
    late = {column: f"r.{name(column)} > {latest}" for column, latest in columns.items()}
    looks = ", ".join(f"coalesce(bool_or({test}), false)" for test in late.values())
    flags = connection.execute(f"select {looks} from {files}").fetchall()[0]
    for (column, test), flag in zip(late.items(), flags, strict=True):
        if flag:
            mark(
                connection, "doubt", subject, column, RULE,
                f"select r.rowid as raw_row, '晚于收到文件的 ' || strftime({DAY} - 1, '%Y-%m-%d')"
                f" || '，请核实年月。' as why from {files}"
                f" where {test} and {repeats.accepted(connection, subject)}",
            )  # fmt: skip


def _latest(column: Column) -> str:
    """SQL of the latest a cell of the column can be; empty where there is no such limit."""
    kind = "year" if column.name == "year" else column.kind
    return LATEST.get(kind, "") if column.name not in AHEAD else ""
