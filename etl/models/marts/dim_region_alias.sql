-- Each way a region is written (code, name, short name, alias, retired code) with the region it means.
-- grain: alias
-- unit: none
-- source: dim_region, data/reference/region_aliases.csv
with spelled as (
    select region as alias, region, 1 as rank from dim_region
    union all
    select name as alias, region, 2 as rank from dim_region
    union all
    select short_name as alias, region, 3 as rank from dim_region
    union all
    select alias, region, 4 as rank from ref_region_aliases
),

chosen as (
    select
        alias,
        arg_min(region, rank) as region
    from spelled
    group by alias
)

select * from chosen
