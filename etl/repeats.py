"""Records filed more than once: in one file the first stays, of several files the latest counts."""

import duckdb

from etl import filed, named, revisions
from etl.subjects import WHO, Subject
from etl.words import name, quote

WHO_FOUND = "coalesce(by_code.institution_code, by_name.institution_code)"
"""The institution as who_joins finds it."""


def refuse(connection: duckdb.DuckDBPyConnection, subject: Subject) -> None:
    """Puts repeats within a file in quarantine and notes what a later file has superseded."""
    keys = ", ".join(f"k{index}" for index in range(len(subject.key)))
    if not _has_some(connection, subject, keys):
        return
    _find(connection, subject, keys)
    if not connection.execute("from repeated limit 1").fetchall():
        return
    told = rf"regexp_replace(any_value(concat_ws('、', {keys})), '\.0(、|$)', '\1', 'g')"
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
    _refuse_split(connection, told, keys)
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


def _refuse_split(connection: duckdb.DuckDBPyConnection, told: str, keys: str) -> None:
    """Refuses also the first part of a long-form record that goes on in a later table of its sheet
    (a heading stands in its midst): which part is whole cannot be known."""
    connection.execute(
        f"""
        insert into quarantine
        select file_id, first_sheet, first_row, null, null, null, {told}, 'duplicate',
            '第 ' || first_row || ' 行起的记录（' || {told} || '）在第 ' || min(row_no)
                || ' 行又出现，中间隔着另一个表头，不知哪一处完整，两处都没有采用。'
                || '请把同一单位的指标连在一起，删去中间的表头后重新报送。'
        from repeated where nth > 1 and sheet <> first_sheet and exists (
            from cell_row where cell_row.file_id = repeated.file_id
                and cell_row.sheet = first_sheet and cell_row.row_no = first_row
        ) group by file_id, first_sheet, first_row
        """
    )


def _has_some(connection: duckdb.DuckDBPyConnection, subject: Subject, keys: str) -> bool:
    """Whether two accepted records have the same key: as a rule none, and nothing is kept."""
    return bool(
        connection.execute(
            f"from (select hash({keys}) as key from ({_keyed(connection, subject)}))"
            " group by key having count(*) > 1 limit 1"
        ).fetchall()
    )


def _keyed(connection: duckdb.DuckDBPyConnection, subject: Subject) -> str:
    """The query of the accepted records with their keys."""
    by_name = named.has(subject) and set(WHO) <= set(subject.key)
    return (
        f"select r.rowid as raw_row, file_id, sheet, row_no,"
        f" {key_columns(subject, 'named.institution_code' if by_name else WHO_FOUND)}"
        f" from filed_{subject.name} as r {named.joined(subject) if by_name else ''}"
        f" where {_not_refused(connection, subject)}"
    )


def _find(connection: duckdb.DuckDBPyConnection, subject: Subject, keys: str) -> None:
    """repeated: the accepted records whose key is there more than once, few as a rule."""
    connection.execute(f"create or replace temp table keyed as {_keyed(connection, subject)}")
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


def key_columns(subject: Subject, who: str = WHO_FOUND) -> str:
    """The key in comparable form: institutions (`who`) and regions by code, months as dates."""
    parts = []
    for index, key in enumerate(subject.key):
        column = subject.column(key)
        if key in WHO and set(WHO) <= set(subject.key):
            parts.append(f"{who if key == WHO[0] else 'null'} as k{index}")
        elif key == "region":
            parts.append(f"to_region(r.region) as k{index}")
        else:
            cell = f"r.{name(key)}"
            parts.append(
                f"{cell if column.kind in filed.TYPES else f'squeeze({cell})'} as k{index}"
            )
    return ", ".join(parts)


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


def create_views(connection: duckdb.DuckDBPyConnection, subject: Subject, stated: str,
                 meant: tuple[str, str]) -> None:  # fmt: skip
    """The records that count: in_<subject> as text, counted_<subject> typed, in base units."""
    where = accepted(connection, subject)
    connection.execute(
        f"create view in_{subject.name} as select r.* exclude (rowid) from {stated} as r"
        f" where {where}"
    )
    connection.execute(
        f"create view counted_{subject.name} as select {meant[0]} from {meant[1]} where {where}"
    )
