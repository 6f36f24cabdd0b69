-- Service reviews (服务评价), typed.
-- grain: file_id, sheet, row_no
-- unit: one review
-- source: in_review (cards of subject review)
with source as (
    select * from in_review
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
        to_day(reviewed_on) as reviewed_on,
        to_day(feedback_on) as feedback_on,
        to_day(fixed_on) as fixed_on,
        to_day(callback_on) as callback_on
    from source
)

select * from typed
