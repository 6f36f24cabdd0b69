-- Vehicle ledger (车辆台账), typed.
-- grain: file_id, sheet, row_no
-- unit: L, 元 (cny)
-- source: counted_vehicle (cards of subject vehicle)
with source as (
    select * from counted_vehicle
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
        cast(displacement as decimal(28, 4)) as displacement_l,
        cast(tank as decimal(28, 4)) as tank_l,
        cast(seats as decimal(28, 4)) as seats,
        cast(price as decimal(28, 4)) as price_cny,
        purchased_on,
        scrapped_on
    from source
)

select * from typed
