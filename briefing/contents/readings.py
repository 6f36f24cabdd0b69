"""Metrics of a scope read once: value, changes, target, rank among its peers."""

from dataclasses import dataclass
from functools import cached_property

from briefing.document import Reading
from components import numbers
from data import comparison, findings, metrics, scope
from data.comparison import Comparison
from data.metrics.metric import Metric
from data.scope import ROOT, Scope

MOST_FINDINGS = 100_000
PEERS = {"city": ("region", "全区五市"), "county": ("unit", "个县（市、区）")}
"""How the peers of a level are read, and what they are called; other levels have none."""


@dataclass(frozen=True)
class Place:
    """A rank: the place among so many; equal values share a place, 1 is the best or highest."""

    place: int
    among: int
    last: bool = False


class Readings:
    """Comparisons of the metrics wanted on one scope, read at once, and its open findings.

    `registers` narrows the findings to those subjects; empty means all.
    """

    def __init__(
        self, view: Scope, wanted: tuple[str, ...], registers: frozenset[str] = frozenset()
    ):
        self.view, self.registers = view, registers
        self._metrics = tuple(map(metrics.find, dict.fromkeys(wanted)))
        self._compared = comparison.compare_several(self._metrics, view)

    @cached_property
    def findings(self) -> list[dict]:
        """Every open finding, gravest first."""
        found = findings.findings(self.view, limit=MOST_FINDINGS)
        return [row for row in found if not self.registers or row["subject"] in self.registers]

    @cached_property
    def _peers(self) -> dict[str, list[dict]]:
        """The rows of the region's level all over, by metric; ratios alone, as totals are
        a matter of size."""
        if self.view.level not in PEERS:
            return {}
        ranked = tuple(one for one in self._metrics if one.is_ratio)
        found = metrics.several(ranked, self.view.within(ROOT), PEERS[self.view.level][0])
        places = scope.regions(self.view.snapshot)
        return {
            key: [row for row in rows if row["value"] is not None
                  and places[row["key"]]["level"] == self.view.level]
            for key, rows in found.items()
        }  # fmt: skip

    @property
    def peers(self) -> str:
        """五市, 22 个县（市、区）."""
        if self.view.level == "city":
            return PEERS["city"][1]
        counted = max((len(rows) for rows in self._peers.values()), default=0)
        return f"全区 {numbers.plain(counted)} {PEERS['county'][1]}"

    def place(self, metric: Metric) -> Place | None:
        """Where the region stands among those of the same level that have the number."""
        values = {row["key"]: row["value"] for row in self._peers.get(metric.id, [])}
        own = values.get(self.view.region)
        if own is None or len(values) < 2:
            return None
        down = metric.good == "down"
        better = sum(v < own if down else v > own for v in values.values())
        worse = sum(v > own if down else v < own for v in values.values())
        return Place(better + 1, len(values), not worse)

    def known(self, ids: tuple[str, ...]) -> list[Comparison]:
        """Comparisons of those metrics that have a value here."""
        return [self._compared[one] for one in ids if self._compared[one].now]

    @property
    def demo(self) -> bool:
        """Whether any number rests on demo data."""
        return any(one.now["demo"] for one in self.all)

    @property
    def all(self) -> list[Comparison]:
        """Everything that has a value, in the order it was asked for."""
        return [one for one in self._compared.values() if one.now]


def changed(amount: float | None, metric: Metric) -> str:
    """A change in a table: +1.6%, −0.8 pp, 持平, —."""
    told = numbers.change(amount, metric)
    return told.replace("▲", "+").replace("▼", "−").replace(" 个百分点", " pp")


def reading(one: Comparison, view: Scope) -> Reading:
    """A number of the document as `python -m data value` gives it."""
    metric = one.metric
    return Reading(
        metric.id, metric.label, metric.unit, one.now["value"], view.region, view.period.code,
        metric.digits,
    )  # fmt: skip
