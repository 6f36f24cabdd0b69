"""The six scenes: which numbers, which panels, which findings, and the sentence on top."""

from functools import partial

from components import ahead, reviewflow
from components.panel import Content, empty
from components.wall import bars, cases, leads, lines, maps, uneven
from components.wall.scene import Scene, Sight, Slot
from data import metrics
from data.analysis import targets
from data.errors import DashboardError

ENERGY = ("energy", "energy_year", "reporting")
ESTATE = ("vehicle", "vehicle_month", "vehicle_quota", "building", "room", "asset", "warehouse",
          "property_problem")  # fmt: skip
SERVICE = ("review", "service_month")


def _map(metric: str, sight: Sight) -> Content:
    return maps.on_map(metric, sight.drawing, sight.alerts)


def _where_red(sight: Sight) -> Content:
    return maps.counted(sight.drawing, sight.alerts)


def _outlines(sight: Sight) -> str:
    return maps.legend(sight.alerts, sight.view.snapshot)


def _path(sight: Sight) -> str:
    known = targets.course(metrics.find("energy_per_head_kgce"), sight.view)
    return "虚线为目标路径" if known else "没有在执行的目标"


def _bars(draw, metric: str, sight: Sight) -> Content:
    return draw(metric, sight.drawing)


def _line(metric: str, sight: Sight) -> Content:
    return lines.by_month(metric, sight.drawing)


def _ahead(metric: str, sight: Sight) -> Content:
    """The line with its forecast; the plain one where there is too little to go by."""
    try:
        told = ahead.outlook(metrics.find(metric), sight.view)
    except DashboardError:
        return _line(metric, sight)
    return lines.ahead(metric, sight.drawing, told)


def _brief(sight: Sight) -> Content:
    return cases.brief(sight.reds)


def _list(sight: Sight) -> Content:
    return cases.listed(sight.open, sight.view.snapshot)


def _fields(sight: Sight) -> Content:
    return cases.by_subject(sight.open)


def _flow(sight: Sight) -> Content:
    """What became of the bad reviews, step by step."""
    metric = metrics.find(reviewflow.STEP)
    rows = [row for row in metrics.fetch(metric, sight.view, "step") if row["value"] is not None]
    if not rows:
        return empty(metric, sight.drawing)
    named = [row | {"label": row["label"].lstrip("①②③④")} for row in rows]
    return Content([bars.drawn(named, metric, None)])


