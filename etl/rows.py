"""Rows of a sheet as they are read: merged cells filled, marks put in, hidden left out."""

from collections.abc import Iterator

from etl import percent_formats
from etl.header import Range
from etl.unseen import Marks


def filled_down(
    rows: Iterator[list], start: int, merged: list[Range], fill: set[int]
) -> Iterator[list]:
    """The rows from number `start` on, merged ranges of the columns `fill` filled downwards."""
    below = {}
    for (top, left), (bottom, _) in merged:
        if left in fill and bottom > top >= start:
            below |= {(row, left): (top, left) for row in range(top + 1, bottom + 1)}
    return _taken(rows, start, below) if below else rows


def _taken(rows: Iterator[list], start: int, below: dict) -> Iterator[list]:
    """The rows with the cells of `below` taken from the cell they are merged into."""
    seen = dict.fromkeys(below.values())
    by_row: dict[int, list] = {}
    for (number, column), origin in below.items():
        by_row.setdefault(number, []).append((column, origin))
    tops: dict[int, list] = {}
    for origin in seen:
        tops.setdefault(origin[0], []).append(origin)
    for number, row in enumerate(rows, start):
        for origin in tops.get(number, ()):
            seen[origin] = row[origin[1]]
        for column, origin in by_row.get(number, ()):
            row[column] = seen[origin]
        yield row


def marked(rows: Iterator[list], start: int, left: int, marks: Marks) -> Iterator[list]:
    """The rows with what stands for a missing result in the cells that have none, and percents as
    they are shown."""
    shown = {column - left: flags for column, flags in marks.percents.items() if column >= left}
    rows = _as_shown(rows, start, shown) if shown else rows
    if not marks.bad:
        return rows
    by_row: dict[int, list] = {}
    for (number, column), text in marks.bad.items():
        by_row.setdefault(number, []).append((column - left, text))
    return _put_in(rows, start, by_row)


def _as_shown(rows: Iterator[list], start: int, shown: dict[int, bytearray]) -> Iterator[list]:
    for number, row in enumerate(rows, start):
        for column, flags in shown.items():
            if number < len(flags) and flags[number] and column < len(row):
                row[column] = percent_formats.told(row[column])
        yield row


def _put_in(rows: Iterator[list], start: int, by_row: dict[int, list]) -> Iterator[list]:
    for number, row in enumerate(rows, start):
        for column, shown in by_row.get(number, ()):
            if 0 <= column < len(row):
                row[column] = shown
        yield row


def unhidden(rows: Iterator[list], start: int, left: int, marks: Marks) -> Iterator[list]:
    """The rows with hidden rows and columns blank, so that every row keeps its number."""
    columns = [column - left for column in marks.hidden_columns if column >= left]
    if not (columns or marks.hidden_rows):
        return rows
    return _blanked(rows, start, columns, marks.hidden_rows)


def _blanked(rows: Iterator[list], start: int, columns: list[int], hidden: set[int]):
    for number, row in enumerate(rows, start):
        if number in hidden:
            yield [""] * len(row)
            continue
        for column in columns:
            if column < len(row):
                row[column] = ""
        yield row
