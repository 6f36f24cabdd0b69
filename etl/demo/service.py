"""Service handled each month and the reviews of it: grades, channels, mending of bad ones."""

import numpy as np
import pandas as pd

from etl.demo.kinds import KINDS
from etl.demo.scale import NOW, Dice, day_ordinal, days, month_number, month_text

GRADES = ("非常满意", "满意", "基本满意", "不满意", "非常不满意")
CHANNELS = ("政务服务网", "APP", "小程序", "二维码", "大厅评价器", "自助终端", "12345")
SERVICES = (
    "会议服务",
    "餐饮服务",
    "维修服务",
    "公务用车服务",
    "保洁服务",
    "安保服务",
    "水电暖服务",
    "资产领用服务",
    "办公用房调配",
)
OUTSOURCED = (1, 4, 5)
BAD_WORDS = (
    "响应太慢，报修两天才到",
    "饭菜偏凉，排队时间长",
    "会议设备调试不到位",
    "派车等候时间过长",
    "卫生间保洁不及时",
    "暖气温度不达标",
    "流程不清楚，来回跑了两次",
    "工作人员态度生硬",
)
GOOD_WORDS = ("很及时，谢谢", "服务态度好", "流程简便", "师傅很专业", "")
DIP = {month_number(2022, 10): 0.6, month_number(2022, 11): 0.45, month_number(2022, 12): 0.55}
MEAN_HANDLED = 13.2


def build(dice: Dice, roster: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Handled cases (a row per serving institution and month) and reviews (a row each)."""
    rng = dice.stream("service")
    serving, months = servers(roster, rng), dice.scale.month_numbers
    busy = rng.lognormal(0, 0.5, len(serving))
    busy *= MEAN_HANDLED / busy.mean()
    growth = 0.88 + 0.004 * (months - months[-1] + 70)
    dip = np.array([DIP.get(month, 1.0) for month in months]) * np.where(months % 12 == 1, 0.8, 1)
    handled = rng.poisson(busy[:, None] * growth * dip) + 1
    rated = rng.binomial(handled, 0.485).ravel()
    owner, number = np.repeat(serving, len(months)), np.tile(months, len(serving))
    volume = pd.DataFrame({"owner": owner, "number": number, "handled": handled.ravel()})
    volume["month"] = [month_text(each) for each in number]
    reviews = pd.DataFrame({"owner": np.repeat(owner, rated), "number": np.repeat(number, rated)})
    volume = volume.sort_values(["number", "owner"], ignore_index=True)
    return volume, graded(reviews, roster, rng)


def servers(roster: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Institutions that give services, at least one."""
    chance = roster["kind"].map(lambda kind: KINDS[kind].serves).to_numpy()
    lasting = roster["current"] & (roster["begin"] == 0)
    found = np.flatnonzero(lasting & (rng.random(len(roster)) < 1.1 * chance))
    return found if len(found) else np.flatnonzero(lasting)[:1]


def graded(frame: pd.DataFrame, roster: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The reviews with day, service, level, channel, grade; numbered in the order of days."""
    size = len(frame)
    first = np.array([day_ordinal(number // 12, number % 12 + 1) for number in frame["number"]])
    frame["day"] = first + np.minimum(rng.integers(0, 31, size), 27 + (rng.random(size) < 0.4))
    frame = frame.sort_values(["day", "owner"], kind="stable", ignore_index=True)
    service = rng.integers(0, len(SERVICES), size)
    frame["service"] = np.array(SERVICES)[service]
    frame["service_level"] = levels(frame, roster, service, rng)
    online = rng.random(size) < 0.52 + 0.04 * (frame["number"] // 12 - 2021)
    web = rng.choice(3, size, p=[0.3, 0.32, 0.38])
    site = 3 + rng.choice(4, size, p=[0.5, 0.3, 0.12, 0.08])
    frame["channel"] = np.array(CHANNELS)[np.where(online, web, site)]
    asked = ~(online & (rng.random(size) < 0.36))
    frame["active"] = np.where(asked, "主动", "默认")
    liked(frame, asked, rng.lognormal(0, 0.35, len(roster))[frame["owner"]], rng)
    good = np.array(GOOD_WORDS)[rng.choice(5, size, p=[0.05, 0.05, 0.03, 0.02, 0.85])]
    scolding = np.array(BAD_WORDS)[service % len(BAD_WORDS)]
    frame["comment"] = np.where(frame["bad"], scolding, good)
    months = [month_text(number).replace("-", "") for number in frame["number"]]
    frame["review_no"] = [f"PJ{month}{at + 1:06d}" for at, month in enumerate(months)]
    return mended(frame, rng)


def liked(
    frame: pd.DataFrame, asked: np.ndarray, own: np.ndarray, rng: np.random.Generator
) -> None:
    """Grades: contractors do worse, each year does better, silence counts as praise."""
    size = len(frame)
    outsourced = np.where(frame["service_level"] == "外包单位", 1.7, 1.0)
    year = 1.35 - 0.06 * (frame["number"] // 12 - 2021)
    bad = asked & (rng.random(size) < 0.0285 * own * outsourced * year)
    kind = rng.choice(3, size, p=[0.80, 0.16, 0.04])
    worse = 3 + (rng.random(size) < 0.28)
    grade = np.where(bad, worse, np.where(asked, kind, 0))
    frame["grade"], frame["bad"] = np.array(GRADES)[grade], bad


def levels(
    frame: pd.DataFrame, roster: pd.DataFrame, service: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Who is reviewed: the region, a city, an own unit, a contractor, a department."""
    level = roster["admin_level"].to_numpy()[frame["owner"]]
    kind = roster["kind"].to_numpy()[frame["owner"]]
    contractor = np.isin(service, OUTSOURCED) & (rng.random(len(frame)) < 0.55)
    top = np.select([level == "自治区级", level == "市级"], ["自治区", "市"], "具体部门")
    own = np.where(np.isin(kind, ["service"]) & (rng.random(len(frame)) < 0.6), "直属单位", top)
    return np.where(contractor, "外包单位", own)


def mended(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Answer, mending and call-back of bad reviews: at most ten working days, few late long ago."""
    size, bad, day = len(frame), frame["bad"].to_numpy(), frame["day"].to_numpy()
    answer = day + rng.integers(1, 4, size)
    late = (rng.random(size) < 0.035) & (day < day_ordinal(2026, 6))
    fixed = np.where(late, day + rng.integers(24, 46, size), answer + rng.integers(1, 11, size))
    called = fixed + rng.integers(1, 5, size)
    for name, when in (("answered", answer), ("fixed", fixed), ("called", called)):
        frame[name] = np.where(bad & (when <= NOW), when, 0)
    watched = rng.random(size) < np.where(late, 0.6, 0.07)
    frame["supervised"] = np.where(bad, np.where(watched, "是", "否"), "")
    return frame


def dated(frame: pd.DataFrame) -> pd.DataFrame:
    """The reviews with days as dates, once the planted ones are in."""
    for name, day in (
        ("reviewed_on", "day"),
        ("feedback_on", "answered"),
        ("fixed_on", "fixed"),
        ("callback_on", "called"),
    ):
        frame[name] = days(frame[day])
    return frame
