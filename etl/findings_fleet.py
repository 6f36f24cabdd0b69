"""Findings in vehicles: over quota, standing idle, dear to keep, old, above their class."""

from etl.finding import Rule, at, in_force, places

RECENT = "m.month > last_day(cast(today() - to_months(cast(k.months as integer)) as date))"

# The widest limit that can hold for a vehicle of its use, by the rows in force when it was bought:
# whatever is above that is above every reading of the clause. A use without a limit has none.
LIMITS = """(
    select v.plate, any_value(l.clause) as clause,
        case when count(l.price) = count(*) then greatest(max(l.price),
            any_value(n.price) filter (where v.new_energy)) end as price,
        case when count(l.litres) = count(*) and not v.new_energy then max(l.litres) end as litres
    from fct_vehicle as v join limits as l on l.use = v.vehicle_use
        and v.purchased_on between l.valid_from and l.valid_to
        and (l.variant <> '大型客车' or v.vehicle_type = '大型客车')
    left join limits as n on n.use = '全部' and v.purchased_on between n.valid_from and n.valid_to
    group by v.plate, v.new_energy)"""
DATED = """with limits as (
    select use, variant, clause, try_cast(nullif(max_price_cny, '') as double) as price,
        try_cast(nullif(max_displacement_l, '') as double) as litres,
        coalesce(cast(nullif(valid_from, '') as date), date '0001-01-01') as valid_from,
        coalesce(cast(nullif(valid_to, '') as date), date '9999-12-31') as valid_to
    from ref_vehicle_limits)"""

RULES = (
    Rule("vehicles_over_quota", f"""
        select q.institution, '' as object, null as month, a.vehicles as value,
            q.quota_vehicles as expected, k.clause,
            '实有 ' || a.vehicles || ' 辆，编制 ' || told(q.quota_vehicles) || ' 辆，超编 '
                || told(a.vehicles - q.quota_vehicles) || ' 辆。' as said,
            '编制 ' || told(q.quota_vehicles) || ' 辆' as normal, null as due,
            [{at('q')}] as evidence
        from fct_vehicle_quota as q
        join agg_vehicle as a on a.institution = q.institution and last_day(a.month) = today()
        {in_force('vehicles_over_quota')}
        where q.quota_vehicles > 0 and a.vehicles > q.quota_vehicles"""),
    Rule("vehicle_idle", f"""
        select v.institution, v.plate as object, null as month, 0 as value, null as expected,
            k.clause, '在用，近 ' || count(*) || ' 个月行驶 0 公里、出车 0 天。' as said,
            '此前月均行驶 ' || told(any_value(b.usual)) || ' 公里' as normal, null as due,
            {places('m')} as evidence
        from fct_vehicle as v {in_force('vehicle_idle')}
        join fct_vehicle_month as m on m.plate = v.plate and {RECENT}
        left join (select plate, avg(distance_km) as usual from fct_vehicle_month
            where distance_km > 0 group by plate) as b on b.plate = v.plate
        where coalesce(v.state, '在用') = '在用' and v.scrapped_on is null
        group by v.institution, v.plate, k.clause, k.months
        having count(*) >= k.months and sum(coalesce(m.distance_km, 0)) = 0
            and sum(coalesce(m.fuel_l, 0)) = 0 and sum(coalesce(m.days_out, 0)) = 0"""),
    Rule("vehicle_costly", f"""
        select v.institution, v.plate as object, null as month,
            sum(m.repair_cost_cny) as value, v.price_cny * k.high as expected, k.clause,
            '购置于 ' || v.purchased_on || '，近 ' || told(k.months) || ' 个月维修 '
                || told(sum(m.repair_cost_cny)) || ' 元，为购置价的 '
                || told(100 * sum(m.repair_cost_cny) / v.price_cny) || ' %。' as said,
            '购置价 ' || told(v.price_cny) || ' 元' as normal, null as due,
            {places('m')} as evidence
        from fct_vehicle as v {in_force('vehicle_costly')}
        join fct_vehicle_month as m on m.plate = v.plate and {RECENT}
        where v.scrapped_on is null and v.price_cny > 0
            and v.purchased_on < today() - to_months(cast(k.low * 12 as integer))
        group by v.institution, v.plate, v.purchased_on, v.price_cny, k.clause, k.months, k.high
        having sum(m.repair_cost_cny) >= v.price_cny * k.high"""),
    Rule("vehicle_over_limit", f"""
        {DATED}
        select v.institution, v.plate as object, null as month, v.price_cny as value,
            l.price as expected, l.clause,
            v.vehicle_use || '，' || concat_ws('；',
                case when v.price_cny > l.price then '购置价 ' || told(v.price_cny)
                    || ' 元，超过上限 ' || told(l.price) || ' 元' end,
                case when v.displacement_l > l.litres then '排气量 ' || told(v.displacement_l)
                    || ' L，超过上限 ' || told(l.litres) || ' L' end) || '。' as said,
            concat_ws('，', '价格上限 ' || told(l.price) || ' 元',
                '排气量上限 ' || told(l.litres) || ' L') as normal,
            null as due, [{at('v')}] as evidence
        from fct_vehicle as v {in_force('vehicle_over_limit', 'v.purchased_on')}
        join {LIMITS} as l on l.plate = v.plate
        where v.scrapped_on is null
            and (v.price_cny > l.price or v.displacement_l > l.litres)"""),
    Rule("vehicles_over_age", f"""
        select v.institution, '' as object, null as month, count(*) as value,
            old.due as expected, k.clause,
            count(*) || ' 辆在用车辆已满 ' || old.due || ' 年，最早购置于 '
                || min(v.purchased_on) || '；可以更新，能继续使用的应继续使用。' as said,
            '超过 ' || old.due || ' 年可以更新' as normal, null as due, {places('v')} as evidence
        from fct_vehicle as v {in_force('vehicles_over_age')}
        join dim_deadline as old on old.rule = '车辆更新'
            and today() between old.valid_from and old.valid_to
        where v.purchased_on < today() - to_years(old.due)
            and (v.scrapped_on is null or v.scrapped_on > today())
        group by v.institution, k.clause, old.due"""),
)  # fmt: skip
