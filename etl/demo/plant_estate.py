"""Findings planted in offices.

office_over_standard: one person's office a third or more above the limit of the rank.
unit_over_standard: an institution's basic offices above its approved area by a fifth.
at_quota_line: every leader's office exactly at the limit.
idle_while_leasing: an institution pays rent while another in its city has rooms idle.
disposed_but_using: the only building was disposed of, yet power is used on.
"""

import numpy as np
import pandas as pd

from etl.demo.ranks import LIMITS
from etl.demo.scale import NOW, days
from etl.demo.world import World


def plant(world: World) -> None:
    """All findings of rooms and buildings."""
    rng = world.stream("plant estate")
    over_limit(world, rng)
    at_limit(world, rng)
    over_approved(world, rng)
    disposed(world, rng)
    idle_rooms(world, rng)


def over_limit(world: World, rng: np.random.Generator) -> None:
    """One leader's room too big."""
    rooms = world.rooms
    fit = rooms.index[
        (rooms["occupants"] == 1)
        & rooms["rank"].isin(
            ["正处级", "正局（处）级", "副局（处）级", "正科级", "副厅（局）级", "县级副职"]
        )
    ]
    for at in rng.permutation(fit)[: world.share(16)]:
        row = rooms.loc[at]
        limit = LIMITS[row["rank"]]
        area = round(limit * rng.uniform(1.35, 1.9), 1)
        rooms.loc[at, "usable_area"] = area
        world.plant(
            "office_over_standard",
            "room",
            row["owner"],
            row["room_code"],
            "2026-10",
            f"{row['rank']}办公室{area}平方米，超过标准{limit}平方米",
            f"usable_area={area}, limit={limit}",
        )


def at_limit(world: World, rng: np.random.Generator) -> None:
    """All single offices exactly as large as allowed."""
    rooms, taken = world.rooms, {finding["institution_code"] for finding in world.findings}
    single = rooms[(rooms["occupants"] == 1) & rooms["rank"].notna()]
    many = single.groupby("owner").size()
    level = world.roster["standard_level"].reindex(many.index)
    free = ~world.roster["institution_code"].reindex(many.index).isin(taken)
    for owner in rng.permutation(many.index[(many >= 3) & (level != "乡级") & free])[
        : world.share(6)
    ]:
        rows = single.index[single["owner"] == owner]
        rooms.loc[rows, "usable_area"] = rooms.loc[rows, "rank"].map(LIMITS).astype(float)
        world.plant(
            "at_quota_line",
            "room",
            owner,
            "",
            "2026-10",
            f"{len(rows)}间领导办公室面积全部恰为标准上限",
            f"usable_area=limit ×{len(rows)}",
        )


def over_approved(world: World, rng: np.random.Generator) -> None:
    """Service rooms enlarged until the institution exceeds what its posts allow."""
    rooms, roster = world.rooms, world.roster
    count = rooms[rooms["room_use"] == "服务用房"].groupby("owner").size()
    some = roster.loc[count.index[count >= 2]]
    fit = some.index[
        (some["kind"] == "agency")
        & some["standard_level"].isin(["县级", "市级"])
        & some["staff_quota"].between(15, 90)
    ]
    for owner in rng.permutation(fit)[: world.share(6)]:
        listed = world.posts[world.posts["owner"] == owner]
        offices = (listed["posts"] * listed["rank"].map(LIMITS)).sum()
        approved = 1.09 * (offices + 8 * listed["posts"].sum())
        mine = rooms["owner"] == owner
        service = rooms.index[mine & (rooms["room_use"] == "服务用房")]
        extra = approved * rng.uniform(1.2, 1.4) - rooms.loc[mine, "usable_area"].sum()
        rooms.loc[service, "usable_area"] += round(extra / len(service), 1)
        actual = rooms.loc[mine, "usable_area"].sum()
        world.plant(
            "unit_over_standard",
            "room",
            owner,
            "",
            "2026-10",
            "基本办公用房使用面积超过核定面积",
            f"actual={actual:.1f}, approved<={approved:.1f}",
        )
    rooms["usable_area"] = rooms["usable_area"].round(1)
    grow(world)


def grow(world: World) -> None:
    """Buildings at least as large as the rooms in them."""
    inside = world.rooms.groupby("building_code")["usable_area"].sum()
    towers = world.towers
    usable = towers["building_code"].map(inside).round(1)
    more = usable > towers["usable_area"] + 0.05
    towers["usable_area"] = usable
    grown = ((usable + towers["technical_area"]) / 0.66).round(1)
    towers["building_area"] = towers["building_area"].where(~more, grown)


def disposed(world: World, rng: np.random.Generator) -> None:
    """The only building was handed on, the meter runs on."""
    towers, roster = world.towers, world.roster
    single = towers.groupby("owner").size() == 1
    owners = single.index[
        single & roster["kind"].reindex(single.index).isin(["town", "service", "group"])
    ]
    for owner in rng.permutation(owners)[: world.share(8)]:
        at = towers.index[towers["owner"] == owner][0]
        day = NOW - int(rng.integers(200, 700))
        towers.loc[at, "disposed"] = day
        when = days(np.array([day]))[0]
        world.use.reported[owner, -14:] = True
        world.plant(
            "disposed_but_using",
            "building",
            owner,
            towers.loc[at, "building_code"],
            str(when)[:7],
            "唯一楼座已处置，处置后仍持续用电",
            f"disposed_on={when}",
        )
    towers["disposed_on"] = days(towers["disposed"])


def idle_rooms(world: World, rng: np.random.Generator) -> None:
    """Idle floors in one institution, a lease in another of the same city."""
    rooms, towers = world.rooms, world.towers
    towers["leased"] = False
    city = world.roster["city"].to_numpy()[towers["owner"]]
    service = rooms[(rooms["room_use"] == "服务用房") & (rooms["state"] == "在用")]
    many = service.groupby("owner")["usable_area"].agg(["size", "sum"])
    owners = many.index[(many["size"] >= 2) & (many["sum"] > 120)]
    for owner in rng.permutation(owners)[: world.share(8)]:
        here = (
            (city == world.roster["city"].iloc[owner])
            & (towers["owner"] != owner)
            & (towers["disposed"] == 0)
            & ~towers["leased"]
        )
        if here.any():
            tenant = int(rng.choice(towers.index[here]))
            leased(world, owner, tenant, service.index[service["owner"] == owner][:3], rng)


def leased(world: World, owner: int, tenant: int, rows: pd.Index, rng: np.random.Generator) -> None:
    """One pair: rooms idle for over a year here, a building rented there."""
    rooms, towers = world.rooms, world.towers
    rooms.loc[rows, "state"] = "闲置"
    rooms.loc[rows, "idle_day"] = NOW - int(rng.integers(420, 900))
    towers.loc[tenant, ["leased", "registration", "certificate_no"]] = [True, "租用", None]
    idle = rooms.loc[rows, "usable_area"].sum()
    other = world.roster.iloc[towers.at[tenant, "owner"]]["institution_name"]
    world.plant(
        "idle_while_leasing",
        "room",
        owner,
        towers.at[tenant, "building_code"],
        "2026-10",
        f"本单位闲置{idle:.1f}平方米，同市{other}在外租用办公用房",
        f"idle={idle:.1f} m2, rooms={'、'.join(rooms.loc[rows, 'room_code'])}",
    )
