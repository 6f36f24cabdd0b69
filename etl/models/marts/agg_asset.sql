-- Value of the assets held at the end of each month.
-- grain: institution, month
-- unit: 元 (cny, a stock at month end), pieces
-- source: fct_asset, dim_institution, dim_month, dim_deadline (资产盘点), ref_asset_classes (房屋)
-- The net value of the latest month is the card's own; earlier months add back straight-line
-- depreciation (财会〔2017〕4号), never above the original value; a card at zero stays at zero.
with months as (
    select
        dim_month.month,
        dim_month.month_end,
        datediff('month', dim_month.month_end, max(dim_month.month_end) over ()) as months_ago,
        -- what was taken stock of on or before this day has to be again
        dim_month.month_end - to_months(dim_deadline.due) as stale_on
    from dim_month
    left join dim_deadline
        on dim_deadline.rule = '资产盘点'
        and dim_month.month_end between dim_deadline.valid_from and dim_deadline.valid_to
),

cards as (
    select
        fct_asset.institution,
        fct_asset.acquired_on,
        fct_asset.disposed_on,
        fct_asset.original_value_cny,
        fct_asset.net_value_cny,
        coalesce(fct_asset.depreciation_month_cny, 0) as depreciation_month_cny,
        greatest(fct_asset.original_value_cny, fct_asset.net_value_cny) as most_cny,
        fct_asset.idle_since,
        case when fct_asset.life_years > 0
            then fct_asset.acquired_on + to_months(cast(fct_asset.life_years * 12 as integer))
        end as lived_on,
        fct_asset.stocktake_on,
        fct_asset.stocktake_result = '相符' as matched,
        starts_with(fct_asset.category_code, houses.code)
        or starts_with(fct_asset.category_code, houses.prefix_2010) as house,
        fct_asset.certificate_no is not null as certified,
        fct_asset.demo
    from fct_asset
    left join ref_asset_classes as houses on houses.name = '房屋'
),

held as (
    select
        cards.institution,
        months.month,
        cards.original_value_cny,
        case when cards.net_value_cny > 0 then least(
            cards.most_cny,
            cards.net_value_cny + cards.depreciation_month_cny * months.months_ago
        ) else cards.net_value_cny end as net_value_cny,
        cards.idle_since <= months.month_end as idle,
        cards.lived_on <= months.month_end as over_life,
        cards.stocktake_on <= months.month_end and cards.stocktake_on > months.stale_on
            as stocktaken,
        cards.matched,
        cards.house,
        cards.certified,
        cards.demo
    from cards
    inner join months
        on cards.acquired_on <= months.month_end
        and (cards.disposed_on is null or cards.disposed_on > months.month_end)
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
        count(*) filter (where stocktaken) as stocktaken_assets,
        count(*) filter (where stocktaken and matched) as matched_assets,
        count(*) filter (where house) as houses,
        count(*) filter (where house and certified) as certified_houses,
        bool_or(demo) as demo
    from held
    group by institution, month
),

placed as (
    select
        summed.institution,
        dim_institution.region,
        dim_institution.institution_type,
        dim_institution.staff_actual_persons as staff_persons,
        summed.* exclude (institution)
    from summed
    left join dim_institution on dim_institution.institution = summed.institution
)

select * from placed
