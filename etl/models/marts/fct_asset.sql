-- Asset cards as filed, with the straight-line monthly depreciation the card implies.
-- grain: asset_code
-- unit: 元 (cny), years
-- source: stg_asset (财会〔2017〕4号: straight line, no residual value)
with cards as (
    select * from stg_asset
),

matched as (
    select
        dim_institution_ref.institution,
        cards.* exclude (institution_ref),
        case when cards.life_years > 0
            then cast(cards.original_value_cny / (cards.life_years * 12) as decimal(28, 4)) end
            as depreciation_month_cny,
        dim_source.origin = 'demo' as demo
    from cards
    left join dim_institution_ref on dim_institution_ref.ref = cards.institution_ref
    left join dim_source on dim_source.file_id = cards.file_id and dim_source.subject = 'asset'
)

select * from matched
