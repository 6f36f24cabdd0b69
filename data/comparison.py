"""One number against itself: the same months of the year before (同比), the period before (环比)."""

from dataclasses import dataclass

from data import metrics, reference, warehouse
from data.analysis import drivers, matching, measuring, targets
from data.errors import ScopeError
from data.metrics.metric import Metric
from data.period import Month, Period
from data.scope import Scope


@dataclass(frozen=True)
class Comparison:
    """A metric now and then. `change` is relative, or in percentage points when `in_points`.

    `now` is None when there is nothing to count. A change is None when either side is missing.
    `broken` holds the sentence of the 口径断点 that lies between the two periods, else "".
    `comparable` says that the periods before count the institutions of now (可比口径).
    `against_target` is None for metrics that no table sets targets for (较目标).
    """

    metric: Metric
    now: dict | None
    year_before: dict | None
    period_before: dict | None
    broken: str = ""
    comparable: bool = False
    against_target: targets.Against | None = None

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
    """The metric on a scope with the periods it is compared with."""
    return compare_several((metric,), view, comparable)[metric.id]


def compare_several(
    wanted: tuple[Metric, ...], view: Scope, comparable: bool | None = None
) -> dict[str, Comparison]:
    """Each metric with the periods it is compared with, by id; one query a mart and period.

    Only months that have data are compared: 2026 with data to October is January to October
    against January to October. Metrics without a history have nothing to compare with.
    `comparable` (as the view says, when not given) follows merged, split and renamed institutions.
    """
    comparable = view.comparable if comparable is None else comparable
    covered = view.covered
    year, before = covered.year_before(), covered.period_before()
    dated = tuple(metric for metric in wanted if metric.has_history)
    then = _like_for_like if comparable else _actual
    now = _totals(wanted, view)
    earlier = (then(dated, view, year), then(dated, view, before) if before else {})
    return {
        metric.id: Comparison(
            metric,
            now.get(metric.id),
            *(found.get(metric.id) for found in earlier),
            broken(metric, year, covered) if metric.has_history else "",
            comparable and metric.has_history,
            targets.against(metric, view, now.get(metric.id)),
        )
        for metric in wanted
    }


def _totals(wanted: tuple[Metric, ...], view: Scope) -> dict[str, dict]:
    """The one row of each metric that has a value."""
    found = metrics.several(wanted, view)
    known = {key: [row for row in rows if row["value"] is not None] for key, rows in found.items()}
    return {key: rows[0] for key, rows in known.items() if rows}


def _actual(wanted: tuple[Metric, ...], view: Scope, earlier: Period) -> dict[str, dict]:
    return _totals(wanted, view.during(earlier))


def _like_for_like(wanted: tuple[Metric, ...], view: Scope, earlier: Period) -> dict[str, dict]:
    """The rows of an earlier period, counting the people and buildings that the view counts now;
    a metric that does not recompute from its parts stays as it was."""
    found = _actual(wanted, view, earlier)
    recast = {
        metric.id: _recast(metric, view, earlier, found.get(metric.id))
        for metric in wanted
        if metric.summed
    }
    return {key: row for key, row in (found | recast).items() if row}


def _recast(metric: Metric, view: Scope, earlier: Period, found: dict | None) -> dict | None:
    if view.outward and found is None:
        return None
    try:
        _, parts, scale = measuring.measured(metric, view, earlier)
    except ScopeError:
        return found
    before, _ = drivers.totals([part for part in parts if part.status not in matching.MOVES])
    if metric.is_ratio and not before[1]:
        return None
    if found and not any(part.status in matching.MOVES for part in parts):
        return found
    below = float(before[1]) if metric.is_ratio else None
    return (found or {"key": "", "label": ""}) | {
        "value": float(measuring.value(metric, before, scale)),
        "numerator": float(before[0]),
        "denominator": below,
    }


def broken(metric: Metric, earlier: Period, later: Period) -> str:
    """What changed in the statistics behind a metric between two periods, "" when comparable."""
    used = f"{metric.numerator} {metric.denominator}"
    return break_between(metric.mart.subject, earlier, later, metric.mart.window, used)


def break_between(
    subject: str, earlier: Period, later: Period, window: int = 1, used: str = ""
) -> str:
    """What changed in the statistics of a subject between two periods, "" when comparable.

    A change of who is counted comes first, then one of what a column means that the expression
    `used` reads. Numbers that look back over `window` months meet breaks before their first month.
    """
    first = Month.of(earlier.start.index - window + 1)
    for row in (*breaks(subject), *_redefined(subject, used)):
        if str(first) < row["date"][:7] <= str(later.start):
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


def _redefined(subject: str, used: str) -> list[dict]:
    """The breaks that change what one column means, of those columns an expression uses."""
    found = reference.table("series_breaks")
    return [row for row in found if row["subject"] == subject and f"mart.{row['field']}_" in used]
