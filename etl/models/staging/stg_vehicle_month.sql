-- Monthly running records of vehicles (车辆运行月报), typed.
-- grain: file_id, sheet, row_no
-- unit: km, L, kWh, 元 (cny), days
-- source: in_vehicle_month (cards of subject vehicle_month)
with source as (
    select * from in_vehicle_month
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        coalesce(institution_code, institution_name) as institution_ref,
        plate,
        to_month(month) as month,
        to_quantity(distance, distance_factor) as distance_km,
        to_quantity(odometer, odometer_factor) as odometer_km,
        to_quantity(fuel, fuel_factor) as fuel_l,
        to_quantity(charge, charge_factor) as charge_kwh,
        to_quantity(fuel_cost, fuel_cost_factor) as fuel_cost_cny,
        to_quantity(charge_cost, charge_cost_factor) as charge_cost_cny,
        to_quantity(repair_cost, repair_cost_factor) as repair_cost_cny,
        to_quantity(insurance_cost, insurance_cost_factor) as insurance_cost_cny,
        to_quantity(toll_cost, toll_cost_factor) as toll_cost_cny,
        to_quantity(days_out, days_out_factor) as days_out
    from source
)

select * from typed
