-- Office buildings (办公用房楼座), typed.
-- grain: file_id, sheet, row_no
-- unit: m²
-- source: in_building (cards of subject building)
with source as (
    select * from in_building
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
        to_quantity(building_area, building_area_factor) as building_area_m2,
        to_quantity(usable_area, usable_area_factor) as usable_area_m2,
        to_quantity(land_area, land_area_factor) as land_area_m2,
        to_quantity(heating_area, heating_area_factor) as heating_area_m2,
        to_quantity(technical_area, technical_area_factor) as technical_area_m2,
        to_quantity(floors, floors_factor) as floors,
        to_day(in_use_from) as in_use_from,
        to_day(disposed_on) as disposed_on,
        to_day(inspected_on) as inspected_on
    from source
)

select * from typed
