"""A total that says what it does not know: the share reported and bounds for what is missing.

For each month owed, the institution's own value of the same month of the year before is grown by
what its peers (same type, then all) grew: the lower tenth, the middle and the upper tenth of the
peers' growth give low, middle and high. Fewer than 5 peers give no estimate, nor does an
institution without a value of its own: those are counted as unknown, never guessed.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from statistics import median, quantiles

from data import coverage
from data.analysis import measuring, readings, sources
from data.analysis.readings import Sides
from data.errors import MetricError
from data.metrics.metric import Metric
from data.scope import Scope

FEWEST = 5
RULE = (
    "缺报月份按本单位上年同月值 × 同类机构同期增长估计：低、中、高取同类增长的第 10、50、90 百分位；"
    "同类（同机构类型，不足 5 家时取全部）不足 5 家，或本单位上年同月也无数据的，不估计，只计数。"
)


@dataclass(frozen=True)
class Bounds:
    """What was reported, and what it would be with the missing months: low, middle, high.

    `share` of the institution-months due that were filed; `owed` of them are missing, for
    `unknown` of which nothing could be estimated.
    """

    reported: float
    low: float
    middle: float
    high: float
    share: float | None
    owed: int
    unknown: int
    rule: str = RULE


def bounds(metric: Metric, view: Scope) -> Bounds:
    """The reported total of a flow with its bounds. Raises MetricError for any other metric."""
    if not bounded(metric):
        raise MetricError(
            f"“{metric.label}”不是按月报送的总量，不能估计缺报部分。请用综合能耗、费用等总量指标。"
        )
    earlier = measuring.earlier_period(metric, view, "year")
    source, scale = sources.source(metric, view, earlier)
    return estimated(readings.read(metric, source, view, earlier, linked=False), scale)


def bounded(metric: Metric) -> bool:
    """Whether the metric is a total of monthly returns, of which missing ones can be bounded."""
    total = metric.kind == "flow" and metric.summed and not metric.is_ratio
    return total and metric.mart.subject in coverage.SUBJECTS


def estimated(sides: Sides, scale: Fraction) -> Bounds:
    """The bounds of the later side of two periods."""
    owed, due = [], 0
    for code in sides.places:
        for step, (_, later) in enumerate(sides.steps):
            if (code, str(later)) in sides.due:
                due += 1
                owed += [] if (code, step) in sides.now else [(code, step)]
    growth = _growth(sides)
    parts = [_missing(sides, growth, code, step) for code, step in owed]
    known = [part for part in parts if part]
    reported = sum((levels[0] for levels in sides.now.values()), Fraction(0))
    low, middle, high = (
        float((reported + sum((part[at] for part in known), Fraction(0))) * scale)
        for at in range(3)
    )
    share = (due - len(owed)) / due if due else None
    return Bounds(
        float(reported * scale), low, middle, high, share, len(owed), len(parts) - len(known)
    )


def _growth(sides: Sides) -> dict[str, list[float]]:
    """How much each institution with both months grew, by type; all of them under ''."""
    sums: dict[str, list] = defaultdict(lambda: [Fraction(0), Fraction(0)])
    for (code, step), levels in sides.now.items():
        before = sides.before.get((code, step))
        if before and before[0] > 0:
            sums[code][0] += before[0]
            sums[code][1] += levels[0]
    found = defaultdict(list)
    for code, (before, now) in sums.items():
        for group in {"", sides.places[code]["institution_type"] or ""}:
            found[group].append(float(now / before))
    return found


def _missing(sides: Sides, growth: dict, code: str, step: int) -> tuple[Fraction, ...] | None:
    """Low, middle and high of one month that was not filed; None when it cannot be told."""
    own = sides.before.get((code, step))
    peers = growth.get(sides.places[code]["institution_type"] or "", [])
    peers = peers if len(peers) >= FEWEST else growth.get("", [])
    if not own or len(peers) < FEWEST:
        return None
    tenths = quantiles(peers, n=10, method="inclusive")
    return tuple(own[0] * Fraction(factor) for factor in (tenths[0], median(peers), tenths[-1]))
