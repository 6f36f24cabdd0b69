"""The catalog of panels: which question is answered by which metric, split and drawing."""

from collections.abc import Callable
from functools import partial

from components import (
    ahead,
    balance,
    balance_drawings,
    balance_table,
    card,
    caselist,
    cellhead,
    controlled,
    drawings,
    findings,
    former,
    glossary,
    ofsubject,
    owing,
    plan,
    problems,
    quality,
    reviewflow,
    source,
    standing,
    why,
)
from components.panel import CHARTED, GRID, Panel
from data import metrics

NOW = {
    "overview": (
        "asset_net_value_cny",
        "vehicles_count",
        "office_area_per_head_m2",
        "energy_per_head_kgce",
        "satisfaction_rate_pct",
        "reporting_coverage_pct",
    ),
    "assets": (
        "asset_original_value_cny",
        "asset_net_value_cny",
        "asset_newness_pct",
        "asset_idle_share_pct",
        "asset_over_life_share_pct",
    ),
    "vehicles": (
        "vehicles_count",
        "vehicles_quota_use_pct",
        "vehicles_per_100_staff",
        "vehicle_new_energy_share_pct",
        "vehicle_over_age_share_pct",
        "vehicle_cost_per_km_cny",
    ),
    "offices": (
        "office_usable_area_m2",
        "office_area_per_head_m2",
        "office_standard_use_pct",
        "office_over_standard_m2",
        "office_idle_share_pct",
        "office_registered_share_pct",
    ),
    "energy": (
        "energy_total_tce",
        "energy_per_head_kgce",
        "energy_per_m2_kgce",
        "electricity_per_m2_kwh",
        "water_per_head_m3",
        "carbon_total_t",
    ),
    "satisfaction": (
        "satisfaction_rate_pct",
        "satisfaction_score",
        "bad_review_rate_pct",
        "bad_review_on_time_pct",
        "review_active_share_pct",
    ),
}


HINTS = {
    **dict.fromkeys((drawings.on_map, drawings.by_city, drawings.by_place), " · 点选进入下一级"),
    **dict.fromkeys((drawings.by_month, ahead.by_month), " · 拖选一段只看该时段"),
}
"""What a click or a brush does, said on the panel itself."""


def _metric(id: str, title: str, draw: Callable, metric: str, size: str = "half", **more) -> Panel:
    """A panel that draws one metric one way."""
    found = metrics.find(metric)
    hint = " · 点选筛选" if more.get("split") == TYPE else HINTS.get(draw, "")
    note = f"{found.label}，{found.unit}{hint}"
    return Panel(id, title, partial(draw, id, found, **more), size, note, CHARTED)


def _uneven(id: str, title: str, draw: Callable, note: str, size: str = "third") -> Panel:
    """A figure of the balance page: its indicator stands in the address."""
    return Panel(id, title, partial(draw, id), size, note, CHARTED)


def _counted(id: str, title: str, column: str, what: str, size: str = "half") -> Panel:
    """A panel of the published cases by a column of their ledger."""
    draw = partial(problems.counted, column=column, panel_id=id, what=what)
    return Panel(id, title, draw, size, "产权问题件数", CHARTED)


def _rows(ledger: str, title: str) -> Panel:
    """A panel of the rows of a ledger."""
    note = "点列头排序，点漏斗筛选；合计由全部行算出"
    return Panel(ledger, title, None, "full", note, GRID)


def _findings(page: str, *subjects: str) -> Panel:
    """The findings of the subject of a page."""
    draw = partial(ofsubject.gravest, subjects)
    return Panel(f"{page}-findings", "未办结的问题", draw, "full", "先重后轻")


ON_MAP, BY_CITY, BY_PLACE = drawings.on_map, drawings.by_city, drawings.by_place
BY_MONTH, BARS, SPREAD = drawings.by_month, drawings.bars, drawings.spread
AHEAD, WHY = ahead.by_month, why.bridged
TYPE = "institution_type"

