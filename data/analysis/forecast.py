"""A monthly series carried forward by the model that did best on its own past.

Candidates, and the mean of all but the naive, are fitted again at each of the last 24 months
and compared with what came; the lowest mean absolute scaled error (MASE) wins. Seasonal naive
(the same month a year before) is shown when nothing beats it. Intervals come from those past
errors, not from the model's belief.
Statistical models see positive series in logarithms. Fitting is deterministic.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from statsmodels.tools.sm_exceptions import ConvergenceWarning
from statsmodels.tsa.forecasting.theta import ThetaModel
from statsmodels.tsa.holtwinters import ExponentialSmoothing

from data.errors import ForecastError

SEASON = 12
FEWEST = 2 * SEASON
ORIGINS = 24
YEARS = 5
# standard normal quantiles of the two-sided intervals
WIDTHS = {80: 1.2816, 95: 1.9600}
NAIVE = "季节性朴素法"
LEAST_ERRORS = 4


@dataclass(frozen=True)
class Forecast:
    """`rows`: one per step: step, value, low80, high80, low95, high95, in the series' unit.

    `mase`: past error of the model shown, by model in `past` (None where no past month could be
    tried, or the series never differs from a year before). `runs` holds actual − forecast,
    origin by origin; `spread` their root mean square by horizon. `tried` is the number of origins.
    """

    model: str
    rows: list[dict]
    past: dict[str, float | None]
    runs: list[list[float]]
    spread: list[float]

    @property
    def mase(self) -> float | None:
        return self.past[self.model]

    @property
    def tried(self) -> int:
        return len(self.runs)

    def summed_spread(self, steps: int) -> float:
        """Root mean square error of the sum of the next `steps` months."""
        sums = [sum(run[:steps]) for run in self.runs if len(run) >= steps]
        if len(sums) < LEAST_ERRORS:
            return float(sum(self.spread[:steps]))
        return float(np.sqrt(np.mean(np.square(sums))))


def seasonal_naive(values: np.ndarray, steps: int) -> np.ndarray:
    """The same months of the year before."""
    return np.array([values[step % SEASON - SEASON] for step in range(steps)])


def growth(values: np.ndarray, steps: int) -> np.ndarray:
    """The same months of the year before, times the last twelve months over the twelve before."""
    before = values[-2 * SEASON : -SEASON].sum()
    return seasonal_naive(values, steps) * (values[-SEASON:].sum() / before if before else 1)


def shape(values: np.ndarray, steps: int) -> np.ndarray:
    """The mean shape of the last years, five at most, at the level of the last."""
    count = min(YEARS, len(values) // SEASON)
    years = values[-count * SEASON :].reshape(count, SEASON)
    sums = years.sum(axis=1, keepdims=True)
    if not sums.all():
        return seasonal_naive(values, steps)
    return seasonal_naive((years * (sums[-1] / sums)).mean(axis=0), steps)


def damped(values: np.ndarray, steps: int) -> np.ndarray:
    """Holt-Winters with a damped trend and additive season."""
    model = ExponentialSmoothing(
        values, trend="add", damped_trend=True, seasonal="add",
        seasonal_periods=SEASON, initialization_method="heuristic",
    )  # fmt: skip
    return np.asarray(model.fit().forecast(steps))


def theta(values: np.ndarray, steps: int) -> np.ndarray:
    """The Theta method on the deseasonalised series."""
    model = ThetaModel(values, period=SEASON, method="additive", deseasonalize=True)
    return np.asarray(model.fit().forecast(steps))


MODELS: dict[str, Callable] = {
    NAIVE: seasonal_naive,
    "同期增幅法": growth,
    "多年同期平均法": shape,
    "阻尼霍尔特—温特斯法": damped,
    "Theta法": theta,
}
LOGARITHMIC = {damped, theta}
COMBINED = "四法平均"


def forecast(values: list[float], steps: int = SEASON, comparable_from: int = 0) -> Forecast:
    """The next `steps` months of a series without gaps, oldest first.

    Past errors are taken only at origins of `comparable_from` or later, so that a series joined
    across a break is not tried where the join already knew what came. Raises ForecastError under
    24 months.
    """
    series = np.asarray(values, dtype=float)
    if len(series) < FEWEST:
        raise ForecastError(
            f"只有 {len(series)} 个月可比数据，少于 {FEWEST} 个月，不作预测。"
            "请待数据满两年，或换一个有更长历史的指标。"
        )
    first = max(FEWEST, comparable_from, len(series) - ORIGINS)
    runs = {name: _runs(series, name, first, steps) for name in MODELS}
    runs[COMBINED] = _averaged([runs[name] for name in MODELS if name != NAIVE])
    scale = _scale(series[:first])
    past = {name: _mase(runs[name], scale) for name in runs}
    model = min(runs, key=lambda name: np.inf if past[name] is None else past[name])
    spread = _spread(runs[model], series, steps)
    return Forecast(model, _rows(_fitted(series, model, steps), spread, series), past,
                    runs[model], spread)  # fmt: skip


def _runs(series: np.ndarray, name: str, first: int, steps: int) -> list[list[float]]:
    """Actual − forecast at each origin, up to `steps` ahead."""
    found = []
    for origin in range(first, len(series)):
        actual = series[origin : origin + steps]
        found.append(list(actual - _fitted(series[:origin], name, len(actual))))
    return found


def _averaged(runs: list[list[list[float]]]) -> list[list[float]]:
    """The errors of the mean of several models: the mean of their errors."""
    return [list(np.mean(each, axis=0)) for each in zip(*runs, strict=True)]


def _fitted(series: np.ndarray, name: str, steps: int) -> np.ndarray:
    """The model's forecast; what cannot be fitted falls back to seasonal naive."""
    if name == COMBINED:
        return np.mean([_fitted(series, each, steps) for each in MODELS if each != NAIVE], axis=0)
    if name == NAIVE or np.ptp(series) == 0:
        return seasonal_naive(series, steps)
    logs = MODELS[name] in LOGARITHMIC and bool((series > 0).all())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        found = MODELS[name](np.log(series) if logs else series, steps)
    found = np.exp(found) if logs else found
    return found if np.isfinite(found).all() else seasonal_naive(series, steps)


