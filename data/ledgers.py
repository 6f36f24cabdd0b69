"""The ledgers behind the pages: institutions with metrics, vehicles, assets, rooms, reviews.

$1 region, $2 first day of the view, $3 the day after its last, $4 institution type (data/grid.py).
"""

from data import institutions, metrics, refusals
from data.errors import RequestError
from data.grid import Column, Ledger
from data.institutions import OF_TYPE, OPENS, PLACED, WHERE
from data.records import listing
from data.scope import Scope

VEHICLES = Ledger(
    "vehicles",
    "车辆明细",
    "plate",
    (
        Column("plate", "车牌号", searched=True, width=120),
        *WHERE,
        Column("brand_model", "品牌型号", searched=True, width=170),
        Column("vehicle_type", "车型"),
        Column("vehicle_use", "用途"),
        Column("fuel_kind", "能源"),
        Column("purchased_on", "购置日期", "date"),
        Column("price_cny", "购置价", "number", "元", 0, summed=True),
        Column("distance_km", "期内里程", "number", "km", 0, summed=True),
        Column("cost_cny", "期内费用", "number", "元", 0, summed=True),
        Column("cost_per_km_cny", "单公里费用", "number", "元/km", 2),
    ),
    f"""
    select held.plate, place.institution, place.name as institution_name,
        area.name as region_name, held.brand_model, held.vehicle_type,
        held.vehicle_use, held.fuel_kind, held.purchased_on, held.price_cny,
        ran.distance_km, ran.cost_cny, ran.cost_cny / nullif(ran.distance_km, 0) as cost_per_km_cny
    from fct_vehicle as held {PLACED.format("held")}
    left join (
        select plate, sum(distance_km) as distance_km, sum(cost_cny) as cost_cny
        from fct_vehicle_month where month >= cast($2 as date) and month < cast($3 as date)
        group by plate
    ) as ran on ran.plate = held.plate
    where {OF_TYPE} and held.purchased_on < cast($3 as date)
        and (held.scrapped_on is null or held.scrapped_on >= cast($3 as date))
        and (place.active_from is null or place.active_from < cast($3 as date))
        and (place.active_to is null or place.active_to > cast($3 as date) - interval 1 month)
    """,
    proves=("vehicles_count", "rows", "value"),
    opens=OPENS | {"plate": ("vehicle", "plate")},
)
ASSETS = Ledger(
    "assets",
    "资产卡片",
    "asset_code",
    (
        Column("asset_code", "资产编号", searched=True, width=150),
        Column("asset_name", "资产名称", searched=True, width=180),
        *WHERE,
        Column("category_name", "类别"),
        Column("use_state", "使用状况"),
        Column("acquired_on", "取得日期", "date"),
        Column("original_value_cny", "原值", "number", "元", 0, summed=True),
        Column("net_value_cny", "最新净值", "number", "元", 0, summed=True),
        Column("idle_since", "闲置起始", "date"),
        Column("stocktake_result", "盘点结果"),
        Column("location", "存放地点", searched=True, width=200),
    ),
    f"""
    select held.asset_code, held.asset_name, place.institution,
        place.name as institution_name, area.name as region_name, held.category_name,
        held.use_state,
        held.acquired_on,
        held.original_value_cny, held.net_value_cny, held.idle_since, held.stocktake_result,
        held.location
    from fct_asset as held {PLACED.format("held")}
    where {OF_TYPE} and held.acquired_on < cast($3 as date)
        and (held.disposed_on is null or held.disposed_on >= cast($3 as date))
    """,
    proves=("asset_original_value_cny", "original_value_cny", "value"),
    opens=OPENS | {"asset_code": ("asset", "asset_code")},
)
ROOMS = Ledger(
    "rooms",
    "房间明细",
    "room_code",
    (
        Column("room_code", "房间编号", searched=True, width=190),
        Column("building_name", "楼座", searched=True, width=200, late=True),
        Column("building_code", "楼座编号", hidden=True),
        *WHERE,
        Column("room_use", "用途"),
        Column("floor", "楼层", width=80),
        Column("rank", "使用人职级"),
        Column("usable_area_m2", "使用面积", "number", "m²", 1, summed=True),
        Column("basic_area_m2", "其中基本办公用房", "number", "m²", 1, summed=True, width=150),
        Column("occupants", "人数", "number", "人", 0, summed=True, width=90),
        Column("idle_since", "闲置起始", "date"),
        Column("let_from", "出租出借起始", "date"),
    ),
    f"""
    select held.room_code, held.building_code, place.institution,
        place.name as institution_name, area.name as region_name, held.room_use, held.floor,
        held.rank,
        held.usable_area_m2,
        case when held.basic_office then held.usable_area_m2 end as basic_area_m2,
        held.occupants, held.idle_since, held.let_from
    from fct_room as held {PLACED.format("held")}
    where {OF_TYPE} and (held.in_use_from is null or held.in_use_from < cast($3 as date))
        and (held.disposed_on is null or held.disposed_on >= cast($3 as date))
    """,
    proves=("office_usable_area_m2", "basic_area_m2", "value"),
    late="select chosen.* exclude (building_code), building.building_code, building.building_name"
    " from ({rows}) as chosen"
    " left join fct_building as building on building.building_code = chosen.building_code",
    opens=OPENS
    | {"room_code": ("room", "room_code"), "building_name": ("building", "building_code")},
)
REVIEWS = Ledger(
    "reviews",
    "评价明细",
    "review_no",
    (
        Column("review_no", "评价编号", searched=True, width=160),
        Column("reviewed_on", "评价日期", "date"),
        *WHERE,
        Column("service", "服务事项", searched=True),
        Column("service_level", "服务层级"),
        Column("channel", "渠道"),
        Column("grade", "评价等级"),
        Column("comment", "评价内容", searched=True, width=220),
        Column("fixed_on", "整改日期", "date"),
        Column("fix_working_days", "整改工作日", "number", "", 0),
        Column("callback_on", "回访日期", "date"),
        Column("counted", "计入评价", "number", "件", 0, summed=True, width=100),
    ),
    f"""
    select held.review_no, held.reviewed_on, place.institution, place.name as institution_name,
        area.name as region_name, held.service, held.service_level, held.channel, held.grade,
        held.comment, held.fixed_on, held.fix_working_days, held.callback_on, 1 as counted
    from fct_review as held {PLACED.format("held")}
    where {OF_TYPE} and held.month >= cast($2 as date) and held.month < cast($3 as date)
    """,
)
KEPT = {ledger.id: ledger for ledger in (VEHICLES, ASSETS, ROOMS, REVIEWS)}


def find(name: str, view: Scope, search: str = "") -> Ledger:
    """The ledger of that id; `institutions-…` has the metrics of a subject, `records` the rows
    behind the metric that the address names (`search`), `cells` what was refused or doubted.
    Raises RequestError."""
    if name in KEPT:
        return KEPT[name]
    if name == refusals.NAME:
        return refusals.ledger(view.snapshot, search)
    if name == listing.NAME:
        return listing.ledger(view, search)
    subject = name.removeprefix("institutions-")
    if subject == name or subject not in metrics.BY_MART:
        raise RequestError(f"没有明细表“{name[:40]}”。请从页面上的链接进入。")
    return institutions.ledger(name, metrics.BY_MART[subject], view)
