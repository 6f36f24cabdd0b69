-- The last twelve months of each institution against its quota and its path to the target.
-- grain: institution, month
-- unit: kgce, m² (average of the twelve months), percentage points
-- source: agg_energy, agg_energy_base, ref_energy_quotas, ref_targets (单位建筑面积能耗)
-- Only months that close twelve filed ones. Demo institutions are judged by the rows of scope 演示
-- alone, all others by those of 宁夏: an empty value there judges nobody.
with rolled as (
    select
        institution,
        region,
        institution_type,
        month,
        case when demo then '演示' else '宁夏' end as scope,
        demo,
        count(building_area_m2) over year as months_filed,
        sum(energy_kgce) over year as energy_kgce,
        sum(energy_equivalent_kgce) over year as energy_equivalent_kgce,
        sum(nonheating_kgce) over year as nonheating_kgce,
        cast(sum(building_area_m2) over year / 12 as decimal(28, 10)) as building_area_m2
    from agg_energy
    window year as (
        partition by institution order by month asc
        range between interval 11 month preceding and current row
    )
),

whole as (
    select
        * exclude (months_filed),
        last_day(month) as month_end
    from rolled
    where months_filed = 12 and building_area_m2 > 0
),

quotas as (
    select
        scope,
        institution_type,
        cast(constraint_value as decimal(18, 4)) as constraint_value,
        cast(nullif(baseline_value, '') as decimal(18, 4)) as baseline_value,
        cast(nullif(guide_value, '') as decimal(18, 4)) as guide_value,
        cast(coalesce(nullif(valid_from, ''), '0001-01-01') as date) as valid_from,
        cast(coalesce(nullif(valid_to, ''), '9999-12-31') as date) as valid_to
    from ref_energy_quotas
    where indicator = '单位建筑面积非供暖能耗' and basis = '当量值'
        and nullif(constraint_value, '') is not null
),

targets as (
    select
        scope,
        cast(base_year as integer) as base_year,
        cast(change_pct as double) as change_pct,
        cast(target_year as integer) - cast(base_year as integer) as years,
        path = '复合' as compound,
        cast(coalesce(nullif(valid_from, ''), '0001-01-01') as date) as valid_from,
        cast(coalesce(nullif(valid_to, ''), '9999-12-31') as date) as valid_to
    from ref_targets
    where indicator = '单位建筑面积能耗' and nullif(change_pct, '') is not null
        and nullif(base_year, '') is not null
),

judged as (
    select
        whole.* exclude (scope, month_end),
        quotas.constraint_value,
        quotas.baseline_value,
        quotas.guide_value,
        case when quotas.constraint_value is not null then 1 end as judged,
        case when quotas.constraint_value is not null then
            case when whole.nonheating_kgce > quotas.constraint_value * whole.building_area_m2
                then 1 else 0 end
        end as over_quota,
        case
            when quotas.constraint_value is null then '无定额'
            when whole.nonheating_kgce > quotas.constraint_value * whole.building_area_m2
                then '超约束值'
            when quotas.guide_value is null and quotas.baseline_value is null
                or whole.nonheating_kgce
                > coalesce(quotas.baseline_value, quotas.guide_value) * whole.building_area_m2
                then '约束值以内'
            when quotas.guide_value is null
                or whole.nonheating_kgce > quotas.guide_value * whole.building_area_m2
                then '基准值以内'
            else '引导值以内'
        end as band,
        base.year as base_year,
        base.energy_kgce as base_energy_kgce,
        base.energy_equivalent_kgce as base_energy_equivalent_kgce,
        base.building_area_m2 as base_area_m2,
        case when base.year is not null then whole.building_area_m2 end as path_area_m2,
        case when base.year is not null then whole.energy_kgce end as path_energy_kgce,
        case when base.year is not null then whole.energy_equivalent_kgce end
            as path_energy_equivalent_kgce,
        case when base.year is not null then
            (year(whole.month) - base.year + (month(whole.month) - 12) / 12.0) / targets.years
        end as gone,
        targets.change_pct,
        targets.compound
    from whole
    left join quotas
        on quotas.scope = whole.scope and quotas.institution_type = whole.institution_type
        and whole.month_end between quotas.valid_from and quotas.valid_to
    left join targets
        on targets.scope = whole.scope
        and whole.month_end between targets.valid_from and targets.valid_to
    left join agg_energy_base as base
        on base.institution = whole.institution and base.year = targets.base_year
),

walked as (
    select
        * exclude (gone, change_pct, compound),
        -- the change spread evenly over the years, or the same rate each year
        cast(case when compound then 100 * (pow(1 + change_pct / 100, gone) - 1)
            else change_pct * gone end as decimal(18, 6)) as path_pct
    from judged
)

select * from walked
