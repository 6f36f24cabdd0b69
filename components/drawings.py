"""The ways a metric is drawn: bars over a split, a line over months, counties on a map."""

import statistics
from dataclasses import replace

from dash import html

from components import numbers, sentences, spans
from components.figures import ranking, region_map, tiles, trend
from components.figures import spread as spreading
from components.panel import Content, Drawing, charted, empty, foot, silent
from data import comparison, events, metrics, places
from data.analysis import targets
from data.metrics.metric import Metric
from data.scope import ROOT, Scope

MOST = 100
"""Institutions in the table of a distribution; all of them stand in the rows of the page."""
FEWEST = 5  # institutions below which a distribution says nothing
TYPE = "institution_type"
CLICKS = {TYPE: "type"}
"""The parameter of the address that a click on a bar of a split writes; else the region."""
WHAT = {
    "region": "地区",
    "unit": "县区与本级",
    "month": "月份",
    "institution_type": "机构类型",
    "service_level": "服务层级",
    "channel_kind": "评价渠道",
    "category": "问题类别",
    "suggestion": "处理建议",
}


def bars(
    panel_id: str, metric: Metric, drawing: Drawing, split: str, moved: bool = False
) -> Content:
    """Bars over a split, longest first; a ratio also shows the whole as a line. A click on a bar
    narrows the page to it; of the types of institution the others stay, paler. `moved` adds how
    the ranks changed in a year."""
    view, chosen = drawing.view, ""
    if split == TYPE:
        view, chosen = replace(view, institution_type=""), view.institution_type
    rows = metrics.fetch(metric, view, split)
    if not any(row["value"] is not None for row in rows):
        return empty(metric, drawing)
    whole = metrics.total(metric, drawing.view)
    line = whole["value"] if metric.is_ratio and whole else None
    moves = _moves(rows, metric, view, split) if moved else {}
    figure = ranking.draw(rows, metric, drawing.colours, line, moves, chosen)
    figure["layout"]["meta"] = {"click": CLICKS.get(split, "region")}
    summary = sentences.ranking(rows, metric, whole)
    return charted(panel_id, figure, summary, foot(metric, rows, WHAT[split], moves, view))


def _moves(rows: list[dict], metric: Metric, view: Scope, split: str) -> dict[str, int]:
    """Places gained (+) or lost in a year by key; empty where there is no year before."""
    if not metric.has_history:
        return {}
    before = metrics.fetch(metric, view.during(view.covered.year_before()), split)
    now_at, then_at = _places(rows), _places(before)
    return {key: then_at[key] - place for key, place in now_at.items() if key in then_at}


def _places(rows: list[dict]) -> dict[str, int]:
    """Places by key, the highest value first; equal values share one."""
    known = [row for row in rows if row["value"] is not None]
    return {row["key"]: 1 + sum(other["value"] > row["value"] for other in known) for row in known}


def by_place(panel_id: str, metric: Metric, drawing: Drawing) -> Content:
    """Bars over counties and 本级; inside one county, over its parts."""
    inside = drawing.view.level not in ("region", "city")
    return bars(panel_id, metric, drawing, "region" if inside else "unit", moved=True)


def by_city(panel_id: str, metric: Metric, drawing: Drawing) -> Content:
    """Bars over the next level down: cities and 本级, or the counties of one city."""
    return bars(panel_id, metric, drawing, "region")


def by_month(panel_id: str, metric: Metric, drawing: Drawing) -> Content:
    """A line over the last 36 months, breaks in the statistics marked."""
    rows = spans.within(metrics.fetch(metric, drawing.view, "month"), drawing)
    if not rows:
        return empty(metric, drawing)
    figure = trend.draw(rows, metric, drawing.colours, breaks(metric))
    trend.mark(figure, rows, metric, drawing.colours, happened(drawing), aim(metric, drawing))
    summary = sentences.trend(rows, metric)
    return charted(panel_id, figure, summary, foot(metric, rows, WHAT["month"]))


def happened(drawing: Drawing) -> dict[str, str]:
    """What a trend is to be read with, words by month."""
    return {row["month"]: f"机构调整 {row['changes']} 项" for row in events.moves(drawing.view)}


def aim(metric: Metric, drawing: Drawing) -> float | None:
    """The level a target sets, in the unit of the metric; None where none is in force."""
    if metric.id in targets.GAPS.values():
        return 0.0
    level = targets.against(metric, drawing.view, metrics.total(metric, drawing.view))
    fixed = level is not None and metric.is_share
    return level.path if fixed else None


def breaks(metric: Metric) -> tuple[tuple[str, str], ...]:
    """(month, words) of the breaks in the statistics behind a metric."""
    found = comparison.breaks(metric.mart.subject)
    return tuple((row["date"][:7], "口径断点") for row in found)


def spread(panel_id: str, metric: Metric, drawing: Drawing) -> Content:
    """How the institutions of the view lie around their median."""
    rows = metrics.fetch(metric, drawing.view, "institution")
    known = sorted(row["value"] for row in rows if row["value"] is not None)
    if len(known) < FEWEST:
        return silent(
            f"{drawing.view.region_name}本期只有 {len(known)} 家单位有“{metric.label}”，"
            f"不足 {FEWEST} 家，不作分布。请换一个地区或机构类型。"
        )
    quarters = statistics.quantiles(known, n=4, method="inclusive")
    marks = list(zip(quarters, ("下四分位", "中位数", "上四分位"), strict=True))
    figure = spreading.draw(known, metric, drawing.colours, marks)
    summary = sentences.spread(known, quarters, metric)
    shown = sorted((row for row in rows if row["value"] is not None), key=lambda r: -r["value"])
    whose = "单位" if len(shown) <= MOST else f"单位（最高 {MOST} 家，全部见单位明细）"
    return charted(panel_id, figure, summary, foot(metric, shown[:MOST], whose))


def on_map(panel_id: str, metric: Metric, drawing: Drawing) -> Content:
    """All counties on the map, or on the tile grid where outlines may not be shown."""
    view = drawing.view.within(ROOT)
    rows = metrics.fetch(metric, view, "unit")
    if not any(row["value"] is not None for row in rows):
        return empty(metric, drawing)
    info = places.map_info(view.snapshot)
    if info["kind"] == "outline":
        figure = region_map.draw(rows, metric, drawing.colours, places.outlines(view.snapshot))
        source = f"底图：{info['source']} 审图号：{info['review_number']}"
    else:
        figure = tiles.draw(rows, metric, drawing.colours, places.grid(view.snapshot))
        source = "等面积方格图，不表示行政边界"
    summary = sentences.ranking(rows, metric, metrics.total(metric, view))
    return charted(
        panel_id,
        figure,
        summary,
        _ramp(rows, metric, drawing.colours),
        html.P(f"{source}；本级不在图上，见排名与数据表", className="map-source"),
        foot(metric, rows, WHAT["unit"], view=view),
    )


def _ramp(rows: list[dict], metric: Metric, colours: dict) -> html.P | None:
    """What the colours of a map stand for: of its counties the lowest and the highest."""
    counties = [row for row in rows if row["key"].isdigit() and row["value"] is not None]
    if not counties:
        return None
    known = [row["value"] for row in counties]
    fill = f"linear-gradient(to right, {colours['scale-low']}, {colours['scale-high']})"
    ramp = html.Span(className="ramp", style={"background": fill}, **{"aria-hidden": "true"})
    low, high = (numbers.plain(end, metric.digits) for end in (min(known), max(known)))
    return html.P([low, ramp, f"{high} {metric.unit}"], className="map-source legend")
