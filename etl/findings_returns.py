"""Findings in returns and reviews: unusual use, returns that never came, reviews not mended."""

from etl.finding import Rule, at, in_force, places

# Normal for an institution: the median of the same month in its other years, moved by the median
# of its own deviations of the twelve months around; how far a month may stray is its own MAD.
ENERGY = """(
    with filed as (
        select file_id, sheet, row_no, institution, month, unnest(['electricity', 'water', 'gas',
            'heat']) as carrier, unnest([electricity_kwh, water_m3, gas_m3, heat_gj]) as quantity
        from fct_energy
    ),
    seasonal as (
        select t.*, median(ln(o.quantity)) as usual, count(*) as years
        from filed as t join filed as o on o.institution = t.institution
            and o.carrier = t.carrier and month(o.month) = month(t.month) and o.month < t.month
            and o.quantity > 0
        where t.quantity > 0 group by all having count(*) >= 2
    ),
    strayed as (
        select *, ln(quantity) - usual as stray,
            median(ln(quantity) - usual) over own as shift
        from seasonal window own as (partition by institution, carrier)
    ),
    scaled as (
        select *, greatest(1.4826 * median(abs(stray - shift)) over own, 0.05) as spread,
            exp(usual + shift) as normal,
            sum(quantity) over (partition by institution, carrier order by month
                range between interval 11 months preceding and current row) as year
        from strayed window own as (partition by institution, carrier)
    )
    from scaled)"""
NAME = """case e.carrier when 'electricity' then '用电量' when 'water' then '用水量'
    when 'gas' then '用气量' else '用热量' end"""
UNIT = "case e.carrier when 'electricity' then 'kWh' when 'heat' then 'GJ' else 'm³' end"
WEEKDAYS = """(today() - r.reviewed_on)
    - 2 * cast(floor((today() - r.reviewed_on) / 7.0) as integer)
    - case when isodow(today()) < isodow(r.reviewed_on) then 2 else 0 end"""


def reviews(rule: str, value: str, said: str, where: str) -> Rule:
    """A rule about bad reviews one by one."""
    return Rule(rule, f"""
        select r.institution, r.review_no as object, null as month, {value} as value,
            k.high as expected, k.clause, '“' || r.grade || '”（' || r.reviewed_on || '）' || {said}
            as said, '15 个工作日内整改，回访率 100 %' as normal,
            cast(r.reviewed_on + 21 as date) as due, [{at('r')}] as evidence
        from fct_review as r {in_force(rule, 'r.reviewed_on')}
        where r.bad and {where}""")  # fmt: skip


RULES = (
    Rule("energy_anomaly", f"""
        select e.institution, e.carrier as object, e.month, e.quantity as value,
            e.normal as expected, k.clause,
            strftime(e.month, '%Y-%m') || ' ' || {NAME} || ' ' || told(e.quantity)
                || ' ' || {UNIT} || '，为本单位常年同月的 '
                || told(e.quantity / e.normal) || ' 倍。' as said,
            '常年同月约 ' || told(e.normal) || ' ' || {UNIT} as normal, null as due,
            [{at('e')}] as evidence
        from {ENERGY} as e {in_force('energy_anomaly', 'e.month')}
        where e.years * 12 >= k.months and abs(e.stray - e.shift) >= k.low * e.spread
            and abs(e.quantity - e.normal) >= k.high * e.year
            and e.month > today() - interval 12 months"""),
    Rule("empty_building_using", f"""
        select e.institution, '' as object, null as month,
            sum(e.electricity_kwh) filter (where {{recent}}) as value,
            sum(e.electricity_kwh) filter (where not {{recent}}) as expected, k.clause,
            '房间全部闲置，近 ' || told(k.months) || ' 个月用电 '
                || told(sum(e.electricity_kwh) filter (where {{recent}})) || ' kWh，高于再前同期。'
                as said,
            '此前同期 ' || told(sum(e.electricity_kwh) filter (where not {{recent}})) || ' kWh'
                as normal, null as due, {places('e')} as evidence
        from fct_energy as e {in_force('empty_building_using')}
        join (select institution from fct_room group by institution
            having count(*) = count(idle_since)) as empty on empty.institution = e.institution
        where e.month > today() - to_months(cast(2 * k.months as integer))
        group by e.institution, k.clause, k.months, k.high
        having count(*) = 2 * k.months and value > k.high * expected""".replace(
            "{recent}", "e.month > today() - to_months(cast(k.months as integer))")),
    Rule("report_missing", f"""
        select p.institution, p.subject as object, p.month, 0 as value, 1 as expected, k.clause,
            strftime(p.month, '%Y-%m') || if(p.subject = 'energy', '能源资源消费', '车辆运行')
                || '月报逾期未报。' as said, '每月报送' as normal,
            cast(last_day(p.month) + cast(k.days as integer) as date) as due,
            [{at('i')}] as evidence
        from agg_reporting as p {in_force('report_missing', 'p.month')}
        join dim_institution as i on i.institution = p.institution
        where p.reported = 0 and last_day(p.month) = today()
            and last_day(p.month) + cast(k.days as integer) < seen()"""),
    Rule("report_gaps", f"""
        select p.institution, p.subject as object, null as month, count(*) as value,
            0 as expected, k.clause, '近一年另有 ' || count(*) || ' 个月没有报送：'
                || string_agg(strftime(p.month, '%Y-%m'), '、' order by p.month) || '。' as said,
            '每月报送' as normal, null as due, [{at('i')}] as evidence
        from agg_reporting as p {in_force('report_gaps')}
        join dim_institution as i on i.institution = p.institution
        where p.reported = 0 and last_day(p.month) < today()
            and p.month > today() - to_months(cast(k.months as integer))
        group by p.institution, p.subject, i.file_id, i.sheet, i.row_no, k.clause, k.low
        having count(*) >= k.low"""),
    reviews("review_overdue", WEEKDAYS, f"'至今 ' || ({WEEKDAYS}) || ' 个工作日未整改。'",
            f"r.fixed_on is null and {WEEKDAYS} > k.high"),
    reviews("review_late", "r.fix_working_days", "'第 ' || r.fix_working_days || ' 个工作日才整改。'",
            "r.fix_working_days > k.high"
            " and r.reviewed_on > today() - to_months(cast(k.months as integer))"),
    reviews("review_no_callback", "0", "'已于 ' || r.fixed_on || ' 整改，没有回访。'",
            "r.callback_on is null and r.fixed_on + cast(k.days as integer) < today()"),
    Rule("default_praise", f"""
        select r.institution, '' as object, null as month, count(*) as value, null as expected,
            k.clause, '近 ' || told(k.months) || ' 个月 ' || count(*)
                || ' 条评价全部为系统默认好评，没有一人主动评价。' as said,
            '应有群众主动评价' as normal, null as due, {places('r')} as evidence
        from fct_review as r {in_force('default_praise')}
        where r.month > today() - to_months(cast(k.months as integer))
        group by r.institution, k.clause, k.months, k.low
        having count(*) >= k.low and bool_and(coalesce(r.active = '默认', false))"""),
)  # fmt: skip
