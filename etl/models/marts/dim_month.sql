-- The calendar of the warehouse: every month from the first to the last that any monthly return names.
-- grain: month
-- unit: none
-- source: stg_energy, stg_vehicle_month, stg_service_month
with named as (
    select month from stg_energy
    union all
    select month from stg_vehicle_month
    union all
    select month from stg_service_month
),

bounded as (
    select
        min(month) as first_month,
        max(month) as last_month
    from named
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
