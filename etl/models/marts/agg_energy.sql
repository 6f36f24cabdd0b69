-- Energy, water, cost and carbon of each reporting institution in each month.
-- grain: institution, month
-- unit: kgce (当量值), kWh, m³, m², persons, kgCO₂, 元 (cny)
-- source: fct_energy, fct_energy_use, dim_institution
with summed as (
    select
        institution,
        month,
        sum(energy_kgce) as energy_kgce,
        sum(energy_equivalent_kgce) as energy_equivalent_kgce,
        sum(carbon_kg) as carbon_kg,
        sum(cost_cny) as energy_cost_cny,
        -- 单位建筑面积非供暖能耗 leaves out heating and transport
        coalesce(sum(energy_kgce - coalesce(heating_kgce, 0))
            filter (where carrier not in ('gasoline', 'diesel')), 0) as nonheating_kgce,
        coalesce(sum(energy_equivalent_kgce - coalesce(heating_equivalent_kgce, 0))
            filter (where carrier not in ('gasoline', 'diesel')), 0)
            as nonheating_equivalent_kgce
    from fct_energy_use
    group by institution, month
),

joined as (
    select
        fct_energy.institution,
        dim_institution.region,
        dim_institution.institution_type,
        fct_energy.month,
        coalesce(summed.energy_kgce, 0) as energy_kgce,
        coalesce(summed.energy_equivalent_kgce, 0) as energy_equivalent_kgce,
        coalesce(summed.carbon_kg, 0) as carbon_kg,
        coalesce(summed.energy_cost_cny, 0) + coalesce(fct_energy.water_cost_cny, 0) as cost_cny,
        coalesce(summed.nonheating_kgce, 0) as nonheating_kgce,
        coalesce(summed.nonheating_equivalent_kgce, 0) as nonheating_equivalent_kgce,
        fct_energy.heat_gj,
        fct_energy.area_heat_cost_cny,
        -- a machine room counts only where its machines are metered too
        case when fct_energy.datacentre_it_kwh > 0 then fct_energy.datacentre_kwh end
            as datacentre_kwh,
        case when fct_energy.datacentre_kwh > 0 then fct_energy.datacentre_it_kwh end
            as datacentre_it_kwh,
        coalesce(dim_institution.heating_kind, '未登记') as heating_kind,
        fct_energy.electricity_kwh,
        fct_energy.water_m3,
        fct_energy.building_area_m2,
        fct_energy.headcount_persons,
        dim_source.origin = 'demo' as demo
    from fct_energy
    left join summed
        on summed.institution = fct_energy.institution and summed.month = fct_energy.month
    left join dim_institution on dim_institution.institution = fct_energy.institution
    left join dim_source on dim_source.file_id = fct_energy.file_id and dim_source.subject = 'energy'
)

select * from joined
