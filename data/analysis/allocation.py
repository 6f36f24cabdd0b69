"""Which surplus could meet which shortage: the least movement that brings every place into a band.

Four goals, each solved with the ones before it held (HiGHS): least amount left outside the band,
least items × kilometres, fewest items, lowest order of keys. The last makes the plan one and the
same among equals. Nothing inside the band is moved out of it, nothing outside is moved further.
A place inside the band gives, but receives only from one above it.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from data.analysis.allocation_places import AGE, CITY, CLASS, Lot, Place, kilometres, may_move
from data.analysis.allocation_solver import solved

RULES = frozenset({AGE, CLASS, CITY})


@dataclass(frozen=True)
class Plan:
    """`moves`: one row per lot and receiver: lot, origin, goes_to, kind, items, amount, km.

    `places`: one row per place: key, label, base, low, high, before, after, left (still outside).
    `proved`: whether the solver showed that no plan is better.
    """

    moves: list[dict]
    places: list[dict]
    proved: bool = True

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
    taken, proved = {}, True
    for apart in _apart(places, pairs):
        counts, sure = solved(*_within(apart, found), CLASS in rules, by_distance)
        proved &= sure
        taken |= {(lot.key, p.key): n for (lot, p), n in zip(apart, counts, strict=True) if n}
    moved = [(lot, place, taken[lot.key, place.key]) for lot, place in pairs
             if (lot.key, place.key) in taken]  # fmt: skip
    return Plan(_moves(moved, found), _after(places, moved), proved)


def _apart(places: list[Place], pairs: list[tuple[Lot, Place]]) -> list[list[tuple[Lot, Place]]]:
    """The pairs, parted into problems that share no place (a city, a category)."""
    row_of = {place.key: at for at, place in enumerate(places)}
    ends = [(row_of[lot.origin], row_of[place.key]) for lot, place in pairs]
    if not ends:
        return []
    links = coo_array((np.ones(len(ends)), tuple(zip(*ends, strict=True))), (len(places),) * 2)
    part_of = connected_components(links, directed=False)[1]
    parts: dict[int, list] = {}
    for (origin, _), pair in zip(ends, pairs, strict=True):
        parts.setdefault(part_of[origin], []).append(pair)
    return list(parts.values())


def _within(pairs: list[tuple[Lot, Place]], found: dict[str, Place]) -> tuple:
    """The places and lots that the pairs touch, and the pairs."""
    lots = {lot.key: lot for lot, _ in pairs}
    keys = {place.key for _, place in pairs} | {lot.origin for lot in lots.values()}
    return [found[key] for key in sorted(keys)], list(lots.values()), pairs


def _moves(moved: list[tuple[Lot, Place, int]], places: dict[str, Place]) -> list[dict]:
    given: dict[str, int] = {}
    found = []
    for lot, place, count in moved:
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


def _after(places: list[Place], moved: list[tuple[Lot, Place, int]]) -> list[dict]:
    after = {place.key: place.have for place in places}
    for lot, place, count in moved:
        after[place.key] += count * lot.size
        after[lot.origin] -= count * lot.size * lot.counted
    found = []
    for p in places:
        held = round(after[p.key], 6)
        left = max(0.0, p.low - held, held - p.high)
        row = {"key": p.key, "label": p.label, "base": p.base, "low": p.low, "high": p.high}
        found.append({**row, "before": p.have, "after": held, "left": round(left, 6)})
    return found
