"""Monthly energy and water of every institution as matrices: institutions down, months across."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.demo import seasons
from etl.demo.kinds import KINDS
from etl.demo.scale import BASE_YEAR, Dice, month_number, month_text

PER_HEAD_2020, WATER_2020 = 404.0, 23.0
FACTORS = {
    "electricity": 0.1229,
    "gas": 1.33,
    "coal": 714.3,
    "heat": 34.12,
    "gasoline": 1.0747,
    "diesel": 1.243,
}
PRICES = {
    "electricity": (0.665, 0.025),
    "water": (4.5, 0.18),
    "gas": (3.05, 0.2),
    "coal": (980, 45),
    "gasoline": (7.95, 0.08),
    "diesel": (7.75, 0.08),
    "heat": (62, 3),
}


@dataclass
class Use:
    """The matrices by column of the subject; `reported` says which cells were sent in."""

    months: np.ndarray
    columns: dict[str, np.ndarray]
    reported: np.ndarray

    def at(self, number: int) -> int:
        """Position of a month, given as its number."""
        return int(number - self.months[0])


def build(dice: Dice, roster: pd.DataFrame, ledger: pd.DataFrame, running: pd.DataFrame) -> Use:
    """Consumption from January 2020, calibrated to a believable region; costs from own prices."""
    rng = dice.stream("energy")
    wanted = dice.scale.month_numbers
    months = np.arange(month_number(BASE_YEAR, 1), wanted[-1] + 1)
    columns = consumed(roster, months, rng)
    columns |= engines(roster, ledger, running, months)
    calibrate(columns, roster, months)
    machines(columns, roster, rng)
    people(columns, roster, months)
    for name, table in columns.items():
        columns[name] = table.round(0 if name not in ("coal", "heating_coal", "heat") else 2)
    costs(columns, rng)
    alive = np.array([month_day(month) for month in months])
    active = (alive >= roster["begin"].to_numpy()[:, None]) & (
        alive < roster["end"].to_numpy()[:, None]
    )
    return Use(months, columns, active)


def month_day(month: int) -> int:
    """Ordinal of the first day of a month number."""
    return pd.Timestamp(month_text(month)).toordinal()


def consumed(roster: pd.DataFrame, months: np.ndarray, rng: np.random.Generator) -> dict:
    """Electricity, water, cooking gas and heat before calibration."""
    kinds = [KINDS[kind] for kind in roster["kind"]]
    size, own = len(roster), rng.lognormal(0, 0.2, len(roster))
    school = roster["kind"].isin(["school", "university"]).to_numpy()
    area, users = roster["building_area"].to_numpy(), roster["headcount"].to_numpy()

    def noise(spread: float) -> np.ndarray:
        return rng.normal(1, spread, (size, len(months))).clip(1 - 3 * spread, 1 + 3 * spread)

    level = seasons.yearly(seasons.TREND, months)
    power = seasons.shapes(seasons.OFFICE_POWER, seasons.SCHOOL_POWER, school, months)
    flow = seasons.shapes(seasons.OFFICE_WATER, seasons.SCHOOL_WATER, school, months)
    kwh, litres = np.array([kind.kwh for kind in kinds]), np.array([kind.water for kind in kinds])
    gas = np.isin(roster["kind"], ["hospital", "university"]) | (rng.random(size) < 0.35)
    columns = {
        "electricity": (area * kwh / 12 * own)[:, None] * power * level * noise(0.035),
        "water": (users * litres / 12 * own**0.5)[:, None]
        * flow
        * seasons.yearly(seasons.WATER_TREND, months)
        * noise(0.04),
        "gas": (users * gas * 1.1 * own)[:, None] * power * level * noise(0.05),
    }
    return columns | heated(roster, kinds, months, columns, rng)


def heated(
    roster: pd.DataFrame, kinds: list, months: np.ndarray, columns: dict, rng: np.random.Generator
) -> dict:
    """Heat by the five ways of heating; heat paid by area has a cost and no quantity."""
    need = np.array([kind.heat for kind in kinds]) * rng.lognormal(0, 0.13, len(kinds))
    shape = seasons.HEAT[months % 12] * seasons.weather(months, rng)
    shape = shape * seasons.yearly(seasons.TREND, months)
    joules = (roster["heating_area"].to_numpy() * need)[:, None] * shape
    way = roster["heating"].to_numpy()[:, None]
    ways = {
        "heat": (1, 1),
        "heating_gas": (2, 29),
        "heating_coal": (3, 0.062),
        "heating_electricity": (4, 130),
    }
    found = {name: np.where(way == at, joules * each, 0) for name, (at, each) in ways.items()}
    columns["gas"] = columns["gas"] + found["heating_gas"]
    columns["electricity"] = columns["electricity"] + found["heating_electricity"]
    found["coal"] = found["heating_coal"].copy()
    fee = roster["heating_area"].to_numpy()[:, None] * np.where(way == 0, 24.5, 0)
    winter = np.where(np.isin(months % 12, [10, 11, 0, 1, 2]), 0.2, 0)
    return found | {"area_heat_cost": fee * winter}


def engines(
    roster: pd.DataFrame, ledger: pd.DataFrame, running: pd.DataFrame, months: np.ndarray
) -> dict:
    """Petrol and diesel of the institution's own vehicles, month by month as they ran."""
    owner = ledger["owner"].to_numpy()[running["vehicle"]]
    kind = ledger["fuel_kind"].to_numpy()[running["vehicle"]]
    at = running["number"].to_numpy() - months[0]
    found = {}
    for name, kinds in (("gasoline", ["汽油", "插电混动"]), ("diesel", ["柴油"])):
        table = np.zeros((len(roster), len(months)))
        pick = np.isin(kind, kinds)
        np.add.at(table, (owner[pick], at[pick]), running["fuel"].to_numpy()[pick])
        first = at.min()
        mean = table[:, first : first + 12].mean(axis=1)
        table[:, :first] = (mean * 1.03)[:, None]
        found[name] = table
    return found


