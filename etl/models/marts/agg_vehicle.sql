-- Vehicles held at the end of each month, and what they ran and cost in it.
-- grain: institution, month
-- unit: vehicles (a stock, at month end), persons, km, L, 元 (cny)
-- source: fct_vehicle, fct_vehicle_month, fct_vehicle_quota, dim_institution, dim_month, dim_day,
-- dim_deadline (车辆更新: may be replaced when older)
with held as (
    select
        fct_vehicle.institution,
        dim_month.month,
        count(*) as vehicles,
        count(*) filter (where fct_vehicle.new_energy) as new_energy_vehicles,
        count(*) filter (where fct_vehicle.purchased_on
            < dim_month.month_end - to_years(dim_deadline.due)) as over_age_vehicles,
        count(*) filter (where fct_vehicle.beidou = '是') as beidou_vehicles,
        count(*) filter (where fct_vehicle.beidou is not null) as beidou_known_vehicles,
        bool_or(fct_vehicle.demo) as demo
    from fct_vehicle
    inner join dim_month
        on fct_vehicle.purchased_on <= dim_month.month_end
        and (fct_vehicle.scrapped_on is null or fct_vehicle.scrapped_on > dim_month.month_end)
    left join dim_deadline
        on dim_deadline.rule = '车辆更新'
        and dim_month.month_end between dim_deadline.valid_from and dim_deadline.valid_to
    group by fct_vehicle.institution, dim_month.month
),

bought as (
    select
        institution,
        cast(date_trunc('month', purchased_on) as date) as month,
        count(*) as purchased_vehicles,
        count(*) filter (where new_energy) as purchased_new_energy_vehicles
    from fct_vehicle
    group by institution, cast(date_trunc('month', purchased_on) as date)
),

workdays as (
    select
        month,
        sum(workday) as workdays
    from dim_day
    group by month
),

ran as (
    select
        fct_vehicle_month.institution,
        fct_vehicle_month.month,
        sum(distance_km) as distance_km,
        sum(fuel_l) as fuel_l,
        -- litres per 100 km counts only distance driven by vehicles that burn fuel
        sum(distance_km) filter (where fuel_l > 0) as fuel_distance_km,
        sum(cost_cny) as cost_cny,
        count(*) as records,
        sum(days_out) as days_out,
        count(days_out) * any_value(workdays.workdays) as workdays
    from fct_vehicle_month
    left join workdays on workdays.month = fct_vehicle_month.month
    group by fct_vehicle_month.institution, fct_vehicle_month.month
),

spined as (
    select
        dim_institution.institution,
        dim_institution.region,
        dim_institution.institution_type,
        dim_month.month,
        coalesce(held.vehicles, 0) as vehicles,
        coalesce(held.new_energy_vehicles, 0) as new_energy_vehicles,
        coalesce(held.over_age_vehicles, 0) as over_age_vehicles,
        coalesce(held.beidou_vehicles, 0) as beidou_vehicles,
        coalesce(held.beidou_known_vehicles, 0) as beidou_known_vehicles,
        coalesce(bought.purchased_vehicles, 0) as purchased_vehicles,
        coalesce(bought.purchased_new_energy_vehicles, 0) as purchased_new_energy_vehicles,
        -- who filed no quota is not judged; greatest() skips nulls
        case when fct_vehicle_quota.quota_vehicles is not null
            then greatest(coalesce(held.vehicles, 0) - fct_vehicle_quota.quota_vehicles, 0)
        end as over_quota_vehicles,
        coalesce(fct_vehicle_quota.quota_vehicles, 0) as quota_vehicles,
        dim_institution.staff_actual_persons as staff_persons,
        ran.distance_km,
        ran.fuel_l,
        ran.fuel_distance_km,
        ran.cost_cny,
        ran.records,
        ran.days_out,
        ran.workdays,
        coalesce(held.demo, dim_institution.demo) as demo
    from dim_institution
    inner join dim_month
        on (dim_institution.active_from is null or dim_institution.active_from <= dim_month.month_end)
        and (dim_institution.active_to is null or dim_institution.active_to > dim_month.month)
    left join held
        on held.institution = dim_institution.institution and held.month = dim_month.month
    left join bought
        on bought.institution = dim_institution.institution and bought.month = dim_month.month
    left join ran
        on ran.institution = dim_institution.institution and ran.month = dim_month.month
    left join fct_vehicle_quota on fct_vehicle_quota.institution = dim_institution.institution
)

select * from spined
where exists (select 1 from fct_vehicle)
