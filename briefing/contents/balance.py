"""Balance between regions: how unequal, between whom, since when, and where on the map."""

from briefing.contents import speech
from briefing.contents.readings import Readings
from briefing.document import Block, Column, Figure, Heading, Paragraph, Sentence, Table
from components import numbers, theme
from components.figures import region_map, tiles
from data import metrics, places, scope
from data.analysis import inequality_scope, inequality_words
from data.analysis.inequality import Balance
from data.scope import ROOT, Scope

MEASURED = ("vehicles_per_100_staff", "office_area_per_head_m2", "energy_per_head_kgce")
LEAST = 5
"""Fewer regions than this are named, not measured (small numbers make any index jump)."""
MAP_HEIGHT = 500
COLUMNS = (
    Column("指标", 2.6),
    Column("地区数", 1.1, True),
    Column("基尼系数", 1.35, True),
    Column("变异系数", 1.35, True),
    Column("最高", 1.9),
    Column("最低", 1.9),
    Column("倍数", 0.8, True),
)


def chapter(readings: Readings) -> list[Block]:
    """Inequality of the per-head indicators between counties; nothing inside one county."""
    found = measured(readings)
    if not found:
        return []
    told = [_told(metric, one, readings.view) for metric, one in found]
    rows = tuple(_row(metric, one) for metric, one in found)
    return [
        Heading("区域均衡性分析"),
        *told,
        Table("区域均衡程度", COLUMNS, rows,
              "基尼系数已作小样本校正，以各指标自身的分母为权重；本级机关不属任何县区，不计入。"
              "基尼系数没有官方划定的均衡界限，只作不同时期、不同指标之间的比较。"),
        *_map(found[0][0], readings.view),
    ]  # fmt: skip


def measured(readings: Readings) -> list[tuple[metrics.Metric, Balance]]:
    known = [one.metric for one in readings.known(MEASURED)]
    found = [(metric, inequality_scope.measure(metric, readings.view)) for metric in known]
    return [(metric, one) for metric, one in found if one.count >= LEAST]


def _told(metric: metrics.Metric, found: Balance, view: Scope) -> Paragraph:
    low, high = found.regions[0], found.regions[-1]
    text = (
        f"{metric.label}：{found.count} 个县（市、区）中，{high['label']}最高"
        f"（{speech.amount(high['value'], metric)}），"
        f"{low['label']}最低（{speech.amount(low['value'], metric)}）"
    )
    if found.ratio is not None:
        text += f"，最高为最低的 {numbers.plain(found.ratio, 1)} 倍"
    told = [f"{text}；基尼系数 {numbers.plain(found.gini_small, 3)}。", *_between(found, view)]
    told += _since(metric, found, view)
    return Paragraph(tuple(Sentence(one, (metric.id,)) for one in told))


def _between(found: Balance, view: Scope) -> list[str]:
    """How much of the difference lies between the cities of the whole."""
    if view.region != ROOT or not found.theil or len(found.groups) < 2:
        return []
    share = found.theil_between / found.theil * 100
    side = f"主要在各市内部（占 {numbers.plain(100 - share, 1)}%）"
    if share >= 50:
        side = f"主要在五市之间（占 {numbers.plain(share, 1)}%）"
    return [f"从构成看，差距{side}。"]


def _since(metric: metrics.Metric, found: Balance, view: Scope) -> list[str]:
    """Whether the difference grew in a year, by more than chance."""
    before = view.covered.year_before()
    if not metric.has_history or before.start < scope.months(view.snapshot)[0]:
        return []
    then = inequality_scope.measure(metric, view.during(before))
    told = inequality_words.change(metric, [(before, then), (view.covered, found)])
    return [told["text"]] if told else []


def _map(metric: metrics.Metric, view: Scope) -> list[Block]:
    """The counties of the whole on a map, with its review number; tiles where none may be shown."""
    if view.region != ROOT:
        return []
    rows = metrics.fetch(metric, view, "unit")
    info, tone = places.map_info(view.snapshot), theme.tokens("light")
    outlined = info["kind"] == "outline"
    shapes = (places.outlines if outlined else places.grid)(view.snapshot)
    figure = (region_map if outlined else tiles).draw(
        rows, metric, tone | {"border-map": "#7d8b9a"}, shapes)  # fmt: skip
    county = {part["region"] for part in shapes}
    known = [row["value"] for row in rows if row["value"] is not None and row["key"] in county]
    told = f"颜色由浅到深为 {numbers.of(min(known), metric)} 至 {numbers.of(max(known), metric)}"
    ground = f"底图：{info['source']}，审图号：{info['review_number']}"
    source = f"{told}。{ground if outlined else '等面积方格图，不表示行政边界'}。"
    caption = f"各县（市、区）{metric.label}（{metric.unit}）"
    return [Figure(f"map-{metric.id}", caption, f"{caption}。{source}", figure, MAP_HEIGHT, source)]


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
