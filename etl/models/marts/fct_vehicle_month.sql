-- What each vehicle ran and cost in a month, counted at the institution that reports it.
-- grain: plate, month
-- unit: km, L, kWh, days, 元 (cny)
-- source: stg_vehicle_month, fct_vehicle
with records as (
    select * from stg_vehicle_month
),

matched as (
    select
        coalesce(dim_institution_ref.institution, fct_vehicle.institution) as institution,
        records.* exclude (institution_ref),
        coalesce(records.fuel_cost_cny, 0) + coalesce(records.charge_cost_cny, 0)
            + coalesce(records.repair_cost_cny, 0) + coalesce(records.insurance_cost_cny, 0)
            + coalesce(records.toll_cost_cny, 0) as cost_cny
    from records
    left join dim_institution_ref on dim_institution_ref.ref = records.institution_ref
    left join fct_vehicle on fct_vehicle.plate = records.plate
)

select * from matched
