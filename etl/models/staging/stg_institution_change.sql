-- Merged, split and renamed institutions (机构沿革), typed.
-- grain: file_id, sheet, row_no
-- unit: % of the people and buildings that move (null: all of them)
-- source: counted_institution_change (cards of subject institution_change)
with source as (
    select * from counted_institution_change
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        coalesce(institution_code, institution_name) as institution_ref,
        coalesce(successor_code, successor_name) as successor_ref,
        kind,
        document_no,
        note,
        cast(share as decimal(28, 4)) as share_pct,
        changed_on
    from source
)

select * from typed
