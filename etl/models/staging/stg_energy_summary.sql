-- Energy summed up by type of institution (综合表 NY301), typed; never added to single returns.
-- grain: file_id, sheet, row_no
-- unit: kWh, m³, t, L, GJ, m², 元 (cny)
-- source: in_energy_summary (cards of subject energy_summary)
with source as (
    select * from in_energy_summary
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        reporter,
        institution_type,
        cast(to_number(year) as integer) as year,
        region as region_ref,
        to_quantity(institutions, institutions_factor) as institutions,
        to_quantity(building_area, building_area_factor) as building_area_m2,
        to_quantity(heating_area, heating_area_factor) as heating_area_m2,
        to_quantity(headcount, headcount_factor) as headcount_persons,
        to_quantity(electricity, electricity_factor) as electricity_kwh,
        to_quantity(heating_electricity, heating_electricity_factor) as heating_electricity_kwh,
        to_quantity(datacentre, datacentre_factor) as datacentre_kwh,
        to_quantity(datacentre_it, datacentre_it_factor) as datacentre_it_kwh,
        to_quantity(water, water_factor) as water_m3,
        to_quantity(gas, gas_factor) as gas_m3,
        to_quantity(heating_gas, heating_gas_factor) as heating_gas_m3,
        to_quantity(coal, coal_factor) as coal_t,
        to_quantity(heating_coal, heating_coal_factor) as heating_coal_t,
        to_quantity(gasoline, gasoline_factor) as gasoline_l,
        to_quantity(diesel, diesel_factor) as diesel_l,
        to_quantity(heat, heat_factor) as heat_gj,
        to_quantity(electricity_cost, electricity_cost_factor) as electricity_cost_cny,
        to_quantity(water_cost, water_cost_factor) as water_cost_cny,
        to_quantity(gas_cost, gas_cost_factor) as gas_cost_cny,
        to_quantity(coal_cost, coal_cost_factor) as coal_cost_cny,
        to_quantity(gasoline_cost, gasoline_cost_factor) as gasoline_cost_cny,
        to_quantity(diesel_cost, diesel_cost_factor) as diesel_cost_cny,
        to_quantity(heat_cost, heat_cost_factor) as heat_cost_cny,
        to_quantity(area_heat_cost, area_heat_cost_factor) as area_heat_cost_cny
    from source
)

select * from typed
