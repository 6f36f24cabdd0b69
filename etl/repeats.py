"""Records filed more than once: in one file the first stays, of several files the latest counts."""

import duckdb

from etl import revisions
from etl.revisions import PARSERS
from etl.subjects import WHO, Subject
from etl.words import name, quote


def refuse(connection: duckdb.DuckDBPyConnection, subject: Subject) -> None:
    """Puts repeats within a file in quarantine and notes what a later file has superseded."""
    keys = ", ".join(f"k{index}" for index in range(len(subject.key)))
    _find(connection, subject, keys)
    told = f"any_value(concat_ws('、', {keys}))"
    connection.execute(
        f"""
        insert into quarantine
        select file_id, sheet, row_no, null, null, null, {told}, 'duplicate',
            '第 ' || row_no || ' 行与本文件“' || any_value(first_sheet) || '”第 '
                || any_value(first_row) || ' 行是同一条记录（' || {told}
                || '），只采用先出现的一行。请删除多余的行。'
        from repeated where nth > 1 group by file_id, sheet, row_no
        """
    )
    connection.execute(
        f"""
        insert into superseded
        select {quote(subject.name)}, raw_row, latest from (
            select raw_row, file_id, max(file_id) over (partition by {keys}) as latest
            from repeated anti join quarantine using (file_id, sheet, row_no)
        ) where file_id < latest
        """
    )
    revisions.note(connection, subject, keys)


def _find(connection: duckdb.DuckDBPyConnection, subject: Subject, keys: str) -> None:
    """repeated: the accepted records whose key is there more than once, few as a rule."""
    connection.execute(
        f"""
        create or replace temp table keyed as
        select r.rowid as raw_row, file_id, sheet, row_no, {key_columns(subject)}
        from raw_{subject.name} as r {_who_joins(subject)}
        where {_not_refused(connection, subject)}
        """
    )
    connection.execute(
        f"""
        create or replace temp table repeated as
        select *, row_number() over again as nth, first_value(row_no) over again as first_row,
            first_value(sheet) over again as first_sheet
        from keyed
        where hash({keys}) in (select hash({keys}) from keyed group by 1 having count(*) > 1)
        window again as (partition by file_id, {keys} order by raw_row)
        """
    )


def key_columns(subject: Subject) -> str:
    """The key in comparable form: institutions and regions by code, months as dates."""
    parts = []
    for index, key in enumerate(subject.key):
        column = subject.column(key)
        if key in WHO and set(WHO) <= set(subject.key):
            part = "coalesce(by_code.institution_code, by_name.institution_code)"
            parts.append(f"{part if key == WHO[0] else 'null'} as k{index}")
        elif key == "region":
            parts.append(f"to_region(r.region) as k{index}")
        else:
            parts.append(f"{PARSERS.get(column.kind, 'squeeze')}(r.{name(key)}) as k{index}")
    return ", ".join(parts)


def _who_joins(subject: Subject) -> str:
    return who_joins() if set(WHO) <= set(subject.key) else ""


def who_joins() -> str:
    """SQL that finds the institution of r by its code (by_code) or its name (by_name)."""
    return (
        "left join institution_word as by_code on by_code.word = squeeze(r.institution_code)"
        " left join institution_word as by_name on by_name.word = squeeze(r.institution_name)"
    )


def _not_refused(connection: duckdb.DuckDBPyConnection, subject: Subject) -> str:
    """SQL that is true for the rows not in quarantine."""
    some = connection.execute(
        "select count(*) from quarantine semi join (from source_sheet where subject = ?)"
        " using (file_id, sheet)", [subject.name],
    ).fetchall()[0][0]  # fmt: skip
    refused = (
        "from quarantine as q where q.file_id = r.file_id and q.sheet = r.sheet"
        " and q.row_no = r.row_no"
    )
    return f"not exists ({refused})" if some else "true"


def accepted(connection: duckdb.DuckDBPyConnection, subject: Subject) -> str:
    """SQL that is true for the records r that count, the latest filing of each."""
    where = _not_refused(connection, subject)
    if connection.execute(
        "select count(*) from superseded where subject = ?", [subject.name]
    ).fetchall()[0][0]:
        where += (
            f" and not exists (from superseded as s where s.subject = {quote(subject.name)}"
            " and s.raw_row = r.rowid)"
        )
    return where


def create_view(connection: duckdb.DuckDBPyConnection, subject: Subject, records: str) -> None:
    """in_<subject>: the records that count, out of what is selected from `records`."""
    where = accepted(connection, subject)
    columns = "r.*" if records == f"raw_{subject.name}" else "r.* exclude (rowid)"
    connection.execute(
        f"create view in_{subject.name} as select {columns} from {records} as r where {where}"
    )
