-- Roster of public institutions (公共机构名录), typed.
-- grain: file_id, sheet, row_no
-- unit: persons
-- source: in_institution (cards of subject institution)
with source as (
    select * from in_institution
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        institution_code,
        institution_name,
        short_name,
        region as region_ref,
        institution_type,
        admin_level,
        funding,
        parent_name,
        heating_kind,
        datacentre,
        address,
        to_quantity(staff_quota, staff_quota_factor) as staff_quota_persons,
        to_quantity(staff_actual, staff_actual_factor) as staff_actual_persons,
        to_day(active_from) as active_from,
        to_day(active_to) as active_to
    from source
)

select * from typed
