"""Everything the demo region did, before it is written down: one frame a subject."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from etl.demo import assets, energy, events, offices, population, ranks, running, service, vehicles
from etl.demo.scale import Dice


@dataclass
class World:
    """Frames refer to institutions by `owner`, the row of the roster."""

    dice: Dice
    roster: pd.DataFrame
    posts: pd.DataFrame
    rooms: pd.DataFrame
    towers: pd.DataFrame
    ledger: pd.DataFrame
    quotas: pd.DataFrame
    running: pd.DataFrame
    use: energy.Use
    assets: pd.DataFrame
    handled: pd.DataFrame
    reviews: pd.DataFrame
    events: pd.DataFrame | None = None
    changes: pd.DataFrame | None = None
    findings: list[dict] = field(default_factory=list)

    def stream(self, topic: str) -> np.random.Generator:
        """The random stream of a topic."""
        return self.dice.stream(topic)

    def share(self, count: int) -> int:
        """How many of that many to plant at this size."""
        return self.dice.scale.share(count)

    def plant(
        self,
        finding: str,
        subject: str,
        owner: int,
        thing: str,
        month: str,
        detail: str,
        evidence: str,
    ) -> None:
        """Notes one planted finding: what was done to whom, and the figures that show it."""
        row = self.roster.iloc[int(owner)]
        self.findings.append(
            {
                "finding": finding,
                "subject": subject,
                "institution_code": row["institution_code"],
                "institution_name": row["institution_name"],
                "object": thing,
                "month": month,
                "detail": detail,
                "evidence": evidence,
            }
        )


def build(dice: Dice) -> World:
    """The whole region as it would be without anything wrong."""
    dice.tell("名录与编制")
    roster = population.build(dice)
    posts = ranks.posts(roster)
    rooms, towers = offices.build(dice, roster, posts)
    offices.align_floors(roster, towers)
    dice.tell("车辆与运行")
    ledger = vehicles.build(dice, roster)
    ran = running.build(dice, roster, ledger)
    dice.tell("能耗、资产与服务")
    handled, reviews = service.build(dice, roster)
    return World(
        dice,
        roster,
        posts,
        rooms,
        towers,
        ledger,
        vehicles.quotas(dice, roster, ledger),
        ran,
        energy.build(dice, roster, ledger, ran),
        assets.build(dice, roster, towers, ledger),
        handled,
        reviews,
    )


def life(world: World) -> None:
    """Building events, drawn last because they follow what was planted in rooms and buildings."""
    found = events.build(world.dice, world.towers, world.rooms, world.roster)
    world.events = found
