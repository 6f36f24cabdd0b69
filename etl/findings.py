"""Rules turned into findings (问题), and their life: first seen, last seen, resolved, returned.

fct_finding is carried from the snapshot before (tables.KEPT). What is found again stays open,
what is found no more is resolved on the day of this publication, what comes back is opened anew.
Days are the data's own: `today()` is the last day of the newest month, `seen()` the day the newest
file came. So the same files give the same findings, whenever they are computed.
"""

import re

import duckdb

from etl import (
    findings_doubts,
    findings_energy,
    findings_estate,
    findings_fleet,
    findings_returns,
)
from etl.finding import Rule

RULES: tuple[Rule, ...] = (
    *findings_fleet.RULES, *findings_estate.RULES, *findings_energy.RULES,
    *findings_returns.RULES,
)  # fmt: skip
COLUMNS = (
    "finding varchar, rule varchar, subject varchar, severity varchar, what varchar,"
    " region varchar, institution varchar, object varchar, month date, value double,"
    " expected double, sentence varchar, normal varchar, clause varchar, owner varchar,"
    " step varchar, evidence struct(file_id integer, sheet varchar, row_no bigint)[],"
    " deadline date, first_seen date, opened_on date, opened_at timestamp, last_seen date,"
    " seen_at timestamp, resolved_on date,"
    " returns integer, demo boolean"
)
_WORD = re.compile(r"\b(?:stg|dim|fct|agg)_\w+\b")


def create(connection: duckdb.DuckDBPyConnection) -> int:
    """Brings fct_finding up to date; returns how many findings are open."""
    tables = {name for (name,) in connection.execute("show tables").fetchall()}
    if not {"dim_institution", "dim_month"} <= tables:
        return 0  # a warehouse without a roster or a calendar has nobody to hold to anything
    _prepare(connection)
    for rule in RULES:
        if set(_WORD.findall(rule.sql)) <= tables:
            connection.execute(_insert(rule))
    for table, about in findings_doubts.OBJECTS.items():
        if table in tables:
            connection.execute(findings_doubts.insert(table, about))
    _live(connection)
    return connection.execute(
        "select count(*) from fct_finding where resolved_on is null"
    ).fetchall()[0][0]


def _prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """The days, the rules in force as numbers, and the empty table of what is found now."""
    connection.execute(
        """
        create or replace temp table day as select
            (select max(month_end) from dim_month) as today,
            (select max(loaded_at) from source_file) as loaded;
        create or replace temp macro today() as (select today from day);
        create or replace temp macro loaded() as (select loaded from day);
        create or replace temp macro seen() as (select cast(loaded as date) from day);
        create or replace temp macro told(x) as
            rtrim(rtrim(format('{:,.1f}', cast(x as double)), '0'), '.');
        create or replace temp table finding_rule as
        select rule, subject, severity, what, clause,
            cast(nullif(low, '') as double) as low, cast(nullif(high, '') as double) as high,
            cast(nullif(months, '') as integer) as months, cast(days as integer) as days,
            coalesce(cast(nullif(valid_from, '') as date), date '0001-01-01') as valid_from,
            coalesce(cast(nullif(valid_to, '') as date), date '9999-12-31') as valid_to
        from ref_finding_rules;
        """
    )
    connection.execute(f"create or replace temp table found ({COLUMNS}, days integer)")


def _insert(rule: Rule) -> str:
    """The rule's query with the words and days of its row; its id follows from what it is about."""
    institution = (
        "f.region, f.owner, f.step, f.demo" if rule.own
        else "i.region, i.name as owner, null as step, i.demo"
    )  # fmt: skip
    return f"""
        insert into found by name
        select upper(substr(md5(concat_ws('|', '{rule.id}', coalesce(f.institution, {
        institution.split(",")[0]
    }), f.object, f.month)), 1, 12)) as finding,
            '{rule.id}' as rule, r.subject, r.severity, r.what, f.institution, f.object, f.month,
            f.value, f.expected, f.said as sentence, f.normal, f.clause, f.due as deadline,
            f.evidence, r.days, {institution}
        from ({rule.sql}) as f
        left join dim_institution as i on i.institution = f.institution
        join finding_rule as r on r.rule = '{rule.id}'
            and today() between r.valid_from and r.valid_to
    """


def _live(connection: duckdb.DuckDBPyConnection) -> None:
    """fct_finding: what is found now, beside what was, in the order of their ids."""
    connection.execute(
        """
        create or replace temp table lived as
        with opened as (
            select f.*, o.first_seen as was_first, coalesce(o.returns, 0)
                + cast(o.resolved_on is not null as integer) as times,
                if(o.resolved_on is null, coalesce(o.opened_on, seen()), seen()) as since,
                if(o.resolved_on is null, coalesce(o.opened_at, loaded()), loaded()) as since_at
            from found as f left join fct_finding as o on o.finding = f.finding
        ),
        open as (
            select * exclude (was_first, times, since, since_at, days) replace (
                coalesce(deadline, since + days) as deadline,
                coalesce(was_first, seen()) as first_seen, since as opened_on,
                since_at as opened_at, seen() as last_seen, loaded() as seen_at,
                cast(null as date) as resolved_on, times as returns)
            from opened
        ),
        gone as (
            select o.* replace (coalesce(o.resolved_on, seen()) as resolved_on)
            from fct_finding as o anti join found as f on f.finding = o.finding
        )
        from open union all by name from gone;
        delete from fct_finding;
        insert into fct_finding by name select * from lived order by finding;
        """
    )
