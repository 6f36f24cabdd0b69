-- Title problems of office property as the published ledger lists them.
-- grain: region, case_no
-- unit: places, m² (null: 未载明)
-- source: stg_property_problem
with ledger as (
    select * from stg_property_problem
),

placed as (
    select
        -- a city's own ledger counts in its own organs, so that a roll-up meets it once
        case when home.level in ('region', 'city', 'county') then home.region || 'B'
            else home.region end as region,
        ledger.* exclude (region_ref),
        cast(null as varchar) as institution,
        cast(null as varchar) as institution_type,
        cast(null as date) as month,
        dim_source.origin = 'demo' as demo
    from ledger
    left join dim_region_alias on dim_region_alias.alias = ledger.region_ref
    left join dim_region as home on home.region = dim_region_alias.region
    left join dim_source
        on dim_source.file_id = ledger.file_id and dim_source.subject = 'property_problem'
)

select * from placed
