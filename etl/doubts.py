"""Which accepted records are doubted: every rule of etl/rules.py over typed records, set-based."""

import re

import duckdb

from data.errors import BuildError
from etl import cumulative, repeats, rules
from etl.problems import mark
from etl.repeats import PARSERS
from etl.rules import RULES, Rule
from etl.subjects import SUBJECTS, WHO, Subject
from etl.words import name, quote

WORD = re.compile(r"\w+")


def raise_doubts(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills doubt anew but for control totals, which are compared once, when a file arrives."""
    connection.execute("delete from doubt where rule <> 'control_total'")
    _create_rule_row(connection)
    _doubt_negative_numbers(connection)
    cumulative.doubt_falls(connection)
    made, filled = set(), _filled(connection)
    for rule in RULES:
        if rule.subject not in filled:
            continue
        sql = rule.sql()
        for subject in SUBJECTS.values():
            if f"typed_{subject.name}" in WORD.findall(sql) and subject.name not in made:
                _create_typed(connection, subject)
                made.add(subject.name)
        _judge(connection, rule)
    for subject in made:
        connection.execute(f"drop table typed_{subject}")


def _filled(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Subjects with records; of the others nothing can be doubted."""
    parts = [f"(select {quote(subject)} from raw_{subject} limit 1)" for subject in SUBJECTS]
    return {row[0] for row in connection.execute(" union all ".join(parts)).fetchall()}


def _create_rule_row(connection: duckdb.DuckDBPyConnection) -> None:
    """rule_row: the doubting rules with their days and thresholds as numbers."""
    numbers = ", ".join(f"cast(nullif({column}, '') as double) as {column}"
                        for column in rules.THRESHOLDS)  # fmt: skip
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
    columns = ["r.rowid as raw_row, r.file_id, r.sheet, r.row_no"]
    for column in subject.columns:
        if column.name in asked and column.name not in WHO:
            columns.append(f"{_typed(column)} as {name(column.name)}")
    named = subject.column(WHO[0]) and subject.name != "institution"
    who = "coalesce(by_code.institution_code, by_name.institution_code)" if named else "null"
    records = cumulative.records(connection, subject)
    connection.execute(
        f"create or replace temp table typed_{subject.name} as select {', '.join(columns)},"
        f" {who} as who from {records} as r {repeats.who_joins() if named else ''}"
        f" where {repeats.accepted(connection, subject)}"
    )


def _typed(column) -> str:
    cell = f"r.{name(column.name)}"
    if column.kind == "number":
        return f"to_number({cell}) * coalesce(r.{name(column.name + '_factor')}, 1)"
    return f"{PARSERS[column.kind]}({cell})" if column.kind in PARSERS else cell


def _doubt_negative_numbers(connection: duckdb.DuckDBPyConnection) -> None:
    """A minus sign in a number column; published figures may be rates of change."""
    on = connection.execute("select count(*) from rule_row where rule = 'negative'").fetchall()
    for subject in map(SUBJECTS.get, sorted(_filled(connection))):
        numbers = [column.name for column in subject.columns if column.kind == "number"]
        if not on[0][0] or not numbers or subject.name == "published_figure":
            continue
        tests = [f"r.{name(column)}[1] in ('-', '－', '−') and to_number(r.{name(column)}) < 0"
                 for column in numbers]  # fmt: skip
        where = repeats.accepted(connection, subject)
        counts = connection.execute(
            f"select {', '.join(f'count(*) filter ({test})' for test in tests)}"
            f" from raw_{subject.name} as r"
        ).fetchall()[0]
        for column, test, count in zip(numbers, tests, counts, strict=True):
            if count:
                found = (
                    f"select r.rowid as raw_row, '是负数，请核实。' as why from raw_{subject.name}"
                )
                found += f" as r where {test} and {where}"
                mark(connection, "doubt", subject, column, "negative", found)