_ALL = (
    *(
        Panel(f"{page}-now", "", partial(standing.now, ids), "full bare")
        for page, ids in NOW.items()
    ),
    Panel("balance-choice", "", balance.choice, "full bare"),
    Panel("balance-measures", "", balance.measures, "full bare"),
    _uneven(
        "balance-map", "在哪里多，在哪里少", balance_drawings.on_map, "以总体为 1", "half tall"
    ),
    _uneven("balance-quotients", "偏高与偏低", balance_drawings.quotients, "区位熵", "half tall"),
    _uneven("balance-lorenz", "洛伦兹曲线", balance_drawings.curve, "越靠近对角线越均衡"),
    _uneven("balance-split", "差距在组间还是组内", balance_drawings.split, "泰尔指数，历年"),
    _uneven("balance-parts", "差距从哪里来", balance_drawings.contributions, "占泰尔指数，%"),
    Panel("balance-plan", "调配建议", plan.plan, "full", "以最少移动把各处调入范围"),
    Panel("balance-places", "县区明细", balance_table.ranked, "full", "名次 / 参与数"),
    Panel("problems-headline", "", findings.headline, "full bare"),
    Panel("problems-tiles", "", findings.tiles, "full bare"),
    Panel("problems-subjects", "按领域和程度", findings.by_subject, "half", "点数字看清单"),
    Panel("problems-reviews", "差评处理四步", reviewflow.steps, "half", "评价—反馈—整改—监督"),
    Panel("problems-list", "问题清单", caselist.entries, "full", "先重后轻，附证据出处"),
    _metric("assets-map", "资产净值在哪里", ON_MAP, "asset_net_value_cny", "half tall"),
    _metric("assets-ranking", "各地资产净值", BY_PLACE, "asset_net_value_cny", "half tall"),
    _metric("assets-idle", "闲置率", BY_CITY, "asset_idle_share_pct"),
    _metric("assets-why", "资产原值为什么变化", WHY, "asset_original_value_cny", "full"),
    _metric("assets-trend", "资产净值走势", BY_MONTH, "asset_net_value_cny"),
    _metric("assets-newness", "成新率走势", BY_MONTH, "asset_newness_pct"),
    _metric(
        "assets-types", "各类机构超年限在用占比", BARS, "asset_over_life_share_pct", split=TYPE
    ),
    _metric("assets-spread", "单位之间的成新率", SPREAD, "asset_newness_pct", "full"),
    _findings("assets", "asset"),
    _rows("institutions-asset", "各单位资产"),
    _rows("assets", "资产卡片"),
    _metric("vehicles-map", "公务用车在哪里", ON_MAP, "vehicles_count", "half tall"),
    _metric("vehicles-ranking", "各地编制使用率", BY_PLACE, "vehicles_quota_use_pct", "half tall"),
    _metric("vehicles-old", "各地超龄车占比", BY_CITY, "vehicle_over_age_share_pct"),
    _metric("vehicles-why", "运行费用为什么变化", WHY, "vehicle_cost_cny", "full"),
    _metric("vehicles-spending", "运行费用走势与预测", AHEAD, "vehicle_cost_cny", "full"),
    _metric("vehicles-cost", "单公里运行费用走势", BY_MONTH, "vehicle_cost_per_km_cny"),
    _metric("vehicles-clean", "新能源汽车占比走势", BY_MONTH, "vehicle_new_energy_share_pct"),
    _metric("vehicles-types", "各类机构百公里油耗", BARS, "vehicle_fuel_l_per_100km", split=TYPE),
    _metric("vehicles-spread", "单位之间的单公里费用", SPREAD, "vehicle_cost_per_km_cny", "full"),
    _findings("vehicles", "vehicle", "vehicle_month"),
    _rows("institutions-vehicle", "各单位公务用车"),
    _rows("vehicles", "车辆"),
    _metric("energy-map", "人均综合能耗在哪里高", ON_MAP, "energy_per_head_kgce", "half tall"),
    _metric("energy-ranking", "各地单位建筑面积能耗", BY_PLACE, "energy_per_m2_kgce", "half tall"),
    _metric("energy-water", "各地人均用水量", BY_CITY, "water_per_head_m3"),
    _metric("energy-why", "综合能耗为什么变化", WHY, "energy_total_tce", "full"),
    _metric("energy-trend", "综合能耗走势与预测", AHEAD, "energy_total_tce"),
    _metric("energy-carbon", "碳排放走势与预测", AHEAD, "carbon_total_t"),
    _metric("energy-path", "离目标路径还差多少", BY_MONTH, "energy_target_gap_pp", "full"),
    _metric("energy-types", "各类机构人均综合能耗", BARS, "energy_per_head_kgce", split=TYPE),
    _metric("energy-spread", "单位之间的单位建筑面积能耗", SPREAD, "energy_per_m2_kgce", "full"),
    _findings("energy", "energy"),
    _rows("institutions-energy", "各单位用能"),
    _metric("satisfaction-map", "服务满意率在哪里低", ON_MAP, "satisfaction_rate_pct", "half tall"),
    _metric(
        "satisfaction-level",
        "五级服务的满意率",
        BARS,
        "satisfaction_rate_pct",
        split="service_level",
    ),
    _metric(
        "satisfaction-channel", "各渠道差评率", BARS, "bad_review_rate_pct", split="channel_kind"
    ),
    _metric("satisfaction-trend", "服务满意率走势", BY_MONTH, "satisfaction_rate_pct"),
    _metric("satisfaction-mended", "差评按期整改率走势", BY_MONTH, "bad_review_on_time_pct"),
    _metric("satisfaction-ranking", "各地差评率", BY_PLACE, "bad_review_rate_pct", "half tall"),
    _metric("satisfaction-spread", "单位之间的满意率", SPREAD, "satisfaction_rate_pct", "full"),
    _findings("satisfaction", "review"),
    _rows("institutions-review", "各单位评价"),
    _rows("reviews", "评价"),
    _metric("offices-spread", "单位之间的人均面积", SPREAD, "office_area_per_head_m2", "full"),
    _findings("offices", "building", "room"),
    _rows("institutions-building", "各单位办公用房"),
    _rows("rooms", "房间"),
    _metric(
        "overview-map",
        "区域均衡：车随人走了吗",
        drawings.on_map,
        "vehicles_per_100_staff",
        "half tall",
    ),
    _metric("overview-offices", "各地人均办公面积", drawings.by_city, "office_area_per_head_m2"),
    _metric("overview-energy", "人均综合能耗走势", drawings.by_month, "energy_per_head_kgce"),
    _metric(
        "overview-service",
        "五级服务评价",
        drawings.bars,
        "satisfaction_rate_pct",
        split="service_level",
    ),
    _metric(
        "overview-new-energy", "新能源汽车占比", drawings.by_city, "vehicle_new_energy_share_pct"
    ),
    _metric("overview-cost", "单公里运行费用走势", drawings.by_month, "vehicle_cost_per_km_cny"),
    Panel("overview-owing", "谁还没有报", standing.owing, "full"),
    _counted("overview-problems", "产权问题（公开研究）", "category", "问题类别"),
    _metric("offices-map", "人均面积在哪里多", ON_MAP, "office_area_per_head_m2", "half tall"),
    _metric(
        "offices-ranking", "各县区与本级排名", BY_PLACE, "office_area_per_head_m2", "half tall"
    ),
    _metric(
        "offices-types",
        "各类机构",
        drawings.bars,
        "office_area_per_head_m2",
        split="institution_type",
    ),
    _metric("offices-over", "超标准面积在哪里", drawings.by_city, "office_over_standard_m2"),
    _metric("offices-idle", "闲置率", drawings.by_city, "office_idle_share_pct"),
    _metric(
        "offices-area", "在用建筑面积走势", drawings.by_month, "office_building_area_m2", "full"
    ),
    _metric("offices-registered", "权属登记率", drawings.by_city, "office_registered_share_pct"),
    Panel("property-clearance", "清查与腾退", problems.clearance, "full"),
    Panel("property-disagreements", "文中的数与清单的数", problems.disagreements, "full"),
    _counted("property-categories", "按问题类别", "category", "问题类别"),
    _counted("property-steps", "按处理建议", "step", "处理建议"),
    _counted("property-units", "按责任单位", "unit", "责任单位"),
    Panel("property-satisfaction", "住宅区服务中心住户满意度", problems.satisfaction, "half"),
    Panel("property-ledger", "产权问题台账", problems.ledger, "full"),
    Panel("quality-headline", "", quality.headline, "full bare"),
    Panel("quality-tiles", "", quality.tiles, "full bare"),
    Panel("quality-coverage", "报送覆盖", owing.heat, "full", "地区 × 报表，随筛选变化"),
    Panel("quality-owing", "谁还没有报，晚了多久", owing.reminders, "full", "按市，附催报文字"),
    Panel("quality-changes", "与上次发布相比", former.changes, "half", "随筛选变化"),
    Panel("quality-totals", "控制合计", controlled.totals, "half", "全部文件"),
    Panel("quality-cells", "拒收与存疑的单元格", quality.cells, "full", "全部文件"),
    Panel("quality-files", "收到的文件", quality.files, "full", "全部文件，最近装载的在前"),
    *(
        Panel(f"glossary-{number}", subject, partial(glossary.entries, subject), "full")
        for number, subject in enumerate(metrics.SUBJECTS)
    ),
    Panel("card", "", card.head, "full bare"),
    Panel("card-life", "全周期", card.life, "full"),
    Panel("card-trend", "逐月里程与油耗", card.trend, "full", "km，L/100km", CHARTED),
    Panel("card-rows", "名下与明细", card.listed, "full"),
    Panel("records-source", "", source.above, "full"),
    _rows("records", "明细"),
    Panel("cells-head", "", cellhead.above, "full bare"),
    _rows("cells", "单元格"),
    Panel("glossary-parameters", "系数、标准与目标", glossary.parameters, "full"),
)
PANELS = {panel.id: panel for panel in _ALL}
