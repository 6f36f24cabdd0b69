"""The line of totals above a grid: how many rows, their sums, and whether they are the number."""

from functools import lru_cache

from dash import html

from components import numbers
from data import metrics
from data.grid import Asked, Ledger
from data.metrics.metric import Metric
from data.records import PARTS
from data.scope import Scope


def told(ledger: Ledger, view: Scope, asked: Asked, sums: dict) -> html.P:
    """How many rows, their sum, and whether it is the number above."""
    narrowed = bool(asked.filters or asked.search)
    if not sums["rows"]:
        return html.P("没有符合条件的行，请放宽搜索或筛选。" if narrowed else "本期没有明细。")
    parts = [f"{'符合条件' if narrowed else '共'} {numbers.plain(sums['rows'])} 行"]
    parts += [
        f"{column.label} {numbers.text(sums[column.id], column.unit, column.digits)}"
        for column in ledger.columns
        if column.summed and sums[column.id] is not None
    ][:3]
    proof = None if narrowed else _proof(ledger, view, sums)
    return html.P([" · ".join(parts), proof])


def _proof(ledger: Ledger, view: Scope, sums: dict) -> html.Span | None:
    if not ledger.proves:
        return None
    name, column, part = ledger.proves
    metric, summed = metrics.find(name), sums[column]
    whole = _whole(metric, view)
    if not whole or summed is None:
        return None
    same = abs(whole[part] - summed) <= 1e-9 * abs(summed)
    named = metric.label + (f"的{PARTS[part]}" if metric.is_ratio else "")
    words = f"明细合计 = {named} ✓" if same else f"明细合计 ≠ {named}（口径见指标说明）"
    return html.Span(words, className="proof good" if same else "proof bad")


@lru_cache(maxsize=256)
def _whole(metric: Metric, view: Scope) -> dict | None:
    """The number that is proved, read once for all pages of its rows."""
    return metrics.total(metric, view)
