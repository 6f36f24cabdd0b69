-- Roster of public institutions (公共机构名录), typed.
-- grain: file_id, sheet, row_no
-- unit: persons
-- source: counted_institution (cards of subject institution)
with source as (
    select * from counted_institution
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
        cast(staff_quota as decimal(28, 4)) as staff_quota_persons,
        cast(staff_actual as decimal(28, 4)) as staff_actual_persons,
        active_from,
        active_to
    from source
)

select * from typed
