"""Findings planted in service reviews.

review_overdue: a bad review of this summer not mended, or mended after 25 days and more.
no_callback: a bad review mended in time, but nobody called back.
default_praise: an institution whose reviews of the last six months are all default praise.
"""

import numpy as np

from etl.demo.scale import NOW, month_text
from etl.demo.world import World


def plant(world: World) -> None:
    """All findings of reviews; the praised institutions keep no other review finding."""
    rng = world.stream("plant service")
    reviews = world.reviews
    last = int(world.dice.scale.month_numbers[-1])
    praised(world, rng, last)
    bad = reviews["bad"] & (reviews["day"] < NOW - 40) & (reviews["day"] > NOW - 330)
    order = rng.permutation(reviews.index[bad])
    late, rest = order[: world.share(18)], order[world.share(18) :]
    for number, at in enumerate(late):
        overdue(world, at, number)
    for at in rest[: world.share(15)]:
        reviews.loc[at, "called"] = 0
        row = reviews.loc[at]
        world.plant(
            "no_callback",
            "review",
            row["owner"],
            row["review_no"],
            month_text(row["number"]),
            "差评已整改但未回访",
            "callback_on 为空",
        )


def overdue(world: World, at: int, number: int) -> None:
    """Every other one is not mended to this day."""
    reviews = world.reviews
    day = int(reviews.at[at, "day"])
    fixed = min(day + 26 + number, NOW) if number % 2 else 0
    reviews.loc[at, ["fixed", "called"]] = [fixed, 0 if fixed + 3 > NOW or not fixed else fixed + 3]
    row = reviews.loc[at]
    detail = "差评超过15个工作日才整改到位" if fixed else "差评至今未整改，已超过15个工作日"
    world.plant(
        "review_overdue",
        "review",
        row["owner"],
        row["review_no"],
        month_text(row["number"]),
        detail,
        f"grade={row['grade']}, days={fixed - day if fixed else NOW - day}",
    )


def praised(world: World, rng: np.random.Generator, last: int) -> None:
    """Nobody said anything; the system praised for them."""
    reviews = world.reviews
    recent = reviews[reviews["number"] > last - 6]
    many = recent.groupby("owner").size()
    for owner in rng.permutation(many.index[many >= min(15, many.max())])[: world.share(7)]:
        rows = recent.index[recent["owner"] == owner]
        reviews.loc[rows, ["grade", "active", "comment", "supervised"]] = [
            "非常满意",
            "默认",
            "",
            "",
        ]
        reviews.loc[rows, "bad"] = False
        reviews.loc[rows, ["answered", "fixed", "called"]] = 0
        online = np.array(["APP", "小程序"])[np.arange(len(rows)) % 2]
        reviews.loc[rows, "channel"] = online
        world.plant(
            "default_praise",
            "review",
            owner,
            "",
            "2026-10",
            f"近6个月{len(rows)}条评价全部为系统默认好评",
            f"reviews={len(rows)}, active=0",
        )
