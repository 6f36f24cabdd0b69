"""Records behind agg_asset: the cards on the books at month end."""

from data.records.part import Ledger, Part

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

AGG_ASSET = Ledger(
    {
        "assets": (CARD.of("1", "'asset_code'"),),
        "original_value_cny": (CARD,),
        "net_value_cny": (CARD.of(NET, "'net_value'"),),
        "idle_value_cny": (CARD.where_also("one.idle_since <= dim_month.month_end"),),
        "over_life_value_cny": (CARD.where_also(OLD),),
    }
)
