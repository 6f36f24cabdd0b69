-- Service reviews with their grade's meaning and the working days a bad review took to mend.
-- grain: review_no
-- unit: one review, days
-- source: stg_review, dim_day, dim_institution, ref_review_grades (GB/T 39734—2020)
with reviews as (
    select * from stg_review
),

graded as (
    select
        dim_institution_ref.institution,
        dim_institution.region,
        dim_institution.institution_type,
        reviews.* exclude (institution_ref),
        cast(ref_review_grades.score as double) as score,
        ref_review_grades.satisfied = '1' as satisfied,
        ref_review_grades.bad = '1' as bad,
        cast(date_trunc('month', reviews.reviewed_on) as date) as month,
        case
            when reviews.channel in ('二维码', '大厅评价器', '自助终端', '12345') then '线下'
            else '线上'
        end as channel_kind,
        dim_source.origin = 'demo' as demo
    from reviews
    left join dim_institution_ref on dim_institution_ref.ref = reviews.institution_ref
    left join dim_institution on dim_institution.institution = dim_institution_ref.institution
    left join ref_review_grades on ref_review_grades.grade = reviews.grade
    left join dim_source on dim_source.file_id = reviews.file_id and dim_source.subject = 'review'
),

timed as (
    select
        graded.*,
        -- from the day after the review to the day it was mended, legal holidays deducted
        case when graded.bad then mended.workdays_passed - received.workdays_passed end
            as fix_working_days
    from graded
    left join dim_day as received on received.day = graded.reviewed_on
    left join dim_day as mended on mended.day = graded.fixed_on
)

select * from timed
