-- Offices as summed up for the higher level (办公用房信息汇总表), typed.
-- grain: file_id, sheet, row_no
-- unit: m², persons
-- source: in_office_summary (cards of subject office_summary)
with source as (
    select * from in_office_summary
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        address,
        item_no,
        users,
        region as region_ref,
        user_kind,
        registration,
        built,
        let,
        note,
        to_quantity(land_area, land_area_factor) as land_area_m2,
        to_quantity(building_area, building_area_factor) as building_area_m2,
        to_quantity(office_area, office_area_factor) as office_area_m2,
        to_quantity(technical_area, technical_area_factor) as technical_area_m2,
        to_quantity(room_area, room_area_factor) as room_area_m2,
        to_quantity(service_area, service_area_factor) as service_area_m2,
        to_quantity(equipment_area, equipment_area_factor) as equipment_area_m2,
        to_quantity(basic_area, basic_area_factor) as basic_area_m2,
        to_quantity(annex_area, annex_area_factor) as annex_area_m2,
        to_quantity(posts_city_chief, posts_city_chief_factor) as posts_city_chief_persons,
        to_quantity(posts_city_deputy, posts_city_deputy_factor) as posts_city_deputy_persons,
        to_quantity(posts_bureau_chief, posts_bureau_chief_factor) as posts_bureau_chief_persons,
        to_quantity(posts_bureau_deputy, posts_bureau_deputy_factor) as posts_bureau_deputy_persons,
        to_quantity(posts_bureau_below, posts_bureau_below_factor) as posts_bureau_below_persons,
        to_quantity(posts_county_chief, posts_county_chief_factor) as posts_county_chief_persons,
        to_quantity(posts_county_deputy, posts_county_deputy_factor) as posts_county_deputy_persons,
        to_quantity(posts_section_chief, posts_section_chief_factor) as posts_section_chief_persons,
        to_quantity(posts_section_deputy, posts_section_deputy_factor) as posts_section_deputy_persons,
        to_quantity(posts_section_below, posts_section_below_factor) as posts_section_below_persons,
        to_quantity(posts_town_chief, posts_town_chief_factor) as posts_town_chief_persons,
        to_quantity(posts_town_deputy, posts_town_deputy_factor) as posts_town_deputy_persons,
        to_quantity(posts_town_below, posts_town_below_factor) as posts_town_below_persons
    from source
)

select * from typed
