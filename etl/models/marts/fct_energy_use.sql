-- Energy and water by carrier as filed, in standard coal and carbon by the factors in force.
-- grain: institution, month, carrier
-- unit: kgce (当量值), kgce (等价值 where a factor is known), kgCO₂, 元 (cny)
-- source: fct_energy, dim_energy_factor, ref_carbon_factors
with returns as (
    select * from fct_energy
),

unpivoted as (
    select file_id, sheet, row_no, institution, month, 'electricity' as carrier,
        electricity_kwh as quantity, heating_electricity_kwh as heating_quantity,
        electricity_cost_cny as cost_cny from returns
    union all
    select file_id, sheet, row_no, institution, month, 'gas' as carrier,
        gas_m3 as quantity, heating_gas_m3 as heating_quantity,
        gas_cost_cny as cost_cny from returns
    union all
    select file_id, sheet, row_no, institution, month, 'coal' as carrier,
        coal_t as quantity, heating_coal_t as heating_quantity,
        coal_cost_cny as cost_cny from returns
    union all
    select file_id, sheet, row_no, institution, month, 'gasoline' as carrier,
        gasoline_l as quantity, null as heating_quantity,
        gasoline_cost_cny as cost_cny from returns
    union all
    select file_id, sheet, row_no, institution, month, 'diesel' as carrier,
        diesel_l as quantity, null as heating_quantity,
        diesel_cost_cny as cost_cny from returns
    union all
    select file_id, sheet, row_no, institution, month, 'heat' as carrier,
        heat_gj as quantity, heat_gj as heating_quantity,
        heat_cost_cny as cost_cny from returns
    union all
    select file_id, sheet, row_no, institution, month, 'area_heat' as carrier,
        null as quantity, null as heating_quantity,
        area_heat_cost_cny as cost_cny from returns
),

filed as (
    select * from unpivoted
    where quantity is not null or cost_cny is not null
),

carbon_factors as (
    select
        carrier,
        cast(kgco2_per_unit as decimal(10, 6)) as kgco2_per_unit,
        -- before the first published year its factor stands in, after the last the last
        cast(coalesce(
            case when lag(valid_from) over by_carrier is not null then valid_from end, '0001-01-01'
        ) as date) as valid_from,
        cast(coalesce(nullif(valid_to, ''), '9999-12-31') as date) as valid_to
    from ref_carbon_factors
    where region_scope = '宁夏' or carrier <> 'electricity'
    window by_carrier as (partition by carrier order by valid_from asc nulls first)
),

converted as (
    select
        filed.*,
        filed.quantity * factors.kgce_per_unit as energy_kgce,
        filed.quantity * factors.equivalent_kgce_per_unit as energy_equivalent_kgce,
        filed.heating_quantity * factors.kgce_per_unit as heating_kgce,
        filed.heating_quantity * factors.equivalent_kgce_per_unit as heating_equivalent_kgce,
        filed.quantity * carbon_factors.kgco2_per_unit as carbon_kg
    from filed
    left join dim_energy_factor as factors
        on factors.carrier = filed.carrier
        and filed.month between factors.valid_from and factors.valid_to
    left join carbon_factors
        on carbon_factors.carrier = filed.carrier
        and filed.month between carbon_factors.valid_from and carbon_factors.valid_to
)

select * from converted
