"""The main cause of a change in a few words: how many institutions of which kind stand behind it.

What was merely not reported, founded, closed or moved is no cause and is told apart: a number that
falls because somebody did not file has not fallen.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from data import scope, small_groups
from data.analysis import drivers, matching, measuring
from data.errors import DashboardError
from data.metrics.metric import Metric
from data.scope import Scope

APART = (matching.MISSING, matching.FOUNDED, matching.CLOSED, *matching.MOVES)
TOLD = 0.2  # part of the change from which missing returns are told


@dataclass(frozen=True)
class Cause:
    """`names` are the fewest institutions of the kind that adds most to the change that make up
    half of what its kind adds in that direction, largest first; `kind` is the name of their type.
    `missing` is what unfiled returns add, None below a fifth of the change. Outsiders are told of
    neither where fewer than three institutions stand behind it."""

    kind: str
    names: tuple[str, ...]
    missing: float | None

    @property
    def words(self) -> str:
        """3 家卫生单位; one institution by its name; "" when nobody stands out."""
        if len(self.names) < 2:
            return "".join(self.names)
        noun = self.kind if self.kind.endswith(("机关", "组织")) else f"{self.kind}单位"
        return f"{len(self.names)} 家{noun}"


@lru_cache(maxsize=64)
def main(metric: Metric, view: Scope) -> Cause | None:
    """The main cause of the change against the same months of the year before; None without one."""
    try:
        earlier = measuring.earlier_period(metric, view, "year")
        given, parts, scale = measuring.measured(metric, view, earlier)
    except DashboardError:
        return None
    amounts: dict[str, float] = defaultdict(float)
    missing, unfiled = 0.0, set()
    for one in drivers.contributions(metric, view.snapshot, given, parts, scale):
        if one.term == matching.MISSING:
            missing += float(one.amount)
            unfiled.add(one.institution)
        elif one.term not in APART:
            amounts[one.institution] += float(one.amount)
    change = sum(amounts.values()) + missing
    kind, codes = _behind(amounts, given.places, 1 if change > 0 else -1)
    told = missing if change and missing / change >= TOLD else None
    if view.outward:
        codes = codes if len(codes) >= small_groups.LEAST else []
        told = told if len(unfiled) >= small_groups.LEAST else None
    return Cause(kind, tuple(given.places[code]["name"] for code in codes), told)


def _behind(amounts: dict[str, float], places: dict, way: int) -> tuple[str, list[str]]:
    """The type that adds most in that direction, and who makes up half of what it adds so."""
    groups: dict[str, list[str]] = defaultdict(list)
    for code, amount in amounts.items():
        if amount * way > 0:
            groups[places[code]["institution_type"] or ""].append(code)
    if not groups:
        return "", []

    def added(codes: list[str]) -> float:
        return sum(amounts[code] * way for code in codes)

    kind = max(sorted(groups), key=lambda one: added(groups[one]))
    order = sorted(groups[kind], key=lambda code: (-amounts[code] * way, code))
    half, taken = added(order) / 2, []
    for code in order:
        if added(taken) >= half:
            break
        taken.append(code)
    return scope.institution_types().get(kind, "其他"), taken
