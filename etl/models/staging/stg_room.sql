-- Office rooms (办公用房房间), typed.
-- grain: file_id, sheet, row_no
-- unit: m²
-- source: counted_room (cards of subject room)
with source as (
    select * from counted_room
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
        cast(usable_area as decimal(28, 4)) as usable_area_m2,
        cast(occupants as decimal(28, 4)) as occupants,
        idle_since,
        let_from
    from source
)

select * from typed
