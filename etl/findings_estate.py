"""Findings in offices and assets: over standard, idle, dangerous, leased for nothing, untitled."""

from etl.finding import Rule, at, in_force, places

LIMITS = """(select rank, cast(limit_m2 as double) as limit_m2 from ref_office_standards
    where nullif(limit_m2, '') is not null and coalesce(valid_to, '') = '')"""
SINGLE = f"fct_room as r join {LIMITS} as l on l.rank = r.rank and r.occupants = 1"
THERE = "(r.disposed_on is null or r.disposed_on > today())"
LONG = "< today() - to_months(cast(k.months as integer))"

NEAR = "coalesce(sum(r.usable_area_m2) filter (where there.unit = here.unit), 0)"
FAR = "sum(r.usable_area_m2)"


def leasing(rule: str, trips: str, idle: str, where: str) -> Rule:
    """A leased building while others have rooms long idle, in the county or only in the city."""
    trips, idle = (text.format(near=NEAR, far=FAR) for text in (trips, idle))
    return Rule(rule, f"""
        select b.institution, b.building_code as object, null as month,
            {idle} as value, b.building_area_m2 as expected, k.clause,
            '租用“' || coalesce(b.building_name, b.building_code) || '”' || told(b.building_area_m2)
                || ' m²，而{where}其他单位有 ' || told({idle}) || ' m² 闲置满 '
                || told(k.months) || ' 个月。' as said,
            '先调剂、后租用' as normal, null as due,
            [{at('b')}] || {places('r')} as evidence
        from fct_building as b {in_force(rule)}
        join dim_institution as i on i.institution = b.institution
        join dim_region as here on here.region = i.region
        join dim_region as there on there.city = here.city
        join dim_institution as o on o.region = there.region and o.institution <> b.institution
        join fct_room as r on r.institution = o.institution and r.idle_since {LONG}
        where b.registration = '租用' and b.disposed_on is null and {THERE}
        group by b.institution, b.building_code, b.building_name, b.building_area_m2, b.file_id,
            b.sheet, b.row_no, k.clause, k.months, k.low
        having {trips}""")  # fmt: skip


