"""How far forecasts miss, against seasonal naive, on months the choice of model never saw.

Two series of others and the current snapshot: the US index of electric and gas utility output
(Federal Reserve G.17, IPG2211A2N, not adjusted, monthly 2008–2017, kept beside the tests), and
atmospheric CO₂ at Mauna Loa by month (statsmodels.datasets.co2).
"""

import csv
from pathlib import Path

import numpy as np
from statsmodels.datasets import co2

from bench.measure import Figure
from data import metrics, warehouse
from data.analysis.forecast import SEASON, forecast, seasonal_naive
from data.analysis.forecast_scope import outlook
from data.errors import ForecastError
from data.metrics.metric import Metric
from data.scope import Scope

ELECTRICITY = Path(__file__).resolve().parent.parent / "tests" / "us_electricity.csv"
YEARS = 4


def measure() -> list[Figure]:
    """One figure per public series, and the median over the demo's metrics."""
    return [
        _held_out("forecast: US electricity output, 4 unseen years", electricity()),
        _held_out("forecast: CO2 at Mauna Loa, 4 unseen years", carbon_dioxide()),
        _snapshot(),
    ]


def electricity() -> list[float]:
    """The index by month, oldest first."""
    with ELECTRICITY.open(encoding="utf-8", newline="") as file:
        return [float(row["index"]) for row in csv.DictReader(file)]


def carbon_dioxide() -> list[float]:
    """Monthly means of the last fifteen years, parts per million."""
    weekly = co2.load_pandas().data["co2"].interpolate()
    return list(weekly.resample("MS").mean().iloc[-180:])


def unseen(values: list[float], years: int = YEARS) -> tuple[float, float]:
    """Mean absolute error of ours and of seasonal naive over the last years, each year forecast
    at its start from what came before."""
    series = np.asarray(values)
    ours, naive = [], []
    for start in range(len(series) - years * SEASON, len(series), SEASON):
        actual = series[start : start + SEASON]
        told = [row["value"] for row in forecast(list(series[:start])).rows]
        ours += list(np.abs(actual - told))
        naive += list(np.abs(actual - seasonal_naive(series[:start], SEASON)))
    return float(np.mean(ours)), float(np.mean(naive))


def _held_out(name: str, values: list[float]) -> Figure:
    ours, naive = unseen(values)
    return Figure(name, ours / naive, 1.0, detail=f"MAE {ours:.3f} / seasonal naive {naive:.3f}")


def _snapshot() -> Figure:
    view = Scope.parse("", warehouse.current_id())
    known = [m for m in metrics.METRICS.values() if m.has_history]
    ratios = [ratio for metric in known if (ratio := _ratio(metric, view)) is not None]
    below = sum(ratio < 1 for ratio in ratios)
    name = "forecast: snapshot's metrics, median backtest MASE ÷ naive's"
    untold = f"{len(known) - len(ratios)} refused or without history"
    detail = f"{below} of {len(ratios)} metrics below seasonal naive, {untold}"
    return Figure(name, float(np.median(ratios)), 1.0, detail=detail)


def _ratio(metric: Metric, view: Scope) -> float | None:
    """Our backtest error ÷ naive's; None where a forecast is refused (nothing filed lately)."""
    try:
        found = outlook(metric, view).forecast
    except ForecastError:
        return None
    naive = found.past[next(iter(found.past))]
    return found.mase / naive if found.mase is not None and naive else None
