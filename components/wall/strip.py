"""The KPI strip: number, change, the line it comes from, and what it is held against."""

from dash import html

from components import kpi, numbers
from components.panel import Drawing
from data import comparison, metrics, small_groups
from data.comparison import Comparison
from data.scope import Scope

SPARK_MONTHS = 13


def compared(ids: tuple[str, ...], drawing: Drawing) -> dict[str, Comparison]:
    """The metrics of a scene with what they are compared with, by id."""
    return comparison.compare_several(tuple(map(metrics.find, ids)), drawing.view)


def tiles(ids: tuple[str, ...], found: dict[str, Comparison], drawing: Drawing) -> list:
    """A tile a metric."""
    dated = tuple(one for one in map(metrics.find, ids) if one.has_history)
    history = metrics.several(dated, drawing.view, "month")
    return [_tile(found[id], history.get(id, [])[-SPARK_MONTHS:], drawing) for id in ids]


def plain(label: str, number: str, unit: str, below: list) -> html.Div:
    """A tile of a number that is no metric."""
    value = html.P([html.Strong(number), html.Span(unit)], className="value")
    return html.Div(
        [html.P(label, className="label"), value, html.P(below, className="below")],
        className="tile-kpi",
    )


def _tile(one: Comparison, history: list[dict], drawing: Drawing) -> html.Div:
    metric, now = one.metric, one.now
    number, unit = numbers.parts(now["value"] if now else None, metric.unit, metric.digits)
    known = [row["value"] for row in history if row["value"] is not None]
    spark = None
    if len(known) > 2:
        spark = html.Img(src=kpi.sparkline(known, drawing.colours), alt="", className="spark")
    value = html.P([html.Strong(number), html.Span(unit)], className="value")
    return html.Div(
        [
            html.P(metric.label, className="label"),
            html.Div([value, spark], className="with-spark"),
            html.P(_below(one, drawing.view), className="below"),
        ],
        className="tile-kpi",
        **{"data-metric": metric.id, "data-value": repr(now["value"]) if now else ""},
    )


def _below(one: Comparison, view: Scope) -> list:
    """同比, then the target; what there is instead when neither is known."""
    if not one.now:
        return [small_groups.WORD if metrics.withheld(one.metric, view) else "本期无数据"]
    parts = []
    if one.year_change is not None:
        verdict = numbers.verdict(one.year_change, one.metric)
        told = numbers.change(one.year_change, one.metric).replace(" 个百分点", " pp")
        parts += ["同比 ", html.B(told, className=verdict)]
    against = one.against_target
    if against and against.gap is not None:
        told = numbers.signed(against.gap, "%" if against.points else one.metric.unit, 1)
        which = "good" if against.reached else "bad"
        told = told.replace(" 个百分点", " pp")
        parts += [" 较目标 ", html.B(told, className=which)]
    if not parts:
        parts = ["最新登记状态" if one.metric.current_only else "无可比期"]
    return parts
