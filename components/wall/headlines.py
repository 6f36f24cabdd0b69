"""The sentence a scene opens with: where it stands, which way it goes, against what, and why."""

from dash import html

from components import numbers
from components.panel import Drawing
from data import metrics
from data.analysis import cause
from data.comparison import Comparison
from data.scope import Scope


def moved(one: Comparison, view: Scope) -> list:
    """One metric: value, change, progress, main cause."""
    metric = one.metric
    parts: list = [f"{metric.label} ", html.B(numbers.of(one.now["value"], metric))]
    if one.year_change is not None:
        verdict = numbers.verdict(one.year_change, metric)
        parts += ["，", html.B(_change(one), className=verdict)]
    parts += _progress(one)
    return parts + because(one, view)


def because(one: Comparison, view: Scope) -> list:
    """The main cause of a change, and what unfiled returns have to do with it."""
    if one.year_change is None or numbers.change(one.year_change, one.metric) == "持平":
        return []
    found = cause.main(one.metric, view)
    if found is None:
        return []
    parts: list = ["，", _keep(f"主因 {found.words}")] if found.words else []
    if found.missing is not None and round(found.missing, one.metric.digits):
        unit = "%" if one.metric.is_share else one.metric.unit
        told = numbers.signed(found.missing, unit, one.metric.digits)
        parts.append(_keep(f"（其中缺报影响 {told}）"))
    return parts


def _keep(words: str) -> html.Span:
    return html.Span(words, className="keep")


def worst(found: list[Comparison]) -> Comparison | None:
    """The metric that went furthest the wrong way; None when none did."""
    bad = [one for one in found if numbers.verdict(one.year_change, one.metric) == "bad"]
    return max(bad, key=lambda one: abs(one.year_change), default=None)


def end(metric_id: str, by: str, drawing: Drawing) -> str:
    """The part on the wrong end: 最低外包单位 96.04%; "" with fewer than two parts."""
    metric = metrics.find(metric_id)
    rows = metrics.fetch(metric, drawing.view, by)
    known = [row for row in rows if row["value"] is not None]
    if len(known) < 2:
        return ""
    low = metric.good == "up"
    row = (min if low else max)(known, key=lambda row: row["value"])
    word = "最低" if low else "最高"
    return f"{word}{row['label']} {numbers.of(row['value'], metric)}"


def _change(one: Comparison) -> str:
    told = numbers.change(one.year_change, one.metric)
    if told == "持平":
        return "同比持平"
    return f"同比{'升' if one.year_change > 0 else '降'} {told[1:]}"


def _progress(one: Comparison) -> list:
    against = one.against_target
    if against is None or against.gap is None or not against.points:
        return []
    size = numbers.plain(abs(against.gap), 1)
    if size == "0.0":
        return ["，与目标进度持平"]
    way = "高于" if against.gap > 0 else "低于"
    kind = "good" if against.reached else "bad"
    return ["，", html.B(f"{way}目标进度 {size} 个百分点", className=kind)]
