"""One number against itself: the same months of the year before (同比), the period before (环比)."""

from dataclasses import dataclass

from data import metrics, reference
from data.metrics.metric import Metric
from data.period import Month, Period
from data.scope import Scope


@dataclass(frozen=True)
class Comparison:
    """A metric now and then. `change` is relative, or in percentage points when `in_points`.

    `now` is None when there is nothing to count. A change is None when either side is missing.
    `broken` holds the sentence of the 口径断点 that lies between the two periods, else "".
    """

    metric: Metric
    now: dict | None
    year_before: dict | None
    period_before: dict | None
    broken: str = ""

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


def compare(metric: Metric, view: Scope) -> Comparison:
    """The metric on a scope with the periods it is compared with."""
    return compare_several((metric,), view)[metric.id]


def compare_several(wanted: tuple[Metric, ...], view: Scope) -> dict[str, Comparison]:
    """Each metric with the periods it is compared with, by id; one query a mart and period.

    Only months that have data are compared: 2026 with data to October is January to October
    against January to October. Metrics without a history have nothing to compare with.
    """
    covered = view.covered
    earlier = {"year": covered.year_before(), "period": covered.period_before()}
    dated = tuple(metric for metric in wanted if metric.has_history)
    now = _totals(wanted, view)
    before = {
        name: _totals(dated, view.during(period)) if period else {}
        for name, period in earlier.items()
    }
    return {
        metric.id: Comparison(
            metric,
            now.get(metric.id),
            before["year"].get(metric.id),
            before["period"].get(metric.id),
            broken(metric, earlier["year"], covered)
            if metric.has_history
            else "",
        )
        for metric in wanted
    }


def _totals(wanted: tuple[Metric, ...], view: Scope) -> dict[str, dict]:
    """The one row of each metric that has a value."""
    found = metrics.several(wanted, view)
    known = {key: [row for row in rows if row["value"] is not None] for key, rows in found.items()}
    return {key: rows[0] for key, rows in known.items() if rows}


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


def breaks(subject: str) -> list[dict]:
    """The breaks in a subject's series that change who or what is counted (口径断点)."""
    found = reference.table("series_breaks")
    return [row for row in found if row["subject"] == subject and row["field"] == "*"]


def _redefined(subject: str, used: str) -> list[dict]:
    """The breaks that change what one column means, of those columns an expression uses."""
    found = reference.table("series_breaks")
    return [row for row in found if row["subject"] == subject and f"mart.{row['field']}_" in used]
