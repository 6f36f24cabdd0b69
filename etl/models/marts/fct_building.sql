-- Office buildings as registered.
-- grain: building_code
-- unit: m²
-- source: stg_building
with register as (
    select * from stg_building
),

matched as (
    select
        dim_institution_ref.institution,
        register.* exclude (institution_ref),
        dim_source.origin = 'demo' as demo
    from register
    left join dim_institution_ref on dim_institution_ref.ref = register.institution_ref
    left join dim_source on dim_source.file_id = register.file_id and dim_source.subject = 'building'
)

select * from matched
