-- Which institution took over from which, from which month and how much of it.
-- grain: file_id, sheet, row_no
-- unit: % of the people and buildings that move
-- source: stg_institution_change, dim_institution_ref
with changes as (
    select * from stg_institution_change
),

matched as (
    select
        origin.institution,
        heir.institution as successor,
        changes.kind,
        changes.changed_on,
        -- a change inside a month counts from the next: the month's return is still one
        cast(case when day(changes.changed_on) = 1 then changes.changed_on
            else date_trunc('month', changes.changed_on) + interval 1 month end as date) as month,
        -- a merger or a new name moves everything; what a split moves must be stated
        coalesce(changes.share_pct, case when changes.kind in ('合并', '更名', '撤销') then 100 end)
            as share_pct,
        changes.document_no,
        changes.note,
        dim_source.origin = 'demo' as demo,
        changes.file_id,
        changes.sheet,
        changes.row_no
    from changes
    left join dim_institution_ref as origin on origin.ref = changes.institution_ref
    left join dim_institution_ref as heir on heir.ref = changes.successor_ref
    left join dim_source
        on dim_source.file_id = changes.file_id and dim_source.subject = 'institution_change'
)

select * from matched
