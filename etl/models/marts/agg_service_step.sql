-- Bad reviews by the steps they pass: 评价, 反馈, 整改, 监督 (called back or supervised).
-- grain: institution, month, service_level, channel_kind, step
-- unit: reviews
-- source: fct_review
with bad as (
    select * from fct_review
    where bad
),

steps as (
    select bad.*, '①评价' as step, true as done from bad
    union all
    select bad.*, '②反馈' as step, feedback_on is not null as done from bad
    union all
    select bad.*, '③整改' as step, fixed_on is not null as done from bad
    union all
    select bad.*, '④监督' as step, callback_on is not null or coalesce(supervised = '是', false) as done
    from bad
),

counted as (
    select
        institution,
        region,
        institution_type,
        month,
        service_level,
        channel_kind,
        step,
        count(*) as due_reviews,
        count(*) filter (where done) as done_reviews,
        bool_or(demo) as demo
    from steps
    group by institution, region, institution_type, month, service_level, channel_kind, step
)

select * from counted
