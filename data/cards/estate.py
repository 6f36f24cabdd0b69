"""The cards of a building and of a room: register, rooms, and life from plan to disposal."""

from data import warehouse
from data.cards.card import LISTED, Card, Listing, entry, happened, in_order, one
from data.grid import Column
from data.scope import Scope

BUILDING = (
    Column("building_code", "楼座编号"),
    Column("building_name", "楼座名称"),
    Column("address", "地址"),
    Column("structure", "结构"),
    Column("floors", "层数", "number", "层", 0),
    Column("building_area_m2", "建筑面积", "number", "m²", 1),
    Column("usable_area_m2", "使用面积", "number", "m²", 1),
    Column("land_area_m2", "占地面积", "number", "m²", 1),
    Column("heating_area_m2", "供暖面积", "number", "m²", 1),
    Column("technical_area_m2", "技术业务用房", "number", "m²", 1),
    Column("registration", "权属登记"),
    Column("certificate_no", "权属证号"),
    Column("safety_grade", "安全鉴定等级"),
    Column("in_use_from", "启用日期", "date"),
    Column("inspected_on", "最近巡检", "date"),
    Column("disposed_on", "处置日期", "date"),
)
ROOM = (
    Column("room_code", "房间编号"),
    Column("building_code", "楼座编号"),
    Column("floor", "楼层"),
    Column("room_use", "用途"),
    Column("state", "状态"),
    Column("rank", "使用人职级"),
    Column("occupants", "人数", "number", "人", 0),
    Column("usable_area_m2", "使用面积", "number", "m²", 1),
    Column("idle_since", "闲置起始", "date"),
    Column("let_from", "出租出借起始", "date"),
    Column("tenant", "承租方"),
)
ROOMS = (
    Column("room_code", "房间编号"),
    Column("floor", "楼层"),
    Column("room_use", "用途"),
    Column("rank", "使用人职级"),
    Column("occupants", "人数", "number", "人", 0),
    Column("usable_area_m2", "使用面积", "number", "m²", 1),
    Column("where", "出处"),
)
HAPPENED = """
    select life.*, source.file_name from fct_building_event as life
    left join source_file as source on source.file_id = life.file_id
    where life.building_code = ? and (life.room_code = ? or life.room_code is null or ? = '')
        and life.happened_on is not null
"""


def building(view: Scope, code: str) -> Card:
    """Everything known of a building. Raises ScopeError when there is no such code."""
    row = one(view, "building", "fct_building", "building_code", code)
    return Card(
        "building", code, row["building_name"] or code,
        "已处置" if row["disposed_on"] else "在用",
        row["holder_region"], row["institution"], row["holder_name"], row["demo"],
        entries=(entry("办公用房台账", row, BUILDING),),
        events=in_order([*_register_events(row), *_events(view, code, "")]),
        listings=(_rooms(view, code),),
    )  # fmt: skip


def room(view: Scope, code: str) -> Card:
    """Everything known of a room and of the building it is in. Raises ScopeError when unknown."""
    row = one(view, "room", "fct_room", "room_code", code)
    house = one(view, "building", "fct_building", "building_code", row["building_code"])
    events = happened(row, "idle_since", "使用", "转入闲置", area_m2=row["usable_area_m2"])
    events += happened(row, "let_from", "使用", "出租出借", area_m2=row["usable_area_m2"])
    events += [*_register_events(house), *_events(view, row["building_code"], code)]
    name = house["building_name"] or house["building_code"]
    return Card(
        "room", code, f"{name} {code}", _state(row),
        row["holder_region"], row["institution"], row["holder_name"], row["demo"] or False,
        above=(("building", row["building_code"], name),),
        entries=(entry("房间登记", row, ROOM), entry("所在楼座", house, BUILDING)),
        events=in_order(events),
    )  # fmt: skip


def _state(row: dict) -> str:
    if row["disposed_on"]:
        return "随楼座处置"
    if row["let_from"]:
        return "出租出借"
    return "闲置" if row["idle_since"] else row["state"] or "在用"


def _register_events(row: dict) -> list[dict]:
    """What the register of buildings itself dates."""
    area = row["building_area_m2"]
    events = happened(row, "in_use_from", "配置", "投入使用", area_m2=area)
    events += happened(row, "inspected_on", "巡检", "最近巡检", result=row["safety_grade"])
    return events + happened(row, "disposed_on", "处置", "处置", area_m2=area)


def _events(view: Scope, building_code: str, room_code: str) -> list[dict]:
    return warehouse.rows(view.snapshot, HAPPENED, building_code, room_code, room_code)


def _rooms(view: Scope, code: str) -> Listing:
    rows = warehouse.rows(
        view.snapshot,
        "select held.*, source.file_name from fct_room as held"
        " left join source_file as source on source.file_id = held.file_id"
        " where held.building_code = ? order by held.room_code",
        code,
    )
    area = sum(row["usable_area_m2"] or 0 for row in rows)
    told = f"共 {len(rows):,} 间，使用面积合计 {area:,.1f} m²。" if rows else "没有登记房间。"
    opens = {"room_code": ("room", "room_code")}
    return Listing("房间", ROOMS, rows[: LISTED * 10], len(rows), opens, told)
