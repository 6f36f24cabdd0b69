-- Energy of each institution in whole years, against which targets are measured (基年).
-- grain: institution, year
-- unit: kgce, m² (average of the year)
-- source: fct_energy_year, dim_energy_factor; agg_energy where all twelve months were filed
-- The annual return counts before the sum of months: it is what was settled.
with used as (
    select institution, year, 'electricity' as carrier, electricity_kwh as quantity
    from fct_energy_year
    union all
    select institution, year, 'gas' as carrier, gas_m3 as quantity from fct_energy_year
    union all
    select institution, year, 'coal' as carrier, coal_t as quantity from fct_energy_year
    union all
    select institution, year, 'gasoline' as carrier, gasoline_l as quantity from fct_energy_year
    union all
    select institution, year, 'diesel' as carrier, diesel_l as quantity from fct_energy_year
    union all
    select institution, year, 'heat' as carrier, heat_gj as quantity from fct_energy_year
),

converted as (
    select
        used.institution,
        used.year,
        sum(used.quantity * dim_energy_factor.kgce_per_unit) as energy_kgce,
        sum(used.quantity * dim_energy_factor.equivalent_kgce_per_unit) as energy_equivalent_kgce
    from used
    left join dim_energy_factor
        on dim_energy_factor.carrier = used.carrier
        and make_date(used.year, 12, 31)
        between dim_energy_factor.valid_from and dim_energy_factor.valid_to
    group by used.institution, used.year
),

filed as (
    select
        converted.institution,
        converted.year,
        converted.energy_kgce,
        converted.energy_equivalent_kgce,
        fct_energy_year.building_area_m2,
        1 as rank
    from converted
    inner join fct_energy_year
        on fct_energy_year.institution = converted.institution
        and fct_energy_year.year = converted.year
),

summed as (
    select
        institution,
        cast(year(month) as integer) as year,
        sum(energy_kgce) as energy_kgce,
        sum(energy_equivalent_kgce) as energy_equivalent_kgce,
        cast(sum(building_area_m2) / 12 as decimal(28, 10)) as building_area_m2,
        2 as rank
    from agg_energy
    group by institution, year(month)
    having count(building_area_m2) = 12
),

united as (
    select * from filed
    union all
    select * from summed
),

ranked as (
    select
        *,
        row_number() over (partition by institution, year order by rank asc) as choice
    from united
),

chosen as (
    select
        institution,
        year,
        energy_kgce,
        energy_equivalent_kgce,
        building_area_m2
    from ranked
    where choice = 1 and energy_kgce > 0 and building_area_m2 > 0
)

select * from chosen
