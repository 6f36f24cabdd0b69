-- Administrative regions, the three kinds of 本级, and our own rows; `unit` is what a ranking compares.
-- grain: region
-- unit: persons (census 2020)
-- source: data/reference/regions.csv (GB/T 2260; rows marked 自设 are ours)
with source as (
    select * from ref_regions
),

typed as (
    select
        region,
        name,
        short_name,
        level,
        nullif(parent, '') as parent,
        ours = '1' as ours,
        nullif(band, '') as band,
        try_cast(population_2020 as bigint) as population_persons,
        try_cast(latitude as double) as latitude,
        try_cast(longitude as double) as longitude,
        try_cast(tile_row as integer) as tile_row,
        try_cast(tile_column as integer) as tile_column,
        status
    from source
),

placed as (
    select
        typed.*,
        -- counties stand for everything below them; the region's and cities' own organs stand alone
        case
            when typed.level = 'county' then typed.region
            when parents.level = 'county' then parents.region
            when typed.level = 'own' then typed.region
        end as unit,
        case
            when typed.level in ('city', 'own') and parents.level = 'region' then typed.region
            when parents.level = 'city' then parents.region
            when parents.level = 'county' then parents.parent
        end as city
    from typed
    left join typed as parents on parents.region = typed.parent
)

select * from placed
