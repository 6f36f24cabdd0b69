"""What a metric is: a numerator over a denominator, both SQL aggregates over one mart, so it is
right at any grouping. Ratios are sums over sums, never means of ratios.
"""

from dataclasses import dataclass

from data import basis, scope


@dataclass(frozen=True)
class Mart:
    """A table metrics are computed from, the subject it answers, and the splits of its own."""

    table: str
    subject: str
    dated: bool = True
    splits: tuple[str, ...] = ()
    window: int = 1
    """Months behind one month's row: 12 when it looks back over a year."""


@dataclass(frozen=True)
class Metric:
    """One number defined once.

    `denominator` may use `{months}`, the number of months of the period that anybody filed, to turn
    a sum of monthly stocks into their average. `verified` says whether the clause and factors
    behind it were read in a published source (已核) or still wait for it (待核). A `current_only`
    metric rests on a state of which a register knows only today's (idle, registered, staff): it
    exists at the latest month alone, because carrying today's state back would invent a history.
    `equivalent` is the numerator with electricity at 等价值, for numbers in standard coal. A metric
    that is not `summed` (a median, a distance from a path) does not recompute from its parts.
    """

    id: str
    label: str
    unit: str
    mart: Mart
    numerator: str
    formula: str
    clause: str
    kind: str
    good: str = "none"
    denominator: str = ""
    scale: float = 1.0
    digits: int = 1
    verified: bool = True
    note: str = ""
    current_only: bool = False
    equivalent: str = ""
    summed: bool = True

    def top(self, view: scope.Scope) -> str:
        """The numerator at the basis of the scope."""
        at_equivalent = self.equivalent and view.basis == basis.EQUIVALENT
        return self.equivalent if at_equivalent else self.numerator

    @property
    def is_ratio(self) -> bool:
        return bool(self.denominator)

    @property
    def has_history(self) -> bool:
        """Whether the metric can be read at other months than the latest."""
        return self.mart.dated and not self.current_only

    @property
    def is_share(self) -> bool:
        """Whether changes are told in percentage points."""
        return self.unit in ("%", "个百分点")


def splits(metric: Metric) -> tuple[str, ...]:
    """The splits a metric can be asked for."""
    common = ("region", "unit", "institution_type", "institution")
    return common + (("month",) if metric.has_history else ()) + metric.mart.splits
