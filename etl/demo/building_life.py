"""What happens to buildings, stage by stage: tables of events with the day of each."""

import numpy as np
import pandas as pd

from etl.demo.scale import NOW, day_ordinal, days

# what, yuan a square metre, share of all repairs
REPAIRS = (
    ("日常维修", 18, 0.62),
    ("屋面防水维修", 60, 0.16),
    ("供暖管网改造", 140, 0.1),
    ("电梯大修", 95, 0.05),
    ("外墙节能改造大中修", 320, 0.07),
)


def founding(towers: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Planning approval and the way the building was come by."""
    at = np.flatnonzero(~towers["leased"])
    opened, area = towers["opened"].to_numpy()[at], towers["building_area"].to_numpy()[at]
    approved = opened - rng.integers(500, 1100, len(at))
    way = rng.choice(["建设竣工交付", "调剂接收", "置换取得"], len(at), p=[0.82, 0.14, 0.04])
    built = np.where(way == "建设竣工交付", area * rng.uniform(1400, 3000, len(at)), np.nan)
    plans = table(at, "规划", "项目立项批复", approved, area=area, result="同意")
    taken = table(at, "配置", way, opened, area=area, cost=built.round(-2), result="已交付")
    plans["document_no"], taken["document_no"] = (
        paper("发改投资", approved),
        paper("机管房", opened),
    )
    return pd.concat([plans, taken])


def titles(towers: pd.DataFrame) -> pd.DataFrame:
    """Registration of title where it was done."""
    at = np.flatnonzero(towers["registration"] == "已登记")
    return table(
        at,
        "权属",
        "不动产权统一登记",
        towers["titled"].to_numpy()[at],
        area=towers["building_area"].to_numpy()[at],
        document_no=towers["certificate_no"].to_numpy()[at],
        result="已登记",
    )


def permits(towers: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Use permits and agreements, since the region's trial rules of October 2020."""
    at = np.flatnonzero(rng.random(len(towers)) < 0.8)
    start = np.maximum(towers["opened"].to_numpy()[at], day_ordinal(2020, 11))
    day = start + rng.integers(10, 700, len(at))
    return table(
        at,
        "使用",
        "核发使用权证并签订使用协议",
        day,
        document_no=paper("房权证", day),
        area=towers["usable_area"].to_numpy()[at],
        result="已签订",
    )


def repairs(towers: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Repairs since 2021, small ones often, big ones seldom."""
    at = np.repeat(np.arange(len(towers)), rng.poisson(1.7, len(towers)))
    kind = rng.choice(len(REPAIRS), len(at), p=[share for _, _, share in REPAIRS])
    price = np.array([each for _, each, _ in REPAIRS])[kind]
    area = towers["building_area"].to_numpy()[at] * rng.uniform(0.05, 0.4, len(at))
    first = np.maximum(towers["opened"].to_numpy()[at] + 300, day_ordinal(2021))
    day = first + (rng.random(len(at)) * np.maximum(NOW - first, 1)).astype(int)
    return table(
        at,
        "维修",
        np.array([name for name, _, _ in REPAIRS])[kind],
        day,
        area=area.round(1),
        cost=(area * price).round(-2),
        document_no=paper("机管修", day),
        result="验收合格",
    )


def inspections(towers: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """A yearly inspection round since 2021; the last one is the date on the ledger."""
    pairs = [
        (at, day_ordinal(year, 4))
        for year in range(2021, 2026)
        for at in np.flatnonzero(
            (rng.random(len(towers)) < 0.55) & (towers["opened"] < day_ordinal(year))
        )
    ]
    at = np.array([pair[0] for pair in pairs], int)
    day = np.array([pair[1] for pair in pairs], int) + rng.integers(0, 200, len(pairs))
    keep = day < towers["inspected"].to_numpy()[at] - 20
    every = np.concatenate([at[keep], np.arange(len(towers))])
    when = np.concatenate([day[keep], towers["inspected"].to_numpy()])
    fine = rng.random(len(every)) < 0.93
    return table(
        every, "巡检", "年度巡检考核", when, result=np.where(fine, "合格", "发现问题已交办整改")
    )


def lets(towers: pd.DataFrame, rooms: pd.DataFrame) -> pd.DataFrame:
    """Rooms let out, approved as disposal."""
    let = rooms[rooms["let_day"] > 0]
    place = {code: at for at, code in enumerate(towers["building_code"])}
    return table(
        let["building_code"].map(place).to_numpy(),
        "处置",
        "出租审批",
        let["let_day"].to_numpy() - 20,
        area=let["usable_area"].to_numpy(),
        room_code=let["room_code"].to_numpy(),
        result="同意出租",
        document_no=paper("财资批", let["let_day"].to_numpy()),
    )


def leases(towers: pd.DataFrame) -> pd.DataFrame:
    """Offices rented from outside: a contract a year, rent for the year."""
    leased = np.flatnonzero(towers["leased"])
    at = np.repeat(leased, 3)
    day = np.tile([day_ordinal(year, 3, 10) for year in (2024, 2025, 2026)], len(leased))
    area = towers["building_area"].to_numpy()[at]
    return table(
        at,
        "配置",
        "租用办公用房",
        day,
        area=area,
        cost=(area * 330).round(-2),
        document_no=paper("机管租", day),
        result="租期一年",
    )


def disposals(towers: pd.DataFrame) -> pd.DataFrame:
    """Whole buildings handed on."""
    at = np.flatnonzero(towers["disposed"] > 0)
    day = towers["disposed"].to_numpy()[at]
    return table(
        at,
        "处置",
        "整体划转",
        day,
        area=towers["building_area"].to_numpy()[at],
        document_no=paper("机管处", day),
        result="已移交",
    )


def table(building: np.ndarray, stage: str, event, day: np.ndarray, **more) -> pd.DataFrame:
    """Events of one stage as a frame."""
    return pd.DataFrame(
        {
            "building": np.asarray(building, "int64"),
            "stage": stage,
            "event": event,
            "day": np.asarray(day, "int64"),
        }
        | more
    )


def paper(office: str, day: np.ndarray) -> list[str]:
    """Document numbers of that office in the year of the day."""
    year = pd.Series(days(day)).dt.year
    return [f"{office}〔{when}〕{at % 190 + 1}号" for at, when in enumerate(year)]