SCENES = (
    Scene(
        "overview", "总览", "/", "energy_per_head_kgce",
        ("asset_net_value_cny", "office_area_per_head_m2", "vehicles_count",
         "energy_per_head_kgce", "satisfaction_rate_pct"),
        (), leads.overview,
        (
            Slot("a", "各地人均办公用房", "building",
                 partial(_bars, bars.by_part, "office_area_per_head_m2"), "m²/人 · 竖线为整体"),
            Slot("b", "人均综合能耗走势", "energy", partial(_line, "energy_per_head_kgce"),
                 _path),
            Slot("m", "每百人公务用车", "vehicle", partial(_map, "vehicles_per_100_staff"),
                 _outlines),
            Slot("c", "五级服务评价", "review",
                 partial(_bars, bars.by_level, "satisfaction_rate_pct"), "满意率，%"),
            Slot("d", "最急的红色问题", "", _brief, "按期限先后"),
        ),
    ),
    Scene(
        "balance", "区域均衡", "/balance", "vehicles_per_100_staff", ("vehicles_per_100_staff",),
        ("vehicle", "vehicle_month", "vehicle_quota"), uneven.lead,
        (
            Slot("a", "偏高与偏低", "vehicle", uneven.ends, "区位熵 · 竖线为总体"),
            Slot("b", "三项指标的基尼系数", "", uneven.three, "越小越均衡"),
            Slot("m", "每百人公务用车", "vehicle", uneven.on_map, _outlines),
            Slot("c", "洛伦兹曲线", "vehicle", uneven.curve, "越靠近对角线越均衡"),
            Slot("d", "最急的红色问题", "", _brief, "公务用车"),
        ),
        uneven.tiles,
    ),
    Scene(
        "energy", "公共机构节能", "/energy", "energy_per_head_kgce",
        ("energy_per_head_kgce", "energy_per_m2_kgce", "water_per_head_m3", "carbon_total_t",
         "energy_total_tce"),
        ENERGY, partial(leads.one, "energy_per_head_kgce", "region", "energy_per_head_kgce"),
        (
            Slot("a", "各地单位面积能耗", "energy",
                 partial(_bars, bars.by_part, "energy_per_m2_kgce"), "kgce/m² · 竖线为整体"),
            Slot("b", "人均能耗与目标路径", "energy", partial(_line, "energy_per_head_kgce"),
                 _path),
            Slot("m", "人均综合能耗", "energy", partial(_map, "energy_per_head_kgce"),
                 _outlines),
            Slot("c", "各类机构人均能耗", "energy",
                 partial(_bars, bars.by_kind, "energy_per_head_kgce"), "kgce/人"),
            Slot("d", "综合能耗预测", "energy", partial(_ahead, "energy_total_tce"),
                 "虚线为预测，带为区间"),
        ),
    ),
    Scene(
        "estate", "房车资产", "/vehicles", "vehicle_cost_per_km_cny",
        ("asset_net_value_cny", "asset_idle_share_pct", "office_standard_use_pct",
         "vehicles_quota_use_pct", "vehicle_cost_per_km_cny"),
        ESTATE, partial(leads.one, "vehicle_cost_per_km_cny", "region", "vehicles_quota_use_pct"),
        (
            Slot("a", "各地编制使用率", "vehicle",
                 partial(_bars, bars.by_part, "vehicles_quota_use_pct"), "% · 竖线为整体"),
            Slot("b", "单公里运行费用", "vehicle", partial(_line, "vehicle_cost_per_km_cny"),
                 "元/km · 月"),
            Slot("m", "人均办公用房", "building", partial(_map, "office_area_per_head_m2"),
                 _outlines),
            Slot("c", "各地资产闲置率", "asset",
                 partial(_bars, bars.by_part, "asset_idle_share_pct"), "% · 竖线为整体"),
            Slot("d", "最急的红色问题", "", _brief, "按期限先后"),
        ),
    ),
    Scene(
        "satisfaction", "服务满意度", "/satisfaction", "satisfaction_rate_pct",
        ("satisfaction_rate_pct", "satisfaction_score", "bad_review_rate_pct",
         "bad_review_on_time_pct", "review_active_share_pct"),
        SERVICE,
        partial(leads.one, "satisfaction_rate_pct", "service_level", "satisfaction_rate_pct"),
        (
            Slot("a", "五级服务评价", "review",
                 partial(_bars, bars.by_level, "satisfaction_rate_pct"), "满意率，%"),
            Slot("b", "满意率走势", "review", partial(_line, "satisfaction_rate_pct"), "% · 月"),
            Slot("m", "服务满意率", "review", partial(_map, "satisfaction_rate_pct"),
                 _outlines),
            Slot("c", "各渠道差评率", "review",
                 partial(_bars, bars.by_channel, "bad_review_rate_pct"), "% · 竖线为整体"),
            Slot("d", "差评处理四步", "review", _flow, "走到该步的差评，%"),
        ),
    ),
    Scene(
        "problems", "问题督办", "/problems", "reporting_coverage_pct", ("reporting_coverage_pct",),
        (), leads.problems,
        (
            Slot("a", "按领域", "", _fields, "件 · 红色在前"),
            Slot("m", "红色问题在哪里", "", _where_red, _outlines),
            Slot("list", "问题清单", "", _list, "按期限先后滚动，遇红停留"),
        ),
        lambda sight: cases.counted(sight.drawing, sight.open),
    ),
)  # fmt: skip
BY_ID = {scene.id: scene for scene in SCENES}
TITLES = {scene.id: scene.title for scene in SCENES}
