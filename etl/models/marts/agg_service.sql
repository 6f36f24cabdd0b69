-- Reviews received in each month by level and channel, with what became of the bad ones.
-- grain: institution, month, service_level, channel_kind
-- unit: reviews
-- source: fct_review, dim_institution, dim_deadline (差评整改到位)
with counted as (
    select
        fct_review.institution,
        fct_review.month,
        fct_review.service_level,
        fct_review.channel_kind,
        count(*) as reviews,
        count(*) filter (where satisfied) as satisfied_reviews,
        count(*) filter (where bad) as bad_reviews,
        count(*) filter (where bad and fixed_on is not null) as fixed_reviews,
        count(*) filter (where bad and fix_working_days <= dim_deadline.due) as fixed_on_time_reviews,
        count(*) filter (where bad and callback_on is not null) as callback_reviews,
        count(*) filter (where active = '主动') as active_reviews,
        sum(score) as score_sum,
        bool_or(demo) as demo
    from fct_review
    left join dim_deadline
        on dim_deadline.rule = '差评整改到位'
        and fct_review.reviewed_on between dim_deadline.valid_from and dim_deadline.valid_to
    group by
        fct_review.institution, fct_review.month, fct_review.service_level, fct_review.channel_kind
),

placed as (
    select
        counted.institution,
        dim_institution.region,
        dim_institution.institution_type,
        counted.* exclude (institution)
    from counted
    left join dim_institution on dim_institution.institution = counted.institution
)

select * from placed
