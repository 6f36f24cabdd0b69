-- Rooms of office buildings; 基本办公用房 = office, service and equipment rooms (发改投资〔2014〕2674号).
-- grain: room_code
-- unit: m² usable area
-- source: stg_room, fct_building
with register as (
    select * from stg_room
),

matched as (
    select
        coalesce(dim_institution_ref.institution, fct_building.institution) as institution,
        register.* exclude (institution_ref),
        register.room_use in ('办公室', '服务用房', '设备用房') as basic_office,
        fct_building.in_use_from,
        fct_building.disposed_on,
        fct_building.demo
    from register
    left join dim_institution_ref on dim_institution_ref.ref = register.institution_ref
    left join fct_building on fct_building.building_code = register.building_code
)

select * from matched
