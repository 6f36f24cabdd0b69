"""How changes read, on top of how numbers read: ▲2.1%, 同比上升, good or bad."""

from data.comparison import Comparison
from data.metrics.metric import Metric
from data.numbers import NONE, exact, of, parts, plain, signed, step_for, text

__all__ = [
    "NONE",
    "change",
    "change_words",
    "exact",
    "of",
    "parts",
    "plain",
    "signed",
    "step_for",
    "text",
    "verdict",
]


def change(amount: float | None, metric: Metric) -> str:
    """A change with its direction: ▲2.1%, ▼0.8 个百分点, 持平."""
    if amount is None:
        return NONE
    points = metric.is_share
    size = plain(abs(amount), metric.digits) if points else plain(abs(amount) * 100, 1)
    if not float(size.replace(",", "")):
        return "持平"
    return f"{'▲' if amount > 0 else '▼'}{size}{' 个百分点' if points else '%'}"


def verdict(amount: float | None, metric: Metric) -> str:
    """good, bad or plain: what a change means for this metric."""
    if not amount or metric.good == "none" or change(amount, metric) == "持平":
        return "plain"
    return "good" if (amount > 0) == (metric.good == "up") else "bad"


def change_words(comparison: Comparison) -> str:
    """The year-on-year change in words: 同比上升 1.6%; "" when there is nothing to compare."""
    amount = comparison.year_change
    if amount is None:
        return ""
    told = change(amount, comparison.metric)
    if told == "持平":
        return "同比持平"
    return f"同比{'上升' if amount > 0 else '下降'} {told[1:]}"
