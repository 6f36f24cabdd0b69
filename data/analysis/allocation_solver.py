"""The reallocation as an integer program: four goals, one after the other."""

from math import inf

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array

from data.analysis.allocation_places import Lot, Place, kilometres
from data.errors import AllocationError

Pairs = list[tuple[Lot, Place]]
SLACK = 1e-6
GAP, NODES = 0.0, 300


def solved(
    places: list[Place], lots: list[Lot], pairs: Pairs, by_class: bool, by_distance: bool
) -> tuple[list[int], bool]:
    """How many items of each pair of lot and receiver move, and whether that is proved best.

    Columns are the pairs, then for each place what stays short and what stays over, which may
    never exceed what it is now. Raises AllocationError when the solver gives up.
    """
    outside = [amount for place in places for amount in (place.short, place.over)]
    bounds = Bounds(0, np.array([len(lot.items) for lot, _ in pairs] + outside))
    whole = np.array([1] * len(pairs) + [0] * len(outside))
    limits = [_stock(lots, pairs, len(whole)), _bands(places, pairs)]
    if by_class:
        limits += _quotas(places, pairs, len(whole))
    values, proved = np.zeros(len(whole)), True
    for goal in _goals(places, pairs, by_distance):
        if not goal.any():  # all choices are alike to it, and HiGHS may fail on a goal of zeros
            continue
        found = _least(goal, limits, bounds, whole)
        values, proved = found.x, proved and found.status == 0
        best = float(goal @ values)
        limits.append(LinearConstraint(goal, -inf, best + SLACK * max(1.0, abs(best))))
    return [round(value) for value in values[: len(pairs)]], proved


def _least(goal, limits, bounds, whole) -> OptimizeResult:
    # a limit on nodes, never on time: the same plan on a slow day
    options = {"mip_rel_gap": GAP, "node_limit": NODES}
    found = milp(goal, constraints=limits, bounds=bounds, integrality=whole, options=options)
    if found.x is None:
        raise AllocationError(
            f"调配方案求解失败（{found.message}）。请缩小地区范围或放宽 --band 后重试。"
        )
    return found


def _goals(places: list[Place], pairs: Pairs, by_distance: bool) -> np.ndarray:
    """What stays outside, items × km, items, order of keys: one row each."""
    count, seats = len(pairs), {place.key: place for place in places}
    goals = np.zeros((4, count + 2 * len(places)))
    goals[0, count:] = 1
    goals[1, :count] = [
        kilometres(seats[lot.origin], place) if by_distance else 1 for lot, place in pairs
    ]
    goals[2, :count] = 1
    goals[3, :count] = np.arange(1, count + 1) / count
    return goals


def _stock(lots: list[Lot], pairs: Pairs, width: int) -> LinearConstraint:
    """No lot gives more than it has."""
    row_of = {lot.key: at for at, lot in enumerate(lots)}
    entries = [(row_of[lot.key], column, 1) for column, (lot, _) in enumerate(pairs)]
    return LinearConstraint(
        _matrix(entries, len(lots), width), -inf, [len(lot.items) for lot in lots]
    )


def _bands(places: list[Place], pairs: Pairs) -> LinearConstraint:
    """have − given + received + short − over lies between low and high."""
    row_of = {place.key: at for at, place in enumerate(places)}
    entries = []
    for column, (lot, place) in enumerate(pairs):
        entries.append((row_of[place.key], column, lot.size))
        if lot.counted:
            entries.append((row_of[lot.origin], column, -lot.size))
    for at in range(len(places)):
        entries += [(at, len(pairs) + 2 * at, 1), (at, len(pairs) + 2 * at + 1, -1)]
    return LinearConstraint(
        _matrix(entries, len(places), len(pairs) + 2 * len(places)),
        [place.low - place.have for place in places],
        [place.high - place.have for place in places],
    )


def _quotas(places: list[Place], pairs: Pairs, width: int) -> list[LinearConstraint]:
    """No place takes more of a kind than its quota of that kind leaves room for."""
    room = {(p.key, kind): most for p in places for kind, most in sorted(p.headroom.items())}
    row_of = {name: at for at, name in enumerate(room)}
    entries = []
    for column, (lot, place) in enumerate(pairs):
        for key, sign in ((place.key, 1), (lot.origin, -1)):
            if (key, lot.kind) in row_of:
                entries.append((row_of[key, lot.kind], column, sign))
    if not entries:
        return []
    most = [max(0.0, amount) for amount in room.values()]
    return [LinearConstraint(_matrix(entries, len(room), width), -inf, most)]


def _matrix(entries: list[tuple], height: int, width: int) -> csr_array:
    rows, columns, values = zip(*entries, strict=True)
    return csr_array((values, (rows, columns)), shape=(height, width), dtype=float)
