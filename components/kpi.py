"""KPI tiles: value, change against last year, the line it comes from, and where it is defined."""

from urllib.parse import quote

from dash import html

from components import links, numbers
from components.panel import demo_mark, source_button
from data.comparison import Comparison
from data.metrics.metric import Metric
from data.scope import Scope

SPARK_WIDTH, SPARK_HEIGHT, SPARK_PAD = 96, 34, 4


def tile(comparison: Comparison, history: list[float], colours: dict, view: Scope) -> html.Article:
    """One metric: label, value, 同比, 环比 and 较目标, who is counted, a line of its last months.
    The value leads to the rows that add up to it."""
    metric, now = comparison.metric, comparison.now
    return html.Article(
        [
            html.Header([_name(metric), _demo(now), source_button(metric)]),
            html.Div([_value(metric, now, view), _line(history, colours)], className="kpi-body"),
            html.P(_changes(comparison), className="kpi-changes"),
            _counted(now),
            html.P(f"口径断点：{comparison.broken}", className="kpi-broken")
            if comparison.broken
            else None,
        ],
        className="kpi",
        **{"data-metric": metric.id},
    )


def _line(known: list[float], colours: dict) -> html.Img | None:
    if len(known) < 2:
        return None
    return html.Img(src=sparkline(known, colours), alt="", className="kpi-spark")


def _value(metric: Metric, now: dict | None, view: Scope) -> html.A | html.P:
    number, unit = numbers.parts(now["value"] if now else None, metric.unit, metric.digits)
    told = [html.Strong(number), html.Span(unit)]
    if not now:
        return html.P(told, className="kpi-value")
    return html.A(
        told,
        href=links.records(view, metric.id),
        className="kpi-value",
        title="看相加得到它的明细行",
        **{"aria-label": f"{metric.label} {number}{unit}，看明细"},
    )


def plain(label: str, number: str, unit: str, below: str) -> html.Article:
    """A tile of a number that is no metric: what it is, how much, and a line on it."""
    return html.Article(
        [
            html.Header(label),
            html.P([html.Strong(number), html.Span(unit)], className="kpi-value"),
            html.P(below, className="kpi-changes"),
        ],
        className="kpi",
    )


def sparkline(values: list[float], colours: dict) -> str:
    """A small line as an SVG data address; the last point is marked."""
    low, high = min(values), max(values)
    spread = (high - low) or 1
    step = (SPARK_WIDTH - 2 * SPARK_PAD) / (len(values) - 1)
    points = [
        (
            SPARK_PAD + index * step,
            SPARK_HEIGHT - SPARK_PAD - (value - low) / spread * (SPARK_HEIGHT - 2 * SPARK_PAD),
        )
        for index, value in enumerate(values)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}">'
        f'<polyline points="{path}" fill="none" stroke="{colours["accent"]}" stroke-width="2"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colours["accent"]}"/></svg>'
    )
    return f"data:image/svg+xml,{quote(svg)}"


def _name(metric: Metric) -> html.A:
    return html.A(metric.label, href=f"/glossary#{metric.id}", title=metric.formula)


def _demo(now: dict | None) -> html.Span | None:
    return demo_mark() if now and now["demo"] else None


def _counted(now: dict | None) -> html.P | None:
    """How many institutions stand behind the number; how electricity counts in it, on hover."""
    if not now:
        return None
    basis = now["basis"].split("（")[0].removeprefix("电力按")
    told = f"计入 {numbers.plain(now['institutions'])} 家" + (f" · {basis}" if basis else "")
    return html.P(told, className="kpi-counted", title=now["basis"])


def _changes(comparison: Comparison) -> list:
    if not comparison.now:
        return ["只有最新登记状态" if comparison.metric.current_only else "本期无数据"]
    pairs = [("同比", comparison.year_change), ("环比", comparison.period_change)]
    shown = []
    for name, amount in pairs:
        if amount is None:
            continue
        verdict = numbers.verdict(amount, comparison.metric)
        told = numbers.change(amount, comparison.metric)
        shown.append(_pair(html.Span(name, className="kpi-against"), told, verdict))
    shown += _target(comparison)
    silent = "最新登记状态，不回推" if comparison.metric.current_only else "无可比期"
    return shown or [html.Span(silent, className="kpi-against")]


def _target(comparison: Comparison) -> list:
    """较目标: how far the number lies from its target, good on the right side of it."""
    target = comparison.against_target
    if target is None or target.gap is None:
        return []
    told = numbers.signed(target.gap, "%" if target.points else comparison.metric.unit)
    which = "good" if target.reached else "bad"
    name = html.Span("较目标", className="kpi-against", title=target.sentence)
    return [_pair(name, told.replace("个百分点", "百分点"), which)]


def _pair(name: html.Span, told: str, verdict: str) -> html.Span:
    return html.Span([name, " ", html.B(told, className=verdict)], className="kpi-pair")
