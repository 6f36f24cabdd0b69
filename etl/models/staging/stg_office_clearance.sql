-- Offices cleared and returned (清理腾退情况统计表), typed.
-- grain: file_id, sheet, row_no
-- unit: m²
-- source: counted_office_clearance (cards of subject office_clearance)
with source as (
    select * from counted_office_clearance
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
        as_of,
        cast(room_area as decimal(28, 4)) as room_area_m2,
        cast(service_area as decimal(28, 4)) as service_area_m2,
        cast(equipment_area as decimal(28, 4)) as equipment_area_m2,
        cast(basic_area as decimal(28, 4)) as basic_area_m2,
        cast(annex_area as decimal(28, 4)) as annex_area_m2
    from source
)

select * from typed
