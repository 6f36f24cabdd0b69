-- Service cases handled in a month (服务办件月报), typed.
-- grain: file_id, sheet, row_no
-- unit: cases
-- source: in_service_month (cards of subject service_month)
with source as (
    select * from in_service_month
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        coalesce(institution_code, institution_name) as institution_ref,
        to_month(month) as month,
        to_quantity(handled, handled_factor) as handled_cases
    from source
)

select * from typed
