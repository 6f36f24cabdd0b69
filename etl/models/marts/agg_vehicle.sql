-- Vehicles held at the end of each month, and what they ran and cost in it.
-- grain: institution, month
-- unit: vehicles (a stock, at month end), persons, km, L, 元 (cny)
-- source: fct_vehicle, fct_vehicle_month, fct_vehicle_quota, dim_institution, dim_month
with held as (
    select
        fct_vehicle.institution,
        dim_month.month,
        count(*) as vehicles,
        count(*) filter (where fct_vehicle.new_energy) as new_energy_vehicles,
        -- 公务用车管理办法: may be replaced when older than 8 years
        count(*) filter (where fct_vehicle.purchased_on < dim_month.month_end - interval 8 year)
            as over_age_vehicles,
        bool_or(fct_vehicle.demo) as demo
    from fct_vehicle
    inner join dim_month
        on fct_vehicle.purchased_on <= dim_month.month_end
        and (fct_vehicle.scrapped_on is null or fct_vehicle.scrapped_on > dim_month.month_end)
    group by fct_vehicle.institution, dim_month.month
),

ran as (
    select
        institution,
        month,
        sum(distance_km) as distance_km,
        sum(fuel_l) as fuel_l,
        -- litres per 100 km counts only distance driven by vehicles that burn fuel
        sum(distance_km) filter (where fuel_l > 0) as fuel_distance_km,
        sum(cost_cny) as cost_cny,
        count(*) as records
    from fct_vehicle_month
    group by institution, month
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
        coalesce(fct_vehicle_quota.quota_vehicles, 0) as quota_vehicles,
        dim_institution.staff_actual_persons as staff_persons,
        ran.distance_km,
        ran.fuel_l,
        ran.fuel_distance_km,
        ran.cost_cny,
        coalesce(held.demo, dim_institution.demo) as demo
    from dim_institution
    inner join dim_month
        on (dim_institution.active_from is null or dim_institution.active_from <= dim_month.month_end)
        and (dim_institution.active_to is null or dim_institution.active_to > dim_month.month)
    left join held
        on held.institution = dim_institution.institution and held.month = dim_month.month
    left join ran
        on ran.institution = dim_institution.institution and ran.month = dim_month.month
    left join fct_vehicle_quota on fct_vehicle_quota.institution = dim_institution.institution
)

select * from spined
where exists (select 1 from fct_vehicle)
