"""A metric of two periods, measured so that the two can be laid side by side."""

from fractions import Fraction

from data import scope, succession
from data.analysis import drivers, matching, readings, sources
from data.errors import MetricError, ScopeError
from data.metrics.metric import Metric
from data.period import Period
from data.scope import Scope


def measured(metric: Metric, view: Scope, earlier: Period):
    """The readings of both periods, their parts, and the factor to the metric's unit.

    Raises ScopeError when one of the periods has nothing to compare.
    """
    source, scale = sources.source(metric, view, earlier)
    changes = succession.changes(view.snapshot) if source.follows else ()
    given = readings.read(metric, source, view, earlier, bool(changes))
    parts = matching.matched(given, changes)
    then, now = drivers.totals(parts) if parts else ((), ())
    at = 1 if metric.is_ratio else 0
    nothing = not parts or (metric.is_ratio and not (then[at] and now[at]))
    known = any(given.places[code]["inside"] for code, _ in given.before)
    if nothing or not (known or any(part.before[0] for part in parts)):
        raise ScopeError(
            f"“{metric.label}”在{view.region_name}的{earlier.label}或{view.covered.label}没有数据，"
            "无法比较。请换一个期间或地区。"
        )
    return given, parts, scale


def earlier_period(metric: Metric, view: Scope, against: str) -> Period:
    """The period to compare with. Raises MetricError or ScopeError when there is none."""
    if not metric.summed:
        raise MetricError(
            f"“{metric.label}”不能由各机构相加（{metric.formula}），变化无法分到各项各家。"
            "请改看同一事项的总量或占比。"
        )
    if not metric.has_history:
        raise MetricError(
            f"“{metric.label}”只有最新登记状态，没有以前各期，无法说明变化。请改看有历史的指标。"
        )
    covered = view.covered
    found = covered.year_before() if against == "year" else covered.period_before()
    if found is None:
        raise ScopeError(
            f"期间“{covered.label}”没有紧邻的同长上期，不能环比。请用月、季度、半年或全年，"
            "或改用 --against year。"
        )
    first = scope.months(view.snapshot)[0]
    if found.start < first:
        raise ScopeError(
            f"比较期“{found.label}”的数据不全：现有数据自 {first} 起。请选择较晚的期间。"
        )
    return found


def value(metric: Metric, levels: tuple[Fraction, ...], scale: Fraction) -> Fraction:
    """The metric of summed levels, which for a ratio must not be zero below."""
    return levels[0] / levels[1] * scale if metric.is_ratio else levels[0] * scale
