"""Metrics of a scope read once: value, changes, rank among its neighbours."""

from dataclasses import dataclass
from functools import cached_property

from components import numbers
from data import comparison, findings, metrics, scope
from data.comparison import Comparison
from data.metrics.metric import Metric
from data.scope import Scope

MOST_FINDINGS = 100_000


@dataclass(frozen=True)
class Place:
    """A rank: the place among so many; equal values share a place, 1 is the best or highest."""

    place: int
    among: int


class Readings:
    """Comparisons of metrics on one scope, each computed once, and its open findings.

    `registers` narrows the findings to those subjects; empty means all.
    """

    def __init__(self, view: Scope, registers: frozenset[str] = frozenset()):
        self.view, self.registers = view, registers
        self._compared: dict[str, Comparison] = {}

    @cached_property
    def findings(self) -> list[dict]:
        """Every open finding, gravest first."""
        found = findings.findings(self.view, limit=MOST_FINDINGS)
        return [row for row in found if not self.registers or row["subject"] in self.registers]

    @cached_property
    def parent(self) -> str:
        """The region this one is ranked in, "" for the whole."""
        return scope.regions(self.view.snapshot)[self.view.region]["parent"] or ""

    def place(self, metric: Metric) -> Place | None:
        """Where the region stands among those of the same level that have the number."""
        if not self.parent:
            return None
        regions = scope.regions(self.view.snapshot)
        level = regions[self.view.region]["level"]
        rows = metrics.fetch(metric, self.view.within(self.parent), "region")
        known = {row["key"]: row["value"] for row in rows
                 if row["value"] is not None and regions[row["key"]]["level"] == level}  # fmt: skip
        own = known.get(self.view.region)
        if own is None or len(known) < 2:
            return None
        better = sum(v < own if metric.good == "down" else v > own for v in known.values())
        return Place(better + 1, len(known))

    def known(self, ids: tuple[str, ...]) -> list[Comparison]:
        """Comparisons of those metrics that have a value here."""
        new = tuple(metrics.find(i) for i in ids if i not in self._compared)
        if new:
            self._compared |= comparison.compare_several(new, self.view)
        return [one for one in map(self._compared.get, ids) if one.now]

    @property
    def demo(self) -> bool:
        """Whether any number read so far rests on demo data."""
        return any(one.now and one.now["demo"] for one in self._compared.values())

    @property
    def all(self) -> list[Comparison]:
        """Everything read so far that has a value, in the order it was read."""
        return [one for one in self._compared.values() if one.now]


def changed(amount: float | None, metric: Metric) -> str:
    """A change in a table: +1.6%, −0.8 个百分点, 持平, —."""
    told = numbers.change(amount, metric)
    return told.replace("▲", "+").replace("▼", "−").replace(" 个百分点", " pp")
