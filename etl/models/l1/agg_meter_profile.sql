-- The mean day of each metered institution in each month: working days and days off by hour.
-- grain: institution, month, day_off, hour
-- unit: kWh, readings
-- source: meter_reading
with dated as (
    select
        institution,
        cast(date_trunc('month', read_at) as date) as month,
        -- 2024-01-01 was a Monday
        datediff('day', date '2024-01-01', cast(read_at as date)) % 7 >= 5 as day_off,
        extract(hour from read_at) as hour,
        kwh
    from meter_reading
),

summed as (
    select
        institution,
        month,
        day_off,
        hour,
        cast(sum(kwh) as decimal(18, 3)) as electricity_kwh,
        count(kwh) as readings_count
    from dated
    group by institution, month, day_off, hour
)

select * from summed
