"""One measured figure against its floor, and how two runs are interleaved."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A figure of `make bench`: what was measured, its value, and the limit it must keep.

    `at_most` tells which side of the limit is good; `detail` says what stood on both sides.
    """

    name: str
    value: float
    limit: float
    at_most: bool = True
    detail: str = ""

    @property
    def ok(self) -> bool:
        return self.value <= self.limit if self.at_most else self.value >= self.limit


def seconds(work: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def interleaved(
    ours: Callable[[], object], floor: Callable[[], object], runs: int = 5
) -> tuple[float, float]:
    """Median seconds of both, run in turns so that a noisy minute hits both alike."""
    pairs = [(seconds(floor), seconds(ours)) for _ in range(runs)]
    return statistics.median(pair[1] for pair in pairs), statistics.median(
        pair[0] for pair in pairs
    )


def p95(values: list[float]) -> float:
    """The value that nineteen of twenty stay under."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def ratios(
    name: str, ours: Callable[[], object], floor: Callable[[], object], limit: float, runs: int
) -> list[Figure]:
    """ours ÷ floor of the medians and of the 95th percentiles, run in turns."""
    pairs = [(seconds(floor), seconds(ours)) for _ in range(runs)]
    found = []
    for told, of in (("median", statistics.median), ("p95", p95)):
        theirs, mine = (of([pair[at] for pair in pairs]) for at in (0, 1))
        detail = f"{mine * 1000:,.1f} ms / {theirs * 1000:,.1f} ms"
        found.append(Figure(f"{name}, {told}", mine / theirs, limit, detail=detail))
    return found


def ratio(
    name: str, ours: Callable[[], object], floor: Callable[[], object], limit: float, runs: int = 5
) -> Figure:
    """The figure ours ÷ floor, at most `limit`."""
    mine, theirs = interleaved(ours, floor, runs)
    detail = f"{mine * 1000:,.1f} ms / {theirs * 1000:,.1f} ms"
    return Figure(name, mine / theirs, limit, detail=detail)
