-- Annual energy returns, one an institution and year, blanks filled from NY101, NY202, NY203.
-- grain: institution, year
-- unit: m², persons, kWh, m³, t, L, GJ, 元 (cny)
-- source: stg_energy_year, stg_energy_part
with returns as (
    select * from stg_energy_year
),

parts as (
    select * from stg_energy_part
),

matched as (
    select
        dim_institution_ref.institution,
        returns.* exclude (institution_ref)
    from returns
    left join dim_institution_ref on dim_institution_ref.ref = returns.institution_ref
),

gathered as (
    select
        dim_institution_ref.institution,
        parts.year,
        max(parts.building_area_m2) as building_area_m2,
        max(parts.headcount_persons) as headcount_persons,
        max(parts.heating_area_m2) as heating_area_m2,
        max(parts.heating_electricity_kwh) as heating_electricity_kwh,
        max(parts.heating_gas_m3) as heating_gas_m3,
        max(parts.heating_coal_t) as heating_coal_t,
        max(parts.datacentre_kwh) as datacentre_kwh,
        max(parts.datacentre_it_kwh) as datacentre_it_kwh,
        max(parts.area_heat_cost_cny) as area_heat_cost_cny
    from parts
    inner join dim_institution_ref on dim_institution_ref.ref = parts.institution_ref
    group by dim_institution_ref.institution, parts.year
),

completed as (
    select
        matched.* replace (
            coalesce(matched.building_area_m2, gathered.building_area_m2) as building_area_m2,
            coalesce(matched.headcount_persons, gathered.headcount_persons) as headcount_persons,
            coalesce(matched.heating_area_m2, gathered.heating_area_m2) as heating_area_m2,
            coalesce(matched.heating_electricity_kwh, gathered.heating_electricity_kwh)
                as heating_electricity_kwh,
            coalesce(matched.heating_gas_m3, gathered.heating_gas_m3) as heating_gas_m3,
            coalesce(matched.heating_coal_t, gathered.heating_coal_t) as heating_coal_t,
            coalesce(matched.datacentre_kwh, gathered.datacentre_kwh) as datacentre_kwh,
            coalesce(matched.datacentre_it_kwh, gathered.datacentre_it_kwh) as datacentre_it_kwh,
            coalesce(matched.area_heat_cost_cny, gathered.area_heat_cost_cny) as area_heat_cost_cny
        )
    from matched
    left join gathered
        on gathered.institution = matched.institution and gathered.year = matched.year
)

select * from completed
