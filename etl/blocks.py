"""Several tables below one another on a sheet: each with a heading of its own, read by its card.

The first keeps the sheet's name; a later one is named 月报（第 20 行起）, and keeps rows and letters.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import duckdb

from data.errors import TemplateError
from etl import annotated, header, measure
from etl.card import Card
from etl.header import HEAD, Match
from etl.sheets import Sheet
from etl.textfile import TextSheet
from etl.words import listed, squeeze

FIRST = 4  # columns of which one must hold a word of a heading as it is
ABOVE = 6  # rows between two tables that may be titles of the second


@dataclass
class Part:
    """The rows of a sheet below row `top`, as a sheet."""

    whole: Sheet | TextSheet
    base: int
    """The row from which the whole sheet is made readable."""
    top: int
    head: list[list[str]]

    hidden = False

    @property
    def name(self) -> str:
        return f"{self.whole.name}（第 {self.top + 1} 行起）"

    @property
    def title(self) -> str:
        return self.whole.name

    @property
    def left(self) -> int:
        return self.whole.left

    @property
    def addressed(self) -> bool:
        return self.whole.addressed

    @property
    def merged(self) -> list:
        return [((top - self.top, left), (bottom - self.top, right))
                for (top, left), (bottom, right) in self.whole.merged
                if top >= self.top]  # fmt: skip

    @property
    def table(self):
        """As sheets.Sheet.table."""
        return self.whole.table

    @table.setter
    def table(self, table):
        self.whole.table = table

    def holds(self, word: str) -> bool:
        """As sheets.Sheet.holds."""
        return self.whole.holds(word)

    def put(self, connection: duckdb.DuckDBPyConnection, start: int, fill: set[int]) -> str:
        """As sheets.Sheet.put."""
        grid = self.whole.put(connection, self.base, fill)
        return f"(from {grid} where row_no > {self.top + start})"


def words(cards: list[Card]) -> frozenset[str]:
    """What may stand in a row of a heading: the headings of all cards and their parts."""
    named = {heading for card in cards for heading in card.headings()}
    return frozenset(part for heading in named for part in (heading, *heading.split("/")) if part)


def own_rows(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet | TextSheet | Part, match: Match,
    grid: str, *looked: object, here: tuple,
) -> tuple[Part | None, str]:  # fmt: skip
    """The next table of a sheet, None without, and what of the grid is this table's own; rows in
    which its heading stands again are listed as not read."""
    rest, again = below(connection, sheet, match, grid, *looked)
    if rest:
        grid = f"(from {grid} where row_no <= {rest.top})"
    if again:
        grid = f"(from {grid} where row_no not in ({', '.join(map(str, again))}))"
        said = "、".join(filter(None, match.header.headings))
        told = [[*here, f"第 {row} 行", "分页重复的表头", said] for row in again]
        connection.executemany("insert into unread_part values (?, ?, ?, ?, ?)", told)
    return rest, grid


def below(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet | TextSheet | Part, match: Match,
    grid: str, known: frozenset[str], where: str = "true",
) -> tuple[Part | None, list[int]]:  # fmt: skip
    """The next table of a sheet whose rows stand in `grid`, with its titles, None without; and the
    rows above it in which the sheet's own heading stands again, as on each page of a printed table.

    `where` is SQL that is true at least for the rows that may be a heading.
    """
    base, repeated = match.header.end, []
    for number in _headings(connection, grid, known, where):
        if number in repeated:
            continue
        if not (again := _again(connection, sheet, match, grid, number)):
            return _part(connection, sheet, base, grid, number), repeated
        repeated += again
    return None, repeated


def _again(connection, sheet, match: Match, grid: str, number: int) -> list[int]:
    """The rows of the sheet's own heading, when they stand again right below a row of data."""
    own = [[squeeze(cell) for cell in row if squeeze(cell)]
           for row in sheet.head[match.header.first : match.header.end]]  # fmt: skip
    rows = connection.execute(
        f"from {grid} where row_no between {number - 1} and {number + len(own) - 1} order by row_no"
    ).fetchall()
    before = rows[0][1:]
    if (
        match.card.unpivot
        or len(rows) <= len(own)
        or _is_title(before)
        or "计" in "".join(filter(None, before[:3]))
    ):
        return []
    same = [[squeeze(cell) for cell in row[1:] if cell] for row in rows[1:]] == own
    return [row[0] for row in rows[1:]] if same else []


def _part(connection, sheet, base: int, grid: str, number: int) -> Part:
    """The table whose heading stands in row `number`, with its titles."""
    above = connection.execute(
        f"from {grid} where row_no between {number - ABOVE} and {number - 1} order by row_no desc"
    ).fetchall()
    for row in above:
        if not _is_title(row[1:]):
            break
        number = row[0]
    head = connection.execute(
        f"from {grid} where row_no between {number} and {number + HEAD - 1} order by row_no"
    ).fetchall()
    whole = sheet.whole if isinstance(sheet, Part) else sheet
    base = sheet.base if isinstance(sheet, Part) else base
    return Part(whole, base, number - 1, [[cell or "" for cell in row[1:]] for row in head])


def _headings(connection, grid: str, known: frozenset[str], where: str) -> Iterator[int]:
    """The rows of the grid that are a heading."""
    if not connection.execute(f"select 1 from {grid} where {where} limit 1").fetchall():
        return  # seen in one column
    width = len(connection.execute(f"describe from {grid}").fetchall()) - 1
    tests = " or ".join(f"c{at} in (select unnest($known))" for at in range(min(width, FIRST)))
    seen = connection.execute(
        f"select row_no from {grid} where {where} and ({tests})", {"known": sorted(known)}
    ).fetchall()
    if not seen:  # as a rule: no other column has been looked at
        return
    numbers = ", ".join(str(number) for (number,) in seen)
    rows = connection.execute(f"from {grid} where row_no in ({numbers}) order by row_no").fetchall()
    yield from (row[0] for row in rows if _is_heading(row[1:], known))


def recognised(cards: list[Card], part: Part) -> Match:
    """The card that reads a later table. Raises TemplateError naming its row when none does."""
    found = header.headers(part.head, part.merged)
    if match := header.choose(cards, part.title, found):
        return replace(match, header=annotated.completed(match.header, part.head))
    seen = next(row for row in part.head if sum(map(bool, row)) > 1)
    told = TemplateError(
        f"工作表“{part.title}”第 {part.top + 1} 行起又有一个表，没有来源卡认得它的表头"
        f"（{listed([cell for cell in map(squeeze, seen) if cell])}）。"
        "请把它移到另一张工作表或删去，或为它增加一张来源卡，再重新装载。"
    )
    raise told.at(part.title, f"{part.top + 1}:{part.top + 1}")


def _is_heading(cells: tuple, known: frozenset[str]) -> bool:
    """Whether a row names two or more headings and holds no number."""
    texts = [squeeze(cell) for cell in cells if cell]
    named = {text for text in texts if text in known or measure.bare(text) in known}
    return len(named) > 1 and not any(text.replace(".", "").isdecimal() for text in texts)


def _is_title(cells: tuple) -> bool:
    """Whether a row stands above a table: blank, one cell, or lines like 填报单位：."""
    filled = [cell for cell in cells if cell]
    return len(filled) <= 1 or all("：" in cell or ":" in cell for cell in filled)
