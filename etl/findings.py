"""Rules turned into findings (问题), and their life: first seen, last seen, resolved, returned.

fct_finding is carried from the snapshot before (tables.KEPT). What is found again stays open,
what is found no more is resolved on the day of this publication, what comes back is opened anew.
Days are the data's own: `today()` is the last day of the newest month, `seen()` the day the newest
file came. So the same files give the same findings, whenever they are computed.
"""

import re

import duckdb

from etl import findings_energy, findings_estate, findings_fleet, findings_returns
from etl.finding import Rule
from etl.words import quote

RULES: tuple[Rule, ...] = (
    *findings_fleet.RULES, *findings_estate.RULES, *findings_energy.RULES,
    *findings_returns.RULES,
)  # fmt: skip
GRAVE = ("disposed_but_using", "fuel_over_tank", "scrapped_but_fuelled")
"""Doubts in which two registers contradict each other; all others are 黄."""
OBJECTS = {
    "fct_energy": "''", "fct_vehicle_month": "plate", "fct_vehicle": "plate",
    "fct_asset": "asset_code", "fct_building": "building_code", "fct_room": "room_code",
}  # fmt: skip
"""Tables whose doubted rows become findings, and what they are about."""
MONTHLY = ("fct_energy", "fct_vehicle_month")
"""Those of them that tell the month of a row; the others stand as they are today."""
EXPLAINED = ("area_change", "headcount_change")
"""Jumps that a merger or a transfer of that month explains."""
COLUMNS = (
    "finding varchar, rule varchar, subject varchar, severity varchar, what varchar,"
    " region varchar, institution varchar, object varchar, month date, value double,"
    " expected double, sentence varchar, normal varchar, clause varchar, owner varchar,"
    " step varchar, evidence struct(file_id integer, sheet varchar, row_no bigint)[],"
    " deadline date, first_seen date, opened_on date, last_seen date, resolved_on date,"
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
    for table, about in OBJECTS.items():
        if table in tables:
            connection.execute(_doubts(table, about))
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
            (select cast(max(loaded_at) as date) from source_file) as seen;
        create or replace temp macro today() as (select today from day);
        create or replace temp macro seen() as (select seen from day);
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
        select upper(substr(md5(concat_ws('|', '{rule.id}', coalesce(f.institution, {institution
            .split(',')[0]}), f.object, f.month)), 1, 12)) as finding,
            '{rule.id}' as rule, r.subject, r.severity, r.what, f.institution, f.object, f.month,
            f.value, f.expected, f.said as sentence, f.normal, f.clause, f.due as deadline,
            f.evidence, r.days, {institution}
        from ({rule.sql}) as f
        left join dim_institution as i on i.institution = f.institution
        join finding_rule as r on r.rule = '{rule.id}'
            and today() between r.valid_from and r.valid_to
    """


def _doubts(table: str, about: str) -> str:
    """Doubted cells of a table, one finding for all of a rule at one object."""
    grave, explained = (", ".join(map(quote, rules)) for rules in (GRAVE, EXPLAINED))
    on = "last_day(t.month)" if table in MONTHLY else "today()"
    return f"""
        insert into found by name
        with cells as (
            select d.*, t.institution, {about} as object, {on} as day
            from doubt as d join {table} as t using (file_id, sheet, row_no)
            anti join {findings_energy.MOVED} as moved on d.rule in ({explained})
                and moved.institution = t.institution and moved.month = date_trunc('month', {on})
            where d.rule <> 'control_total'
        ),
        worded as (
            select rule, what, clause, nullif(subject, '') as subject,
                coalesce(cast(nullif(valid_from, '') as date), date '0001-01-01') as valid_from,
                coalesce(cast(nullif(valid_to, '') as date), date '9999-12-31') as valid_to
            from ref_rules
        )
        select upper(substr(md5(concat_ws('|', c.rule, c.institution, c.object)), 1, 12))
                as finding,
            c.rule, '{table.removeprefix('fct_')}' as subject,
            case when c.rule in ({grave}) then '红' else '黄' end as severity,
            arg_max(w.what, c.day) as what, any_value(i.region) as region, c.institution, c.object,
            arg_max(w.what, c.day) || '：' || arg_max(c.message, (c.file_id, c.row_no))
                || case when count(*) > 1 then '共 ' || count(*) || ' 处。' else '' end as sentence,
            arg_max(w.clause, (c.day, w.valid_from)) as clause, any_value(i.name) as owner,
            list({{'file_id': c.file_id, 'sheet': c.sheet, 'row_no': c.row_no}}
                order by c.file_id, c.sheet, c.row_no, c.column_name) as evidence,
            any_value(i.demo) as demo, 30 as days
        from cells as c
        left join worded as w on w.rule = c.rule and c.day between w.valid_from and w.valid_to
            and coalesce(w.subject, '{table.removeprefix('fct_')}')
                = '{table.removeprefix('fct_')}'
        left join dim_institution as i on i.institution = c.institution
        group by c.rule, c.institution, c.object
    """


def _live(connection: duckdb.DuckDBPyConnection) -> None:
    """fct_finding: what is found now, beside what was, in the order of their ids."""
    connection.execute(
        """
        create or replace temp table lived as
        with opened as (
            select f.*, o.first_seen as was_first, coalesce(o.returns, 0)
                + cast(o.resolved_on is not null as integer) as times,
                case when o.resolved_on is null and o.opened_on is not null
                    then o.opened_on else seen() end as since
            from found as f left join fct_finding as o on o.finding = f.finding
        ),
        open as (
            select * exclude (was_first, times, since, days) replace (
                coalesce(deadline, since + days) as deadline,
                coalesce(was_first, seen()) as first_seen, since as opened_on,
                seen() as last_seen, cast(null as date) as resolved_on, times as returns)
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
