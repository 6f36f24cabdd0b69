"""Institutions that merged or gave people and buildings to another, on paper and in the returns.

Small ones without vehicles and without any finding join a larger one of their county, one joins
an office of its city, and one gives a part away; no random draw, so nothing else changes.
"""

import numpy as np
import pandas as pd

from etl.demo.scale import day_ordinal, days, month_number
from etl.demo.world import World

MERGERS, LARGER = 5, 3
KINDS = ("service", "culture", "clinic", "school")
DATES = ((2025, 11), (2026, 1), (2026, 3), (2026, 5), (2026, 7))
SHARE = 20


def plant(world: World) -> None:
    """Writes world.changes and moves the energy of those it names."""
    roster = world.roster
    free = np.flatnonzero(_free(world))
    rows, used = [], set()
    for number in range(min(MERGERS, world.share(MERGERS))):
        pair = _pair(roster, free, used, "city" if number == 0 else "place")
        if pair is None:
            break
        used |= set(pair)
        year, month = DATES[number]
        share = SHARE if number == MERGERS - 1 else 100
        _move(world, *pair, year, month, share)
        rows.append(_row(roster, *pair, year, month, share))
    names = ("owner", "changed_on", "kind", "successor_code", "successor_name", "share",
             "document_no", "note")  # fmt: skip
    frame = pd.DataFrame(rows, columns=names)
    dated = pd.to_datetime(frame["changed_on"])
    world.changes = frame.assign(changed_on=dated, owner=frame["owner"].astype(int))


def _free(world: World) -> np.ndarray:
    """Institutions of today without findings, vehicles or services of their own."""
    roster = world.roster
    known = {finding["institution_code"] for finding in world.findings}
    busy = roster.index.isin({*world.ledger["owner"], *world.handled["owner"]})
    found = roster["institution_code"].isin(known).to_numpy()
    return (roster["current"] & (roster["begin"] == 0)).to_numpy() & ~busy & ~found


def _pair(roster: pd.DataFrame, free: np.ndarray, used: set, within: str) -> tuple | None:
    """The first small institution with a much larger one of the same place, neither used yet."""
    kind = roster["kind"].to_numpy()
    left = [int(at) for at in free if at not in used and kind[at] in KINDS]
    area = roster["building_area"].to_numpy()
    where, level = roster[within].to_numpy(), roster["admin_level"].to_numpy()
    for small in left:
        for large in left:
            home = where[small] == where[large] and (within == "place") == (
                level[small] == level[large]
            )
            alike = home and kind[small] == kind[large] and level[small] != "市级"
            if alike and area[large] > LARGER * area[small]:
                return small, large
    return None


def _move(world: World, origin: int, heir: int, year: int, month: int, share: int) -> None:
    """From that month on the heir files what the origin used, or its share of it."""
    use, at = world.use, world.use.at(month_number(year, month))
    for table in use.columns.values():
        moved = (table[origin, at:] * share / 100).round(2)
        table[heir, at:] += moved
        table[origin, at:] -= moved
    if share < 100:
        return
    use.reported[origin, at:] = False
    end = day_ordinal(year, month)
    world.roster.loc[origin, ["end", "current"]] = [end, False]
    world.roster.loc[origin, "active_to"] = pd.Timestamp(days(np.array([end]))[0])


def _row(roster: pd.DataFrame, origin: int, heir: int, year: int, month: int, share: int) -> tuple:
    day = days(np.array([day_ordinal(year, month)]))[0]
    code, name = roster.loc[heir, ["institution_code", "institution_name"]]
    kind = "合并" if share == 100 else "划转"
    number = f"演示〔{year}〕{month}号"
    return origin, day, kind, code, name, share, number, "演示数据，机构沿革为虚构"
