"""Findings in vehicles: over quota, standing idle, dear to keep."""

from etl.finding import Rule, at, in_force, places

RECENT = "m.month > last_day(cast(today() - to_months(cast(k.months as integer)) as date))"

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
)  # fmt: skip
