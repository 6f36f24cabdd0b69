"""Records behind agg_asset: the cards on the books at month end."""

from dataclasses import replace

from data.records.part import STAFF, Ledger, Part

CARD = Part(
    "fct_asset", "one.original_value_cny", "'original_value'", "one.asset_code", "dim_month.month",
    "cross join (select max(month_end) as month_end from dim_month) as latest"
    " join dim_month on one.acquired_on <= dim_month.month_end"
    " and (one.disposed_on is null or one.disposed_on > dim_month.month_end)",
)  # fmt: skip
# as agg_asset.sql says: earlier months add back straight-line depreciation
NET = """case when one.net_value_cny > 0 then least(
    greatest(one.original_value_cny, one.net_value_cny),
    one.net_value_cny + coalesce(one.depreciation_month_cny, 0)
    * ((year(latest.month_end) - year(dim_month.month_end)) * 12
        + month(latest.month_end) - month(dim_month.month_end))
) else one.net_value_cny end"""
OLD = (
    "one.life_years > 0 and one.acquired_on + to_months(cast(one.life_years * 12 as integer))"
    " <= dim_month.month_end"
)

STOCKTAKEN = CARD.with_joins(
    "join dim_deadline as due on due.rule = '资产盘点'"
    " and dim_month.month_end between due.valid_from and due.valid_to"
    " and one.stocktake_on <= dim_month.month_end"
    " and one.stocktake_on > dim_month.month_end - to_months(due.due)"
).of("1", "'stocktake_on'")
HOUSE = CARD.with_joins(
    "join ref_asset_classes as houses on houses.name = '房屋'"
    " and (starts_with(one.category_code, houses.code)"
    " or starts_with(one.category_code, houses.prefix_2010))"
).of("1", "'category_code'")
PIECES = "coalesce(one.quantity_pieces, 1)"
ENTERED = Part(
    "fct_asset", PIECES, "'quantity'", "one.asset_code", "dim_month.month",
    "join dim_month on one.warehoused_on <= dim_month.month_end",
)  # fmt: skip
REUSED = "join dim_month on one.reused_on <= dim_month.month_end"
SAVED = "join dim_month on dim_month.month = date_trunc('month', one.reused_on)"
IN_POOL = "one.warehoused_on is not null"

AGG_ASSET = Ledger(
    {
        "assets": (CARD.of("1", "'asset_code'"),),
        "original_value_cny": (CARD,),
        "net_value_cny": (CARD.of(NET, "'net_value'"),),
        "idle_value_cny": (CARD.where_also("one.idle_since <= dim_month.month_end"),),
        "over_life_value_cny": (CARD.where_also(OLD),),
        "stocktaken_assets": (STOCKTAKEN,),
        "matched_assets": (
            STOCKTAKEN.where_also("one.stocktake_result = '相符'", column="'stocktake_result'"),
        ),
        "houses": (HOUSE,),
        "certified_houses": (
            HOUSE.where_also("one.certificate_no is not null", column="'certificate_no'"),
        ),
        "staff_persons": (STAFF,),
    }
)

AGG_WAREHOUSE = Ledger(
    {
        "stored_items": (
            ENTERED.where_also(
                "(least(one.reused_on, one.disposed_on) is null"
                " or least(one.reused_on, one.disposed_on) > dim_month.month_end)"
            ),
        ),
        "entered_items": (ENTERED,),
        "reused_items": (replace(ENTERED, joins=REUSED, where=IN_POOL),),
        "savings_cny": (
            replace(
                ENTERED, joins=SAVED, where=IN_POOL,
                value="coalesce(one.reuse_saving_cny, one.net_value_cny, 0)",
                column="if(one.reuse_saving_cny is null, 'net_value', 'reuse_saving')",
            ),
        ),
    }
)  # fmt: skip
