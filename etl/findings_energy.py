"""Findings in energy: unusual use, use in empty buildings, quotas and targets missed."""

from etl.finding import Rule, in_force, places

# whoever merged or gave a part away is not what it was before: no comparison reaches across
MOVED = """(select institution, month from dim_institution_change
    union select successor, month from dim_institution_change where successor is not null)"""
# Normal for an institution: the median of the same month in its other years, moved by the median
# of its own deviations of the twelve months around; how far a month may stray is its own MAD.
# A cold or hot month moves a whole city: what the median of its institutions strays that month (of
# at least five) is the weather's and no anomaly of one of them.
ENERGY = f"""(
    with filed as (
        select file_id, sheet, row_no, institution, month, unnest(['用电量', '用水量', '用气量',
            '用热量']) as carrier, unnest([electricity_kwh, water_m3, gas_m3, heat_gj]) as quantity
        from fct_energy
    ),
    seasonal as (
        select t.*, median(ln(o.quantity)) as usual, count(*) as years
        from filed as t join filed as o on o.institution = t.institution
            and o.carrier = t.carrier and month(o.month) = month(t.month) and o.month < t.month
            and o.quantity > 0
        anti join {MOVED} as moved on moved.institution = t.institution
            and moved.month > o.month and moved.month <= t.month
        where t.quantity > 0 group by all having count(*) >= 2
    ),
    strayed as (
        select *, ln(quantity) - usual as stray,
            median(ln(quantity) - usual) over own as shift
        from seasonal window own as (partition by institution, carrier)
    ),
    weather as (
        select s.carrier, s.month, coalesce(r.city, r.region) as city,
            median(s.stray - s.shift) as moved
        from strayed as s join dim_institution as i on i.institution = s.institution
        join dim_region as r on r.region = i.region
        group by all having count(*) >= 5
    ),
    cleared as (
        select s.* replace (s.stray - coalesce(w.moved, 0) as stray),
            coalesce(w.moved, 0) as weather
        from strayed as s left join dim_institution as i on i.institution = s.institution
        left join dim_region as r on r.region = i.region
        left join weather as w on w.carrier = s.carrier and w.month = s.month
            and w.city = coalesce(r.city, r.region)
    ),
    scaled as (
        select *, greatest(1.4826 * median(abs(stray - shift)) over own, 0.05) as spread,
            exp(usual + shift + weather) as normal,
            sum(quantity) over (partition by institution, carrier order by month
                range between interval 11 months preceding and current row) as year
        from cleared window own as (partition by institution, carrier)
    )
    from scaled)"""
UNIT = "case e.carrier when '用电量' then 'kWh' when '用热量' then 'GJ' else 'm³' end"
RECENT = "e.month > today() - to_months(cast(k.months as integer))"
YEAR = "f.month > last_day(cast(today() - interval 12 month as date))"
QUOTA = "单位建筑面积非供暖能耗"


def quota(rule: str, limit: str, trips: str, said: str) -> Rule:
    """A rule about the last twelve months against a value of the quota in force."""
    use = "g.nonheating_kgce / g.building_area_m2"
    return Rule(rule, f"""
        select g.institution, '' as object, null as month, {use} as value,
            {limit} as expected, k.clause, '近十二个月{QUOTA} ' || told({use}) || ' kgce/m²，{said} '
                || told({limit}) || '。' as said,
            '约束值 ' || told(g.constraint_value) || '、引导值 ' || told(g.guide_value)
                || ' kgce/m²' as normal, null as due, {places('f')} as evidence
        from agg_energy_goal as g {in_force(rule)}
        join fct_energy as f on f.institution = g.institution and {YEAR}
        where last_day(g.month) = today() and {trips}
        group by all""")  # fmt: skip


RULES = (
    Rule("energy_anomaly", f"""
        select e.institution, e.carrier as object, e.month, e.quantity as value,
            e.normal as expected, k.clause,
            strftime(e.month, '%Y-%m') || ' ' || e.carrier || ' ' || told(e.quantity)
                || ' ' || {UNIT} || '，为本单位常年同月的 '
                || told(e.quantity / e.normal) || ' 倍。' as said,
            '常年同月约 ' || told(e.normal) || ' ' || {UNIT} || case when abs(e.weather) >= 0.01
                then '（已计当月全市普遍' || if(e.weather > 0, '偏高 ', '偏低 ')
                || told(100 * abs(exp(e.weather) - 1)) || ' %，多为天气）' else '' end as normal,
            null as due,
            [{{'file_id': e.file_id, 'sheet': e.sheet, 'row_no': e.row_no}}] as evidence
        from {ENERGY} as e {in_force('energy_anomaly', 'e.month')}
        where e.years * 12 >= k.months and abs(e.stray - e.shift) >= k.low * e.spread
            and abs(e.quantity - e.normal) >= k.high * e.year
            and e.month > today() - interval 12 months"""),
    Rule("empty_building_using", f"""
        select e.institution, '' as object, null as month,
            sum(e.electricity_kwh) filter (where {RECENT}) as value,
            sum(e.electricity_kwh) filter (where not {RECENT}) as expected, k.clause,
            '房间全部闲置，近 ' || told(k.months) || ' 个月用电 '
                || told(sum(e.electricity_kwh) filter (where {RECENT})) || ' kWh，高于再前同期。'
                as said,
            '此前同期 ' || told(sum(e.electricity_kwh) filter (where not {RECENT})) || ' kWh'
                as normal, null as due, {places('e')} as evidence
        from fct_energy as e {in_force('empty_building_using')}
        join (select institution from fct_room group by institution
            having count(*) = count(idle_since)) as empty on empty.institution = e.institution
        anti join {MOVED} as moved on moved.institution = e.institution
            and moved.month > today() - to_months(cast(2 * k.months as integer))
        where e.month > today() - to_months(cast(2 * k.months as integer))
        group by e.institution, k.clause, k.months, k.high
        having count(*) = 2 * k.months and value > k.high * expected"""),
    quota("energy_over_quota", "g.constraint_value", "g.over_quota = 1", "超过约束值"),
    quota("energy_below_guide", "g.guide_value * k.low",
          "g.nonheating_kgce < g.guide_value * k.low * g.building_area_m2",
          "低得反常，请先核对面积与用量；核对线"),
    Rule("energy_off_target", f"""
        select g.institution, '' as object, null as month, g.moved_pct as value,
            g.path_pct as expected, k.clause,
            '近十二个月单位建筑面积能耗较 ' || g.base_year || ' 年变化 ' || told(g.moved_pct)
                || ' %，目标路径为 ' || told(g.path_pct) || ' %，落后 '
                || told(g.moved_pct - g.path_pct) || ' 个百分点。' as said,
            '目标路径 ' || told(g.path_pct) || ' %' as normal, null as due,
            {places('f')} as evidence
        from (select *, 100 * ((path_energy_kgce / path_area_m2)
                / (base_energy_kgce / base_area_m2) - 1) as moved_pct from agg_energy_goal) as g
        {in_force('energy_off_target')}
        join fct_energy as f on f.institution = g.institution and {YEAR}
        anti join {MOVED} as moved on moved.institution = g.institution
            and year(moved.month) > g.base_year
        where last_day(g.month) = today() and g.moved_pct - g.path_pct >= k.low
        group by all"""),
)  # fmt: skip
