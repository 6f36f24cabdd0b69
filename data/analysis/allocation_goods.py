"""Idle goods and the shared store (公物仓), against goods in use beyond their life, by category."""

from data import warehouse
from data.analysis.allocation_places import Lot, Place
from data.analysis.allocation_scope import PERCENT, Problem, checked, place
from data.errors import AllocationError
from data.scope import Scope

LOW = 60.0
_GOODS = """
with last as (select max(month_end) as day from dim_month),

goods as (
    select
        card.asset_code, card.asset_name, card.category_code, card.category_name,
        card.quantity_pieces, place.unit, county.name,
        coalesce(card.warehouse_state = '在库', false) as stored,
        coalesce(card.idle_since <= last.day, false) as idle,
        coalesce(card.acquired_on + to_months(cast(card.life_years * 12 as integer)) <= last.day
            and card.life_years > 0, false) as over_life
    from fct_asset as card
    cross join last
    join dim_institution as mart on mart.institution = card.institution
    join dim_region_tree as within on within.region = mart.region and within.ancestor = ?
    join dim_region as place on place.region = mart.region
    join dim_region as county on county.region = place.unit
    where card.acquired_on <= last.day and card.quantity_pieces >= 1
        and (card.disposed_on is null or card.disposed_on > last.day)
        -- houses and cars have plans of their own, in either edition of the classification
        and not regexp_matches(card.category_code, '^(A01|A0203|10|203)')
)
"""
_PLACES = f"""{_GOODS}
select unit || ' ' || category_code as key, unit as region, category_code as goods,
    name || ' ' || any_value(category_name order by category_name) || category_code as label,
    coalesce(cast(sum(quantity_pieces) filter (where not idle and not stored and not over_life)
        as integer), 0) as have,
    coalesce(cast(sum(quantity_pieces) filter (where not idle and not stored) as integer), 0)
        as base
from goods
group by unit, name, category_code
order by key
"""
_LOTS = """
select asset_code as key, unit || ' ' || category_code as origin, category_code as kind,
    cast(quantity_pieces as integer) as pieces, not over_life as fit,
    asset_name || ' ' || asset_code as item
from goods
where {which}
order by key
"""


def assets(view: Scope, band: tuple[float, float] | None = None) -> Problem:
    """Idle goods may each replace one of the category in use beyond its life."""
    return _goods(view, band, "assets", "idle and not stored", "登记闲置")


def warehouse_goods(view: Scope, band: tuple[float, float] | None = None) -> Problem:
    """Goods of the shared store may each replace one of the category beyond its life."""
    return _goods(view, band, "warehouse", "stored", "公物仓在库")


def _goods(view: Scope, band, kind: str, which: str, source: str) -> Problem:
    low, high = checked(band or (LOW, float(PERCENT)))
    if high != PERCENT:
        raise AllocationError(
            f"年限内占比的上限只能是 100，收到 {high:g}。请改为 --band {low:g},100。"
        )
    found = warehouse.rows(view.snapshot, _PLACES, view.region)
    places = [Place(**place(view, row, (low, high)), goods=row["goods"]) for row in found]
    lots = [
        Lot(
            row["key"], row["origin"], row["kind"],
            tuple(f"{row['item']} 第{at + 1}件" for at in range(row["pieces"])),
            counted=False, fit=row["fit"],
        )
        for row in warehouse.rows(view.snapshot, _GOODS + _LOTS.format(which=which), view.region)
    ]  # fmt: skip
    note = f"可动用：{source}、未满使用年限的设备和家具；每件换下一件同类的超年限在用资产"
    return Problem(
        kind, "年限内资产占比", "%", 1, "件", "件", (low, high), places, lots,
        "asset_over_life_share_pct", note,
    )  # fmt: skip
