-- Public institutions with the leaf region they count in (本级 by administrative level).
-- grain: institution
-- unit: persons
-- source: stg_institution
with roster as (
    select * from stg_institution
),

placed as (
    select
        roster.institution_code as institution,
        roster.institution_name as name,
        roster.short_name,
        roster.institution_type,
        roster.admin_level,
        roster.funding,
        roster.parent_name,
        roster.heating_kind,
        roster.address,
        roster.staff_quota_persons,
        roster.staff_actual_persons,
        roster.active_from,
        roster.active_to,
        case
            when home.level in ('own', 'towns', 'zone') then home.region
            when roster.admin_level = '乡镇级' and home.level = 'county' then home.region || 'T'
            else home.region || 'B'
        end as region,
        dim_source.origin = 'demo' as demo,
        roster.file_id,
        roster.sheet,
        roster.row_no
    from roster
    left join dim_region_alias on dim_region_alias.alias = roster.region_ref
    left join dim_region as home on home.region = dim_region_alias.region
    left join dim_source on dim_source.file_id = roster.file_id and dim_source.subject = 'institution'
)

select * from placed
