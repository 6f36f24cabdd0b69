"""Findings planted in vehicles.

idle_vehicle: no distance, fuel or day out for the last six months, though in use on the ledger.
fuel_over_tank: a month with far more litres than the tank and the distance allow.
scrapped_but_fuelled: fuel in the months after the vehicle was scrapped.
vehicles_over_quota: more vehicles kept than the three quotas allow together.
costly_old_vehicle: over eight years old with repairs of a third of its price in twelve months.
"""

import numpy as np
import pandas as pd

from etl.demo.scale import NOW, month_text
from etl.demo.world import World

QUANTITIES = [
    "distance",
    "fuel",
    "charge",
    "fuel_cost",
    "charge_cost",
    "repair_cost",
    "toll_cost",
    "days_out",
]


def plant(world: World) -> None:
    """All vehicle findings, each at vehicles of their own."""
    rng = world.stream("plant fleet")
    ledger, ran = world.ledger, world.running
    last = int(world.dice.scale.month_numbers[-1])
    full = ran[ran["number"] > last - 12].groupby("vehicle").size() >= 11
    kept = ledger.index.isin(full.index[full]) & (ledger["state"] == "在用")
    burning = kept & (ledger["model"] < 9)
    idle, thirsty, costly = chosen(world, rng, kept, burning)
    for vehicle in idle:
        idled(world, vehicle, last)
    for vehicle in thirsty:
        overfilled(world, vehicle, last - int(rng.integers(0, 10)), rng)
    for vehicle in costly:
        repaired(world, vehicle, last, rng)
    fuelled_after(world, rng, last)
    over_quota(world, rng)


def chosen(
    world: World, rng: np.random.Generator, kept: np.ndarray, burning: np.ndarray
) -> tuple[list, list, list]:
    """Different vehicles for idling, over-filling and heavy repairs."""
    ledger = world.ledger
    old = burning & (ledger["bought"] < NOW - 9 * 365)
    costly = rng.permutation(np.flatnonzero(old))[: world.share(12)]
    rest = [at for at in rng.permutation(np.flatnonzero(burning)) if at not in set(costly)]
    thirsty = rest[: world.share(15)]
    idle = [at for at in rest[world.share(15) :] if kept[at]][: world.share(14)]
    return idle, thirsty, list(costly)


def rows_of(world: World, vehicle: int, after: int) -> pd.Index:
    """The vehicle's monthly rows after that month."""
    ran = world.running
    return ran.index[(ran["vehicle"] == vehicle) & (ran["number"] > after)]


def idled(world: World, vehicle: int, last: int) -> None:
    """Six months in the yard: the odometer stands still."""
    rows = rows_of(world, vehicle, last - 6)
    before = world.running.loc[rows[0], "odometer"] - world.running.loc[rows[0], "distance"]
    world.running.loc[rows, QUANTITIES] = 0
    world.running.loc[rows, "odometer"] = before
    row = world.ledger.iloc[vehicle]
    world.plant(
        "idle_vehicle",
        "vehicle",
        row["owner"],
        row["plate"],
        "2026-10",
        "在用车辆近6个月未出车、未加油",
        "distance=0 ×6",
    )


def overfilled(world: World, vehicle: int, month: int, rng: np.random.Generator) -> None:
    """Litres no tank could hold for a distance one filling covers."""
    rows = rows_of(world, vehicle, month - 1)
    row, car = rows[0], world.ledger.iloc[vehicle]
    ran = world.running
    distance, litres = float(rng.integers(150, 320)), round(car["tank"] * rng.uniform(2.6, 4.2), 1)
    shift = ran.loc[row, "distance"] - distance
    ran.loc[row, "distance"] = distance
    ran.loc[rows, "odometer"] -= shift
    ran.loc[row, "fuel"] = litres
    ran.loc[row, "fuel_cost"] = round(litres * 7.66, 2)
    ran.loc[row, "days_out"] = 5
    when = month_text(int(ran.loc[row, "number"]))
    world.plant(
        "fuel_over_tank",
        "vehicle",
        car["owner"],
        car["plate"],
        when,
        "当月加油量远超油箱容积与行驶里程所需",
        f"fuel={litres} L, tank={car['tank']:.0f} L, distance={distance:.0f} km",
    )


def repaired(world: World, vehicle: int, last: int, rng: np.random.Generator) -> None:
    """Repairs that cost more than keeping the car is worth."""
    rows, car = rows_of(world, vehicle, last - 12), world.ledger.iloc[vehicle]
    total = car["price"] * rng.uniform(0.34, 0.5)
    bills = rng.dirichlet(np.full(len(rows), 2.0)) * total
    world.running.loc[rows, "repair_cost"] = bills.round(0)
    age = (NOW - car["bought"]) / 365.25
    world.plant(
        "costly_old_vehicle",
        "vehicle",
        car["owner"],
        car["plate"],
        "2026-10",
        f"车龄{age:.1f}年，近12个月维修费超过购置价的三分之一",
        f"repair={bills.round(0).sum():.0f} cny, price={car['price']:.0f} cny",
    )


def fuelled_after(world: World, rng: np.random.Generator, last: int) -> None:
    """Fuel on the plate of a vehicle already scrapped."""
    ran, ledger = world.running, world.ledger
    ended = ran[(ran["fuel"] > 0)].groupby("vehicle")["number"].max()
    fit = ledger.index[(ledger["scrapped"] > NOW - 400) & (ledger["scrapped"] < NOW - 130)]
    fit = [at for at in fit if at in ended.index]
    added = []
    for vehicle in rng.permutation(fit)[: world.share(8)]:
        sample = ran[ran["vehicle"] == vehicle].iloc[-1].copy()
        for step in range(1, 4):
            row = sample.copy()
            row["number"] = int(sample["number"]) + 1 + step
            if row["number"] <= last:
                added.append(row)
        car = ledger.iloc[vehicle]
        when = month_text(int(sample["number"]) + 2)
        world.plant(
            "scrapped_but_fuelled",
            "vehicle",
            car["owner"],
            car["plate"],
            when,
            "车辆报废后仍有加油记录",
            f"scrapped_on={car['scrapped_on']:%Y-%m-%d}, fuel={sample['fuel']} L",
        )
    if added:
        world.running = pd.concat([ran, pd.DataFrame(added)], ignore_index=True)
        world.running = world.running.astype({"vehicle": int, "number": int})


def over_quota(world: World, rng: np.random.Generator) -> None:
    """Quotas two or three below what is kept."""
    quotas = world.quotas
    total = quotas[["general_quota", "enforcement_quota", "special_quota"]].sum(axis=1)
    slack = total - quotas["kept"]
    fit = quotas.index[quotas["general_quota"] - slack >= 4]
    for at in rng.permutation(fit)[: world.share(10)]:
        row, over = quotas.loc[at], int(rng.integers(2, 4))
        quotas.loc[at, "general_quota"] -= slack[at] + over
        world.plant(
            "vehicles_over_quota",
            "vehicle",
            int(row["owner"]),
            "",
            "2026-10",
            f"实有车辆超过编制{over}辆",
            f"kept={row['kept']:.0f}, quota={row['kept'] - over:.0f}",
        )
