-- Life-cycle events of buildings and rooms: 规划—权属—配置—使用—维修—处置—巡检.
-- grain: event_no
-- unit: m², 元 (cny)
-- source: stg_building_event, fct_building
with events as (
    select * from stg_building_event
),

matched as (
    select
        fct_building.institution,
        events.*
    from events
    left join fct_building on fct_building.building_code = events.building_code
)

select * from matched
