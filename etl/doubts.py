"""Which accepted records are doubted: every rule of etl/rules.py over typed records, set-based."""

import re

import duckdb

from data.errors import BuildError
from etl import arrival, cumulative, named, ranges, repeats, rules
from etl.problems import mark
from etl.rule import THRESHOLDS, Rule
from etl.rules import RULES
from etl.subjects import SUBJECTS, WHO, Subject
from etl.words import name, quote

WORD, LIMIT = re.compile(r"\w+"), re.compile(r"\bk\.(\w+)")
TYPED = {f"typed_{name}": subject for name, subject in SUBJECTS.items()}


def raise_doubts(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills doubt anew but for control totals, which are compared once, when a file arrives."""
    connection.execute("delete from doubt where rule <> 'control_total'")
    _create_rule_row(connection)
    _doubt_negative_numbers(connection)
    cumulative.doubt_falls(connection)
    _doubt_wrong_credit_codes(connection)
    named.number(connection)
    filled = _filled(connection)
    for subject in map(SUBJECTS.get, sorted(filled)):
        ranges.doubt(connection, subject)
        arrival.doubt(connection, subject)
    applied = [rule for rule in RULES if rule.subject in filled]
    made = {word for rule in applied for word in WORD.findall(rule.sql()) if word in TYPED}
    for table in sorted(made):
        if TYPED[table].name not in filled and named.has(TYPED[table]):
            named.look_up(connection, TYPED[table])  # nothing there: it was not checked
        _create_typed(connection, TYPED[table])
    broken = {rule for alike in _by_source(applied) for rule in _broken(connection, alike)}
    for rule in applied:
        if rule in broken:
            _judge(connection, rule)
    for table in made:
        connection.execute(f"drop table {table}")


def _filled(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Subjects with records; of the others nothing can be doubted."""
    parts = [f"(select {quote(subject)} from filed_{subject} limit 1)" for subject in SUBJECTS]
    return {row[0] for row in connection.execute(" union all ".join(parts)).fetchall()}


def _create_rule_row(connection: duckdb.DuckDBPyConnection) -> None:
    """rule_row: the doubting rules with their days and thresholds as numbers."""
    numbers = ", ".join(f"cast(nullif({column}, '') as double) as {column}"
                        for column in THRESHOLDS)  # fmt: skip
    connection.execute(
        f"""
        create or replace temp table rule_row as
        select rule, {numbers},
            coalesce(cast(nullif(valid_from, '') as date), date '0001-01-01') as valid_from,
            coalesce(cast(nullif(valid_to, '') as date), date '9999-12-31') as valid_to
        from ref_rules where outcome = '存疑'
        """
    )
    if refusing := connection.execute(
        "select rule from ref_rules where outcome not in ('存疑', '通过')"
        " and not list_contains(?, rule)",
        [sorted(rules.ENGINE)],
    ).fetchall():
        raise BuildError(
            f"规则 {refusing[0][0]} 的 outcome 只能是 存疑 或 通过。请改正 data/reference/rules.csv。"
        )


def _by_source(applied: list[Rule]) -> list[list[Rule]]:
    """The rules in groups that look at the same rows."""
    found: dict[str, list[Rule]] = {}
    for rule in applied:
        found.setdefault(rule.source, []).append(rule)
    return list(found.values())


def _broken(connection: duckdb.DuckDBPyConnection, alike: list[Rule]) -> list[Rule]:
    """Those of some rules over the same rows that are broken somewhere; all in one look."""
    tests = {rule: " or ".join(_tests(connection, rule)) for rule in alike}
    tests = {rule: test for rule, test in tests.items() if test}
    if not tests:
        return []
    each = ", ".join(f"({test}) as broken{at}" for at, test in enumerate(tests.values()))
    some = ", ".join(f"bool_or(broken{at})" for at in range(len(tests)))
    looked = f"select {some} from (select {each} from {alike[0].source} as t)"
    flags = connection.execute(looked).fetchall()[0]
    return [rule for rule, flag in zip(tests, flags, strict=True) if flag]


def _tests(connection: duckdb.DuckDBPyConnection, rule: Rule) -> list[str]:
    """For each row of a rule the SQL that is true where it is broken, thresholds filled in."""
    columns = ", ".join(THRESHOLDS)
    rows = connection.execute(
        f"select {columns}, valid_from, valid_to from rule_row where rule = ?", [rule.id]
    ).fetchall()
    found = []
    for *limits, first, last in rows:
        told = {column: f"cast({'null' if limit is None else repr(limit)} as double)"
                for column, limit in zip(THRESHOLDS, limits, strict=True)}  # fmt: skip
        broken = LIMIT.sub(lambda match, told=told: told[match[1]], rule.broken)
        day = f"coalesce({rule.day}, current_date) between date '{first}' and date '{last}'"
        found.append(f"({day} and ({broken}))")
    return found


def _judge(connection: duckdb.DuckDBPyConnection, rule: Rule) -> None:
    found = (
        f"select t.raw_row, {rule.why} as why from {rule.source} as t join rule_row as k"
        f" on k.rule = '{rule.id}'"
        f" and coalesce({rule.day}, current_date) between k.valid_from and k.valid_to"
        f" where {rule.broken}"
    )
    mark(connection, "doubt", SUBJECTS[rule.subject], rule.column, rule.id, found)


def _create_typed(connection: duckdb.DuckDBPyConnection, subject: Subject) -> None:
    """typed_<subject>: accepted records with the columns that rules ask for."""
    asked = {word for rule in RULES if f"typed_{subject.name}" in rule.sql()
             for word in WORD.findall(rule.sql())}  # fmt: skip
    asked = {word.removesuffix("_before") for word in asked}
    columns = ["r.raw_row, r.file_id"]
    columns += [f"r.{name(column.name)}" for column in subject.columns
                if column.name in asked and column.name not in WHO]  # fmt: skip
    joins = ""
    if "who" in asked:
        columns.append(f"{'number.who' if named.has(subject) else 'null'} as who")
        joins = named.numbered(subject) if named.has(subject) else ""
    connection.execute(
        f"create or replace temp table typed_{subject.name} as select {', '.join(columns)}"
        f" from counted_{subject.name} as r {joins}"
    )


def _doubt_negative_numbers(connection: duckdb.DuckDBPyConnection) -> None:
    """A minus sign in a number column; published figures may be rates of change."""
    on = connection.execute("select count(*) from rule_row where rule = 'negative'").fetchall()
    for subject in map(SUBJECTS.get, sorted(_filled(connection))):
        numbers = [column.name for column in subject.columns if column.kind == "number"]
        if not on[0][0] or not numbers or subject.name == "published_figure":
            continue
        tests = [f"r.{name(column)} < 0" for column in numbers]
        where = repeats.accepted(connection, subject)
        least = ", ".join(f"min({name(column)})" for column in numbers)
        found = connection.execute(f"select {least} from filed_{subject.name}").fetchall()[0]
        for column, test, low in zip(numbers, tests, found, strict=True):
            if low is not None and low < 0:
                found = f"select r.rowid as raw_row, '是负数，请核实。' as why from filed_{subject.name}"
                found += f" as r where {test} and {where}"
                mark(connection, "doubt", subject, column, "negative", found)


def _doubt_wrong_credit_codes(connection: duckdb.DuckDBPyConnection) -> None:
    """Credit codes of the roster whose last sign is not that of the others: one was mistyped."""
    subject, code = SUBJECTS["institution"], WHO[0]
    if not connection.execute("from rule_row where rule = 'credit_code'").fetchall():
        return
    wrong = f"is_credit_code(r.{code}) and not credit_code_holds(r.{code})"
    found = (
        "select r.rowid as raw_row, '的校验位不符（GB 32100—2015），可能抄错一位，请与登记证书核对。' as why"
        f" from filed_institution as r where {wrong} and {repeats.accepted(connection, subject)}"
    )
    mark(connection, "doubt", subject, code, "credit_code", found)
