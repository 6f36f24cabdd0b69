"""Institutions as records name them: each pair of code and name of a subject is looked up once."""

import duckdb

from etl.subjects import WHO, Subject
from etl.words import name

NUMBERED = """
    create or replace temp table institution_number as
    select institution_code, cast(row_number() over () as integer) as who
    from (select distinct institution_code from institution_word where institution_code is not null)
"""

WRONG = "case when credit_code_holds(r.institution_code) then '' else '校验位不符，' end"
STRAY = (
    f"{WRONG} || '在机构名录中找不到，而单位名称“' || r.institution_name || '”在名录中，不能确定是哪一家。"
    "请改正代码（长代码请设为文本格式），或清空代码后重新报送。'"
)
"""What is said of a credit code nobody has beside a name somebody has."""


def is_stray() -> str:
    """SQL that is true for a record r with such a code."""
    there = "exists (from institution_word as w where w.word = squeeze(r.{}))"
    code, called = WHO
    return (
        f"is_credit_code(r.{code}) and not {there.format(code)} and r.{code} is not null"
        f" and {there.format(called)}"
    )


def has(subject: Subject) -> bool:
    """Whether records of the subject name an institution of the roster."""
    return subject.name != "institution" and all(map(subject.column, WHO))


def look_up(connection: duckdb.DuckDBPyConnection, subject: Subject) -> None:
    """named_<subject>: one row a pair of code and name, with the institution, null when unknown,
    and whether it is known by the name alone though there is a credit code. A code of the sender's
    own numbering beside a known name is put in local_code, and the name alone counts."""
    code, called = map(name, WHO)
    connection.execute(
        f"""
        create or replace temp table named_{subject.name} as
        select code, called,
            coalesce(by_code.institution_code, by_name.institution_code) as institution_code,
            code is not null and by_code.word is null as unknown,
            unknown and is_credit_code(code) as stray
        from (select distinct {code} as code, {called} as called from filed_{subject.name})
        left join institution_word as by_code on by_code.word = squeeze(code)
        left join institution_word as by_name on by_name.word = squeeze(called)
        """
    )
    connection.execute(
        f"insert into local_code select distinct code from named_{subject.name}"
        " where unknown and not stray and institution_code is not null"
        " and code not in (select code from local_code)"
    )


def own_code(connection: duckdb.DuckDBPyConnection, column: str) -> str:
    """SQL of the code of a record r, NULL where it is of the sender's own numbering."""
    cell = f"r.{name(column)}"
    if column != WHO[0] or not connection.execute("from local_code limit 1").fetchall():
        return cell
    return f"case when {cell} not in (select code from local_code) then {cell} end"


def joined(subject: Subject) -> str:
    """SQL that finds the institution of a record r as named.institution_code."""
    code, called = map(name, WHO)
    return (
        f"left join named_{subject.name} as named on named.code is not distinct from r.{code}"
        f" and named.called is not distinct from r.{called}"
    )


def numbered(subject: Subject) -> str:
    """SQL that finds the number of a record's institution as number.who."""
    return (
        f"{joined(subject)} left join institution_number as number"
        " on number.institution_code = named.institution_code"
    )


def has_unknown(connection: duckdb.DuckDBPyConnection, subject: Subject) -> bool:
    """Whether some record names an institution that is not known, or none, or by a wrong code."""
    found = f"from named_{subject.name} where institution_code is null or stray limit 1"
    return bool(connection.execute(found).fetchall())


def number(connection: duckdb.DuckDBPyConnection) -> None:
    """institution_number: a number for each institution, which is compared faster than its code."""
    connection.execute(NUMBERED)
