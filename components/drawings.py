"""The ways a metric is drawn: bars over a split, a line over months, counties on a map."""

import statistics

from dash import html

from components import sentences
from components.figures import ranking, region_map, tiles, trend
from components.figures import spread as spreading
from components.panel import Content, Drawing, charted, empty, foot, silent
from data import comparison, metrics, places
from data.metrics.metric import Metric
from data.scope import ROOT

FEWEST = 5  # institutions below which a distribution says nothing
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


def bars(panel_id: str, metric: Metric, drawing: Drawing, split: str) -> Content:
    """Bars over a split, longest first; a ratio also shows the whole as a line."""
    rows = metrics.fetch(metric, drawing.view, split)
    if not any(row["value"] is not None for row in rows):
        return empty(metric, drawing)
    whole = metrics.total(metric, drawing.view)
    line = whole["value"] if metric.is_ratio and whole else None
    figure = ranking.draw(rows, metric, drawing.colours, line)
    summary = sentences.ranking(rows, metric, whole)
    return charted(panel_id, figure, summary, foot(metric, rows, WHAT[split]))


def by_place(panel_id: str, metric: Metric, drawing: Drawing) -> Content:
    """Bars over counties and 本级; inside one county, over its parts."""
    inside = drawing.view.level not in ("region", "city")
    return bars(panel_id, metric, drawing, "region" if inside else "unit")


def by_city(panel_id: str, metric: Metric, drawing: Drawing) -> Content:
    """Bars over the next level down: cities and 本级, or the counties of one city."""
    return bars(panel_id, metric, drawing, "region")


def by_month(panel_id: str, metric: Metric, drawing: Drawing) -> Content:
    """A line over the last 36 months, breaks in the statistics marked."""
    rows = metrics.fetch(metric, drawing.view, "month")
    if not rows:
        return empty(metric, drawing)
    figure = trend.draw(rows, metric, drawing.colours, breaks(metric))
    summary = sentences.trend(rows, metric)
    return charted(panel_id, figure, summary, foot(metric, rows, WHAT["month"]))


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
    return charted(panel_id, figure, summary, foot(metric, shown, "单位"))


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
        html.P(f"{source}；本级不在图上，见排名与数据表", className="map-source"),
        foot(metric, rows, WHAT["unit"]),
    )
