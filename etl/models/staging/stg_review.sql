-- Service reviews (服务评价), typed.
-- grain: file_id, sheet, row_no
-- unit: one review
-- source: counted_review (cards of subject review)
with source as (
    select * from counted_review
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        coalesce(institution_code, institution_name) as institution_ref,
        review_no,
        grade,
        service_level,
        channel,
        service,
        active,
        comment,
        supervised,
        reviewed_on,
        feedback_on,
        fixed_on,
        callback_on
    from source
)

select * from typed
