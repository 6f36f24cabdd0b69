"""The card of an asset: finance card, physical check and register side by side."""

from data import warehouse
from data.cards.card import Card, Entry, entry, happened, in_order, one, source
from data.grid import Column
from data.scope import Scope

NAME = Column("asset_name", "名称")
VALUE = Column("original_value_cny", "原值", "number", "元", 0)
BOOKS = (
    Column("asset_code", "资产编号"),
    NAME,
    Column("category_name", "类别"),
    Column("category_code", "分类代码"),
    VALUE,
    Column("net_value_cny", "最新净值", "number", "元", 0),
    Column("depreciation_month_cny", "月折旧额", "number", "元", 2),
    Column("life_years", "折旧年限", "number", "年", 0),
    Column("quantity_pieces", "数量", "number", "", 0),
    Column("use_state", "使用状况"),
    Column("location", "存放地点"),
    Column("certificate_no", "权属证号"),
    Column("acquired_on", "取得日期", "date"),
    Column("disposed_on", "处置日期", "date"),
    Column("disposal_kind", "处置方式"),
)
CHECK = (
    Column("stocktake_result", "盘点结果"),
    Column("stocktake_on", "盘点日期", "date"),
    Column("idle_since", "闲置起始", "date"),
    Column("warehouse_state", "公物仓状态"),
)
HOUSE = (
    Column("building_code", "楼座编号"),
    Column("building_name", "楼座名称"),
    Column("certificate_no", "权属证号"),
    Column("building_area_m2", "建筑面积", "number", "m²", 1),
    Column("in_use_from", "启用日期", "date"),
    Column("disposed_on", "处置日期", "date"),
)
CAR = (
    Column("plate", "车牌号"),
    Column("brand_model", "品牌型号"),
    Column("price_cny", "购置价", "number", "元", 0),
    Column("purchased_on", "购置日期", "date"),
    Column("scrapped_on", "报废日期", "date"),
)
REGISTERS = (
    ("房屋台账", "fct_building", "certificate_no", "certificate_no", HOUSE,
     {"building_name": "asset_name", "in_use_from": "acquired_on", "disposed_on": "disposed_on"}),
    ("车辆台账", "fct_vehicle", "vehicle_code", "asset_code", CAR,
     {"brand_model": "asset_name", "price_cny": "original_value_cny",
      "purchased_on": "acquired_on", "scrapped_on": "disposed_on"}),
)  # fmt: skip
"""What an asset can also be registered as: its number there and on the card, and which
facts must then agree."""


def card(view: Scope, code: str) -> Card:
    """Everything known of an asset. Raises ScopeError when there is no such number."""
    row = one(view, "asset", "fct_asset", "asset_code", code)
    registered = _registered(view, row)
    said = () if registered else (
        "实物台账：房屋按权属证号、车辆按车辆编号核对，没有与这张卡片对应的登记。",
    )  # fmt: skip
    return Card(
        "asset", code, row["asset_name"] or code, _state(row),
        row["holder_region"], row["institution"], row["holder_name"], row["demo"],
        entries=(entry("财务卡片", row, BOOKS), _checked(row), *registered),
        events=in_order(_events(row)),
        said=said,
    )  # fmt: skip


def _state(row: dict) -> str:
    if row["disposed_on"]:
        return "已处置"
    return "闲置" if row["idle_since"] else row["use_state"] or "在用"


def _checked(row: dict) -> Entry:
    """What the stocktaking found; a result other than 相符 contradicts the card."""
    found = entry("实物盘点", row, CHECK)
    if not row["stocktake_on"] and not row["disposed_on"]:
        never = (Column("stocktake_on", "盘点日期"), "没有盘点记录")
        return Entry("实物盘点", (never, *found.facts), source(row), ("stocktake_on",))
    wrong = row["stocktake_result"] not in (None, "相符", "账实相符")
    return entry("实物盘点", row, CHECK, ("stocktake_result",) if wrong else ())


def _registered(view: Scope, card: dict) -> list[Entry]:
    found = []
    for title, table, theirs, ours, columns, pairs in REGISTERS:
        rows = warehouse.rows(
            view.snapshot,
            f"select one.*, source.file_name from {table} as one"
            " left join source_file as source on source.file_id = one.file_id"
            f" where one.{theirs} = ? order by one.file_id, one.sheet, one.row_no",
            card[ours],
        )
        found += [entry(title, row, columns, _against(row, card, pairs)) for row in rows]
    return found


def _against(register: dict, card: dict, pairs: dict[str, str]) -> tuple[str, ...]:
    return tuple(ours for ours, theirs in pairs.items() if register[ours] != card[theirs])


def _events(row: dict) -> list[dict]:
    events = happened(row, "acquired_on", "取得", "入账", cost_cny=row["original_value_cny"])
    events += happened(row, "idle_since", "使用", "转入闲置")
    events += happened(row, "stocktake_on", "盘点", "实物盘点", result=row["stocktake_result"])
    events += happened(row, "warehoused_on", "公物仓", "入公物仓", result=row["warehouse_state"])
    events += happened(row, "reused_on", "公物仓", "调剂使用", cost_cny=row["reuse_saving_cny"])
    return events + happened(row, "disposed_on", "处置", row["disposal_kind"] or "处置")
