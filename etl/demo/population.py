"""The roster: about 1,300 public institutions with codes, staff, users, floor area and dates."""

import numpy as np
import pandas as pd

from etl.demo.codes import credit_code
from etl.demo.kinds import KINDS, LEVEL_STANDARD
from etl.demo.names import CITIES, COUNTIES, all_entries, book
from etl.demo.scale import SENDERS, Dice, day_ordinal, days

USER_M2 = 19.4
HEATING = ("集中供暖按面积", "集中供暖按热量", "独立供暖燃气", "独立供暖燃煤", "电供暖")
ROSTER_CUT = day_ordinal(2025)
RETIRED = {"640522": "640421", "640502": "640321", "640521": "640322"}


def build(dice: Dice) -> pd.DataFrame:
    """One row per institution: roster columns plus what the other subjects are drawn from."""
    frame = pd.DataFrame(chosen(dice.scale.institutions))
    rng = dice.stream("population")
    place(frame)
    staff(frame, rng)
    heating(frame, rng)
    floors(frame, rng)
    lifespan(frame, rng, dice)
    frame["institution_code"] = codes(frame, rng)
    frame["region"] = spelled(frame)
    return frame


def chosen(count: int) -> list[dict]:
    """Evenly spaced entries of the name book; a big roster keeps all region and city organs."""
    entries = all_entries()
    core = [entry for entry in entries if entry["admin_level"] in ("自治区级", "市级")]
    rest = [entry for entry in entries if entry["admin_level"] not in ("自治区级", "市级")]
    if count < 2 * len(core):
        core, rest = [], entries
    spaced = np.linspace(0, len(rest) - 1, min(count - len(core), len(rest))).astype(int)
    return core + [rest[at] for at in spaced]


def place(frame: pd.DataFrame) -> None:
    """Sender, city, institution type, standard level and how well the county is supplied."""
    city = frame["place"].str[:4] + "00"
    region = frame["place"].isin(["640000", "宁东"])
    frame["adcode"] = frame["place"].replace({"宁东": "640181"})
    frame["city"] = np.where(region, "640000", city)
    frame["sender"] = frame["city"].map({code: name for name, code in SENDERS.items()})
    frame["institution_type"] = frame["kind"].map(lambda kind: KINDS[kind].type_code)
    frame["standard_level"] = frame["admin_level"].map(LEVEL_STANDARD)
    supply = frame["place"].map(book()["supply"])
    frame["car_supply"] = [pair[0] if isinstance(pair, list) else 1.0 for pair in supply]
    frame["space_supply"] = [pair[1] if isinstance(pair, list) else 1.04 for pair in supply]
    frame["funding"] = np.where(
        frame["kind"].isin(["hospital", "university", "sport"]), "部分财政", "全额财政"
    )
    frame["parent_name"] = [
        parent(*row)
        for row in zip(frame["place_name"], frame["kind"], frame["institution_name"], strict=True)
    ]
    frame["address"] = [
        f"{name or '银川市金凤区'}{street(at)}" for at, name in enumerate(frame["place_name"])
    ]


def parent(place_name: str, kind: str, name: str) -> str:
    """The organ in charge, by kind."""
    bureau = {
        "school": "教育",
        "university": "教育",
        "hospital": "卫生健康",
        "clinic": "卫生健康",
        "culture": "文化旅游",
        "sport": "体育",
    }.get(kind)
    if bureau is None:
        return name
    return f"{place_name}{bureau}局" if place_name else f"自治区{bureau}主管部门"


def street(number: int) -> str:
    """A made-up street address."""
    streets = ("文化路", "人民街", "政府街", "民族街", "新华路", "北大街", "迎宾大道", "利民路")
    return f"{streets[number % len(streets)]}{number * 7 % 280 + 1}号"


def staff(frame: pd.DataFrame, rng: np.random.Generator) -> None:
    """Posts approved, staff in place, and people who use the premises."""
    mean = np.array(
        [
            KINDS[kind].mean_staff(level)
            for kind, level in zip(frame["kind"], frame["admin_level"], strict=True)
        ]
    )
    frame["staff_quota"] = np.maximum(
        6, np.rint(mean * rng.lognormal(-0.05, 0.32, len(frame)))
    ).astype(int)
    filled = rng.normal(0.955, 0.05, len(frame)).clip(0.78, 1.12)
    frame["staff_actual"] = np.maximum(5, np.rint(frame["staff_quota"] * filled)).astype(int)
    users = frame["kind"].map(lambda kind: KINDS[kind].users) * rng.lognormal(0, 0.12, len(frame))
    frame["headcount"] = np.maximum(
        frame["staff_actual"] + 1, np.rint(frame["staff_actual"] * users)
    ).astype(int)


