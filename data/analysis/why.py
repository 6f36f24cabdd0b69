"""Why a number changed: its terms, who stands behind each, and a sentence for each.

`explain` is the whole answer; its rows sum to the change shown, to the last cent.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from data import comparison, scope
from data.analysis import drivers, matching, measuring, readings, words
from data.analysis.decomposition import apportioned, rounded
from data.analysis.drivers import Contribution
from data.metrics.metric import Metric
from data.period import Period
from data.scope import Scope

AGAINST = {"year": "同比", "period": "环比"}
GROUPS = ("term", "region", "institution_type", "institution")


@dataclass(frozen=True)
class Row:
    """One term (or group) of a change; `leaders` are (name, amount) of who adds most to it.

    `share` is its part of the change, None when nothing changed.
    """

    key: str
    label: str
    value: Decimal
    share: float | None
    institutions: int
    leaders: tuple[tuple[str, Decimal], ...]
    sentence: str


@dataclass(frozen=True)
class Explanation:
    """A change of a metric and the rows that sum to it."""

    metric: Metric
    view: Scope
    earlier: Period
    comparable: bool
    before: Decimal
    now: Decimal
    rows: tuple[Row, ...]
    absent: tuple[dict, ...] = ()
    notes: tuple[str, ...] = field(default_factory=tuple)

    @property
    def change(self) -> Decimal:
        return self.now - self.before


def explain(
    metric: Metric,
    view: Scope,
    against: str = "year",
    comparable: bool = False,
    by: str = "term",
    top: int = 5,
) -> Explanation:
    """Why the metric changed on the scope. Raises DashboardError where nothing can be compared."""
    earlier = measuring.earlier_period(metric, view, against)
    given, parts, scale = measuring.measured(metric, view, earlier)
    if comparable:
        parts = [part for part in parts if part.status not in matching.MOVES]
    sides = drivers.totals(parts)
    ends = [rounded(measuring.value(metric, levels, scale), words.step(metric)) for levels in sides]
    found = drivers.contributions(metric, view.snapshot, given, parts, scale)
    keyed = _keys(by, given, view)
    labels = _labels(metric, by, view, given)
    rows = _rows(metric, found, keyed, labels, ends, top, given)
    subject = metric.mart.subject
    return Explanation(
        metric, view, earlier, comparable, *ends, rows,
        tuple(comparison.absent(view, subject, earlier)), words.notes(metric, view, earlier),
    )  # fmt: skip


def _keys(by: str, given: readings.Sides, view: Scope) -> dict[str, str] | None:
    """The group of each institution; None when the rows are the terms."""
    if by == "term":
        return None
    if by == "institution":
        return {code: code for code in given.places}
    column = {"region": "unit", "institution_type": "institution_type"}[by]
    return {code: place[column] or "" for code, place in given.places.items()}


def _labels(metric: Metric, by: str, view: Scope, given: readings.Sides) -> dict[str, str]:
    """Labels of the groups, in the order they are listed."""
    if by == "term":
        return drivers.terms(metric)
    if by == "region":
        return {code: row["name"] for code, row in scope.regions(view.snapshot).items()}
    if by == "institution_type":
        return scope.institution_types()
    return {code: place["name"] for code, place in given.places.items()}


def _rows(
    metric: Metric, found: list[Contribution], keyed: dict | None, labels: dict[str, str],
    ends: list[Decimal], top: int, given: readings.Sides,
) -> tuple[Row, ...]:  # fmt: skip
    """One row per group, in the order of the labels; institutions by the size of what they add."""
    groups: dict[str, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for one in found:
        key = one.term if keyed is None else keyed[one.institution]
        groups[key][one.institution] += one.amount
    order = [key for key in labels if key in groups] + sorted(groups.keys() - labels.keys())
    sums = [sum(groups[key].values()) for key in order]
    change, step = ends[1] - ends[0], words.step(metric)
    rows = []
    for key, value in zip(order, apportioned(sums, change, step), strict=True):
        leaders = _leaders(groups[key], given, top, step)
        share = float(value / change) + 0.0 if change else None
        label = labels.get(key, key or "未注明")
        told = words.sentence(metric, key, label, value, ends[0], leaders)
        count = sum(1 for amount in groups[key].values() if amount)
        rows.append(Row(key, label, value, share, count, leaders, told))
    return tuple(rows)


def _leaders(
    amounts: dict[str, Fraction], given: readings.Sides, top: int, step: Decimal
) -> tuple[tuple[str, Decimal], ...]:
    """The institutions that add most, whichever way, by size and code."""
    order = sorted(amounts.items(), key=lambda pair: (-abs(pair[1]), pair[0]))[:top]
    told = [(given.places[code]["name"], rounded(amount, step)) for code, amount in order]
    return tuple(pair for pair in told if pair[1])
