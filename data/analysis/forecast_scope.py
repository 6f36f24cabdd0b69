"""A metric carried forward on a scope: its series, the break in it, the landing of the year."""

from dataclasses import dataclass

from data import comparison, metrics
from data.analysis import targets_year
from data.analysis.forecast import SEASON, WIDTHS, Forecast, forecast
from data.errors import ForecastError
from data.metrics.metric import Metric
from data.metrics.reading import TREND_MONTHS
from data.period import Month, Period
from data.scope import Scope


@dataclass(frozen=True)
class Outlook:
    """A forecast with its months (`rows` carry month and label), the year's landing and target.

    `landing`: year, known (months filed), value, low80, high80, low95, high95, before (the year
    before, None when unknown); None when a month of the year is missing. `target` is what the whole
    year may be, None when none is in force; `target_source` says on whose word, or why there is
    none. `joined`: what a 口径断点 did to the series, else "".
    """

    metric: Metric
    history: list[dict]
    forecast: Forecast
    rows: list[dict]
    landing: dict | None
    target: float | None
    target_source: str
    joined: str


def outlook(metric: Metric, view: Scope, target: float | None = None) -> Outlook:
    """The metric's next twelve months after the view's last. Raises ForecastError with why not."""
    if not metric.has_history:
        raise ForecastError(
            f"指标“{metric.label}”只登记当前状态，没有月度历史，不作预测。请换一个有历史的指标。"
        )
    history = _history(metric, view)
    values, comparable, joined = _joined(metric, history)
    found = forecast(values, comparable_from=comparable)
    last = Month(*map(int, history[-1]["key"].split("-")))
    months = [Month.of(last.index + row["step"]) for row in found.rows]
    rows = [
        {"month": str(month), "label": f"{month.year}年{month.number}月", **row}
        for month, row in zip(months, found.rows, strict=True)
    ]
    year = months[0].year
    source = "命令所给" if target is not None else ""
    if target is None:
        target, source = targets_year.year_end(metric, view, year)
    landing = _landing(metric, view, history, found, year)
    return Outlook(metric, history, found, rows, landing, target, source, joined)


def _history(metric: Metric, view: Scope) -> list[dict]:
    """Up to 72 months to the end of the view, after the last gap."""
    end = view.covered.end
    earlier = Month.of(end.index - TREND_MONTHS)
    rows = [
        row
        for last in (earlier, end)
        for row in metrics.fetch(metric, view.during(Period(last.year, 1, last.number)), "month")
    ]
    by_month = {row["key"]: row for row in rows if row["value"] is not None}
    found = []
    for index in range(end.index, end.index - 2 * TREND_MONTHS, -1):
        row = by_month.get(str(Month.of(index)))
        if row is None:
            break
        found.append(row)
    if not found:
        raise ForecastError(
            f"{view.region_name}{end} 没有“{metric.label}”的数据，不作预测。请改选期间或地区。"
        )
    return found[::-1]


def _joined(metric: Metric, history: list[dict]) -> tuple[list[float], int, str]:
    """The values with those before a break brought to the level after it, and from where on
    they are comparable.

    The ratio is that of the twelve months after to the twelve before: the level then comes from
    after the break alone, only the shape of the year from before it. Without twelve months on
    both sides, months before the break are left out.
    """
    values = [row["value"] for row in history]
    starts = [row["date"][:7] for row in comparison.breaks(metric.mart.subject)]
    inside = [m for m in sorted(starts) if history[0]["key"] < m <= history[-1]["key"]]
    if not inside:
        return values, 0, ""
    at = next(i for i, row in enumerate(history) if row["key"] >= inside[-1])
    before, after = values[max(0, at - SEASON) : at], values[at : at + SEASON]
    if len(before) < SEASON or len(after) < SEASON or not sum(before):
        return values[at:], 0, f"{inside[-1]} 起口径变化，只用此后各月"
    ratio = sum(after) / sum(before)
    told = f"{inside[-1]} 起口径变化，此前各月按前后各一年之比 {ratio:.3f} 衔接，只借其季节形状"
    return [value * ratio for value in values[:at]] + values[at:], at + SEASON, told


def _landing(
    metric: Metric, view: Scope, history: list[dict], found: Forecast, year: int
) -> dict | None:
    """The whole year as the metric would read it: stocks at December, ratios sum over sum."""
    actual = [row for row in history if row["key"].startswith(str(year))]
    if not actual and history[-1]["key"] != f"{year - 1}-12":
        return None
    ahead = SEASON - len(actual)
    coming = [row["value"] for row in found.rows[:ahead]]
    if metric.kind == "stock":
        value, error = coming[-1], found.spread[ahead - 1]
    elif not metric.is_ratio:
        value = sum(row["value"] for row in actual) + sum(coming)
        error = found.summed_spread(ahead)
    else:
        # the denominators of the months ahead are those of the same months a year before
        ago = history[len(history) - SEASON :][:ahead]
        weights = [row["denominator"] for row in (*actual, *ago)]
        whole = sum(weights) / (SEASON if "{months}" in metric.denominator else 1)
        monthly = [row["value"] for row in actual] + coming
        value = sum(v * w for v, w in zip(monthly, weights, strict=True)) / whole
        error = found.summed_spread(ahead) * sum(weights[len(actual) :]) / ahead / whole
    landing = {"year": year, "known": len(actual), "value": value}
    for share, times in WIDTHS.items():
        landing[f"low{share}"] = value - times * error
        landing[f"high{share}"] = value + times * error
    before = metrics.total(metric, view.during(Period(year - 1, 1, SEASON)))
    return landing | {"before": before and before["value"]}
