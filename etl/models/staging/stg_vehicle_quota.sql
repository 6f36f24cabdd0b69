-- Vehicle quotas (公务用车编制), typed.
-- grain: file_id, sheet, row_no
-- unit: vehicles
-- source: in_vehicle_quota (cards of subject vehicle_quota)
with source as (
    select * from in_vehicle_quota
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        coalesce(institution_code, institution_name) as institution_ref,
        to_quantity(general_quota, general_quota_factor) as general_quota_vehicles,
        to_quantity(enforcement_quota, enforcement_quota_factor) as enforcement_quota_vehicles,
        to_quantity(special_quota, special_quota_factor) as special_quota_vehicles
    from source
)

select * from typed
