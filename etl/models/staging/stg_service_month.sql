-- Service cases handled in a month (服务办件月报), typed.
-- grain: file_id, sheet, row_no
-- unit: cases
-- source: counted_service_month (cards of subject service_month)
with source as (
    select * from counted_service_month
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        coalesce(institution_code, institution_name) as institution_ref,
        month,
        cast(handled as decimal(28, 4)) as handled_cases
    from source
)

select * from typed
