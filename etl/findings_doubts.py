"""Doubtful cells as findings: one for all of a rule's at one object, by the clause of their day."""

from etl.finding import places
from etl.findings_energy import MOVED
from etl.words import quote

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
ID = "upper(substr(md5(concat_ws('|', c.rule, c.institution, c.object)), 1, 12))"
WORDED = """
    select rule, what, clause, nullif(subject, '') as subject,
        coalesce(cast(nullif(valid_from, '') as date), date '0001-01-01') as valid_from,
        coalesce(cast(nullif(valid_to, '') as date), date '9999-12-31') as valid_to
    from ref_rules"""


def insert(table: str, about: str) -> str:
    """SQL that adds a table's doubted cells, one finding for all of a rule at one object."""
    subject = table.removeprefix("fct_")
    grave, explained = (", ".join(map(quote, rules)) for rules in (GRAVE, EXPLAINED))
    on = "last_day(t.month)" if table in MONTHLY else "today()"
    return f"""
        insert into found by name
        with cells as (
            select d.*, t.institution, {about} as object, {on} as day
            from doubt as d join {table} as t using (file_id, sheet, row_no)
            anti join {MOVED} as moved on d.rule in ({explained})
                and moved.institution = t.institution and moved.month = date_trunc('month', {on})
            where d.rule <> 'control_total'
        ),
        worded as ({WORDED})
        select {ID} as finding, c.rule, '{subject}' as subject,
            case when c.rule in ({grave}) then '红' else '黄' end as severity,
            arg_max(w.what, c.day) as what, any_value(i.region) as region, c.institution, c.object,
            arg_max(w.what, c.day) || '：' || arg_max(c.message, (c.file_id, c.row_no))
                || case when count(*) > 1 then '共 ' || count(*) || ' 处。' else '' end as sentence,
            arg_max(w.clause, (c.day, w.valid_from)) as clause, any_value(i.name) as owner,
            {places("c")} as evidence,
            any_value(i.demo) as demo, 30 as days
        from cells as c
        join worded as w on w.rule = c.rule and c.day between w.valid_from and w.valid_to
            and coalesce(w.subject, '{subject}') = '{subject}'
        left join dim_institution as i on i.institution = c.institution
        group by c.rule, c.institution, c.object
    """
