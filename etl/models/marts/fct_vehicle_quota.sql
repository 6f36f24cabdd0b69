-- Approved number of vehicles of each institution.
-- grain: institution
-- unit: vehicles
-- source: stg_vehicle_quota
with quotas as (
    select * from stg_vehicle_quota
),

matched as (
    select
        dim_institution_ref.institution,
        coalesce(general_quota_vehicles, 0) + coalesce(enforcement_quota_vehicles, 0)
            + coalesce(special_quota_vehicles, 0) as quota_vehicles,
        general_quota_vehicles,
        enforcement_quota_vehicles,
        special_quota_vehicles,
        file_id,
        sheet,
        row_no
    from quotas
    left join dim_institution_ref on dim_institution_ref.ref = quotas.institution_ref
)

select * from matched
