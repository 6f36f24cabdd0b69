"""Findings planted in energy: repeated, copied and round readings, spikes, prices, silence.

repeated_reading: electricity and water the same for the last eight months.
copied_last_year: electricity and water of this year equal to the same months a year before.
round_numbers: electricity to whole thousands, water to whole hundreds, for twelve months.
energy_spike: electricity of one recent month three to four times its usual value.
unit_price_outlier: a cost in 万元 where 元 is asked for, or a price far outside its band.
not_reported: nothing filed for the last month; the first half of them are chronic.
"""

import numpy as np

from etl.demo.scale import month_text
from etl.demo.world import World


def plant(world: World) -> None:
    """All energy findings, each at institutions of their own."""
    rng = world.stream("plant energy")
    use, fit = world.use, world.roster["current"].to_numpy() & (world.roster["begin"] == 0)
    taken = {finding["institution_code"] for finding in world.findings}
    free = ~world.roster["institution_code"].isin(taken).to_numpy()
    middling = world.roster["staff_actual"].between(15, 150).to_numpy()  # no total is bent
    order = iter(rng.permutation(np.flatnonzero(fit & free & middling)))

    def some(count: int) -> list[int]:
        return [int(next(order)) for _ in range(world.share(count))]

    repeated(world, some(10))
    copied(world, some(10))
    rounded(world, some(8))
    for owner in some(12):
        spiked(world, owner, use.months[-1] - int(rng.integers(1, 9)), rng.uniform(3.0, 4.2))
    prices(world, some(12), rng)
    silent(world, some(7), some(8), rng)


def repeated(world: World, owners: list[int]) -> None:
    """The same reading month after month."""
    for owner in owners:
        for name in ("electricity", "water"):
            table = world.use.columns[name]
            table[owner, -8:] = table[owner, -8:].mean().round()
            if name == "electricity":
                value = table[owner, -1]
        reprice(world, owner)
        world.plant(
            "repeated_reading",
            "energy",
            owner,
            "electricity",
            "2026-10",
            "近8个月用电量、用水量读数完全相同",
            f"electricity={value:.0f} kWh ×8",
        )


def copied(world: World, owners: list[int]) -> None:
    """This year is a copy of last year."""
    span = min(10, world.dice.scale.months - 12)
    if span < 1:
        return
    for owner in owners:
        for name in ("electricity", "water"):
            table = world.use.columns[name]
            table[owner, -span:] = table[owner, -span - 12 : -12]
        reprice(world, owner)
        value = world.use.columns["electricity"][owner, -1]
        world.plant(
            "copied_last_year",
            "energy",
            owner,
            "electricity",
            "2026-10",
            f"今年最近{span}个月用电量、用水量与上年同月完全相同",
            f"2026-10 electricity={value:.0f}=2025-10",
        )


def rounded(world: World, owners: list[int]) -> None:
    """Estimates instead of readings."""
    for owner in owners:
        for name, step in (("electricity", 1000), ("water", 100)):
            table = world.use.columns[name]
            table[owner, -12:] = np.maximum(step, (table[owner, -12:] / step).round() * step)
        reprice(world, owner)
        world.plant(
            "round_numbers",
            "energy",
            owner,
            "electricity",
            "2026-10",
            "近12个月用电量均为整千、用水量均为整百，疑似估报",
            "electricity%1000=0, water%100=0",
        )


def spiked(world: World, owner: int, month: int, times: float) -> None:
    """One month far above the rest."""
    table, at = world.use.columns["electricity"], world.use.at(month)
    table[owner, at] = round(table[owner, at] * times)
    reprice(world, owner)
    world.plant(
        "energy_spike",
        "energy",
        owner,
        "electricity",
        month_text(month),
        f"当月用电量为正常水平的{times:.1f}倍",
        f"electricity={table[owner, at]:.0f} kWh",
    )


def reprice(world: World, owner: int) -> None:
    """Costs that follow the changed quantities at the institution's usual price."""
    columns = world.use.columns
    for name, price in (("electricity", 0.665), ("water", 4.5)):
        columns[f"{name}_cost"][owner, -24:] = (columns[name][owner, -24:] * price).round(2)


def prices(world: World, owners: list[int], rng: np.random.Generator) -> None:
    """Wrong unit at every third, a price out of its band at the others."""
    for number, owner in enumerate(owners):
        month = world.use.months[-1] - int(rng.integers(0, 8))
        at, name = world.use.at(month), ("electricity", "water")[number % 2]
        quantity = max(world.use.columns[name][owner, at], 40)
        world.use.columns[name][owner, at] = quantity
        cost = world.use.columns[f"{name}_cost"]
        wrong = number % 3 == 0
        cost[owner, at] = round(
            cost[owner, at] / 10_000
            if wrong
            else quantity * (1.85 if name == "electricity" else 13.5),
            2,
        )
        detail = "费用疑似按万元填报（要求为元）" if wrong else "单价明显超出合理区间"
        world.plant(
            "unit_price_outlier",
            "energy",
            owner,
            name,
            month_text(month),
            detail,
            f"{name}_cost/{name}={cost[owner, at] / quantity:.5f}",
        )


def silent(world: World, chronic: list[int], once: list[int], rng: np.random.Generator) -> None:
    """Reports that never came: some institutions seldom file, others missed the last month."""
    reported = world.use.reported
    first = world.use.at(world.dice.scale.month_numbers[0])
    scattered = rng.random(reported.shape) < 0.006
    scattered[:, :first] = scattered[:, -1] = False
    reported &= ~scattered
    kept = {finding["institution_code"] for finding in world.findings}
    known = world.roster["institution_code"].isin(kept).to_numpy()
    reported[known, -14:] = True
    for owner in chronic:
        reported[owner, first:] &= rng.random(reported.shape[1] - first) < 0.3
    for owner in chronic + once:
        reported[owner, -1] = False
        world.plant(
            "not_reported",
            "energy",
            owner,
            "",
            "2026-10",
            "长期缺报" if owner in chronic else "当月未报送能耗数据",
            "2026-10 无记录",
        )