RULES = (
    Rule("office_over_standard", f"""
        select r.institution, r.room_code as object, null as month, r.usable_area_m2 as value,
            l.limit_m2 as expected, k.clause,
            r.rank || '一人办公室 ' || told(r.usable_area_m2) || ' m²，超过上限 '
                || told(l.limit_m2) || ' m²。' as said,
            r.rank || '上限 ' || told(l.limit_m2) || ' m²' as normal, null as due,
            [{at('r')}] as evidence
        from {SINGLE} {in_force('office_over_standard')}
        where {THERE} and r.usable_area_m2 > l.limit_m2 * k.high"""),
    Rule("offices_at_limit", f"""
        select r.institution, '' as object, null as month, count(*) as value, null as expected,
            k.clause, count(*) || ' 间一人办公室的面积全部恰为标准上限，请现场复核。' as said,
            '实测面积很少恰为整数上限' as normal, null as due, {places('r')} as evidence
        from {SINGLE} {in_force('offices_at_limit')} where {THERE}
        group by r.institution, k.clause, k.low
        having count(*) >= k.low and bool_and(r.usable_area_m2 = l.limit_m2)"""),
    Rule("unit_over_standard", f"""
        select a.institution, '' as object, null as month, a.usable_area_m2 as value,
            a.approved_area_m2 as expected, k.clause,
            '基本办公用房 ' || told(a.usable_area_m2) || ' m²，核定 '
                || told(a.approved_area_m2) || ' m²，超出 ' || told(a.over_standard_m2)
                || ' m²。' as said,
            '核定 ' || told(a.approved_area_m2) || ' m²' as normal, null as due,
            {places('r')} as evidence
        from agg_office as a {in_force('unit_over_standard')}
        join fct_room as r on r.institution = a.institution and r.basic_office and {THERE}
        where last_day(a.month) = today() and a.usable_area_m2 > a.approved_area_m2 * k.high
        group by all"""),
    leasing("idle_while_leasing", "{near} >= k.low", "{near}", "同县区"),
    leasing("idle_while_leasing_city", "{near} < k.low and {far} >= k.low", "{far}", "同市"),
    Rule("rooms_idle", f"""
        select r.institution, '' as object, null as month, sum(r.usable_area_m2) as value,
            0 as expected, k.clause,
            count(*) || ' 间共 ' || told(sum(r.usable_area_m2)) || ' m² 闲置满 '
                || told(k.months) || ' 个月。' as said,
            '闲置用房应调剂' as normal, null as due, {places('r')} as evidence
        from fct_room as r {in_force('rooms_idle')}
        where r.idle_since {LONG} and {THERE}
        group by r.institution, k.clause, k.months, k.low
        having sum(r.usable_area_m2) >= k.low"""),
    Rule("building_dangerous", f"""
        select b.institution, b.building_code as object, null as month,
            b.building_area_m2 as value, 0 as expected, k.clause,
            '“' || coalesce(b.building_name, b.building_code) || '”鉴定为 D 级，'
                || told(b.building_area_m2) || ' m² 仍在使用。' as said,
            'D 级危房应停用' as normal, null as due, [{at('b')}] as evidence
        from fct_building as b {in_force('building_dangerous')}
        where b.safety_grade = 'D' and (b.disposed_on is null or b.disposed_on > today())"""),
    Rule("asset_idle", f"""
        select a.institution, a.asset_code as object, null as month,
            a.original_value_cny as value, 0 as expected, k.clause,
            coalesce(a.asset_name, a.asset_code) || '，原值 ' || told(a.original_value_cny)
                || ' 元，自 ' || a.idle_since || ' 起闲置。' as said,
            '闲置满 ' || told(k.months) || ' 个月应调剂' as normal, null as due,
            [{at('a')}] as evidence
        from fct_asset as a {in_force('asset_idle')}
        where a.disposed_on is null and a.original_value_cny > k.low and a.idle_since {LONG}"""),
    Rule("assets_unplaced", f"""
        select a.institution, '' as object, null as month, count(*) as value, 0 as expected,
            k.clause, count(*) || ' 张在账资产卡片没有填存放地点（楼座、房间），原值共 '
                || told(sum(a.original_value_cny)) || ' 元。' as said,
            '每张卡片应有存放地点' as normal, null as due, {places('a')} as evidence
        from fct_asset as a {in_force('assets_unplaced')}
        where nullif(trim(a.location), '') is null
            and (a.disposed_on is null or a.disposed_on > today())
        group by a.institution, k.clause, k.low
        having count(*) >= k.low"""),
    Rule("stocktake_loss", f"""
        select a.institution, a.asset_code as object, null as month,
            a.original_value_cny as value, 0 as expected, k.clause,
            coalesce(a.asset_name, a.asset_code) || ' 盘点未见实物，账上原值 '
                || told(a.original_value_cny) || ' 元。' as said,
            '账实相符' as normal, null as due, [{at('a')}] as evidence
        from fct_asset as a {in_force('stocktake_loss')}
        where a.disposed_on is null and a.stocktake_result = '盘亏'"""),
    Rule("property_case", f"""
        select p.institution, p.case_no as object, null as month, p.properties as value,
            0 as expected, k.clause,
            p.responsible_unit || '“' || coalesce(p.property_name, '') || '”'
                || if(p.properties > 1, '（共 ' || told(p.properties) || ' 处）', '') || p.category
                || '：' || coalesce(p.reason, '未载明原因') || '。' as said, '应办理权属登记' as normal,
            null as due, [{at('p')}] as evidence, p.region, p.demo,
            coalesce(p.lead_unit, p.responsible_unit) as owner, p.suggestion as step
        from fct_property_problem as p {in_force('property_case')}""", own=True),
)  # fmt: skip
