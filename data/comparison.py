"""One number against itself: the same months of the year before (同比), the period before (环比)."""

from dataclasses import dataclass

from data import metrics, reference, warehouse
from data.analysis import drivers, matching, measuring
from data.errors import ScopeError
from data.metrics.metric import Metric
from data.period import Period
from data.scope import Scope


@dataclass(frozen=True)
class Comparison:
    """A metric now and then. `change` is relative, or in percentage points when `in_points`.

    `now` is None when there is nothing to count. A change is None when either side is missing.
    `broken` holds the sentence of the 口径断点 that lies between the two periods, else "".
    `comparable` says that the periods before count the institutions of now (可比口径).
    """

    metric: Metric
    now: dict | None
    year_before: dict | None
    period_before: dict | None
    broken: str = ""
    comparable: bool = False

    @property
    def year_change(self) -> float | None:
        return self._change(self.year_before)

    @property
    def period_change(self) -> float | None:
        return self._change(self.period_before)

    def _change(self, before: dict | None) -> float | None:
        if not self.now or not before:
            return None
        if self.metric.is_share:
            return self.now["value"] - before["value"]
        return self.now["value"] / before["value"] - 1 if before["value"] else None


def compare(metric: Metric, view: Scope, comparable: bool | None = None) -> Comparison:
    """The metric on a scope with the periods it is compared with.

    Only months that have data are compared: 2026 with data to October is January to October
    against January to October. Metrics without a history have nothing to compare with.
    `comparable` (as the view says, when not given) follows merged, split and renamed institutions.
    """
    comparable = view.comparable if comparable is None else comparable
    then = like_for_like if comparable else _actual
    now = metrics.total(metric, view)
    if not metric.has_history:
        return Comparison(metric, now, None, None)
    covered = view.covered
    year_before = covered.year_before()
    period_before = covered.period_before()
    return Comparison(
        metric,
        now,
        then(metric, view, year_before),
        then(metric, view, period_before) if period_before else None,
        break_between(metric.mart.subject, year_before, covered),
        comparable,
    )


def like_for_like(metric: Metric, view: Scope, earlier: Period) -> dict | None:
    """The row of the metric in an earlier period, counting the people and buildings that the view
    counts now; None when there is nothing to compare with."""
    found = _actual(metric, view, earlier)
    try:
        _, parts, scale = measuring.measured(metric, view, earlier)
    except ScopeError:
        return found
    before, _ = drivers.totals([part for part in parts if part.status not in matching.MOVES])
    if metric.is_ratio and not before[1]:
        return None
    value = float(measuring.value(metric, before, scale))
    if found and not any(part.status in matching.MOVES for part in parts):
        return found
    below = float(before[1]) if metric.is_ratio else None
    return (found or {"key": "", "label": ""}) | {
        "value": value, "numerator": float(before[0]), "denominator": below,
    }  # fmt: skip


def _actual(metric: Metric, view: Scope, earlier: Period) -> dict | None:
    return metrics.total(metric, view.during(earlier))


def break_between(subject: str, earlier: Period, later: Period) -> str:
    """What changed in the statistics between two periods, "" when they are comparable."""
    for row in breaks(subject):
        if str(earlier.start) < row["date"][:7] <= str(later.start):
            return f"{row['date'][:7]} 起{row['change']}（{row['clause']}，{row['status']}）"
    return ""


def absent(view: Scope, subject: str, earlier: Period) -> list[dict]:
    """One row per institution of the view that owes a return of either period, most months first:
    institution, name, before and now (months owed). Empty for subjects without returns."""
    covered = view.covered
    return warehouse.rows(
        view.snapshot,
        "select report.institution, place.name,"
        " count(*) filter (where report.month <= ?) as before,"
        " count(*) filter (where report.month > ?) as now"
        " from agg_reporting as report"
        " join dim_region_tree as within on within.region = report.region and within.ancestor = ?"
        " join dim_institution as place on place.institution = report.institution"
        " where report.subject = ? and report.reported < report.expected"
        " and (report.month between ? and ? or report.month between ? and ?)"
        " and starts_with(report.institution_type, ?)"
        " group by report.institution, place.name"
        " order by count(*) desc, report.institution",
        *(f"{earlier.end}-01" for _ in range(2)),
        view.region,
        subject,
        *(f"{month}-01" for month in (earlier.start, earlier.end, covered.start, covered.end)),
        view.institution_type,
    )


def breaks(subject: str) -> list[dict]:
    """The breaks in a subject's series that change who or what is counted (口径断点)."""
    found = reference.table("series_breaks")
    return [row for row in found if row["subject"] == subject and row["field"] == "*"]
