-- Offices as summed up for the higher level (办公用房信息汇总表), typed.
-- grain: file_id, sheet, row_no
-- unit: m², persons
-- source: counted_office_summary (cards of subject office_summary)
with source as (
    select * from counted_office_summary
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
        cast(land_area as decimal(28, 4)) as land_area_m2,
        cast(building_area as decimal(28, 4)) as building_area_m2,
        cast(office_area as decimal(28, 4)) as office_area_m2,
        cast(technical_area as decimal(28, 4)) as technical_area_m2,
        cast(room_area as decimal(28, 4)) as room_area_m2,
        cast(service_area as decimal(28, 4)) as service_area_m2,
        cast(equipment_area as decimal(28, 4)) as equipment_area_m2,
        cast(basic_area as decimal(28, 4)) as basic_area_m2,
        cast(annex_area as decimal(28, 4)) as annex_area_m2,
        cast(posts_city_chief as decimal(28, 4)) as posts_city_chief_persons,
        cast(posts_city_deputy as decimal(28, 4)) as posts_city_deputy_persons,
        cast(posts_bureau_chief as decimal(28, 4)) as posts_bureau_chief_persons,
        cast(posts_bureau_deputy as decimal(28, 4)) as posts_bureau_deputy_persons,
        cast(posts_bureau_below as decimal(28, 4)) as posts_bureau_below_persons,
        cast(posts_county_chief as decimal(28, 4)) as posts_county_chief_persons,
        cast(posts_county_deputy as decimal(28, 4)) as posts_county_deputy_persons,
        cast(posts_section_chief as decimal(28, 4)) as posts_section_chief_persons,
        cast(posts_section_deputy as decimal(28, 4)) as posts_section_deputy_persons,
        cast(posts_section_below as decimal(28, 4)) as posts_section_below_persons,
        cast(posts_town_chief as decimal(28, 4)) as posts_town_chief_persons,
        cast(posts_town_deputy as decimal(28, 4)) as posts_town_deputy_persons,
        cast(posts_town_below as decimal(28, 4)) as posts_town_below_persons
    from source
)

select * from typed
