-- The shared store of assets (公物仓): what it holds, what went in and out, what was not bought anew.
-- grain: institution, month
-- unit: pieces (stored and entered so far are stocks at month end), 元 (cny)
-- source: fct_asset, dim_institution, dim_month
-- A card without a saving of its own counts with its net value, which is never above what it was
-- worth when it left the store.
with cards as (
    select
        institution,
        coalesce(quantity_pieces, 1) as pieces,
        warehoused_on,
        reused_on,
        least(reused_on, disposed_on) as left_on,
        coalesce(reuse_saving_cny, net_value_cny, 0) as saving_cny,
        demo
    from fct_asset
    where warehoused_on is not null
),

counted as (
    select
        cards.institution,
        dim_month.month,
        coalesce(sum(cards.pieces) filter (where cards.warehoused_on <= dim_month.month_end
            and (cards.left_on is null or cards.left_on > dim_month.month_end)), 0) as stored_items,
        coalesce(sum(cards.pieces) filter (where cards.warehoused_on <= dim_month.month_end), 0)
            as entered_items,
        coalesce(sum(cards.pieces) filter (where cards.reused_on <= dim_month.month_end), 0)
            as reused_items,
        coalesce(sum(cards.saving_cny)
            filter (where date_trunc('month', cards.reused_on) = dim_month.month), 0)
            as savings_cny,
        bool_or(cards.demo) as demo
    from cards
    cross join dim_month
    group by cards.institution, dim_month.month
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
