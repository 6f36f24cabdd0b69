"""Which surplus could meet which shortage: the least movement that brings every place into a band.

Four goals, each solved with the ones before it held (HiGHS): least amount left outside the band,
least items × kilometres, fewest items, lowest order of keys. The last makes the plan one and the
same among equals. Nothing inside the band is moved out of it, nothing outside is moved further.
A place inside the band gives, but receives only from one above it.
"""

from dataclasses import dataclass

from data.analysis.allocation_places import AGE, CITY, CLASS, Lot, Place, kilometres, may_move
from data.analysis.allocation_solver import solved

RULES = frozenset({AGE, CLASS, CITY})


@dataclass(frozen=True)
class Plan:
    """`moves`: one row per lot and receiver: lot, origin, goes_to, kind, items, amount, km.

    `places`: one row per place: key, label, base, low, high, before, after, left (still outside).
    """

    moves: list[dict]
    places: list[dict]

    @property
    def left(self) -> float:
        return sum(row["left"] for row in self.places)


def plan(
    places: list[Place], lots: list[Lot], rules: frozenset[str] = RULES, by_distance: bool = True
) -> Plan:
    """The plan under the rules, the same whatever the order of places and lots."""
    places = sorted(places, key=lambda place: place.key)
    lots = sorted(lots, key=lambda lot: lot.key)
    found = {place.key: place for place in places}
    pairs = [
        (lot, place) for lot in lots for place in places
        if may_move(lot, found[lot.origin], place, rules)
    ]  # fmt: skip
    taken = solved(places, lots, pairs, CLASS in rules, by_distance) if pairs else []
    return Plan(_moves(pairs, taken, found), _after(places, pairs, taken))


def _moves(pairs, taken, places) -> list[dict]:
    given: dict[str, int] = {}
    found = []
    for (lot, place), count in zip(pairs, taken, strict=True):
        if not count:
            continue
        start = given.get(lot.key, 0)
        given[lot.key] = start + count
        found.append(
            {
                "lot": lot.key,
                "origin": lot.origin,
                "goes_to": place.key,
                "kind": lot.kind,
                "items": list(lot.items[start : start + count]),
                "amount": count * lot.size,
                "km": kilometres(places[lot.origin], place),
            }
        )
    return found


def _after(places, pairs, taken) -> list[dict]:
    after = {place.key: place.have for place in places}
    for (lot, place), count in zip(pairs, taken, strict=True):
        after[place.key] += count * lot.size
        after[lot.origin] -= count * lot.size * lot.counted
    found = []
    for p in places:
        held = round(after[p.key], 6)
        left = max(0.0, p.low - held, held - p.high)
        row = {"key": p.key, "label": p.label, "base": p.base, "low": p.low, "high": p.high}
        found.append({**row, "before": p.have, "after": held, "left": round(left, 6)})
    return found
