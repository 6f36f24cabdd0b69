"""Shapes of the year: seasons, school holidays, weather, closures, and the slow fall of use."""

import numpy as np

from etl.demo.scale import month_number

# January first; each sums to about 12
OFFICE_POWER = np.array([1.08, 0.92, 0.95, 0.88, 0.87, 1.03, 1.24, 1.2, 0.95, 0.86, 0.97, 1.05])
SCHOOL_POWER = np.array([0.95, 0.55, 1.14, 1.1, 1.1, 1.16, 0.62, 0.5, 1.2, 1.13, 1.26, 1.29])
OFFICE_WATER = np.array([0.92, 0.84, 0.95, 0.99, 1.05, 1.12, 1.16, 1.13, 1.04, 0.97, 0.93, 0.9])
SCHOOL_WATER = np.array([0.8, 0.45, 1.1, 1.14, 1.2, 1.28, 0.66, 0.5, 1.3, 1.26, 1.18, 1.13])
# share of the season's heat, November to March
HEAT = np.array([0.265, 0.205, 0.13, 0, 0, 0, 0, 0, 0, 0, 0.165, 0.235])
TREND = {2020: 1.0, 2021: 1.002, 2022: 0.984, 2023: 0.98, 2024: 0.96, 2025: 0.93, 2026: 0.924}
WATER_TREND = {
    2020: 1.0,
    2021: 1.018,
    2022: 0.985,
    2023: 0.984,
    2024: 0.968,
    2025: 0.948,
    2026: 0.94,
}
CLOSED = {
    month_number(2022, 10): 0.83,
    month_number(2022, 11): 0.70,
    month_number(2022, 12): 0.76,
    month_number(2020, 2): 0.92,
    month_number(2020, 3): 0.97,
    month_number(2021, 10): 0.94,
}
CLOSED_SCHOOL = {
    month_number(2022, 10): 0.66,
    month_number(2022, 11): 0.45,
    month_number(2022, 12): 0.42,
    month_number(2020, 2): 0.92,
    month_number(2020, 3): 0.86,
    month_number(2020, 4): 0.95,
}


def yearly(trend: dict[int, float], months: np.ndarray) -> np.ndarray:
    """The year's level for each month."""
    return np.array([trend[month // 12] for month in months])


def shapes(
    office: np.ndarray, school: np.ndarray, is_school: np.ndarray, months: np.ndarray
) -> np.ndarray:
    """Seasonal shape by institution and month, closures included."""
    shut = np.array([CLOSED.get(month, 1.0) for month in months])
    shut_school = np.array([CLOSED_SCHOOL.get(month, 1.0) for month in months])
    return np.where(
        is_school[:, None], school[months % 12] * shut_school, office[months % 12] * shut
    )


def weather(months: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """How cold each winter month was against the average."""
    winters = {year: rng.normal(1.0, 0.022) for year in range(2019, 2028)}
    season = np.array([winters[(month - 6) // 12] for month in months])
    return season * rng.normal(1.0, 0.022, len(months))
