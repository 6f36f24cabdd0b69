-- Fixed-asset cards (资产卡片), typed.
-- grain: file_id, sheet, row_no
-- unit: 元 (cny), years
-- source: counted_asset (cards of subject asset)
with source as (
    select * from counted_asset
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        coalesce(institution_code, institution_name) as institution_ref,
        asset_code,
        asset_name,
        category_code,
        category_name,
        use_state,
        disposal_kind,
        location,
        stocktake_result,
        certificate_no,
        warehouse_state,
        cast(quantity as decimal(28, 4)) as quantity_pieces,
        cast(original_value as decimal(28, 4)) as original_value_cny,
        cast(net_value as decimal(28, 4)) as net_value_cny,
        cast(reuse_saving as decimal(28, 4)) as reuse_saving_cny,
        cast(life as decimal(28, 4)) as life_years,
        acquired_on,
        idle_since,
        disposed_on,
        stocktake_on,
        warehoused_on,
        reused_on
    from source
)

select * from typed
