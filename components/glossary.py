"""The glossary: each metric's formula, unit, clause, and whether what is behind it is verified."""

from dash import html

from components import numbers, table
from components.panel import Content, Drawing
from data import basis, metrics, reference
from data.metrics.metric import Metric

KINDS = {"stock": "时点数（取期末，不跨期相加）", "flow": "时期数（期内相加）"}
GOOD = {"up": "越高越好", "down": "越低越好", "none": "不作优劣判断"}
SPLITS = {
    "region": "下级地区",
    "unit": "县区与本级",
    "institution_type": "机构类型",
    "month": "月份",
    "heating_kind": "采暖方式",
    "band": "定额档位",
    "service_level": "服务层级",
    "channel_kind": "线上线下",
    "step": "环节",
    "subject": "领域",
    "category": "问题类别",
    "responsible_unit": "责任单位",
    "suggestion": "建议",
}
TABLES = {
    "energy_quotas": (
        "能耗定额",
        ("scope", "institution_type", "indicator", "constraint_value", "baseline_value")
        + ("guide_value", "unit"),
    ),
    "reporting_deadlines": ("时限与间隔", ("rule", "due_kind", "due")),
    "vehicle_ages": ("车辆年限", ("rule", "years")),
    "vehicle_limits": ("车辆配备标准", ("use", "variant", "max_price_cny", "max_displacement_l")),
    "depreciation_lives": ("折旧年限", ("asset_group", "asset_kind", "min_years", "max_years")),
    "fuel_densities": ("燃油密度", ("carrier", "kg_per_l")),
    "holidays": ("节假日与调休", ("name", "kind", "valid_from", "valid_to")),
    "energy_factors": ("折标系数", ("carrier", "basis", "unit", "kgce_per_unit")),
    "carbon_factors": ("碳排放因子", ("carrier", "region_scope", "year", "unit", "kgco2_per_unit")),
    "office_standards": ("办公室使用面积标准", ("standard_level", "rank", "limit_m2")),
    "series_breaks": ("口径断点", ("date", "subject", "change")),
    "targets": ("目标", ("scope", "indicator", "base_year", "target_year", "change_pct")),
}
HEADINGS = {
    "carrier": "品种",
    "basis": "口径",
    "unit": "单位",
    "kgce_per_unit": "千克标准煤",
    "region_scope": "范围",
    "year": "年份",
    "kgco2_per_unit": "kgCO₂",
    "standard_level": "层级",
    "rank": "职级",
    "limit_m2": "上限（m²/人）",
    "date": "日期",
    "subject": "领域",
    "change": "变化",
    "scope": "范围",
    "indicator": "指标",
    "base_year": "基年",
    "target_year": "目标年",
    "change_pct": "变化（%）",
    "institution_type": "机构类型",
    "constraint_value": "约束值",
    "baseline_value": "基准值",
    "guide_value": "引导值",
    "rule": "规则",
    "due_kind": "期限",
    "due": "数",
    "years": "年",
    "use": "用途",
    "variant": "情形",
    "max_price_cny": "价格上限（元）",
    "max_displacement_l": "排气量上限（L）",
    "asset_group": "类别",
    "asset_kind": "资产",
    "min_years": "最低年限",
    "max_years": "最高年限",
    "kg_per_l": "kg/L",
    "name": "名称",
    "kind": "安排",
    "valid_from": "自",
    "valid_to": "至",
    "clause": "依据",
    "status": "核验",
}


def entries(subject: str, drawing: Drawing) -> Content:
    """Every metric of a subject, each under its own anchor."""
    return Content([_entry(metric, drawing) for metric in metrics.SUBJECTS[subject]])


def parameters(drawing: Drawing) -> Content:
    """The dated tables behind the metrics, with clause and state of verification."""
    return Content([_parameter(name) for name in TABLES])


def _entry(metric: Metric, drawing: Drawing) -> html.Article:
    now = metrics.total(metric, drawing.view)
    terms = [
        ("公式", metric.formula),
        ("单位", metric.unit),
        ("性质", f"{KINDS[metric.kind]}；{GOOD[metric.good]}"),
        ("依据", metric.clause),
        ("折标与因子", basis.sentence(metric, drawing.view)),
        ("可用分组", "、".join(SPLITS.get(name, name) for name in metrics.splits(metric))),
        ("数据来源", f"{metric.mart.table}（汇总表）"),
        ("说明", metric.note),
        ("当前值", _current(metric, now, drawing)),
    ]
    listed = [part for name, words in terms if words for part in (html.Dt(name), html.Dd(words))]
    state = "已核" if metric.verified else "待核"
    head = [
        html.H3(metric.label),
        html.Code(metric.id),
        html.Span(state, className=f"badge {_tone(state)}"),
    ]
    return html.Article([html.Header(head), html.Dl(listed)], id=metric.id, className="entry")


def _current(metric: Metric, now: dict | None, drawing: Drawing) -> str:
    where = f"{drawing.view.region_name}{drawing.view.covered.label}"
    if now is None:
        return f"{where}：无数据"
    mark = "，演示数据" if now["demo"] else ""
    return f"{where}：{numbers.of(now['value'], metric)}{mark}"


def _parameter(name: str) -> html.Details:
    title, keys = TABLES[name]
    rows = reference.table(name)
    columns = [(key, HEADINGS[key]) for key in (*keys, "clause", "status")]
    open_rows = sum(row["status"] == "待核" for row in rows)
    return table.fold(
        f"{title}（{len(rows)} 行，{open_rows} 行待核）", table.table(columns, list(rows))
    )


def _tone(state: str) -> str:
    return "sure" if state == "已核" else "open"
