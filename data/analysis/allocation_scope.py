"""What a reallocation is about on a scope: indicator, band, who holds and needs, what may move."""

from dataclasses import dataclass

from data import scope
from data.analysis.allocation_places import Lot, Place
from data.errors import AllocationError
from data.scope import Scope

PERCENT = 100


@dataclass(frozen=True)
class Problem:
    """A kind of reallocation on a scope, with the words its sentences need.

    The indicator is have ÷ base × 100, in `unit`, with `digits`; `band` is the low and high it
    must keep. `item` counts what moves, `measure` what is had. `metric` is the id it belongs to.
    """

    kind: str
    indicator: str
    unit: str
    digits: int
    item: str
    measure: str
    band: tuple[float, float]
    places: list[Place]
    lots: list[Lot]
    metric: str
    note: str


def place(view: Scope, row: dict, band: tuple[float, float]) -> dict:
    """The fields of a Place from key, label, region, have, base; without a base, no band."""
    base = row["base"] or 0
    return {
        "key": row["key"],
        "label": row["label"],
        "have": row["have"],
        "base": base,
        "low": band[0] * base / PERCENT,
        "high": band[1] * base / PERCENT if base else float("inf"),
        "city": scope.regions(view.snapshot)[row["region"]]["city"] or row["region"],
        "point": _seat(view, row["region"]),
    }


def checked(band: tuple[float, float]) -> tuple[float, float]:
    """The band itself. Raises AllocationError when it cannot be one."""
    if not 0 <= band[0] <= band[1]:
        raise AllocationError(
            f"范围 {band[0]:g},{band[1]:g} 不成立：下限不得为负，也不得高于上限。"
            "请写作 --band 下限,上限，如 --band 80,100。"
        )
    return band


def _seat(view: Scope, region: str) -> tuple[float, float] | None:
    """Where a region's seat lies: its own, or that of the first ancestor that has one."""
    for step in reversed(scope.lineage(view.snapshot, region)):
        if step["latitude"] is not None and step["longitude"] is not None:
            return step["latitude"], step["longitude"]
    return None
