-- Electricity of each metered institution in each day, from its 15-minute readings.
-- grain: institution, day
-- unit: kWh, kW (peak: mean power of the highest quarter hour), readings
-- source: meter_reading
with dated as (
    select
        institution,
        cast(read_at as date) as day,
        extract(hour from read_at) as hour,
        kwh
    from meter_reading
),

summed as (
    select
        institution,
        day,
        cast(sum(kwh) as decimal(18, 3)) as electricity_kwh,
        cast(coalesce(sum(kwh) filter (where hour < 6), 0) as decimal(18, 3)) as night_kwh,
        cast(max(kwh) * 4 as decimal(18, 3)) as peak_kw,
        count(kwh) as readings_count,
        count(*) - count(kwh) as missing_count
    from dated
    group by institution, day
)

select * from summed
