-- Office rooms (办公用房房间), typed.
-- grain: file_id, sheet, row_no
-- unit: m²
-- source: in_room (cards of subject room)
with source as (
    select * from in_room
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        coalesce(institution_code, institution_name) as institution_ref,
        building_code,
        room_code,
        room_use,
        floor,
        rank,
        state,
        tenant,
        to_quantity(usable_area, usable_area_factor) as usable_area_m2,
        to_quantity(occupants, occupants_factor) as occupants,
        to_day(idle_since) as idle_since,
        to_day(let_from) as let_from
    from source
)

select * from typed
