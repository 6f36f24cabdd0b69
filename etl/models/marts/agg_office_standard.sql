-- Approved basic office area of each institution by its posts: A1 offices + A2 service + A3 equipment.
-- grain: institution
-- unit: m² usable area
-- source: stg_post, ref_office_standards, ref_office_service_areas (发改投资〔2014〕2674号)
with posts as (
    select
        dim_institution_ref.institution,
        stg_post.standard_level,
        stg_post.rank,
        stg_post.posts
    from stg_post
    left join dim_institution_ref on dim_institution_ref.ref = stg_post.institution_ref
),

limits as (
    select
        standard_level,
        rank,
        cast(nullif(limit_m2, '') as decimal(10, 4)) as limit_m2
    from ref_office_standards
    where valid_to is null or valid_to = ''
),

offices as (
    select
        posts.institution,
        posts.standard_level,
        sum(posts.posts) as posts,
        sum(posts.posts * limits.limit_m2) as office_m2,
        -- a rank without a limit makes the whole standard unknown, never smaller
        count(*) filter (where limits.limit_m2 is null) as unknown_ranks
    from posts
    left join limits
        on limits.standard_level = posts.standard_level and limits.rank = posts.rank
    group by posts.institution, posts.standard_level
),

service as (
    select
        standard_level,
        cast(staff_low as double) as staff_low,
        cast(staff_high as double) as staff_high,
        cast(m2_low as double) as m2_at_low,
        cast(m2_high as double) as m2_at_high,
        cast(equipment_share as double) as equipment_share
    from ref_office_service_areas
    where valid_to is null or valid_to = ''
),

computed as (
    select
        offices.institution,
        offices.standard_level,
        offices.posts,
        case when offices.unknown_ranks = 0 then offices.office_m2 end as office_m2,
        offices.posts * (
            service.m2_at_low
            + (service.m2_at_high - service.m2_at_low)
            * (least(greatest(offices.posts, service.staff_low), service.staff_high)
                - service.staff_low)
            / nullif(service.staff_high - service.staff_low, 0)
        ) as service_m2,
        service.equipment_share
    from offices
    left join service on service.standard_level = offices.standard_level
),

approved as (
    select
        institution,
        standard_level,
        posts,
        office_m2,
        cast(service_m2 as decimal(28, 4)) as service_m2,
        cast(equipment_share * (office_m2 + service_m2) as decimal(28, 4)) as equipment_m2,
        cast((1 + equipment_share) * (office_m2 + service_m2) as decimal(28, 4)) as approved_m2
    from computed
)

select * from approved
