"""How a change splits into the factors behind it, exactly.

A value that is a product of factors changes by the sum of the factors' Shapley values: each factor
gets the mean of what it adds over every order in which the factors could have changed. Chosen over
LMDI because it needs no logarithm: with rational numbers the terms sum to the change to the last
digit, and a factor that is, was or becomes zero needs no rule of its own. It is symmetric (no
factor gains by being named first) and additive over institutions, so any grouping agrees.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import factorial, lcm

Levels = tuple[Fraction, ...]


def shapley(before: Sequence[Fraction], now: Sequence[Fraction]) -> list[Fraction]:
    """What each factor adds to the change of the product; the terms sum to it exactly."""
    return [
        (now[at] - before[at]) * _others([*zip(before, now, strict=True)], at)
        for at in range(len(before))
    ]


def _others(pairs: list[tuple[Fraction, Fraction]], at: int) -> Fraction:
    """The mean product of the other factors, over the orders in which they may have changed."""
    by_changed = [Fraction(1)]  # sum of products with 0, 1, 2 … factors already changed
    for place, (old, new) in enumerate(pairs):
        if place != at:
            kept = [*(each * old for each in by_changed), Fraction(0)]
            moved = [Fraction(0), *(each * new for each in by_changed)]
            by_changed = [a + b for a, b in zip(kept, moved, strict=True)]
    size = len(pairs)
    return sum(
        product * Fraction(factorial(done) * factorial(size - 1 - done), factorial(size))
        for done, product in enumerate(by_changed)
    )


def summed(values: Iterable[Fraction]) -> Fraction:
    """Their sum, over one common denominator: reduced once and not at every step."""
    known = list(values)
    below = lcm(*(value.denominator for value in known))
    return Fraction(sum(value.numerator * (below // value.denominator) for value in known), below)


def rates(before: Levels, now: Levels) -> tuple[list[Fraction], list[Fraction]] | None:
    """Both sides of a chain (vehicles, km, litres, yuan) as factors: the first level, then each
    level per unit of the one before it.

    Where a level and all after it are zero, its rate is unknown and is taken as that of the other
    side: what stopped did not become cheaper. None when something stands over nothing (fuel
    without distance): such a chain cannot be split.
    """
    found = ([before[0]], [now[0]])
    for at in range(1, len(before)):
        sides = [(side[at - 1], side[at]) for side in (before, now)]
        if any(not below and above for below, above in sides):
            return None
        known = [above / below if below else None for below, above in sides]
        for side, own, other in zip(found, known, known[::-1], strict=True):
            side.append(own if own is not None else other or Fraction(0))
    return found


def apportioned(values: Sequence[Fraction], total: Decimal, step: Decimal) -> list[Decimal]:
    """The values rounded to the step so that they sum to `total`, the largest remainders up first.

    A value of zero stays zero. `total` is the rounded sum, give or take the rounding of its ends.
    """
    unit = Fraction(step)
    floors = [value / unit // 1 for value in values]
    order = sorted(
        (at for at, value in enumerate(values) if value),
        key=lambda at: (floors[at] - values[at] / unit, at),
    )
    short = int(Fraction(total) / unit) - sum(floors)
    for turn in range(abs(short) if order else 0):
        at = order[turn % len(order)] if short > 0 else order[-1 - turn % len(order)]
        floors[at] += 1 if short > 0 else -1
    return [int(floor) * step for floor in floors]


def rounded(value: Fraction, step: Decimal) -> Decimal:
    """The value to the nearest step."""
    return round(value / Fraction(step)) * step
