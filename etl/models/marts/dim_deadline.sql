-- Intervals and ages set by rule, as numbers, for the days of the data on which they hold.
-- grain: rule, valid_from
-- unit: working days, months or years, as `unit` says
-- source: data/reference/reporting_deadlines.csv, data/reference/vehicle_ages.csv
with listed as (
    select rule, due_kind as unit, due, valid_from, valid_to
    from ref_reporting_deadlines
    where due_kind in ('工作日内', '月内', '年内')
    union all
    select '车辆' || rule as rule, '年内' as unit, years as due, valid_from, valid_to
    from ref_vehicle_ages
    where nullif(years, '') is not null
),

typed as (
    select
        rule,
        unit,
        cast(due as integer) as due,
        cast(coalesce(nullif(valid_from, ''), '0001-01-01') as date) as valid_from,
        cast(coalesce(nullif(valid_to, ''), '9999-12-31') as date) as valid_to
    from listed
)

select * from typed