def _scale(history: np.ndarray) -> float:
    """Mean absolute difference from the same month a year before."""
    return float(np.mean(np.abs(history[SEASON:] - history[:-SEASON])))


def _mase(runs: list[list[float]], scale: float) -> float | None:
    errors = [abs(error) for run in runs for error in run]
    return float(np.mean(errors)) / scale if errors and scale else None


def _spread(runs: list[list[float]], series: np.ndarray, steps: int) -> list[float]:
    """Root mean square error by horizon, never falling as the horizon grows."""
    found, widest = [], 0.0
    for step in range(steps):
        errors = [run[step] for run in runs if len(run) > step]
        if len(errors) >= LEAST_ERRORS:
            widest = max(widest, float(np.sqrt(np.mean(np.square(errors)))))
        elif not step:
            yearly = series[SEASON:] - series[:-SEASON]
            widest = float(np.sqrt(np.mean(np.square(yearly))))
        found.append(widest)
    return found


def _rows(values: np.ndarray, spread: list[float], series: np.ndarray) -> list[dict]:
    """Ten significant digits, so that the last bits of a machine do not show."""
    floor = 0.0 if (series >= 0).all() else -np.inf
    rows = []
    for step, (value, width) in enumerate(zip(values, spread, strict=True), 1):
        row = {"step": step, "value": _short(max(floor, value))}
        for share, times in WIDTHS.items():
            row[f"low{share}"] = _short(max(floor, value - times * width))
            row[f"high{share}"] = _short(max(floor, value + times * width))
        rows.append(row)
    return rows


def _short(value: float) -> float:
    return float(f"{value:.10g}")
