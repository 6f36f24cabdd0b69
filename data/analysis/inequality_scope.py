"""Balance between the counties (or cities) of a scope: fetches the rows inequality measures."""

from data import coverage, metrics, scope
from data.analysis.inequality import Balance, balance
from data.errors import MetricError
from data.metrics.metric import Metric
from data.period import Month, Period
from data.scope import Scope

GROUPINGS = {"city": "五市", "band": "沿黄与中南部"}
LEVELS = {"county": "县（市、区）", "city": "市"}


def measure(metric: Metric, view: Scope, level: str = "county", grouping: str = "city") -> Balance:
    """The balance of a per-head (per-area, …) metric between the regions of a scope.

    Counties stand with everything below them; organs of the region and the cities belong to no
    county and are left out. Cities include their own organs. Raises MetricError for a total.
    """
    if not metric.is_ratio:
        raise MetricError(
            f"指标“{metric.label}”是总量，地区有大有小，不能直接比均衡。"
            "请选人均、单位面积或占比类指标，见 python -m data list。"
        )
    by = "unit" if level == "county" else "region"
    found = {row["key"]: row for row in metrics.fetch(metric, view, by)}
    rows = [
        {
            "key": place["region"],
            "label": place["name"],
            "group": _group(view, place, grouping) if level == "county" else "",
            "resource": found.get(place["region"], {}).get("numerator"),
            "people": found.get(place["region"], {}).get("denominator"),
        }
        for place in _places(view, level)
    ]
    return balance(rows, metric.scale)


def over(
    metric: Metric, view: Scope, every: str, level: str = "county", grouping: str = "city"
) -> list[tuple[Period, Balance]]:
    """The balance of each year (same months as the view) or month with data, oldest first.

    Raises MetricError when only the metric's present state is known.
    """
    if not metric.has_history:
        raise MetricError(
            f"指标“{metric.label}”只登记当前状态，没有历史，不能看历年均衡变化。"
            "请去掉 --over，或换一个有月度历史的指标。"
        )
    periods = _years(view) if every == "year" else _months(view)
    return [(period, measure(metric, view.during(period), level, grouping)) for period in periods]


def weight_name(metric: Metric) -> str:
    """What a region is weighted by: the denominator as the formula words it."""
    return metric.formula.split("÷", 1)[-1].split("× 100")[0].strip().strip("（）")


def reported(metric: Metric, view: Scope) -> dict | None:
    """Institutions `expected` and `reported` behind a metric summed from returns, else None."""
    if metric.kind != "flow" or metric.mart.subject not in coverage.SUBJECTS:
        return None
    return coverage.coverage(view, metric.mart.subject)


def _places(view: Scope, level: str) -> list[dict]:
    """The regions of that level within the scope."""
    everywhere = scope.regions(view.snapshot)
    return [
        place
        for code, place in everywhere.items()
        if place["level"] == level
        and any(step["region"] == view.region for step in scope.lineage(view.snapshot, code))
    ]


def _group(view: Scope, place: dict, grouping: str) -> str:
    if grouping == "band":
        return place["band"] or "未分带"
    return scope.regions(view.snapshot)[place["parent"]]["name"]


def _years(view: Scope) -> list[Period]:
    """The view's months in each year that has all of them."""
    covered, (first, _) = view.covered, scope.months(view.snapshot)
    years = range(first.year, covered.year + 1)
    periods = [Period(year, covered.first, covered.last) for year in years]
    return [period for period in periods if period.start >= first]


def _months(view: Scope) -> list[Period]:
    """The last 36 months up to the end of the view."""
    first, last = scope.months(view.snapshot)[0], view.covered.end
    start = max(first.index, last.index - metrics.reading.TREND_MONTHS + 1)
    months = (Month.of(index) for index in range(start, last.index + 1))
    return [Period(month.year, month.number, month.number) for month in months]
