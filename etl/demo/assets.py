"""Asset cards: houses, vehicles, equipment and furniture, worth less each month of their life."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from etl.demo.scale import NOW, Dice, day_ordinal, days

HOUSE, CAR = ("A01010100", "1020100", "办公用房"), ("A02030500", "2030500", "车辆")
HOUSE_LIFE = {"钢筋混凝土结构": 50, "砖混结构": 30, "砖木结构": 30}
GOODS_EACH = 25
DAYS = {
    "acquired_on": "got",
    "idle_since": "idle_day",
    "disposed_on": "gone",
    "warehoused_on": "stored_day",
    "reused_on": "reused_day",
}
COLUMNS = [
    *("asset_name", "category_code", "old_code", "category_name"),
    *("life", "price", "most", "who"),
]


@cache
def goods() -> pd.DataFrame:
    """The kinds of goods, one row each (`goods.yml`)."""
    listed = yaml.safe_load(Path(__file__).with_name("goods.yml").read_text("utf-8"))
    return pd.DataFrame(listed, columns=COLUMNS)


def build(
    dice: Dice, roster: pd.DataFrame, towers: pd.DataFrame, ledger: pd.DataFrame
) -> pd.DataFrame:
    """One row per asset card of the institutions there are now."""
    rng = dice.stream("assets")
    frame = pd.concat(
        [houses(roster, towers, rng), cars(ledger), things(roster, rng)], ignore_index=True
    )
    certified(frame, len(towers), dice.stream("house certificates"))
    frame["asset_code"] = frame["prefix"] + [f"{at + 1:06d}" for at in range(len(frame))]
    keep = frame["prefix"] == "CL"
    frame.loc[keep, "asset_code"] = ledger["vehicle_code"].to_numpy()
    end = np.where(frame["gone"] > 0, frame["gone"], NOW)
    used = ((end - frame["got"]) / 365.25 / frame["life"]).clip(0, 1)
    frame["net_value"] = (frame["original_value"] * (1 - used)).round(2)
    states(frame, rng)
    return stocktaken(frame, roster, rng).sort_values(["owner", "asset_code"], ignore_index=True)


def houses(roster: pd.DataFrame, towers: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """A card for each ledger building, and for the area schools and hospitals have besides."""
    own = towers[["owner", "structure", "certificate_no"]].assign(
        area=towers["building_area"], asset_name=towers["building_name"], got=towers["opened"]
    )
    frame = pd.concat([own, other_houses(roster, towers, rng)], ignore_index=True)
    age = (NOW - frame["got"]) / 365.25
    cost = rng.uniform(2450, 3650, len(frame)) * 0.982**age
    frame["original_value"] = (frame["area"] * cost).round(-2)
    frame["life"] = frame["structure"].map(HOUSE_LIFE)
    frame[["category_code", "old_code", "category_name"]] = HOUSE
    return frame.assign(prefix="FW", quantity=1, gone=0)


def certified(frame: pd.DataFrame, towers: int, rng: np.random.Generator) -> None:
    """Titles of the houses no office ledger lists: they stand after its `towers` on the cards."""
    others = frame.index[(frame["prefix"] == "FW") & (frame.index >= towers)]
    for at in others[rng.random(len(others)) < 0.79]:
        year = 2016 + int(rng.integers(0, 10))
        frame.at[at, "certificate_no"] = f"宁（{year}）不动产权第{20_000_000 + at * 37:08d}号"


def other_houses(
    roster: pd.DataFrame, towers: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Teaching and ward buildings, which no office ledger lists."""
    known = towers.groupby("owner")["building_area"].sum().reindex(roster.index).fillna(0)
    rest = (roster["building_area"] - known).where(roster["current"], 0).to_numpy()
    count = np.where(rest > 600, np.minimum(1 + rest // 22_000, 9), 0).astype(int)
    owner = np.repeat(np.arange(len(roster)), count)
    names = rng.choice(["综合楼", "业务用房", "教学楼", "实训楼"], len(owner))
    bought = day_ordinal(2024) - rng.gamma(3.0, 1500, len(owner)).astype(int)
    area = np.repeat(rest / np.maximum(count, 1), count)
    frame = pd.DataFrame({"owner": owner, "area": area, "asset_name": names, "got": bought})
    return frame.assign(structure="钢筋混凝土结构", certificate_no=None)


def cars(ledger: pd.DataFrame) -> pd.DataFrame:
    """A card for each vehicle of the ledger; scrapped ones are disposed of."""
    frame = pd.DataFrame(
        {
            "owner": ledger["owner"],
            "asset_name": ledger["brand_model"],
            "got": ledger["bought"],
            "gone": ledger["scrapped"],
            "original_value": ledger["price"],
            "life": 8,
        }
    )
    frame[["category_code", "old_code", "category_name"]] = CAR
    return frame.assign(prefix="CL", quantity=1)


def things(roster: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Equipment and furniture, by what each kind of institution needs; some of it long gone."""
    size = roster["staff_actual"].to_numpy() ** 0.55 * roster["current"].to_numpy()
    count = np.rint(size * GOODS_EACH * roster["current"].sum() / size.sum()).astype(int)
    owner = np.repeat(np.arange(len(roster)), count)
    frame = wanted(roster["kind"].to_numpy()[owner], rng)
    age = rng.gamma(2.1, frame["life"].to_numpy() / 2.9)
    price = frame["price"] * rng.lognormal(0, 0.22, len(owner))
    frame["owner"] = owner
    frame["quantity"] = np.ceil(rng.random(len(owner)) ** 2 * frame["most"]).clip(1)
    frame["original_value"] = (price * frame["quantity"]).round(0)
    frame["got"] = np.maximum(NOW - 30 - (age * 365).astype(int), day_ordinal(2003))
    old = (NOW - frame["got"]) / 365.25 > frame["life"] * 1.05
    gone = old & (rng.random(len(frame)) < 0.24)
    since = np.maximum(frame["got"] + (frame["life"] * 365.25).astype(int), day_ordinal(2021))
    frame["gone"] = np.where(gone, since + (rng.random(len(frame)) * (NOW - since)).astype(int), 0)
    furniture = frame["category_code"].str.startswith("A05")
    return frame.drop(columns=["who"]).assign(prefix=np.where(furniture, "JJ", "SB"))


def wanted(kinds: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """A kind of goods for each card, drawn by the kind of its institution."""
    which = np.zeros(len(kinds), int)
    for name in np.unique(kinds):
        weight = np.array([who.get(name, who.get("all", 0)) for who in goods()["who"]], float)
        here = kinds == name
        which[here] = rng.choice(len(weight), here.sum(), p=weight / weight.sum())
    return goods().iloc[which].reset_index(drop=True)


def states(frame: pd.DataFrame, rng: np.random.Generator) -> None:
    """In use, idle for some months, gone, or in the shared store and handed on from there."""
    draw, size = rng.random(len(frame)), len(frame)
    movable = frame["prefix"].isin(["SB", "JJ"]).to_numpy()
    gone = (frame["gone"] > 0).to_numpy()
    young = (NOW - frame["got"] > 900).to_numpy()
    houses = (frame["prefix"] == "FW").to_numpy()
    idle = (movable | houses) & ~gone & young & (draw < 0.016)
    stored = movable & ~gone & young & (draw > 0.972)
    reused = stored & (draw > 0.982)
    frame["use_state"] = np.select(
        [gone, idle, stored & ~reused], ["已处置", "闲置", "待调剂"], "在用"
    )
    frame["idle_day"] = np.where(idle, NOW - rng.integers(30, 320, size), 0)
    kinds = rng.choice(["报废", "无偿划转", "出售", "对外捐赠"], size, p=[0.74, 0.16, 0.08, 0.02])
    scrapped = np.where(frame["prefix"] == "CL", "报废", kinds)
    frame["disposal_kind"] = np.where(gone, scrapped, None)
    frame["warehouse_state"] = np.select([reused, stored], ["已调剂", "在库"], "")
    stay = rng.integers(20, 280, size)
    back = np.where(reused, NOW - rng.integers(20, 1500, size), NOW)
    frame["stored_day"] = np.where(stored, back - stay, 0)
    frame["reused_day"] = np.where(reused, back, 0)
    saving = (frame["original_value"] * rng.uniform(0.55, 0.8, size)).round(0)
    frame["reuse_saving"] = np.where(reused, saving, np.nan)
    for name, day in DAYS.items():
        frame[name] = days(frame[day])


def stocktaken(frame: pd.DataFrame, roster: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The stocktake of summer 2026: done by nearly all, right nearly everywhere."""
    done = (rng.random(len(roster)) < 0.97)[frame["owner"]] & (frame["gone"] == 0).to_numpy()
    day = (day_ordinal(2026, 5) + rng.integers(0, 140, len(roster)))[frame["owner"]]
    known = done & (frame["got"].to_numpy() < day)
    frame["stocktake_on"] = days(np.where(known, day, 0))
    frame["stocktake_result"] = np.where(known, "相符", None)
    building = roster["short_name"].to_numpy()[frame["owner"]]
    frame["location"] = np.where(
        frame["prefix"] == "FW", roster["address"].to_numpy()[frame["owner"]], building + "办公区"
    )
    return frame
