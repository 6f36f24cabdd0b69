-- Electricity of each metered institution in each month: sum, peak, base and typical load.
-- grain: institution, month
-- unit: kWh, kW, readings
-- source: meter_reading
with dated as (
    select
        institution,
        cast(date_trunc('month', read_at) as date) as month,
        extract(hour from read_at) as hour,
        kwh
    from meter_reading
),

summed as (
    select
        institution,
        month,
        cast(sum(kwh) as decimal(18, 3)) as electricity_kwh,
        cast(coalesce(sum(kwh) filter (where hour < 6), 0) as decimal(18, 3)) as night_kwh,
        cast(max(kwh) * 4 as decimal(18, 3)) as peak_kw,
        -- exact quantiles: of readings with three decimals these have four
        cast(round(quantile_cont(cast(kwh as double), 0.1), 4) as decimal(18, 4)) * 4 as base_kw,
        cast(round(quantile_cont(cast(kwh as double), 0.5), 4) as decimal(18, 4)) * 4 as median_kw,
        count(kwh) as readings_count,
        count(*) - count(kwh) as missing_count
    from dated
    group by institution, month
)

select * from summed
