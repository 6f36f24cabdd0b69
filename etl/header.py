"""Where the heading of a sheet is and which source card it belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from data.errors import TemplateError
from etl.card import Card
from etl.measure import bare, tail
from etl.words import squeeze

LOOK_AT = 20  # rows in which the heading must begin
DEPTH = 3  # rows a heading has at most
HEAD = LOOK_AT + DEPTH

Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell of a merged range as (row, column), counted within the sheet's rows."""


@dataclass(frozen=True)
class Header:
    """`depth` rows from row `first` (0-based), read as one heading a column."""

    first: int
    depth: int
    headings: tuple[str, ...]

    @cached_property
    def bare(self) -> tuple[str, ...]:
        """The headings without a unit in brackets at their end."""
        return tuple(map(bare, self.headings))

    @cached_property
    def tails(self) -> tuple[str, ...]:
        """The bare headings without what stands over whole groups of columns."""
        return tuple(map(tail, self.headings))

    @property
    def end(self) -> int:
        """The first row below the heading."""
        return self.first + self.depth


@dataclass(frozen=True)
class Match:
    """A sheet's heading as a card reads it."""

    card: Card
    header: Header

    @property
    def score(self) -> tuple[float, int, int]:
        """More headings named is better, then fewer rows, then higher up."""
        said, seen = self.card.headings(), set(self.header.headings)
        named = len(said & seen) + 0.5 * len(said & (set(self.header.bare) - seen))
        if self.card.spread and self.card.spread.period:
            named += self.card.spreads(seen)
        return named, -self.header.depth, -self.header.first

    def position(self, headings: tuple[str, ...]) -> int | None:
        """The column of the first of the headings that is there. Raises TemplateError on two."""
        written = ((heading, self.header.headings) for heading in headings)
        without_unit = ((heading, self.header.bare) for heading in headings)
        below = ((heading, self.header.tails) for heading in headings)
        for heading, among in (*written, *without_unit, *below):
            match among.count(heading):
                case 0:
                    continue
                case 1:
                    return among.index(heading)
            raise TemplateError(
                f"表头“{heading}”出现了不止一次，无法判断取哪一列。"
                f"请在表中区分两列的名称，或修改来源卡 {self.card.name}。"
            )
        return None


def headers(head: list[list[str]], merged: list[Range]) -> list[Header]:
    """Every run of one to three of the first rows that may be a heading, from top to bottom."""
    width = max(map(len, head), default=0)
    padded = [[squeeze(cell) for cell in row] + [""] * (width - len(row)) for row in head]
    merged = [area for area in merged if area[0][0] < len(padded)]
    cells = _filled(padded, merged)
    found = []
    for first in range(min(LOOK_AT, len(cells))):
        for end in range(first + 1, min(first + DEPTH, len(cells)) + 1):
            if not any(_cuts(area, first, end) for area in merged):
                headings = tuple(_joined(column) for column in zip(*cells[first:end], strict=True))
                found.append(Header(first, end - first, headings))
    return found


def choose(cards: list[Card], sheet: str, found: list[Header]) -> Match | None:
    """The card that names most headings of the sheet, None when none has all it requires."""
    best: dict[str, Match] = {}
    matches = list(_matches(cards, sheet, found))
    own = [match for match in matches if not match.card.general]
    for match in _topmost(own or matches):
        rival = best.get(match.card.name)
        if not rival or match.score > rival.score:
            best[match.card.name] = match
    if not best:
        return None
    order = sorted(best.values(), key=lambda match: match.score[0], reverse=True)
    if len(order) > 1 and order[0].score[0] == order[1].score[0]:
        raise TemplateError(
            f"工作表“{sheet}”同时符合来源卡 {order[0].card.name} 与 {order[1].card.name}，"
            "无法判断。请给其中一张卡增加必需的表头或 sheets 条件。"
        )
    return order[0]


def _matches(cards: list[Card], sheet: str, found: list[Header]) -> Iterator[Match]:
    for card in cards:
        if not card.sheets.search(sheet):
            continue
        for header in found:
            if card.fits(there(header)):
                yield Match(card, header)


def _topmost(matches: list[Match]) -> list[Match]:
    """Those of the first table of the sheet: a later one is never read in its place."""
    while matches:
        best = max(matches, key=lambda match: match.score)
        above = [match for match in matches if match.header.end <= best.header.first]
        if not above:
            break
        matches = above
    return matches


def there(header: Header) -> set[str]:
    """The headings in every form in which a card may name them."""
    return {*header.headings, *header.bare, *header.tails}


def _filled(cells: list[list[str]], merged: list[Range]) -> list[list[str]]:
    """The rows with each merged range filled with its first cell."""
    for (top, left), (bottom, right) in merged:
        for row in range(top, min(bottom + 1, len(cells))):
            for column in range(left, min(right + 1, len(cells[row]))):
                cells[row][column] = cells[top][left]
    return cells


def _cuts(area: Range, first: int, end: int) -> bool:
    """Whether a merged range lies partly inside rows first to end, partly outside."""
    top, bottom = area[0][0], area[1][0]
    inside = top < end and bottom >= first
    return inside and (top < first or bottom >= end)


def _joined(parts: tuple[str, ...]) -> str:
    """The parts of one column's heading joined by "/", blanks and repeats left out."""
    kept: list[str] = []
    for part in parts:
        if part and (not kept or kept[-1] != part):
            kept.append(part)
    return "/".join(kept)
