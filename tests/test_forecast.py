"""Forecasts: seasonal naive by hand, beaten where there is something to learn, refused in time."""

import numpy as np
import pytest

from bench.forecast import electricity, unseen
from data import metrics
from data.__main__ import main
from data.analysis import forecast_scope, forecast_words
from data.analysis.forecast import NAIVE, forecast, growth, seasonal_naive, shape
from data.analysis.forecast_scope import Outlook
from data.errors import ForecastError
from data.scope import Scope

TOTAL = metrics.find("energy_total_tce")


def heating(months=72, fall=0.99, seed=7):
    """Energy a month: heat in winter, a slow fall by year, two per cent of chance."""
    winter = np.array([26, 20, 13, 4, 0, 0, 0, 0, 0, 3, 16, 24])
    years = np.arange(months) / 12
    chance = np.random.default_rng(seed).normal(1, 0.02, months)
    return list((10 + winter[np.arange(months) % 12]) * fall ** (years * 3) * chance)


def history(values, first=(2021, 1)):
    rows = []
    for at, value in enumerate(values):
        index = first[0] * 12 + first[1] - 1 + at
        rows.append({"key": f"{index // 12}-{index % 12 + 1:02d}", "value": value,
                     "denominator": 10.0})  # fmt: skip
    return rows


def test_the_simple_methods_worked_by_hand():
    # twelve months of 10, then twelve of 12, the last month 24 and the first 0
    values = np.array([10.0] * 12 + [0.0] + [12.0] * 10 + [24.0])
    assert list(seasonal_naive(values, 13)) == [0, *[12] * 10, 24, 0]
    # 144 against 120: each month times 1.2
    assert growth(values, 2) == pytest.approx([0, 14.4])
    # year before lifted to the level of the last: 10 · 1.2 = 12; mean of 0 and 12, of 12 and 12
    assert shape(values, 2) == pytest.approx([6, 12])
    # a third year of 24 each, 288 in all, comes down by 144 / 288: mean of 12, 12 and 0
    assert shape(np.append([24.0] * 12, values), 1) == pytest.approx([8])


def test_under_twenty_four_months_is_refused_with_the_number():
    with pytest.raises(ForecastError, match="只有 23 个月"):
        forecast([1.0] * 23)
    assert forecast([1.0] * 24).mase is None


def test_a_falling_heated_series_is_told_better_than_by_seasonal_naive():
    ours, naive = unseen(heating(96), years=3)
    assert ours < naive


def test_the_public_series_is_told_better_than_by_seasonal_naive():
    values = electricity()
    assert len(values) == 120
    ours, naive = unseen(values)
    assert ours < naive


def test_when_nothing_beats_seasonal_naive_it_is_what_is_shown():
    # the same year again and again, with one odd month far back: naive never misses
    values = [5.0, 9, 2, 7, 5, 3, 8, 4, 6, 1, 9, 2] * 6
    values[3] += 4
    found = forecast(values)
    assert (found.model, found.mase) == (NAIVE, 0)
    assert [row["value"] for row in found.rows] == values[-12:]


def test_intervals_hold_the_wider_around_the_narrower_and_never_narrow_with_time():
    found = forecast(heating())
    widths = [row["high95"] - row["low95"] for row in found.rows]
    for row in found.rows:
        assert row["low95"] <= row["low80"] <= row["value"] <= row["high80"] <= row["high95"]
        assert row["low95"] >= 0
    assert all(b >= a - 1e-6 for a, b in zip(found.spread, found.spread[1:], strict=False))
    assert min(widths) > 0


def test_the_same_series_gives_the_same_forecast():
    assert forecast(heating()) == forecast(heating())


def test_a_series_is_joined_across_a_break_by_its_level():
    # 48 months of 100, then 22 of 150: the ratio of the years about January 2025 is 1.5
    values, comparable, told = forecast_scope._joined(TOTAL, history([100.0] * 48 + [150.0] * 22))
    assert values == [150.0] * 70
    assert comparable == 60
    assert told.startswith("2025-01 起口径变化") and "1.500" in told


def test_too_little_after_a_break_leaves_only_what_came_after():
    values, _, told = forecast_scope._joined(TOTAL, history([100.0] * 48 + [150.0] * 11))
    assert (values, "只用此后各月" in told) == ([150.0] * 11, True)


def outlook(metric, values, target=None):
    """An outlook over 70 months to October 2026, without a warehouse behind the year before."""
    rows = history(values)
    found = forecast(values)
    months = [{"label": "2026年11月", **row} for row in found.rows]
    landing = {"year": 2026, "known": 10, "value": 100.0, "low80": 95.0, "high80": 105.0}
    return Outlook(metric, rows, found, months, landing | {"before": 110.0}, target, "例", "")


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (100, "能否达到未定"),
        (90, "照此难以达到"),
        (120, "可以达到"),
        (None, "例，只报落点"),
    ],
)
def test_the_landing_meets_the_target_in_words(target, words):
    texts = [row["text"] for row in forecast_words.sentences(outlook(TOTAL, heating(70), target))]
    assert words in texts[2]
    assert "比上年下降 9.1%" in texts[1]


def test_the_landing_of_the_year_is_sum_over_sum(small):
    view = Scope.parse("?period=2026M09-10", small)
    values = [12.0] * 70
    rows = history(values)
    total = forecast_scope._landing(TOTAL, view, rows, forecast(values), 2026)
    # a flow: ten months filed and two to come, 12 · 12 = 144
    assert (total["value"], total["known"]) == (144, 10)
    per_head = metrics.find("energy_per_head_kgce")
    ratio = forecast_scope._landing(per_head, view, rows, forecast(values), 2026)
    # Σ 12 · 10 people over twelve months ÷ (Σ people ÷ 12) = 1440 ÷ 10 = 144 a head
    assert ratio["value"] == pytest.approx(144)
    per_km = metrics.find("vehicle_cost_per_km_cny")
    # a plain ratio stays one: 1440 ÷ 120 = 12
    assert forecast_scope._landing(per_km, view, rows, forecast(values), 2026)["value"] == 12
    stock = metrics.find("vehicles_count")
    assert forecast_scope._landing(stock, view, rows, forecast(values), 2026)["value"] == 12


def test_the_command_refuses_what_cannot_be_forecast(small, capsys):
    assert main(["forecast", "energy_total_tce", "--format", "json"]) == 1
    assert "少于 24 个月" in capsys.readouterr().err
    assert main(["forecast", "vehicles_quota_use_pct"]) == 1
    assert "没有月度历史" in capsys.readouterr().err
