-- Use of offices by region (总体使用情况一览表), typed.
-- grain: file_id, sheet, row_no
-- unit: m², rooms, persons
-- source: counted_office_use (cards of subject office_use)
with source as (
    select * from counted_office_use
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        region as region_ref,
        as_of,
        cast(staff_quota as decimal(28, 4)) as staff_quota_persons,
        cast(staff_actual as decimal(28, 4)) as staff_actual_persons,
        cast(vacant_rooms as decimal(28, 4)) as vacant_rooms,
        cast(office_rooms as decimal(28, 4)) as office_rooms,
        cast(service_rooms as decimal(28, 4)) as service_rooms,
        cast(equipment_rooms as decimal(28, 4)) as equipment_rooms,
        cast(annex_rooms as decimal(28, 4)) as annex_rooms,
        cast(technical_rooms as decimal(28, 4)) as technical_rooms,
        cast(vacant_area as decimal(28, 4)) as vacant_area_m2,
        cast(office_area as decimal(28, 4)) as office_area_m2,
        cast(service_area as decimal(28, 4)) as service_area_m2,
        cast(equipment_area as decimal(28, 4)) as equipment_area_m2,
        cast(annex_area as decimal(28, 4)) as annex_area_m2,
        cast(technical_area as decimal(28, 4)) as technical_area_m2,
        cast(basic_building_area as decimal(28, 4)) as basic_building_area_m2,
        cast(building_area as decimal(28, 4)) as building_area_m2
    from source
)

select * from typed
