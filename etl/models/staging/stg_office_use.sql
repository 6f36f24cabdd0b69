-- Use of offices by region (总体使用情况一览表), typed.
-- grain: file_id, sheet, row_no
-- unit: m², rooms, persons
-- source: in_office_use (cards of subject office_use)
with source as (
    select * from in_office_use
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        region as region_ref,
        to_day(as_of) as as_of,
        to_quantity(staff_quota, staff_quota_factor) as staff_quota_persons,
        to_quantity(staff_actual, staff_actual_factor) as staff_actual_persons,
        to_quantity(vacant_rooms, vacant_rooms_factor) as vacant_rooms,
        to_quantity(office_rooms, office_rooms_factor) as office_rooms,
        to_quantity(service_rooms, service_rooms_factor) as service_rooms,
        to_quantity(equipment_rooms, equipment_rooms_factor) as equipment_rooms,
        to_quantity(annex_rooms, annex_rooms_factor) as annex_rooms,
        to_quantity(technical_rooms, technical_rooms_factor) as technical_rooms,
        to_quantity(vacant_area, vacant_area_factor) as vacant_area_m2,
        to_quantity(office_area, office_area_factor) as office_area_m2,
        to_quantity(service_area, service_area_factor) as service_area_m2,
        to_quantity(equipment_area, equipment_area_factor) as equipment_area_m2,
        to_quantity(annex_area, annex_area_factor) as annex_area_m2,
        to_quantity(technical_area, technical_area_factor) as technical_area_m2,
        to_quantity(basic_building_area, basic_building_area_factor) as basic_building_area_m2,
        to_quantity(building_area, building_area_factor) as building_area_m2
    from source
)

select * from typed
