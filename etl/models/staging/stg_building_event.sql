-- Life-cycle events of buildings and rooms (全周期事项), typed.
-- grain: file_id, sheet, row_no
-- unit: m², 元 (cny)
-- source: counted_building_event (cards of subject building_event)
with source as (
    select * from counted_building_event
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        event_no,
        building_code,
        room_code,
        stage,
        event,
        document_no,
        result,
        happened_on,
        cast(area as decimal(28, 4)) as area_m2,
        cast(cost as decimal(28, 4)) as cost_cny
    from source
)

select * from typed
