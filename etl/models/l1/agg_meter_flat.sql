-- Where a meter stood still: the longest run of one unchanged reading above zero in a month.
-- grain: institution, month
-- unit: readings (15 minutes each), kWh
-- source: meter_reading
with followed as (
    select
        institution,
        cast(date_trunc('month', read_at) as date) as month,
        read_at,
        kwh,
        case
            when kwh = lag(kwh) over (
                partition by institution, date_trunc('month', read_at)
                order by read_at asc nulls last
            ) then 0 else 1
        end as changed
    from meter_reading
    where kwh > 0
),

runs as (
    select
        institution,
        month,
        read_at,
        kwh,
        sum(changed) over (
            partition by institution, month
            order by read_at asc nulls last
            rows between unbounded preceding and current row
        ) as run_no
    from followed
),

counted as (
    select
        institution,
        month,
        run_no,
        max(kwh) as kwh,
        count(*) as unchanged_count,
        min(read_at) as since
    from runs
    group by institution, month, run_no
    having count(*) >= 8
),

ranked as (
    select
        *,
        row_number() over (
            partition by institution, month
            order by unchanged_count desc nulls last, since asc nulls last
        ) as place
    from counted
),

longest as (
    select institution, month, unchanged_count, kwh, since
    from ranked
    where place = 1
)

select * from longest