def calibrate(columns: dict, roster: pd.DataFrame, months: np.ndarray) -> None:
    """Scale all but vehicle fuel so that 2020 has the wanted use a head."""
    base = months // 12 == BASE_YEAR
    users = roster["headcount"].sum()
    fuel = sum(columns[name][:, base].sum() * FACTORS[name] for name in ("gasoline", "diesel"))
    rest = ("electricity", "gas", "coal", "heat")
    used = sum(columns[name][:, base].sum() * FACTORS[name] for name in rest)
    scale = (PER_HEAD_2020 * users - fuel) / used
    for name in (*rest, "heating_gas", "heating_coal", "heating_electricity"):
        columns[name] = columns[name] * scale
    columns["water"] = columns["water"] * (WATER_2020 * users / columns["water"][:, base].sum())


def machines(columns: dict, roster: pd.DataFrame, rng: np.random.Generator) -> None:
    """Data centres: a steady part of the electricity, of which 1/PUE is the machines' own."""
    has = roster["has_datacentre"].to_numpy()[:, None]
    steady = columns["electricity"].mean(axis=1, keepdims=True)
    share = rng.uniform(0.08, 0.26, (len(roster), 1))
    pue = rng.uniform(1.3, 1.9, (len(roster), 1))
    warm = 1 + 0.04 * np.sin((np.arange(columns["water"].shape[1]) - 3) / 1.9)
    most = columns["electricity"] * 0.8
    columns["datacentre"] = np.where(has, np.minimum(steady * share * warm, most), 0)
    columns["datacentre_it"] = columns["datacentre"] / (pue * (0.96 + 0.04 * warm))


def people(columns: dict, roster: pd.DataFrame, months: np.ndarray) -> None:
    """Users and areas as filed each month; users drift a little from year to year."""
    drift = 1 + 0.004 * ((roster.index.to_numpy()[:, None] * 7 + months // 12 * 3) % 5 - 2)
    columns["headcount"] = roster["headcount"].to_numpy()[:, None] * drift
    for name in ("building_area", "heating_area"):
        columns[name] = np.repeat(roster[name].to_numpy(float)[:, None], len(months), axis=1)


def costs(columns: dict, rng: np.random.Generator) -> None:
    """Yuan: each institution pays its own price, which moves a little from month to month."""
    for name, (mean, spread) in PRICES.items():
        table = columns[name]
        own = rng.normal(mean, spread, (len(table), 1)).clip(mean - 2 * spread, mean + 2 * spread)
        price = own * rng.normal(1, 0.004, table.shape)
        columns[f"{name}_cost"] = (table * price).round(2)
