-- Where a meter was silent: how often in a month, how long at the longest, and since when.
-- grain: institution, month
-- unit: readings (15 minutes each)
-- source: meter_reading
with numbered as (
    select
        institution,
        cast(date_trunc('month', read_at) as date) as month,
        read_at,
        kwh,
        count(kwh) over (
            partition by institution, date_trunc('month', read_at)
            order by read_at asc nulls last
            rows between unbounded preceding and current row
        ) as readings_before
    from meter_reading
),

silences as (
    select
        institution,
        month,
        readings_before,
        min(read_at) as since,
        count(*) as missing_count
    from numbered
    where kwh is null
    group by institution, month, readings_before
),

longest as (
    select
        institution,
        month,
        count(*) as gaps_count,
        cast(sum(missing_count) as bigint) as missing_count,
        max(missing_count) as longest_gap_count,
        min(since) as first_gap_at
    from silences
    group by institution, month
)

select * from longest
