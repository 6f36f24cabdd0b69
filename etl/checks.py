"""Which records are refused, and why: one row a problem in quarantine, one sentence each.

Type and required columns are looked at once, when a file arrives. Regions, institutions and
repeated records are judged anew in each build: a roster that arrives later lets rows in.
"""

import duckdb

from etl import aliases, cumulative, filed, named, ranges, repeats, revisions, totals, unread
from etl.problems import mark
from etl.subjects import SUBJECTS, WHO, Column, Subject
from etl.words import name, quote

AGAIN = (
    "rule in ('region', 'institution', 'cumulative')"
    " or (rule = 'duplicate' and column_name is null)"
)


def refuse(
    connection: duckdb.DuckDBPyConnection, first_new: int, *, trusting: bool = False
) -> None:
    """Fills quarantine and creates the views in_<subject> of what was accepted.

    `trusting` takes every institution a file names for known: there is no roster to ask.
    Files from `first_new` on are looked at as a whole, older ones only for what may have changed.
    """
    totals.compare(connection, first_new)
    connection.execute(f"delete from quarantine where {AGAIN}")
    connection.execute(
        "create table superseded (subject varchar, raw_row bigint, by_file_id integer)"
    )
    connection.execute("create table local_code (code varchar)")
    connection.execute(revisions.TABLE)
    cumulative.begin(connection)
    connection.execute("create table institution_word (word varchar, institution_code varchar)")
    for subject in SUBJECTS.values():  # the roster of institutions is the first of them
        if connection.execute(f"from filed_{subject.name} limit 1").fetchall():
            _refuse(connection, subject, first_new)
            cumulative.work_out(connection, subject, alone=trusting)
        stated, meant = (how(connection, subject) for how in (cumulative.records, cumulative.meant))
        repeats.create_views(connection, subject, stated, meant)
        if subject.name == "institution":
            _create_institution_word(connection)
            aliases.add(connection)
            if trusting:
                _trust_institutions(connection)
    aliases.suggest(connection)


def _refuse(connection: duckdb.DuckDBPyConnection, subject: Subject, first_new: int) -> None:
    """All checks of one subject's records."""
    _refuse_cells(connection, subject, first_new)
    ranges.refuse(connection, subject, first_new)
    if subject.column("region"):
        _refuse_unknown_regions(connection, subject)
    if named.has(subject):
        named.look_up(connection, subject)
        if named.has_unknown(connection, subject):
            _refuse_unknown_institutions(connection, subject)
    repeats.refuse(connection, subject)


def _refuse_cells(connection: duckdb.DuckDBPyConnection, subject: Subject, first: int) -> None:
    """Blank cells of required columns, and text that is no number, day or month."""
    odd = connection.execute(
        f"select count(texts) from filed_{subject.name} where file_id >= ?", [first]
    ).fetchall()[0][0]  # without any text beside a value there is nothing to be wrong
    tests = [(column, rule, test) for column in subject.columns
             for rule, test in _tests(column, bool(odd))]  # fmt: skip
    if not tests:
        return
    counts = connection.execute(
        f"select {', '.join(f'count(*) filter ({test})' for _, _, test in tests)}"
        f" from filed_{subject.name} as r where r.file_id >= ?", [first],
    ).fetchall()[0]  # fmt: skip
    for (column, rule, test), count in zip(tests, counts, strict=True):
        if count:
            why = (
                "'不能为空，请填写后重新报送。'"
                if rule == "required"
                else unread.wrong_kind(column)
            )
            _insert(connection, subject, column.name, rule, why, f"r.file_id >= {first} and {test}")


def _tests(column: Column, odd: bool) -> list[tuple[str, str]]:
    """The rules of a column and the SQL that is true where it is broken.
    Unless some cells are `odd`, nothing but blank ones can be."""
    blank = f"not {filed.stated(column)}" if odd else f"r.{name(column.name)} is null"
    found = [("required", blank)] if column.required else []
    is_typed = odd and column.kind in filed.TYPES
    return [*found, ("type", filed.unread(column))] if is_typed else found


def _insert(connection, subject: Subject, column: str, rule: str, why: str, where: str) -> None:
    """One quarantine row for each record where `where` is true; `why` is the SQL of the reason."""
    found = (
        f"select r.rowid as raw_row, {why} as why from filed_{subject.name} as r where ({where})"
    )
    found += (
        " and not exists (from quarantine as q where q.file_id = r.file_id and q.sheet = r.sheet"
        f" and q.row_no = r.row_no and q.column_name = {quote(column)})"
    )  # one reason a cell: what was found on reading stands
    mark(connection, "quarantine", subject, column, rule, found)


def _refuse_unknown_regions(connection: duckdb.DuckDBPyConnection, subject: Subject) -> None:
    why = "'不是宁夏的县级以上地区或其本级，请改为规范名称或六位代码；确属新别名的，补入 region_aliases.csv。'"
    where = "r.region is not null and to_region(r.region) is null"
    _insert(connection, subject, "region", "region", why, where)


def _refuse_unknown_institutions(connection: duckdb.DuckDBPyConnection, subject: Subject) -> None:
    unknown = " and ".join(
        f"not exists (from institution_word as w where w.word = squeeze(r.{column}))"
        for column in WHO
    )
    code, called = WHO
    why = "'在机构名录中找不到（或有多家同名），请核对名称和代码，或先装载机构名录。'"
    _insert(
        connection, subject, called, "institution", why, f"r.{called} is not null and {unknown}"
    )
    _insert(connection, subject, code, "institution", named.STRAY, named.is_stray())
    alone = f"r.{called} is null and r.{code} is not null and {unknown}"
    _insert(connection, subject, code, "institution", why, alone)
    blank = "'没有填写单位名称或代码，请填写后重新报送。'"
    if not subject.register:
        nobody = f"coalesce(r.{called}, r.{code}) is null"
        _insert(connection, subject, called, "institution", blank, nobody)


def _create_institution_word(connection: duckdb.DuckDBPyConnection) -> None:
    """institution_word: each way to name one institution (code, else name, else short name)."""
    connection.execute(
        """
        insert into institution_word
        with worded as (
            select unnest([1, 2, 3]) as choice, institution_code,
                squeeze(unnest([institution_code, institution_name, short_name])) as word
            from in_institution
        ),
        preferred as (
            select distinct word, institution_code from worded where word is not null
            qualify choice = min(choice) over (partition by word)
        )
        select word, any_value(institution_code) from preferred group by word having count(*) = 1
        """
    )


def _trust_institutions(connection: duckdb.DuckDBPyConnection) -> None:
    """Adds every code and name the records give to institution_word, the name by its code."""
    code, called = WHO
    named = [subject for subject in SUBJECTS.values() if subject.column(code)]
    rows = " union all ".join(f"select {code}, {called} from filed_{s.name}" for s in named)
    connection.execute(
        f"""
        insert into institution_word
        with filed as (select distinct squeeze({code}) as code, squeeze({called}) as called
            from ({rows})),
        worded as (
            select called as word, min(coalesce(code, called)) as code from filed group by 1
            union all select distinct code, code from filed
        )
        select word, min(code) from worded
        where word is not null and word not in (select word from institution_word) group by 1
        """
    )
