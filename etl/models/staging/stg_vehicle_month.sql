-- Monthly running records of vehicles (车辆运行月报), typed.
-- grain: file_id, sheet, row_no
-- unit: km, L, kWh, 元 (cny), days
-- source: counted_vehicle_month (cards of subject vehicle_month)
with source as (
    select * from counted_vehicle_month
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        coalesce(institution_code, institution_name) as institution_ref,
        plate,
        month,
        cast(distance as decimal(28, 4)) as distance_km,
        cast(odometer as decimal(28, 4)) as odometer_km,
        cast(fuel as decimal(28, 4)) as fuel_l,
        cast(charge as decimal(28, 4)) as charge_kwh,
        cast(fuel_cost as decimal(28, 4)) as fuel_cost_cny,
        cast(charge_cost as decimal(28, 4)) as charge_cost_cny,
        cast(repair_cost as decimal(28, 4)) as repair_cost_cny,
        cast(insurance_cost as decimal(28, 4)) as insurance_cost_cny,
        cast(toll_cost as decimal(28, 4)) as toll_cost_cny,
        cast(days_out as decimal(28, 4)) as days_out
    from source
)

select * from typed
