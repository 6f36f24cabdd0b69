-- Who was due to report in each month and who did, for the subjects returned monthly.
-- grain: institution, month, subject
-- unit: institutions (expected and reported are 1 or 0)
-- source: dim_institution, dim_month, fct_energy, fct_vehicle_month, fct_vehicle
with due as (
    select
        dim_institution.institution,
        dim_institution.region,
        dim_institution.institution_type,
        dim_institution.demo,
        dim_month.month,
        dim_month.month_end
    from dim_institution
    inner join dim_month
        on (dim_institution.active_from is null or dim_institution.active_from <= dim_month.month)
        and (dim_institution.active_to is null or dim_institution.active_to > dim_month.month_end)
),

energy as (
    select
        due.* exclude (month_end),
        'energy' as subject,
        case when fct_energy.institution is not null then 1 else 0 end as reported
    from due
    left join fct_energy
        on fct_energy.institution = due.institution and fct_energy.month = due.month
    where exists (select 1 from fct_energy)
),

ran as (
    select distinct institution, month from fct_vehicle_month
),

owners as (
    select
        institution,
        min(purchased_on) as since,
        max(coalesce(scrapped_on, cast('9999-12-31' as date))) as until
    from fct_vehicle
    group by institution
),

vehicles as (
    select
        due.* exclude (month_end),
        'vehicle' as subject,
        case when ran.institution is not null then 1 else 0 end as reported
    from due
    inner join owners
        on owners.institution = due.institution
        and owners.since < due.month and owners.until > due.month_end
    left join ran on ran.institution = due.institution and ran.month = due.month
    where exists (select 1 from fct_vehicle_month)
),

united as (
    select * from energy
    union all
    select * from vehicles
),

counted as (
    select
        united.*,
        1 as expected
    from united
)

select * from counted
