"""Places that hold and need, lots that may move, and the rules on who may pass what to whom."""

from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt

AGE, CLASS, CITY = "age", "class", "city"
EARTH_KM = 6371.0


@dataclass(frozen=True)
class Place:
    """Who holds and receives: `have` must come between `low` and `high`, in the lots' unit.

    `goods`: the only kind it takes ("" for any). `headroom`: by kind, how many more items its
    quota of that kind allows; a kind not listed has no quota of its own.
    """

    key: str
    label: str
    have: float
    base: float
    low: float
    high: float
    city: str = ""
    point: tuple[float, float] | None = None
    goods: str = ""
    headroom: dict[str, float] = field(default_factory=dict)

    @property
    def short(self) -> float:
        return max(0.0, self.low - self.have)

    @property
    def over(self) -> float:
        return max(0.0, self.have - self.high)


@dataclass(frozen=True)
class Lot:
    """Whole items of one kind and size that may leave `origin`, named in the order they go.

    `counted`: whether they are part of the origin's `have`. `fit`: young enough to move.
    """

    key: str
    origin: str
    kind: str
    items: tuple[str, ...]
    size: float = 1.0
    counted: bool = True
    fit: bool = True


def may_move(lot: Lot, origin: Place, place: Place, rules: frozenset[str]) -> bool:
    """Whether the rules let a lot go to a place that needs it or is asked to take it."""
    wanted = place.short > 0 or (origin.over > 0 and place.have < place.high)
    return (
        wanted
        and place.key != origin.key
        and place.goods in ("", lot.kind)
        and (lot.fit or AGE not in rules)
        and (CITY not in rules or place.city == origin.city)
    )


def kilometres(one: Place, other: Place) -> float:
    """Straight line between two places; 1 when the seat of either is unknown."""
    if one.point is None or other.point is None:
        return 1.0
    (north, east), (other_north, other_east) = (
        tuple(map(radians, place.point)) for place in (one, other)
    )
    half = (
        sin((other_north - north) / 2) ** 2
        + cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    )
    return round(2 * EARTH_KM * asin(sqrt(half)), 1)
