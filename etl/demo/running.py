"""Monthly running of each vehicle: distance, fuel, charge, costs, days out."""

import numpy as np
import pandas as pd

from etl.demo.scale import Dice, days, month_number
from etl.demo.vehicles import MODELS

BASE_KM = (900, 1250, 1400, 980, 820)
SEASON = np.array([0.92, 0.72, 1.04, 1.05, 1.06, 1.05, 1.0, 0.98, 1.06, 0.95, 1.06, 1.11])
LOCKDOWN = {
    month_number(2022, 10): 0.55,
    month_number(2022, 11): 0.42,
    month_number(2022, 12): 0.5,
    month_number(2021, 10): 0.75,
}
FUEL_PRICE = {2021: 7.55, 2022: 8.3, 2023: 8.1, 2024: 7.95, 2025: 7.72, 2026: 7.66}
KWH_PRICE = 0.86


def build(dice: Dice, roster: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """One row per vehicle and month it was kept; `vehicle` is the ledger row."""
    rng = dice.stream("running")
    months = dice.scale.month_numbers
    bought, gone = month_of(ledger["bought"]), month_of(ledger["scrapped"])
    gone = np.where(ledger["scrapped"] > 0, gone, 99_999)
    kept = (months > bought[:, None]) & (months < gone[:, None])
    vehicle, at = np.nonzero(kept & (rng.random(kept.shape) > 0.006))
    frame = pd.DataFrame({"vehicle": vehicle, "number": months[at]})
    frame["age"] = (frame["number"] - bought[vehicle]) / 12
    frame["distance"] = driven(frame, roster, ledger, rng)
    fuel(frame, ledger, rng)
    costs(frame, bought[vehicle], rng)
    frame["odometer"] = odometers(frame, ledger)
    busy = frame["distance"] / rng.uniform(52, 88, len(frame))
    frame["days_out"] = np.ceil(busy).clip(0, 23)
    return frame


def month_of(ordinals: pd.Series) -> np.ndarray:
    """Month numbers of day ordinals."""
    when = pd.Series(days(ordinals)).dt
    return (when.year * 12 + when.month - 1).fillna(0).to_numpy().astype(int)


def driven(
    frame: pd.DataFrame, roster: pd.DataFrame, ledger: pd.DataFrame, rng: np.random.Generator
) -> np.ndarray:
    """Kilometres in the month; where cars are short each one goes further."""
    owner = ledger["owner"].to_numpy()
    each = np.array(BASE_KM)[ledger["use"]] * rng.lognormal(-0.05, 0.3, len(ledger))
    each *= roster["car_supply"].to_numpy()[owner] ** -0.45
    month = frame["number"].to_numpy()
    shape = SEASON[month % 12] * pd.Series(month).map(LOCKDOWN).fillna(1.0).to_numpy()
    sealed = np.where(ledger["state"] == "封存", 0.25, 1.0)
    every = (each * sealed)[frame["vehicle"]] * shape
    return np.rint(every * rng.gamma(14, 1 / 14, len(frame))).clip(40)


def fuel(frame: pd.DataFrame, ledger: pd.DataFrame, rng: np.random.Generator) -> None:
    """Litres and kWh by distance, a little more with age; each car has its own thirst."""
    model = ledger["model"].to_numpy()[frame["vehicle"]]
    litres = np.array([make.fuel for make in MODELS])[model]
    power = np.array([make.charge for make in MODELS])[model]
    own = rng.normal(1, 0.05, len(ledger)).clip(0.88, 1.14)[frame["vehicle"]]
    rough = own * rng.normal(1, 0.04, len(frame)).clip(0.88, 1.12)
    worn = 1 + 0.006 * frame["age"].clip(0, 12)
    frame["fuel"] = (frame["distance"] * litres / 100 * rough * worn).round(1)
    frame["charge"] = (frame["distance"] * power / 100 * rough).round(1)


def costs(frame: pd.DataFrame, bought: np.ndarray, rng: np.random.Generator) -> None:
    """Fuel, charging, repairs rising with age, insurance once a year, tolls."""
    year = frame["number"] // 12
    wave = 1 + 0.025 * np.sin(frame["number"] * 0.9)
    price = year.map(FUEL_PRICE).fillna(7.5) * wave * rng.normal(1, 0.004, len(frame))
    frame["fuel_cost"] = (frame["fuel"] * price).round(2)
    frame["charge_cost"] = (frame["charge"] * KWH_PRICE * rng.normal(1, 0.02, len(frame))).round(2)
    often = rng.random(len(frame)) < 0.16 + 0.008 * frame["age"].clip(0, 14)
    bill = rng.lognormal(6.55, 0.55, len(frame)) * (1 + 0.05 * frame["age"].clip(0, 14))
    frame["repair_cost"] = np.where(often, bill, 0).round(0)
    due = (frame["number"].to_numpy() - bought) % 12 == 0
    frame["insurance_cost"] = np.where(due, rng.uniform(2600, 4300, len(frame)), 0).round(0)
    tolls = np.where(rng.random(len(frame)) < 0.6, 0.11, 0.02)
    frame["toll_cost"] = (frame["distance"] * tolls).round(0)


def odometers(frame: pd.DataFrame, ledger: pd.DataFrame) -> np.ndarray:
    """Reading at the end of the month: a start by age, then the distances added up."""
    first = frame.groupby("vehicle")["age"].first()
    start = (first.clip(0) * 12_500).round(-1).reindex(range(len(ledger))).fillna(0).to_numpy()
    return start[frame["vehicle"]] + frame.groupby("vehicle")["distance"].cumsum().to_numpy()
