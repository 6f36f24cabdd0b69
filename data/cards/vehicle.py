"""The card of a vehicle: the register, its asset card, and every month it ran, to scrapping."""

from data import warehouse
from data.cards.card import Card, Entry, Listing, entry, happened, in_order, one
from data.grid import Column
from data.scope import Scope

REGISTER = (
    Column("plate", "车牌号"),
    Column("vehicle_code", "车辆编号"),
    Column("brand_model", "品牌型号"),
    Column("vehicle_type", "车型"),
    Column("vehicle_use", "用途"),
    Column("fuel_kind", "能源"),
    Column("state", "登记状态"),
    Column("displacement_l", "排量", "number", "L", 1),
    Column("tank_l", "油箱容积", "number", "L", 0),
    Column("seats", "座位", "number", "座", 0),
    Column("price_cny", "购置价", "number", "元", 0),
    Column("beidou", "北斗定位"),
    Column("marked", "标识喷涂"),
    Column("purchased_on", "购置日期", "date"),
    Column("scrapped_on", "报废日期", "date"),
)
BOOKS = (
    Column("asset_code", "资产编号"),
    Column("asset_name", "资产名称"),
    Column("original_value_cny", "原值", "number", "元", 0),
    Column("net_value_cny", "净值", "number", "元", 0),
    Column("acquired_on", "取得日期", "date"),
    Column("disposed_on", "处置日期", "date"),
)
MONTHS = (
    Column("month", "月份", "month"),
    Column("distance_km", "里程", "number", "km", 0),
    Column("days_out", "出车天数", "number", "天", 0),
    Column("fuel_l", "加油", "number", "L", 1),
    Column("charge_kwh", "充电", "number", "kWh", 1),
    Column("fuel_l_per_100km", "百公里油耗", "number", "L", 1),
    Column("cost_cny", "费用", "number", "元", 0),
    Column("cost_per_km_cny", "单公里费用", "number", "元/km", 2),
    Column("where", "出处"),
)
RAN = """
    select ran.month, ran.distance_km, ran.days_out, ran.fuel_l, ran.charge_kwh, ran.cost_cny,
        100 * ran.fuel_l / nullif(ran.distance_km, 0) as fuel_l_per_100km,
        ran.cost_cny / nullif(ran.distance_km, 0) as cost_per_km_cny,
        source.file_name, ran.sheet, ran.row_no
    from fct_vehicle_month as ran
    left join source_file as source on source.file_id = ran.file_id
    where ran.plate = ? order by ran.month desc
"""


def card(view: Scope, plate: str) -> Card:
    """Everything known of a vehicle. Raises ScopeError when there is no such plate."""
    row = one(view, "vehicle", "fct_vehicle", "plate", plate)
    months = warehouse.rows(view.snapshot, RAN, plate)
    events = happened(row, "purchased_on", "购置", "购入", cost_cny=row["price_cny"])
    events += happened(row, "scrapped_on", "报废", "报废")
    return Card(
        "vehicle", plate, plate, "已报废" if row["scrapped_on"] else row["state"] or "在用",
        row["holder_region"], row["institution"], row["holder_name"], row["demo"],
        entries=(entry("车辆台账", row, REGISTER), *_books(view, row)),
        events=in_order(events),
        listings=(Listing("逐月运行", MONTHS, months, len(months), proves=_added(months)),),
        trend=tuple(reversed(months)),
    )  # fmt: skip


def _books(view: Scope, row: dict) -> list[Entry]:
    """Its finance card, where the asset is numbered like the vehicle."""
    found = warehouse.rows(
        view.snapshot,
        "select asset.*, source.file_name from fct_asset as asset"
        " left join source_file as source on source.file_id = asset.file_id"
        " where asset.asset_code = ?",
        row["vehicle_code"],
    )
    return [entry("资产卡片", card, BOOKS, _against(row, card)) for card in found]


def _against(row: dict, card: dict) -> tuple[str, ...]:
    pairs = (("price_cny", "original_value_cny"), ("purchased_on", "acquired_on"),
             ("scrapped_on", "disposed_on"))  # fmt: skip
    return tuple(theirs for ours, theirs in pairs if row[ours] != card[theirs])


def _added(months: list[dict]) -> str:
    if not months:
        return "没有运行月报。"
    whole = {name: sum(row[name] or 0 for row in months) for name in ("distance_km", "cost_cny")}
    return (
        f"共 {len(months)} 个月，里程合计 {whole['distance_km']:,.0f} km，"
        f"费用合计 {whole['cost_cny']:,.0f} 元。"
    )
