-- Vehicle ledger (车辆台账), typed.
-- grain: file_id, sheet, row_no
-- unit: L, 元 (cny)
-- source: in_vehicle (cards of subject vehicle)
with source as (
    select * from in_vehicle
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        coalesce(institution_code, institution_name) as institution_ref,
        plate,
        vehicle_code,
        brand_model,
        vehicle_type,
        vehicle_use,
        fuel_kind,
        state,
        beidou,
        marked,
        to_quantity(displacement, displacement_factor) as displacement_l,
        to_quantity(tank, tank_factor) as tank_l,
        to_quantity(seats, seats_factor) as seats,
        to_quantity(price, price_factor) as price_cny,
        to_day(purchased_on) as purchased_on,
        to_day(scrapped_on) as scrapped_on
    from source
)

select * from typed
