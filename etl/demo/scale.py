"""How much demo data, over which months, and the seeded random streams it is drawn from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from zlib import crc32

import numpy as np

LAST_MONTH = (2026, 10)
AS_OF = date(2026, 10, 31)
NOW = AS_OF.toordinal()
BASE_YEAR = 2020
SENDERS = {
    "区直": "640000",
    "银川市": "640100",
    "石嘴山市": "640200",
    "吴忠市": "640300",
    "固原市": "640400",
    "中卫市": "640500",
}


def month_number(year: int, month: int) -> int:
    """Months since year 0, so that months can be counted and compared."""
    return year * 12 + month - 1


def month_text(number: int) -> str:
    """`2026-10` of a month number."""
    return f"{number // 12}-{number % 12 + 1:02d}"


@dataclass(frozen=True)
class Scale:
    """How many institutions and how many months back from October 2026."""

    institutions: int = 1297
    months: int = 70

    @property
    def month_numbers(self) -> np.ndarray:
        """The reported months, oldest first."""
        last = month_number(*LAST_MONTH)
        return np.arange(last - self.months + 1, last + 1)

    def share(self, count: int) -> int:
        """A count meant for the full size, scaled down, never below one."""
        return max(1, round(count * self.institutions / 1297))


@dataclass(frozen=True)
class Dice:
    """Random streams by topic: a change to one subject leaves the others as they were."""

    seed: int
    scale: Scale = field(default_factory=Scale)
    tell: Callable[[str], None] = lambda message: None

    def stream(self, topic: str) -> np.random.Generator:
        """The topic's own generator, the same for the same seed."""
        return np.random.default_rng([self.seed, crc32(topic.encode())])


def day_ordinal(year: int, month: int = 1, day: int = 1) -> int:
    """Proleptic ordinal of a day, for dates as integers."""
    return date(year, month, day).toordinal()


def days(ordinals: np.ndarray) -> np.ndarray:
    """Ordinals to numpy days; negative or zero ordinals become not-a-time."""
    whole = np.asarray(ordinals, dtype="int64")
    found = (whole - date(1970, 1, 1).toordinal()).astype("datetime64[D]")
    return np.where(whole > 0, found, np.datetime64("NaT"))
