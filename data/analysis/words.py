"""A sentence for each term of a change: which way, how much, how heavy, and who above all.

The words follow from the rounded figures, so that none says 升高 0.0%.
"""

from decimal import Decimal

from data import comparison, reference, succession
from data.analysis import sources
from data.metrics.metric import Metric
from data.period import Period
from data.scope import Scope

HEAVY, LIGHT, NAMED = 5, 0.5, 3
REASONS = {
    "area": "建筑面积变化",
    "mix": "面积在各机构间的结构变化",
    "intensity": "单位面积用量变化",
    "weather": "采暖季冷暖不同",
    "unsplit": "缺建筑面积、里程等底数而无法拆分的部分",
    "vehicles": "车辆数变化",
    "distance": "每辆车行驶里程变化",
    "fuel": "每公里油耗变化",
    "price": "油价变化",
    "charge": "充电费变化",
    "repair": "维修费变化",
    "insurance": "保险费变化",
    "toll": "过路停车费变化",
    "acquired": "新增资产",
    "disposed": "资产处置",
    "transferred": "资产划转调出",
    "moved_in": "从本范围以外并入的机构",
    "moved_out": "划出到本范围以外的机构",
    "moved_within": "本范围内机构之间的划转",
    "founded": "新纳入名录的机构",
    "closed": "退出名录且没有承接单位的机构",
    "missing": "只报了其中一期（缺报）",
    "real": "各机构自身的变化",
}


def sentence(
    metric: Metric, key: str, label: str, value: Decimal, before: Decimal, leaders: tuple
) -> str:
    """One sentence of a row: 车辆数变化使……增加 12.00 元（相当于上期的 1.2%），主要是……。"""
    reason = REASONS.get(key, f"{label}的变化")
    if not value:
        return f"{reason}对{metric.label}没有影响。"
    which = "增加" if value > 0 else "减少"
    percent = abs(value / before * 100) if before else None
    weight, told = "", ""
    if percent is not None and not metric.is_share:
        weight = "明显" if percent >= HEAVY else "略" if percent < LIGHT else ""
        told = f"（相当于上期的 {percent:.1f}%）" if percent >= Decimal("0.05") else ""
    names = "、".join(f"{name}（{signed(amount)}）" for name, amount in leaders[:NAMED])
    who = f"，主要是{names}" if names and label not in dict(leaders) else ""
    return (
        f"{reason}使{metric.label}{weight}{which} {figure(abs(value))} {unit(metric)}{told}{who}。"
    )


def step(metric: Metric) -> Decimal:
    """The last place that is told: cents of a sum, two places more than are shown of a ratio."""
    return Decimal(1).scaleb(-(metric.digits + 2 if metric.is_ratio else 2))


def figure(value: Decimal) -> str:
    """The value as it is told, with every place it has."""
    return f"{value:,f}"


def signed(value: Decimal) -> str:
    """A change as it is told."""
    return f"{value:+,f}" if value else figure(abs(value))


def unit(metric: Metric) -> str:
    """The unit of a change."""
    return "个百分点" if metric.is_share else metric.unit


def notes(metric: Metric, view: Scope, earlier: Period) -> tuple[str, ...]:
    """What a reader has to know beside the figures."""
    found = [comparison.break_between(metric.mart.subject, earlier, view.covered)]
    found = [f"口径断点：{text}" for text in found if text]
    if metric.id == "energy_total_tce" and not _cold_known():
        found.append("未计天气：采暖度日数参照表（degree_days）没有宁夏各月数值，天气一项为零。")
    if metric.id == sources.ASSET_VALUE:
        found.append(
            "重估未计：资产台账只存现值，改登的原值同时计入两期；划转调入与购置在卡片上不分，计入新增。"
        )
    if metric.mart.subject in ("asset", "building"):
        found.append("台账按现登记单位回溯，机构沿革不另作调整。")
    moved = succession.between(succession.changes(view.snapshot), earlier.start, view.covered.end)
    for row in succession.unknown(moved):
        name = _named(row, view)
        found.append(
            f"{name} {row['changed_on']} {row['kind']}：划转比例或承接单位不明，未作调整。"
        )
    return tuple(found)


def _named(row: dict, view: Scope) -> str:
    if view.outward:
        return "一家单位"
    return row["institution_name"] or row["institution"] or "名录以外的单位"


def _cold_known() -> bool:
    return any(row["heating_degree_days"] for row in reference.table("degree_days"))
