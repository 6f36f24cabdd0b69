"""Vehicle ledger and quotas: what each institution may keep, keeps, and has scrapped."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.demo.codes import plate
from etl.demo.kinds import KINDS
from etl.demo.names import CITY_LETTERS
from etl.demo.scale import NOW, Dice, day_ordinal, days

USES = ("机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车", "其他按规定配备")
GENERAL, ENFORCEMENT, SPECIAL = (0, 1, 4), 2, 3
ELECTRIC_SHARE = {
    2016: 0.03,
    2017: 0.06,
    2018: 0.09,
    2019: 0.12,
    2020: 0.17,
    2021: 0.28,
    2022: 0.36,
    2023: 0.44,
    2024: 0.52,
    2025: 0.60,
    2026: 0.68,
}


@dataclass(frozen=True)
class Model:
    """A make of car: litres and kWh a 100 km, tank in litres, price in yuan."""

    name: str
    vehicle_type: str
    fuel_kind: str
    displacement: float
    tank: float
    seats: int
    price: float
    fuel: float
    charge: float


MODELS = (
    Model("大众朗逸1.5L", "轿车", "汽油", 1.5, 51, 5, 112_800, 6.6, 0),
    Model("大众帕萨特330", "轿车", "汽油", 1.8, 66, 5, 176_900, 8.3, 0),
    Model("红旗H5", "轿车", "汽油", 1.5, 62, 5, 169_800, 7.9, 0),
    Model("大众捷达VA3", "轿车", "汽油", 1.5, 55, 5, 92_800, 6.9, 0),
    Model("哈弗H6", "越野车", "汽油", 1.5, 58, 5, 118_600, 8.8, 0),
    Model("江铃全顺", "轻型客车", "柴油", 2.2, 80, 9, 238_000, 11.2, 0),
    Model("宇通ZK6809", "大型客车", "柴油", 6.7, 180, 33, 438_000, 22.5, 0),
    Model("长城风骏5", "皮卡", "柴油", 2.0, 76, 5, 112_000, 9.9, 0),
    Model("上汽大通G10", "商务车", "汽油", 1.8, 75, 9, 178_800, 10.6, 0),
    Model("比亚迪秦PLUS EV", "轿车", "纯电动", 0, 0, 5, 139_800, 0, 13.8),
    Model("广汽埃安AION S", "轿车", "纯电动", 0, 0, 5, 149_600, 0, 14.2),
    Model("红旗E-QM5", "轿车", "纯电动", 0, 0, 5, 168_800, 0, 15.1),
    Model("吉利银河L7", "轿车", "插电混动", 1.5, 60, 5, 138_700, 2.6, 9.5),
    Model("大通EV90", "轻型客车", "纯电动", 0, 0, 9, 236_000, 0, 27.5),
)
FUELLED = ((0, 3), (1, 2, 8), (3, 4), (5, 6, 7), (8, 1, 4))
ELECTRIC = ((9, 10), (10, 11, 12), (9, 10), (13,), (11, 12))


def build(dice: Dice, roster: pd.DataFrame) -> pd.DataFrame:
    """One row per vehicle ever kept since 2021, scrapped ones too; `owner` is the roster row."""
    rng = dice.stream("vehicles")
    owner = np.repeat(np.arange(len(roster)), slots(roster, rng))
    use = uses(roster, owner, rng)
    year = np.where(
        rng.random(len(owner)) < 0.48,
        rng.integers(2021, 2027, len(owner)),
        2021 - np.ceil(rng.gamma(3.2, 1.35, len(owner))),
    ).clip(2007)
    bought = purchase_day(year, rng)
    replaced = np.flatnonzero((year >= 2021) & (rng.random(len(owner)) < 0.8))
    gone = bought[replaced] - rng.integers(5, 70, len(replaced))
    late = gone > day_ordinal(2021)
    replaced, gone = replaced[late], gone[late]
    older = gone - rng.integers(9 * 365, 14 * 365, len(replaced))
    frame = pd.DataFrame(
        {
            "owner": np.concatenate([owner, owner[replaced]]),
            "use": np.concatenate([use, use[replaced]]),
            "bought": np.concatenate([bought, older]),
            "scrapped": np.concatenate([np.zeros(len(owner), int), gone]),
        }
    )
    frame = frame.sort_values(["owner", "bought"], kind="stable", ignore_index=True)
    return described(frame, roster, rng)


def slots(roster: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """How many vehicles each institution keeps now."""
    base = roster["kind"].map(lambda kind: KINDS[kind].cars[0]).to_numpy()
    each = roster["kind"].map(lambda kind: KINDS[kind].cars[1]).to_numpy()
    police = roster["institution_name"].str.contains("公安|市场监督|应急管理").to_numpy()
    centre = roster["institution_name"].str.contains("机关事务服务中心").to_numpy()
    mean = (base + each * roster["staff_actual"]) * np.where(police, 2.1, 1) + 8 * centre
    return np.where(roster["current"], rng.poisson(mean * roster["car_supply"]), 0)


def uses(roster: pd.DataFrame, owner: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """What each vehicle is for: policing offices patrol, hospitals and schools carry."""
    kind = roster["kind"].to_numpy()[owner]
    police = roster["institution_name"].str.contains("公安|市场监督|应急管理").to_numpy()[owner]
    office = rng.choice(5, len(owner), p=[0.20, 0.48, 0.14, 0.08, 0.10])
    patrol = rng.choice(5, len(owner), p=[0.05, 0.15, 0.70, 0.08, 0.02])
    carry = rng.choice(5, len(owner), p=[0.02, 0.20, 0.0, 0.58, 0.20])
    carries = np.isin(kind, ["hospital", "school", "university", "clinic", "lab"])
    return np.where(police, patrol, np.where(carries, carry, office))


def purchase_day(year: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Ordinals of purchase days in those years, none after September 2026."""
    first = np.array([day_ordinal(int(each)) for each in year])
    return np.minimum(first + rng.integers(20, 355, len(year)), NOW - 40)


