"""Posts by rank, buildings and rooms: who sits where, in how many square metres."""

import numpy as np
import pandas as pd

from etl.demo.kinds import KINDS, OFFICE_KINDS
from etl.demo.ranks import LIMITS
from etl.demo.scale import NOW, Dice, day_ordinal, days

SERVICE_ROOMS = (
    ("会议室", 58),
    ("文印室", 22),
    ("档案室", 40),
    ("接待室", 30),
    ("值班室", 18),
    ("职工之家", 45),
    ("服务大厅", 96),
)
TOWER_NAMES = {"1": "办公楼", "2": "附楼", "3": "2号楼", "4": "3号楼", "5": "综合楼"}
STRUCTURES = ("钢筋混凝土结构", "砖混结构", "砖木结构")
TARGET_M2 = 13.6


def build(
    dice: Dice, roster: pd.DataFrame, ranks: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rooms (one row per room) and buildings (one row per building, in the order of owners)."""
    rng = dice.stream("offices")
    by_owner = {
        owner: list(zip(part["rank"], part["posts"], strict=True))
        for owner, part in ranks.groupby("owner")
    }
    keeps = roster["current"].to_numpy() & (
        rng.random(len(roster)) < roster["kind"].map(lambda kind: KINDS[kind].rooms).to_numpy()
    )
    found = []
    for owner in np.flatnonzero(keeps):
        row = roster.iloc[owner]
        listed = by_owner.get(owner) or [(None, max(3, int(min(row["staff_actual"], 60) * 0.2)))]
        found += [(owner, *room) for room in furnished(row, listed, rng)]
    rooms = pd.DataFrame(found, columns=["owner", "room_use", "rank", "occupants", "usable_area"])
    rooms = housed(rooms, roster, rng)
    return lettings(rooms, rng), towers(rooms, roster, rng)


def furnished(row: pd.Series, listed: list, rng: np.random.Generator) -> list[tuple]:
    """Offices for each rank, then service and equipment rooms up to the usual area a head."""
    supply = row["space_supply"]
    found = []
    for rank, count in listed:
        limit = LIMITS.get(rank, 9)
        each = 1 if limit > 12 else 2
        for start in range(0, count, each):
            people = min(each, count - start)
            fit = min(0.985, rng.uniform(0.78, 0.93) * supply**0.5)
            found.append(("办公室", rank, people, round(limit * people * fit, 1)))
    offices = sum(room[3] for room in found)
    staff = sum(count for _, count in listed)
    want = TARGET_M2 * supply * rng.normal(1, 0.06) * staff
    spare = max(want - offices, 0.12 * offices)
    while spare > 12:
        name, size = SERVICE_ROOMS[int(rng.integers(len(SERVICE_ROOMS)))]
        equipment = rng.random() < 0.14
        area = min(spare, size * rng.uniform(0.7, 1.25), 260)
        found.append(("设备用房" if equipment else "服务用房", None, 0, round(area, 1)))
        spare -= area
    return found


def housed(rooms: pd.DataFrame, roster: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Rooms with their building, floor and number; big offices have several buildings."""
    count = rooms.groupby("owner").size()
    spread = (count / 19 * rng.uniform(0.7, 1.5, len(count))).round().clip(1, 5).astype(int)
    index = rooms.groupby("owner").cumcount()
    share = np.minimum(
        index // np.ceil(rooms["owner"].map(count) / rooms["owner"].map(spread)),
        rooms["owner"].map(spread) - 1,
    ).astype(int)
    adcode = roster["adcode"].to_numpy()[rooms["owner"]]
    rooms["building_code"] = [
        f"FW{code}-{owner + 1:04d}-{number + 1}"
        for code, owner, number in zip(adcode, rooms["owner"], share, strict=True)
    ]
    inside = rooms.groupby("building_code").cumcount()
    rooms["floor"] = (inside // 9 + 1).astype(str)
    rooms["room_code"] = (
        rooms["building_code"] + "-" + rooms["floor"] + (inside % 9 + 1).astype(str).str.zfill(2)
    )
    return rooms


def align_floors(roster: pd.DataFrame, towers: pd.DataFrame) -> None:
    """Offices report the area of their ledger buildings; the others share out the rest."""
    ledger = towers.groupby("owner")["building_area"].sum().reindex(roster.index)
    office = roster["kind"].isin(OFFICE_KINDS) & ledger.notna()
    total = roster["building_area"].sum()
    roster.loc[office, "building_area"] = (ledger[office] * 1.08).round(-1)
    rest = (total - roster.loc[office, "building_area"].sum()) / roster.loc[
        ~office, "building_area"
    ].sum()
    roster.loc[~office, "building_area"] = (roster["building_area"] * rest).round(-1)
    roster["heating_area"] = (roster["building_area"] * 0.94).round(-1)


def lettings(rooms: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """State of each room: a few short-term idle service rooms, few let out."""
    plain = (rooms["room_use"] == "服务用房").to_numpy()
    draw = rng.random(len(rooms))
    idle, let = plain & (draw < 0.085), plain & (draw > 0.985)
    rooms["state"] = np.select([idle, let], ["闲置", "出租"], "在用")
    rooms["idle_day"] = np.where(idle, NOW - rng.integers(20, 260, len(rooms)), 0)
    rooms["let_day"] = np.where(let, NOW - rng.integers(200, 1500, len(rooms)), 0)
    rooms["tenant"] = np.where(
        let,
        rng.choice(
            ["中国邮政集团网点", "某银行自助网点", "机关食堂外包公司", "物业服务公司"], len(rooms)
        ),
        None,
    )
    return rooms


def towers(rooms: pd.DataFrame, roster: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One row per building: areas that hold its rooms, structure, registration, dates."""
    groups = rooms.groupby("building_code", sort=False)
    frame = groups.agg(owner=("owner", "first"), usable_area=("usable_area", "sum")).reset_index()
    frame["floors"] = (
        rooms["floor"]
        .astype(int)
        .groupby(rooms["building_code"])
        .max()
        .reindex(frame["building_code"])
        .to_numpy()
    )
    name = roster["short_name"].to_numpy()[frame["owner"]]
    frame["building_name"] = name + frame["building_code"].str[-1].map(TOWER_NAMES)
    areas(frame, roster["kind"].to_numpy()[frame["owner"]], rng)
    year = (2026 - rng.gamma(4.5, 4.6, len(frame))).astype(int).clip(1978, 2023)
    month = rng.integers(1, 13, len(frame))
    frame["opened"] = [day_ordinal(*map(int, when)) for when in zip(year, month, strict=True)]
    kinds = [STRUCTURES[0], STRUCTURES[2]]
    frame["structure"] = np.select([year > 2000, year < 1985], kinds, STRUCTURES[1])
    titled(frame, roster, rng)
    return frame


def areas(frame: pd.DataFrame, kind: np.ndarray, rng: np.random.Generator) -> None:
    """Floor areas around the rooms: technical rooms, walls and stairs, ground, heated part."""
    size, usable = len(frame), frame["usable_area"].round(1)
    technical = usable * rng.uniform(0.5, 2, size)
    lab = np.isin(kind, ["lab", "clinic", "hospital"])
    frame["technical_area"] = np.where(lab, technical, 0).round(1)
    inside = usable + frame["technical_area"]
    frame["building_area"] = (inside / rng.uniform(0.6, 0.7, size)).round(1)
    frame["land_area"] = (frame["building_area"] * rng.uniform(0.5, 1.6, size)).round(0)
    frame["heating_area"] = (frame["building_area"] * rng.uniform(0.88, 0.98, size)).round(1)
    frame["usable_area"] = usable


def titled(frame: pd.DataFrame, roster: pd.DataFrame, rng: np.random.Generator) -> None:
    """Registration, certificate, safety grade and last inspection."""
    size = len(frame)
    done = rng.random(size) < 0.86
    frame["registration"] = np.where(
        done, "已登记", rng.choice(["办理中", "未登记"], size, p=[0.4, 0.6])
    )
    first = np.maximum(frame["opened"], day_ordinal(2016)).to_numpy()
    frame["titled"] = first + (rng.random(size) ** 2 * (NOW - 30 - first)).astype(int)
    year = pd.Series(days(frame["titled"])).dt.year
    frame["certificate_no"] = [
        f"宁（{when}）不动产权第{10_000_000 + at * 37:08d}号" if ok else None
        for at, (when, ok) in enumerate(zip(year, done, strict=True))
    ]
    frame["safety_grade"] = rng.choice(["A", "B", "C", "D"], size, p=[0.66, 0.29, 0.045, 0.005])
    frame["inspected"] = NOW - rng.integers(20, 420, size)
    frame["address"] = roster["address"].to_numpy()[frame["owner"]]
    frame["disposed"] = 0
    frame["in_use_from"], frame["inspected_on"] = days(frame["opened"]), days(frame["inspected"])
