-- Fixed-asset cards (资产卡片), typed.
-- grain: file_id, sheet, row_no
-- unit: 元 (cny), years
-- source: in_asset (cards of subject asset)
with source as (
    select * from in_asset
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
        to_quantity(quantity, quantity_factor) as quantity_pieces,
        to_quantity(original_value, original_value_factor) as original_value_cny,
        to_quantity(net_value, net_value_factor) as net_value_cny,
        to_quantity(reuse_saving, reuse_saving_factor) as reuse_saving_cny,
        to_quantity(life, life_factor) as life_years,
        to_day(acquired_on) as acquired_on,
        to_day(idle_since) as idle_since,
        to_day(disposed_on) as disposed_on,
        to_day(stocktake_on) as stocktake_on,
        to_day(warehoused_on) as warehoused_on,
        to_day(reused_on) as reused_on
    from source
)

select * from typed
