-- Offices cleared and returned (清理腾退情况统计表), typed.
-- grain: file_id, sheet, row_no
-- unit: m²
-- source: in_office_clearance (cards of subject office_clearance)
with source as (
    select * from in_office_clearance
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        reporter,
        kind,
        region as region_ref,
        note,
        to_day(as_of) as as_of,
        to_quantity(room_area, room_area_factor) as room_area_m2,
        to_quantity(service_area, service_area_factor) as service_area_m2,
        to_quantity(equipment_area, equipment_area_factor) as equipment_area_m2,
        to_quantity(basic_area, basic_area_factor) as basic_area_m2,
        to_quantity(annex_area, annex_area_factor) as annex_area_m2
    from source
)

select * from typed
