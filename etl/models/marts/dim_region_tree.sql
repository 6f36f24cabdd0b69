-- Every region with each of its ancestors, itself included: a roll-up is one join and never counts twice.
-- grain: ancestor, region
-- unit: none
-- source: dim_region
with recursive climbed as (
    select
        region as ancestor,
        region,
        0 as steps
    from dim_region
    union all
    select
        dim_region.parent as ancestor,
        climbed.region,
        climbed.steps + 1 as steps
    from climbed
    inner join dim_region on dim_region.region = climbed.ancestor
    where dim_region.parent is not null
)

select * from climbed
