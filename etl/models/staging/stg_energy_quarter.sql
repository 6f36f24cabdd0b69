-- Quarterly energy and water returns (能源资源消费季报), typed; a quarter is its first day.
-- grain: file_id, sheet, row_no
-- unit: kWh, m³, t, L, GJ, m², 元 (cny)
-- source: counted_energy_quarter (cards of subject energy_quarter)
with source as (
    select * from counted_energy_quarter
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        coalesce(institution_code, institution_name) as institution_ref,
        quarter,
        cast(building_area as decimal(28, 4)) as building_area_m2,
        cast(heating_area as decimal(28, 4)) as heating_area_m2,
        cast(headcount as decimal(28, 4)) as headcount_persons,
        cast(electricity as decimal(28, 4)) as electricity_kwh,
        cast(heating_electricity as decimal(28, 4)) as heating_electricity_kwh,
        cast(datacentre as decimal(28, 4)) as datacentre_kwh,
        cast(datacentre_it as decimal(28, 4)) as datacentre_it_kwh,
        cast(water as decimal(28, 4)) as water_m3,
        cast(gas as decimal(28, 4)) as gas_m3,
        cast(heating_gas as decimal(28, 4)) as heating_gas_m3,
        cast(coal as decimal(28, 4)) as coal_t,
        cast(heating_coal as decimal(28, 4)) as heating_coal_t,
        cast(gasoline as decimal(28, 4)) as gasoline_l,
        cast(diesel as decimal(28, 4)) as diesel_l,
        cast(heat as decimal(28, 4)) as heat_gj,
        cast(electricity_cost as decimal(28, 4)) as electricity_cost_cny,
        cast(water_cost as decimal(28, 4)) as water_cost_cny,
        cast(gas_cost as decimal(28, 4)) as gas_cost_cny,
        cast(coal_cost as decimal(28, 4)) as coal_cost_cny,
        cast(gasoline_cost as decimal(28, 4)) as gasoline_cost_cny,
        cast(diesel_cost as decimal(28, 4)) as diesel_cost_cny,
        cast(heat_cost as decimal(28, 4)) as heat_cost_cny,
        cast(area_heat_cost as decimal(28, 4)) as area_heat_cost_cny
    from source
)

select * from typed
