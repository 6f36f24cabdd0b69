"""The world as records: one frame a subject, with the columns cards may ask for.

Every frame carries `sender`, `county` (for a sheet a county), `split` (for a file a year) and the
institution's code and name beside the subject's own columns.
"""

import numpy as np
import pandas as pd

from etl.demo import service
from etl.demo.energy import Use
from etl.demo.names import CITIES, COUNTIES
from etl.demo.scale import BASE_YEAR, Dice, day_ordinal, days, month_text
from etl.demo.world import World

OLD_CARDS = day_ordinal(2016)


def frames(world: World) -> dict[str, pd.DataFrame]:
    """All subjects by name."""
    roster = world.roster
    found = {
        "institution": roster.assign(owner=roster.index),
        "institution_change": world.changes,
        "post": world.posts,
        "asset": assets(world),
        "vehicle": world.ledger,
        "vehicle_quota": world.quotas,
        "vehicle_month": vehicle_months(world),
        "building": world.towers,
        "room": rooms(world),
        "building_event": world.events,
        "energy": monthly(world.use, roster, world.dice),
        "energy_year": base_year(world.use),
        "review": service.dated(world.reviews),
        "service_month": world.handled,
    }
    found = {name: known(frame, roster) for name, frame in found.items()}
    found["institution_change"]["sender"] = "区直"  # the region's own office keeps the one list
    return found


def known(frame: pd.DataFrame, roster: pd.DataFrame) -> pd.DataFrame:
    """The frame with sender, county, institution code and name of its owner."""
    owner = frame["owner"].to_numpy()
    names = COUNTIES | CITIES | {"640000": "区直", "宁东": "宁东"}
    place = roster["place"].map(names).to_numpy()[owner]
    frame = frame.assign(county=place)
    for column in ("sender", "institution_code", "institution_name"):
        frame[column] = roster[column].to_numpy()[owner]
    if "split" not in frame:
        year = frame["number"] // 12 if "number" in frame else frame.get("year", 0)
        frame["split"] = year
    return frame.reset_index(drop=True)


def vehicle_months(world: World) -> pd.DataFrame:
    """Monthly running with plate and owner, in the order of months and plates."""
    frame, ledger = world.running, world.ledger
    texts = {number: month_text(number) for number in frame["number"].unique()}
    frame = frame.assign(
        owner=ledger["owner"].to_numpy()[frame["vehicle"]],
        plate=ledger["plate"].to_numpy()[frame["vehicle"]],
        month=frame["number"].map(texts),
    )
    burns = (ledger["tank"] > 0).to_numpy()[frame["vehicle"]]
    plugs = ledger["fuel_kind"].isin(["纯电动", "插电混动"]).to_numpy()[frame["vehicle"]]
    for name, has in (
        ("fuel", burns),
        ("fuel_cost", burns),
        ("charge", plugs),
        ("charge_cost", plugs),
    ):
        frame[name] = frame[name].where(has)
    return frame.sort_values(["number", "vehicle"], ignore_index=True)


def rooms(world: World) -> pd.DataFrame:
    """Rooms with their days as dates; nobody sits in rooms of buildings handed on."""
    frame = world.rooms
    return frame.assign(
        idle_since=days(frame["idle_day"]),
        let_from=days(frame["let_day"]),
        occupants=np.where(frame["room_use"] == "办公室", frame["occupants"], np.nan),
    )


def assets(world: World) -> pd.DataFrame:
    """Cards; 石嘴山 still files those from before 2016 apart, under the codes of 2010."""
    frame = world.assets
    sender = world.roster["sender"].to_numpy()[frame["owner"]]
    old = (sender == "石嘴山市") & (frame["got"] < OLD_CARDS).to_numpy()
    return frame.assign(
        split=np.where(old, "2015年以前", "2016年以后"),
        category_code=np.where(old, frame["old_code"], frame["category_code"]),
    )


def monthly(use: Use, roster: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    """One row per institution and month reported in the period, zero columns blank for good."""
    first = use.at(dice.scale.month_numbers[0])
    owner, at = np.nonzero(use.reported[:, first:])
    frame = pd.DataFrame({"owner": owner, "number": use.months[at + first]})
    texts = np.array([month_text(month) for month in use.months])
    frame["month"] = texts[at + first]
    for name, table in use.columns.items():
        never = ~(table > 0).any(axis=1)
        values = table[owner, at + first]
        frame[name] = np.where(never[owner], np.nan, values)
    return frame.sort_values(["number", "owner"], ignore_index=True)


def base_year(use: Use) -> pd.DataFrame:
    """One row per institution of 2020: sums of the twelve months, people and areas as they were."""
    span = slice(0, 12)
    owner = np.flatnonzero(use.reported[:, 0])
    frame = pd.DataFrame({"owner": owner, "year": BASE_YEAR})
    for name, table in use.columns.items():
        stock = name in ("headcount", "building_area", "heating_area")
        values = table[owner, 0] if stock else table[owner, span].sum(axis=1)
        frame[name] = np.where(values > 0, values.round(2), np.nan)
    return frame
