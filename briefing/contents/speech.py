"""Official Chinese for numbers: units in characters, and a change by direction, size and weight."""

from components import numbers
from data.comparison import Comparison
from data.metrics.metric import Metric
from data.period import Period
from data.scope import Scope

UNITS = {
    "kgce/人": "千克标准煤",
    "tce": "吨标准煤",
    "kgce/m²": "千克标准煤/平方米",
    "kWh/m²": "千瓦时/平方米",
    "m³/人": "立方米",
    "tCO₂": "吨二氧化碳",
    "kgCO₂/m²": "千克二氧化碳/平方米",
    "m²/人": "平方米",
    "m²": "平方米",
    "元/km": "元/公里",
    "元/人": "元",
    "元/辆": "元",
    "L/100km": "升",
    "辆/百人": "辆",
    "GJ": "吉焦",
}
"""A unit per head or per car loses its second half: the label says 人均, 每百人, 单车."""
LIGHT, HEAVY = {True: 0.1, False: 0.005}, {True: 5.0, False: 0.10}
"""A change below LIGHT is 基本持平, from HEAVY on 明显; points when True, else relative."""


def amount(value: float, metric: Metric) -> str:
    """A value with its unit in characters: 41.2 千克标准煤."""
    number, unit = numbers.parts(value, metric.unit, metric.digits)
    if unit == "%":
        return f"{number}%"
    prefix = unit.removesuffix(metric.unit)
    return f"{number} {prefix}{UNITS.get(metric.unit, metric.unit)}"


def everywhere(view: Scope) -> str:
    """How the region is called from the second time on: 全区, 全市, 全县, or its own name."""
    name = view.region_name
    if view.level not in ("region", "city", "county"):
        return name
    return f"全{name[-1]}" if name[-1] in "区市县" else name


def change(one: Comparison) -> str:
    """同比下降 1.3%，环比下降 7.6%; "" when there is nothing to compare with."""
    told = [against("同比", one.year_change, one.metric)]
    if not one_year(one):
        told.append(against("环比", one.period_change, one.metric))
    return "、".join(part for part in told if part)


def one_year(one: Comparison) -> bool:
    """Whether the period before is the year before, so that 环比 would repeat 同比."""
    return one.period_before == one.year_before


def when(period: Period) -> str:
    """2025年 for a whole year, else the label."""
    return period.label.removesuffix("全年")


def against(which: str, amount: float | None, metric: Metric) -> str:
    """同比明显提高 5.9 个百分点; the words follow from the rounded figure."""
    if amount is None:
        return ""
    told = numbers.change(amount, metric)
    if told == "持平":
        return f"{which}持平"
    way, size = _way(amount > 0, metric), told[1:]
    if slight(amount, metric):
        return f"{which}基本持平（{way} {size}）"
    heavy = "明显" if abs(amount) >= HEAVY[metric.is_share] else ""
    return f"{which}{heavy}{way} {size}"


def slight(amount: float, metric: Metric) -> bool:
    """Whether a change is too small to be told as one."""
    return abs(amount) < LIGHT[metric.is_share]


def _way(up: bool, metric: Metric) -> str:
    if not up:
        return "下降"
    if metric.good == "up":
        return "提高"
    return "上升" if metric.is_ratio or metric.is_share else "增长"


def gap(one: Comparison) -> str:
    """How a number stands to its target: 落后目标路径 0.20 个百分点; "" without one."""
    target = one.against_target
    if target is None or target.gap is None:
        return ""
    size = numbers.plain(abs(target.gap), 2)
    unit = "个百分点" if target.points else UNITS.get(one.metric.unit, one.metric.unit)
    if one.metric.is_share:
        side = "高于" if target.gap >= 0 else "低于"
        return f"{side} {numbers.plain(target.path, 1)}% 的要求 {size} {unit}"
    if abs(target.gap) < LIGHT[True]:
        return f"与目标路径基本持平（{'达到' if target.reached else '落后'} {size} {unit}）"
    return f"{'好于' if target.reached else '落后'}目标路径 {size} {unit}"


def times(value: float, whole: float, metric: Metric) -> str:
    """How a part stands to the whole: 高于全区 0.5 个百分点, 是全区的 1.6 倍."""
    if metric.is_share:
        apart = value - whole
        if not round(abs(apart), metric.digits):
            return "与总体持平"
        size = numbers.plain(abs(apart), metric.digits)
        return f"{'高' if apart > 0 else '低'}于总体 {size} 个百分点"
    if whole <= 0:
        return ""
    share = value / whole - 1
    size = numbers.plain(abs(share) * 100, 1)
    return f"{'高' if share > 0 else '低'}于总体 {size}%" if float(size) else "与总体持平"


def listed(names: list[str], most: int = 3, what: str = "家单位") -> str:
    """甲、乙、丙等 17 家单位."""
    names = list(dict.fromkeys(names))
    more = f"等 {numbers.plain(len(names))} {what}" if len(names) > most else ""
    return "、".join(names[:most]) + more


def day(date) -> str:
    """2026年12月28日."""
    return f"{date.year}年{date.month}月{date.day}日"


def month(key: str) -> str:
    """2026年9月 of 2026-09."""
    return f"{key[:4]}年{int(key[5:7])}月"
