-- Calendar days with the working days passed up to and with each; legal holidays are deducted.
-- grain: day
-- unit: days
-- source: stg_review, dim_month, data/reference/holidays.csv
with named as (
    select reviewed_on as day from stg_review
    union all
    select fixed_on as day from stg_review
    union all
    select month as day from dim_month
    union all
    select month_end as day from dim_month
),

bounded as (
    select
        min(day) as first_day,
        -- deadlines run on past the last day of the data; 45 days hold 15 working days and a holiday
        max(day) + 45 as last_day
    from named
),

listed as (
    select cast(unnest(generate_series(first_day, last_day, interval 1 day)) as date) as day
    from bounded
    where first_day is not null
),

judged as (
    select
        listed.day,
        case
            when worked.kind is not null then 1
            when off.kind is not null or isodow(listed.day) > 5 then 0
            else 1
        end as workday
    from listed
    left join ref_holidays as off
        on off.kind = '放假'
        and listed.day between cast(off.valid_from as date) and cast(off.valid_to as date)
    left join ref_holidays as worked
        on worked.kind = '上班'
        and listed.day between cast(worked.valid_from as date) and cast(worked.valid_to as date)
),

counted as (
    select
        day,
        cast(date_trunc('month', day) as date) as month,
        workday,
        cast(sum(workday) over (order by day asc) as integer) as workdays_passed
    from judged
)

select * from counted
