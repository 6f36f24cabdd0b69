"""Balance between regions: how unequal, between whom, and what an allocation could change."""

from importlib import import_module

from briefing.contents.readings import Readings
from briefing.document import Block, Column, Heading, Note, Paragraph, Sentence, Table
from components import numbers
from data import metrics
from data.analysis import inequality_scope, inequality_words
from data.analysis.inequality import Balance
from data.errors import AllocationError
from data.scope import ROOT

MEASURED = ("vehicles_per_100_staff", "office_area_per_head_m2", "energy_per_head_kgce")
LEAST = 5
"""Fewer regions than this are named, not measured (small numbers make any index jump)."""
COLUMNS = (
    Column("指标", 2.6),
    Column("地区数", 1.1, True),
    Column("基尼系数", 1.35, True),
    Column("变异系数", 1.35, True),
    Column("最高", 1.9),
    Column("最低", 1.9),
    Column("倍数", 0.8, True),
)
PLANS = (("allocation_vehicles", "vehicles"), ("allocation_rooms", "rooms"))


def chapter(readings: Readings) -> list[Block]:
    """Inequality of the per-head indicators between counties; nothing inside one county."""
    view = readings.view
    found = [(metric, inequality_scope.measure(metric, view)) for metric in _known(readings)]
    found = [(metric, one) for metric, one in found if one.count >= LEAST]
    if not found:
        return []
    told = [_told(metric, one) for metric, one in found]
    return [
        Heading("区域均衡"),
        *told,
        Table("区域均衡程度", COLUMNS, tuple(_row(metric, one) for metric, one in found),
              "基尼系数已作小样本校正；各项以该指标自身分母为权重，本级机关不属任何县区，不计入。"),
        Note("基尼系数没有官方划定的均衡界限，这里只作不同时期、不同指标之间的比较。"),
    ]  # fmt: skip


def advice(readings: Readings) -> list[Block]:
    """What idle cars and rooms could do for the regions below the band."""
    view = readings.view
    if not chapter(readings):
        return []
    # scipy is heavy: only who writes this chapter pays for it
    words = import_module("data.analysis.allocation_words")
    told: list[Paragraph] = []
    for module, name in PLANS:
        try:
            problem = getattr(import_module(f"data.analysis.{module}"), name)(view, None)
            rows = words.sentences(words.outcome(problem))
        except AllocationError as error:
            rows = [{"metric": "", "text": f"{error}"}]
        told.append(Paragraph(tuple(_sentence(row) for row in rows)))
    where = "各县（市、区）之间" if view.region == ROOT else f"{view.region_name}各县（市、区）之间"
    return [Heading(f"{where}的调配", 2), *told]


def _sentence(row: dict) -> Sentence:
    return Sentence(row["text"], (row["metric"],) if row["metric"] else ())


def _told(metric: metrics.Metric, found: Balance) -> Paragraph:
    rows = inequality_words.sentences(metric, found, "县（市、区）", "五市")[:2]
    return Paragraph(tuple(Sentence(row["text"], (metric.id,)) for row in rows))


def _known(readings: Readings) -> list[metrics.Metric]:
    return [one.metric for one in readings.known(MEASURED)]


def _row(metric: metrics.Metric, found: Balance) -> tuple[str, ...]:
    low, high = found.regions[0], found.regions[-1]
    return (
        f"{metric.label}（{metric.unit}）",
        numbers.plain(found.count),
        numbers.plain(found.gini_small, 3),
        numbers.plain(found.variation, 3),
        f"{high['label']} {numbers.plain(high['value'], metric.digits)}",
        f"{low['label']} {numbers.plain(low['value'], metric.digits)}",
        numbers.plain(found.ratio, 1),
    )
