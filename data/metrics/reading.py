"""How a metric is read for a scope, cut to what may be told there: the one way to its numbers."""

from data import scope
from data.metrics import outward, querying
from data.metrics.metric import Metric
from data.metrics.querying import TREND_MONTHS, months, queries

__all__ = ["TREND_MONTHS", "fetch", "lines", "months", "queries", "several", "total", "withheld"]


def fetch(metric: Metric, view: scope.Scope, by: str = "") -> list[dict]:
    """The metric on a scope, in total or split.

    Returns one row per group: `key`, `label`, `value` (None when there is no denominator),
    `numerator`, `denominator`, `institutions` (how many stand behind it), `demo`, and `basis` (how
    electricity counts in it, empty where that does not matter). In total
    (`by` empty) it is one row, or none when the mart has nothing there. By month the rows run over
    the last 36 months, oldest first; other splits come in the order of their keys. Of an outward
    scope the numbers of small groups are None and the row has `hidden`.
    Raises MetricError for a split the metric does not have.
    """
    return several((metric,), view, by)[metric.id]


def several(wanted: tuple[Metric, ...], view: scope.Scope, by: str = "") -> dict[str, list[dict]]:
    """fetch() of many metrics, by id: one query for all that share mart and months."""
    found = querying.read(wanted, view, by)
    return outward.cut(found, wanted, view, by) if view.outward else found


def lines(wanted: tuple[Metric, ...], view: scope.Scope, last: int) -> dict[str, list[float]]:
    """The values of each metric over the `last` months up to the view's, by id, oldest first.

    Months without one are left out. Nobody is counted, which is most of the work of a trend.
    """
    if view.outward:
        found = {key: rows[-last:] for key, rows in several(wanted, view, "month").items()}
    else:
        found = querying.read(wanted, view, "month", last)
    return {
        key: [row["value"] for row in rows if row["value"] is not None]
        for key, rows in found.items()
    }


def total(metric: Metric, view: scope.Scope) -> dict | None:
    """The one row of the metric on a scope; None when nothing is there to count, or to tell."""
    found = [row for row in fetch(metric, view) if row["value"] is not None]
    return found[0] if found else None


def withheld(metric: Metric, view: scope.Scope) -> bool:
    """Whether the metric has a number on an outward scope that is not told."""
    return view.outward and any(row.get("hidden") for row in fetch(metric, view))
