-- Value of the assets held at the end of each month.
-- grain: institution, month
-- unit: 元 (cny, a stock at month end), pieces
-- source: fct_asset, dim_institution, dim_month
-- The net value of the latest month is the card's own; earlier months add back straight-line
-- depreciation (财会〔2017〕4号), never above the original value; a card at zero stays at zero.
with latest as (
    select max(month_end) as month_end from dim_month
),

held as (
    select
        fct_asset.institution,
        dim_month.month,
        fct_asset.original_value_cny,
        case when fct_asset.net_value_cny > 0 then least(
            greatest(fct_asset.original_value_cny, fct_asset.net_value_cny),
            fct_asset.net_value_cny + coalesce(fct_asset.depreciation_month_cny, 0)
            * ((year(latest.month_end) - year(dim_month.month_end)) * 12
                + month(latest.month_end) - month(dim_month.month_end))
        ) else fct_asset.net_value_cny end as net_value_cny,
        fct_asset.idle_since is not null and fct_asset.idle_since <= dim_month.month_end as idle,
        fct_asset.life_years > 0
        and fct_asset.acquired_on + to_months(cast(fct_asset.life_years * 12 as integer))
        <= dim_month.month_end as over_life,
        fct_asset.demo
    from fct_asset
    cross join latest
    inner join dim_month
        on fct_asset.acquired_on <= dim_month.month_end
        and (fct_asset.disposed_on is null or fct_asset.disposed_on > dim_month.month_end)
),

summed as (
    select
        institution,
        month,
        count(*) as assets,
        sum(original_value_cny) as original_value_cny,
        sum(net_value_cny) as net_value_cny,
        coalesce(sum(original_value_cny) filter (where idle), 0) as idle_value_cny,
        coalesce(sum(original_value_cny) filter (where over_life), 0) as over_life_value_cny,
        bool_or(demo) as demo
    from held
    group by institution, month
),

placed as (
    select
        summed.institution,
        dim_institution.region,
        dim_institution.institution_type,
        summed.* exclude (institution)
    from summed
    left join dim_institution on dim_institution.institution = summed.institution
)

select * from placed
