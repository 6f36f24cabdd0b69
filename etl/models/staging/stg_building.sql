-- Office buildings (办公用房楼座), typed.
-- grain: file_id, sheet, row_no
-- unit: m²
-- source: counted_building (cards of subject building)
with source as (
    select * from counted_building
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        coalesce(institution_code, institution_name) as institution_ref,
        building_code,
        building_name,
        address,
        structure,
        registration,
        certificate_no,
        safety_grade,
        cast(building_area as decimal(28, 4)) as building_area_m2,
        cast(usable_area as decimal(28, 4)) as usable_area_m2,
        cast(land_area as decimal(28, 4)) as land_area_m2,
        cast(heating_area as decimal(28, 4)) as heating_area_m2,
        cast(technical_area as decimal(28, 4)) as technical_area_m2,
        cast(floors as decimal(28, 4)) as floors,
        in_use_from,
        disposed_on,
        inspected_on
    from source
)

select * from typed
