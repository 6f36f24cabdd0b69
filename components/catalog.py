"""The catalog of panels: which question is answered by which metric, split and drawing."""

from collections.abc import Callable
from functools import partial

from components import drawings, former, glossary, owing, problems, quality, standing
from components.panel import CHARTED, Panel
from data import metrics

OVERVIEW = (
    "asset_net_value_cny",
    "vehicles_count",
    "office_area_per_head_m2",
    "energy_per_head_kgce",
    "satisfaction_rate_pct",
    "reporting_coverage_pct",
)
OFFICES = (
    "office_usable_area_m2",
    "office_area_per_head_m2",
    "office_standard_use_pct",
    "office_over_standard_m2",
    "office_idle_share_pct",
    "office_registered_share_pct",
)


def _metric(id: str, title: str, draw: Callable, metric: str, size: str = "half", **more) -> Panel:
    """A panel that draws one metric one way."""
    found = metrics.find(metric)
    note = f"{found.label}，{found.unit}"
    return Panel(id, title, partial(draw, id, found, **more), size, note, CHARTED)


def _counted(id: str, title: str, column: str, what: str, size: str = "half") -> Panel:
    """A panel of the published cases by a column of their ledger."""
    draw = partial(problems.counted, column=column, panel_id=id, what=what)
    return Panel(id, title, draw, size, "产权问题件数", CHARTED)


_ALL = (
    Panel("overview-now", "", partial(standing.now, OVERVIEW), "full bare"),
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
    Panel("offices-now", "", partial(standing.now, OFFICES), "full bare"),
    _metric("offices-map", "人均面积在哪里多", drawings.on_map, "office_area_per_head_m2"),
    _metric("offices-ranking", "各县区与本级排名", drawings.by_place, "office_area_per_head_m2"),
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
    Panel("quality-totals", "控制合计", quality.totals, "half", "全部文件"),
    Panel("quality-cells", "拒收与存疑的单元格", quality.cells, "full", "全部文件"),
    Panel("quality-files", "收到的文件", quality.files, "full", "全部文件，最近装载的在前"),
    *(
        Panel(f"glossary-{number}", subject, partial(glossary.entries, subject), "full")
        for number, subject in enumerate(metrics.SUBJECTS)
    ),
    Panel("glossary-parameters", "系数、标准与目标", glossary.parameters, "full"),
)
PANELS = {panel.id: panel for panel in _ALL}
