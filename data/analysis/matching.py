"""Two periods laid side by side, institution by institution and month by month.

Only what both periods have can have changed in truth; the rest is told apart: not reported in one
of them, new on or gone from the roster, taken over from or given to another institution.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from data import succession
from data.analysis.decomposition import Levels, summed
from data.analysis.readings import Sides
from data.succession import Shares

REAL, MISSING, FOUNDED, CLOSED = "real", "missing", "founded", "closed"
MOVED_IN, MOVED_OUT, MOVED_WITHIN = "moved_in", "moved_out", "moved_within"
NONE, WHOLE = Fraction(0), Fraction(1)
MOVES = (MOVED_IN, MOVED_OUT, MOVED_WITHIN)


@dataclass(frozen=True)
class Part:
    """What one institution had before and has now, of one status, summed over the months.

    Of the moved parts `now` is what came in and `before` what went out. Over all parts of a view
    the sum of now − before is the change of the view.
    """

    institution: str
    status: str
    before: Levels
    now: Levels


def matched(sides: Sides, changes: tuple[dict, ...]) -> list[Part]:
    """The parts of the institutions in the view, in the order of their codes and statuses.

    `changes` are rows of `succession.changes`; without any, nobody took over from anybody.
    """
    found: dict[tuple[str, str], list[tuple[Levels, Levels]]] = defaultdict(list)
    for step, (earlier, later) in enumerate(sides.steps):
        moved = succession.between(changes, earlier, later)
        shares = {
            code: holders
            for code, holders in succession.shares(moved).items()
            if code in sides.places and all(holder in sides.places for holder in holders)
        }
        for code, status, before, now in _step(sides, step, shares):
            found[code, status].append((before, now))
    return [Part(*key, *_summed(pairs)) for key, pairs in sorted(found.items())]


def _summed(pairs: list[tuple[Levels, Levels]]) -> tuple[Levels, Levels]:
    """The months of a part as one: each level summed, before and now."""
    if len(pairs) == 1:
        return pairs[0]
    return tuple(tuple(map(summed, zip(*side, strict=True))) for side in zip(*pairs, strict=True))


def _step(sides: Sides, step: int, shares: Shares):
    """(institution, status, before, now) of one pair of months."""
    givers = defaultdict(list)
    for code, holders in shares.items():
        for holder, share in holders.items():
            givers[holder].append((code, share))
        yield from _moves(sides, step, code, holders)
    for code in sides.places:
        if sides.inside(code):
            whole = [] if code in shares else [(code, WHOLE)]
            yield from _side_by_side(sides, step, code, givers.get(code, whole))


def _side_by_side(sides: Sides, step: int, code: str, givers: list):
    """The institution against what its people and buildings were before."""
    earlier, later = sides.steps[step]
    now, before, gaps = sides.now.get((code, step)), (), False
    for giver, share in givers:
        levels = sides.before.get((giver, step))
        before = _plus(before, _part(levels, share)) if levels else before
        gaps |= levels is None and (giver, str(earlier)) in sides.due
    if not now and not before:
        return
    owed = gaps or (now is None and (code, str(later)) in sides.due)
    nothing = (NONE,) * len(now or before)
    if owed:
        status = MISSING
    elif not before and not any(sides.active(giver, earlier) for giver, _ in givers):
        status = FOUNDED
    elif not now and not sides.active(code, later):
        status = CLOSED
    else:
        status = REAL
    yield code, status, before or nothing, now or nothing


def _moves(sides: Sides, step: int, code: str, holders: dict[str, Fraction]):
    """What left the institution for others, seen from the view."""
    levels = sides.before.get((code, step))
    for holder, share in holders.items() if levels else ():
        if holder == code:
            continue
        flow = tuple(level * share for level in levels)
        nothing = tuple(Fraction(0) for _ in levels)
        gives, takes = sides.inside(code), sides.inside(holder)
        if gives:
            yield code, MOVED_WITHIN if takes else MOVED_OUT, flow, nothing
        if takes:
            yield holder, MOVED_WITHIN if gives else MOVED_IN, nothing, flow


def _part(levels: Levels, share: Fraction) -> Levels:
    return levels if share == WHOLE else tuple(level * share for level in levels)


def _plus(one: Levels, other: Levels) -> Levels:
    if not one or not other:
        return one or other
    return tuple(a + b for a, b in zip(one, other, strict=True))