def described(frame: pd.DataFrame, roster: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The ledger columns of each vehicle: make, plate, price, state."""
    year = pd.Series(days(frame["bought"])).dt.year.to_numpy()
    share = np.array([ELECTRIC_SHARE.get(int(each), 0.01 if each > 2012 else 0) for each in year])
    electric = rng.random(len(frame)) < share
    choice = rng.random(len(frame))
    picks = [
        (ELECTRIC if plug else FUELLED)[use]
        for plug, use in zip(electric, frame["use"], strict=True)
    ]
    frame["model"] = [pick[int(at * len(pick))] for pick, at in zip(picks, choice, strict=True)]
    for column in ("vehicle_type", "fuel_kind", "displacement", "tank", "seats"):
        frame[column] = [getattr(MODELS[model], column) for model in frame["model"]]
    frame["brand_model"] = [MODELS[model].name for model in frame["model"]]
    list_price = np.array([MODELS[model].price for model in frame["model"]])
    frame["price"] = np.round(list_price * rng.uniform(0.93, 1.0, len(frame)), -2)
    frame["vehicle_use"] = np.array(USES)[frame["use"]]
    numbers = rng.permutation(220_000)[: len(frame)]
    letters = roster["city"].map(CITY_LETTERS).to_numpy()[frame["owner"]]
    frame["plate"] = [plate(*row) for row in zip(letters, numbers, electric, strict=True)]
    frame["vehicle_code"] = [f"CL{at + 1:06d}" for at in range(len(frame))]
    sealed = np.where(rng.random(len(frame)) < 0.02, "封存", "在用")
    frame["state"] = np.where(frame["scrapped"] > 0, "已报废", sealed)
    frame["beidou"] = np.where(rng.random(len(frame)) < 0.82, "是", "否")
    frame["marked"] = np.where(rng.random(len(frame)) < 0.88, "是", "否")
    frame["purchased_on"], frame["scrapped_on"] = days(frame["bought"]), days(frame["scrapped"])
    return frame


def quotas(dice: Dice, roster: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """One row per institution with a quota: vehicles allowed by kind of use."""
    rng = dice.stream("quotas")
    kept = ledger[ledger["scrapped"] == 0]
    counted = pd.crosstab(kept["owner"], kept["use"]).reindex(columns=range(5), fill_value=0)
    frame = pd.DataFrame({"owner": counted.index})
    slack = rng.choice([0, 1, 2], (3, len(frame)), p=[0.55, 0.33, 0.12])
    frame["general_quota"] = counted[list(GENERAL)].sum(axis=1).to_numpy() + slack[0]
    for name, use, extra in (
        ("enforcement_quota", ENFORCEMENT, slack[1]),
        ("special_quota", SPECIAL, slack[2]),
    ):
        held = counted[use].to_numpy()
        frame[name] = np.where(held > 0, held + (extra == 2), 0)
    frame["kept"] = counted.sum(axis=1).to_numpy()
    return frame
