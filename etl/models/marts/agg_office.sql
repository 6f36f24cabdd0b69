-- Office buildings and rooms in use at the end of each month, against staff and approved area.
-- grain: institution, month
-- unit: m² (building area of buildings, usable area of rooms; stocks at month end), persons
-- source: fct_building, fct_room, agg_office_standard, dim_institution, dim_month,
-- dim_deadline (办公用房巡检)
with buildings as (
    select
        fct_building.institution,
        dim_month.month,
        count(*) as buildings,
        sum(fct_building.building_area_m2) as building_area_m2,
        coalesce(sum(fct_building.building_area_m2)
            filter (where fct_building.registration = '已登记'), 0) as registered_area_m2,
        coalesce(sum(fct_building.building_area_m2)
            filter (where fct_building.safety_grade in ('C', 'D')), 0) as dangerous_area_m2,
        count(*) filter (where fct_building.inspected_on <= dim_month.month_end
            and fct_building.inspected_on > dim_month.month_end - to_months(dim_deadline.due))
            as inspected_buildings,
        bool_or(fct_building.demo) as demo
    from fct_building
    inner join dim_month
        on (fct_building.in_use_from is null or fct_building.in_use_from <= dim_month.month_end)
        and (fct_building.disposed_on is null or fct_building.disposed_on > dim_month.month_end)
    left join dim_deadline
        on dim_deadline.rule = '办公用房巡检'
        and dim_month.month_end between dim_deadline.valid_from and dim_deadline.valid_to
    group by fct_building.institution, dim_month.month
),

rooms as (
    select
        fct_room.institution,
        dim_month.month,
        count(*) as rooms,
        coalesce(sum(fct_room.usable_area_m2) filter (where fct_room.basic_office), 0)
            as usable_area_m2,
        coalesce(sum(fct_room.usable_area_m2)
            filter (where fct_room.basic_office and fct_room.idle_since <= dim_month.month_end), 0)
            as idle_area_m2,
        coalesce(sum(fct_room.usable_area_m2) filter (where fct_room.let_from <= dim_month.month_end), 0)
            as let_area_m2
    from fct_room
    inner join dim_month
        on (fct_room.in_use_from is null or fct_room.in_use_from <= dim_month.month_end)
        and (fct_room.disposed_on is null or fct_room.disposed_on > dim_month.month_end)
    group by fct_room.institution, dim_month.month
),

joined as (
    select
        buildings.institution,
        dim_institution.region,
        dim_institution.institution_type,
        buildings.month,
        buildings.buildings,
        buildings.building_area_m2,
        buildings.registered_area_m2,
        buildings.dangerous_area_m2,
        buildings.inspected_buildings,
        coalesce(rooms.rooms, 0) as rooms,
        coalesce(rooms.usable_area_m2, 0) as usable_area_m2,
        coalesce(rooms.idle_area_m2, 0) as idle_area_m2,
        coalesce(rooms.let_area_m2, 0) as let_area_m2,
        dim_institution.staff_actual_persons as staff_persons,
        agg_office_standard.approved_m2 as approved_area_m2,
        case when agg_office_standard.approved_m2 is not null
            then coalesce(rooms.usable_area_m2, 0) end as judged_area_m2,
        -- greatest() skips nulls, so an unknown standard must be asked for
        case when agg_office_standard.approved_m2 is not null
            then greatest(coalesce(rooms.usable_area_m2, 0) - agg_office_standard.approved_m2, 0)
        end as over_standard_m2,
        buildings.demo
    from buildings
    left join rooms
        on rooms.institution = buildings.institution and rooms.month = buildings.month
    left join dim_institution on dim_institution.institution = buildings.institution
    left join agg_office_standard on agg_office_standard.institution = buildings.institution
)

select * from joined
