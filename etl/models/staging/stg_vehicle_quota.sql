-- Vehicle quotas (公务用车编制), typed.
-- grain: file_id, sheet, row_no
-- unit: vehicles
-- source: counted_vehicle_quota (cards of subject vehicle_quota)
with source as (
    select * from counted_vehicle_quota
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        coalesce(institution_code, institution_name) as institution_ref,
        cast(general_quota as decimal(28, 4)) as general_quota_vehicles,
        cast(enforcement_quota as decimal(28, 4)) as enforcement_quota_vehicles,
        cast(special_quota as decimal(28, 4)) as special_quota_vehicles
    from source
)

select * from typed