def heating(frame: pd.DataFrame, rng: np.random.Generator) -> None:
    """How each place is heated; coal only in the countryside."""
    rural = (frame["admin_level"] == "乡镇级").to_numpy()
    town = rng.choice(len(HEATING), len(frame), p=[0.46, 0.27, 0.25, 0, 0.02])
    country = rng.choice(len(HEATING), len(frame), p=[0.20, 0.06, 0.34, 0.28, 0.12])
    frame["heating"] = np.where(rural, country, town)
    frame["heating_kind"] = [HEATING[kind] for kind in frame["heating"]]
    big = frame["staff_actual"] > 60
    chance = np.where(frame["kind"].isin(["hospital", "university"]), 0.55, 0.14)
    frame["has_datacentre"] = big & (rng.random(len(frame)) < chance)
    frame["datacentre"] = np.where(frame["has_datacentre"], "是", "否")


def floors(frame: pd.DataFrame, rng: np.random.Generator) -> None:
    """Building area, scaled so that the whole has a believable area a user."""
    m2 = frame["kind"].map(lambda kind: KINDS[kind].m2).to_numpy()
    area = frame["headcount"] * m2 * frame["space_supply"] * rng.lognormal(0, 0.16, len(frame))
    area *= USER_M2 * frame["headcount"].sum() / area.sum()
    frame["building_area"] = area.round(-1)
    frame["heating_area"] = (area * rng.uniform(0.86, 0.97, len(frame))).round(-1)


def lifespan(frame: pd.DataFrame, rng: np.random.Generator, dice: Dice) -> None:
    """Founded and closed institutions, and the small ones that leave the roster in 2025."""
    small = frame["kind"].isin(["service", "culture", "clinic", "group", "school"])
    order = rng.permutation(np.flatnonzero(small & frame["admin_level"].eq("县级")))
    founded, closed, cut = (dice.scale.share(count) for count in (26, 20, 92))
    begin, end = np.zeros(len(frame), int), np.zeros(len(frame), int)
    for at in order[:founded]:
        begin[at] = day_ordinal(int(rng.integers(2021, 2025)), int(rng.integers(2, 13)))
    for at in order[founded : founded + closed]:
        end[at] = day_ordinal(int(rng.integers(2022, 2025)), int(rng.integers(2, 13)))
    rest = order[founded + closed :]
    light = frame["headcount"].to_numpy()[rest].argsort(kind="stable")[: 2 * cut : 2]
    end[rest[light]] = ROSTER_CUT
    frame["active_from"], frame["active_to"] = days(begin), days(end)
    frame["begin"], frame["end"] = begin, np.where(end > 0, end, day_ordinal(9999))
    frame["current"] = end == 0


def codes(frame: pd.DataFrame, rng: np.random.Generator) -> list[str]:
    """A valid unified social credit code for each institution."""
    numbers = rng.permutation(89_000_000 // 61)[: len(frame)] * 61 + 10_000_007
    prefixes = frame["institution_type"].map({"01": "11", "03": "13"}).fillna("12")
    return [
        credit_code(prefix, adcode, int(number))
        for prefix, adcode, number in zip(prefixes, frame["adcode"], numbers, strict=True)
    ]


def spelled(frame: pd.DataFrame) -> list[str]:
    """The region as its sender writes it: names, codes, retired codes, a slip of the pen."""
    names = COUNTIES | CITIES | {"640000": "区直", "宁东": "宁东管委会"}

    def word(number: int, sender: str, adcode: str) -> str:
        if sender in ("石嘴山市", "中卫市"):
            retired = RETIRED.get(adcode, adcode) if number % 5 == 0 else adcode
            return adcode[:4] + "01" if adcode in CITIES else retired
        return "武灵市" if adcode == "640181" and number % 12 == 0 else names[adcode]

    return [word(*row) for row in zip(frame.index, frame["sender"], frame["place"], strict=True)]
