"""The life of each building: planning, title, allocation, use, repair, inspection, disposal."""

import pandas as pd

from etl.demo import building_life
from etl.demo.scale import NOW, SENDERS, Dice, days


def build(
    dice: Dice, towers: pd.DataFrame, rooms: pd.DataFrame, roster: pd.DataFrame
) -> pd.DataFrame:
    """One row per event, numbered, in the order of its building and day."""
    rng = dice.stream("events")
    parts = [
        building_life.founding(towers, rng),
        building_life.titles(towers),
        building_life.permits(towers, rng),
        building_life.repairs(towers, rng),
        building_life.inspections(towers, rng),
        building_life.lets(towers, rooms),
        building_life.leases(towers),
        building_life.disposals(towers),
    ]
    return numbered(pd.concat(parts, ignore_index=True), towers, roster)


def numbered(frame: pd.DataFrame, towers: pd.DataFrame, roster: pd.DataFrame) -> pd.DataFrame:
    """The events with owner, number and date, those still to come left out."""
    frame = frame[frame["day"] <= NOW].sort_values(["building", "day"], kind="stable")
    frame = frame.reset_index(drop=True)
    owner = towers["owner"].to_numpy()[frame["building"]]
    prefix = roster["sender"].map(SENDERS).to_numpy()[owner]
    frame["owner"] = owner
    frame["building_code"] = towers["building_code"].to_numpy()[frame["building"]]
    frame["event_no"] = [f"SX{code}{at + 1:06d}" for at, code in enumerate(prefix)]
    frame["happened_on"] = days(frame["day"])
    return frame
