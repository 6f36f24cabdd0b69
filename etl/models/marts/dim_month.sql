-- The calendar of the warehouse: every month from the first to the last that any monthly return names.
-- grain: month
-- unit: none
-- source: stg_energy, stg_vehicle_month, stg_service_month; without any, stg_review; without those,
-- source_file: registers alone are read at the month they were loaded
with named as (
    select month from stg_energy
    union all
    select month from stg_vehicle_month
    union all
    select month from stg_service_month
),

reviewed as (
    select cast(date_trunc('month', reviewed_on) as date) as month
    from stg_review
),

loaded as (
    select cast(date_trunc('month', max(loaded_at)) as date) as month
    from source_file
),

bounded as (
    select
        coalesce(
            (select min(month) from named),
            (select min(month) from reviewed),
            (select month from loaded)
        ) as first_month,
        coalesce(
            (select max(month) from named),
            (select max(month) from reviewed),
            (select month from loaded)
        ) as last_month
),

listed as (
    select
        cast(unnest(generate_series(first_month, last_month, interval 1 month)) as date) as month
    from bounded
    where first_month is not null
),

dated as (
    select
        month,
        cast(year(month) as integer) as year,
        last_day(month) as month_end,
        month = max(month) over () as latest
    from listed
)

select * from dated
