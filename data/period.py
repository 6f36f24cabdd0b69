"""Periods as they stand in an address: 2026, 2026H1, 2026Q3, 2026M10, 2026M01-10.

A period is a run of whole months inside one year, because every register and return of the
field is kept by calendar year. Stocks are read at its last month, flows summed over it.
"""

import re
from dataclasses import dataclass

from data.errors import ScopeError

PATTERN = re.compile(
    r"(?P<year>\d{4})(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|M(?P<span>\d\d(?:-\d\d)?))?"
)
HALVES = {1: "上半年", 2: "下半年"}
QUARTERS = {1: "第一季度", 2: "第二季度", 3: "第三季度", 4: "第四季度"}


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month; `index` counts months from year 0, so months subtract."""

    year: int
    number: int

    @property
    def index(self) -> int:
        return self.year * 12 + self.number - 1

    @classmethod
    def of(cls, index: int) -> "Month":
        """The month with that index."""
        return cls(index // 12, index % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"


@dataclass(frozen=True)
class Period:
    """Months `first` to `last` (1–12) of `year`."""

    year: int
    first: int
    last: int

    @classmethod
    def parse(cls, text: str) -> "Period":
        """The period an address names. Raises ScopeError on anything else."""
        match = PATTERN.fullmatch(text or "")
        period = match and _period_from(match)
        if not period or not (1 <= period.first <= period.last <= 12):
            raise ScopeError(
                f"期间“{text}”无法识别。可用写法：2026、2026H1、2026Q3、2026M10、2026M01-10；"
                "请改正地址，或在筛选栏重新选择期间。"
            )
        return period

    @property
    def code(self) -> str:
        """The shortest way to write it in an address."""
        span = (self.first, self.last)
        if span == (1, 12):
            return f"{self.year}"
        if span in ((1, 6), (7, 12)):
            return f"{self.year}H{self.last // 6}"
        if self.last - self.first == 2 and self.last % 3 == 0:
            return f"{self.year}Q{self.last // 3}"
        if self.first == self.last:
            return f"{self.year}M{self.first:02d}"
        return f"{self.year}M{self.first:02d}-{self.last:02d}"

    @property
    def label(self) -> str:
        """How people say it: 2026年1—10月, 2026年第三季度."""
        return f"{self.year}年{self.part_label}"

    @property
    def part_label(self) -> str:
        """The part within the year: 全年, 上半年, 第三季度, 10月, 1—10月."""
        match PATTERN.fullmatch(self.code).groupdict():
            case {"half": str(half)}:
                return HALVES[int(half)]
            case {"quarter": str(quarter)}:
                return QUARTERS[int(quarter)]
            case {"span": None}:
                return "全年"
        first = f"{self.first}—" if self.first != self.last else ""
        return f"{first}{self.last}月"

    @property
    def months(self) -> int:
        return self.last - self.first + 1

    @property
    def start(self) -> Month:
        return Month(self.year, self.first)

    @property
    def end(self) -> Month:
        return Month(self.year, self.last)

    def year_before(self) -> "Period":
        """The same months of the year before (同比)."""
        return Period(self.year - 1, self.first, self.last)

    def period_before(self) -> "Period | None":
        """The month, quarter, half or year just before (环比); None for any other run of months."""
        if self.months not in (1, 3, 6, 12) or self.last % self.months:
            return None
        last = Month.of(self.start.index - 1)
        return Period(last.year, last.number - self.months + 1, last.number)


def _period_from(match: re.Match) -> Period:
    year, half, quarter, span = match.group("year", "half", "quarter", "span")
    if half:
        return Period(int(year), 6 * int(half) - 5, 6 * int(half))
    if quarter:
        return Period(int(year), 3 * int(quarter) - 2, 3 * int(quarter))
    if span:
        first, _, last = span.partition("-")
        return Period(int(year), int(first), int(last or first))
    return Period(int(year), 1, 12)
