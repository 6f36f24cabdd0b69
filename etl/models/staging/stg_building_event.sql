-- Life-cycle events of buildings and rooms (全周期事项), typed.
-- grain: file_id, sheet, row_no
-- unit: m², 元 (cny)
-- source: in_building_event (cards of subject building_event)
with source as (
    select * from in_building_event
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
        to_day(happened_on) as happened_on,
        to_quantity(area, area_factor) as area_m2,
        to_quantity(cost, cost_factor) as cost_cny
    from source
)

select * from typed
