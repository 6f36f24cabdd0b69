"""Findings planted in assets.

idle_asset: equipment above 20,000 yuan idle for over a year.
net_over_original: a net value above the original value.
stocktake_loss: not found in the stocktake though in use on the card.
"""

import numpy as np
import pandas as pd

from etl.demo.scale import NOW, days
from etl.demo.world import World


def plant(world: World) -> None:
    """All asset findings, each at a card of its own."""
    rng = world.stream("plant assets")
    idle_goods(world, rng)
    wrong_values(world, rng)


def idle_goods(world: World, rng: np.random.Generator) -> None:
    """Costly equipment nobody has used for over a year."""
    assets = world.assets
    fit = assets.index[
        (assets["prefix"] == "SB")
        & (assets["use_state"] == "在用")
        & (assets["original_value"] > 20_000)
        & (assets["got"] < NOW - 1500)
        & (assets["warehouse_state"] == "")
    ]
    for at in rng.permutation(fit)[: world.share(18)]:
        day = NOW - int(rng.integers(400, 1100))
        assets.loc[at, ["use_state", "idle_day"]] = ["闲置", day]
        assets.loc[at, "idle_since"] = pd.Timestamp(days(np.array([day]))[0])
        row = assets.loc[at]
        world.plant(
            "idle_asset",
            "asset",
            row["owner"],
            row["asset_code"],
            "2026-10",
            f"{row['asset_name']}闲置超过一年",
            f"idle_since={row['idle_since']:%Y-%m-%d}, original_value={row['original_value']:.0f}",
        )


def wrong_values(world: World, rng: np.random.Generator) -> None:
    """Net values above the original, and things the stocktake did not find."""
    assets = world.assets
    live = (assets["gone"] == 0) & assets["prefix"].isin(["SB", "JJ"])
    sound = (assets["use_state"] == "在用") & (assets["stocktake_result"] == "相符")
    order = rng.permutation(assets.index[live & sound])
    first = world.share(8)
    for at in order[:first]:
        value = round(assets.at[at, "original_value"] * rng.uniform(1.2, 9.5), 2)
        assets.loc[at, "net_value"] = value
        evidence = f"net={value}, original={assets.at[at, 'original_value']}"
        noted(world, "net_over_original", at, "净值大于原值", evidence)
    for at in order[first : first + world.share(15)]:
        assets.loc[at, "stocktake_result"] = "盘亏"
        evidence = f"stocktake_on={assets.at[at, 'stocktake_on']:%Y-%m-%d}"
        noted(world, "stocktake_loss", at, "盘点未见实物，账上仍为在用", evidence)


def noted(world: World, finding: str, at: int, detail: str, evidence: str) -> None:
    """Notes a finding on that card."""
    row = world.assets.loc[at]
    code, name = row["asset_code"], row["asset_name"]
    world.plant(finding, "asset", row["owner"], code, "2026-10", name + detail, evidence)
