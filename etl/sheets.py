"""Workbooks as sheets of text: what calamine reads, brought to columns of text for DuckDB."""

import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from data.errors import FileError
from etl.header import HEAD, Range

CHUNK = 2048  # rows: one vector of DuckDB, and few enough for the processor cache
PLAIN = 1e9  # below this Arrow writes whole numbers without an exponent

NOTHING = pa.scalar(None, pa.string())


@dataclass
class Sheet:
    """A sheet of a workbook: its first rows as text, merged ranges, and all rows on demand."""

    name: str
    head: list[list[str]]
    merged: list[Range]
    left: int
    """Columns of the sheet left of the first one that is used."""
    hidden: bool
    cells: object

    addressed = True

    def put(self, connection: duckdb.DuckDBPyConnection, start: int, fill: set[int]) -> str:
        """Makes the rows from `start` on readable in SQL and returns what to select from.

        One row per row of the sheet: row_no (1-based), c0, c1, … as text without white space at
        its ends, NULL when blank.
        Merged ranges are filled downwards in the columns `fill` only.
        """
        connection.register("grid", self._table(start, fill))
        return "grid"

    def _table(self, start: int, fill: set[int]) -> pa.Table:
        names = [f"c{index}" for index in range(len(self.head[0]))]
        schema = pa.schema([("row_no", pa.int32()), *((name, pa.string()) for name in names)])
        rows, number, batches = self._merged_rows(start, fill), start + 1, []
        while chunk := list(itertools.islice(rows, CHUNK)):
            numbers = pa.array(range(number, number + len(chunk)), pa.int32())
            columns = [numbers, *map(_column, zip(*chunk, strict=True))]
            batches.append(pa.RecordBatch.from_arrays(columns, schema=schema))
            number += len(chunk)
        return pa.Table.from_batches(batches, schema)

    def _merged_rows(self, start: int, fill: set[int]) -> Iterator[list]:
        rows = itertools.islice(self.cells.iter_rows(), start, None)
        below = {}
        for (top, left), (bottom, _) in self.merged:
            if left in fill and bottom > top >= start:
                below |= {(row, left): (top, left) for row in range(top + 1, bottom + 1)}
        return _filled_down(rows, start, below) if below else rows


def workbook(content: bytes, file_name: str) -> list[Sheet]:
    """The sheets of a workbook in their order. Raises FileError when it cannot be opened."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [_sheet(book, metadata) for metadata in book.sheets_metadata]
    except PasswordError:
        raise FileError(
            f"文件“{file_name}”设有打开密码，无法读取。请取消密码另存后重新装载。"
        ) from None
    except CalamineError as error:
        raise FileError(
            f"文件“{file_name}”不是可读取的工作簿（{error}）。请用 Excel 或 WPS 打开核对，"
            "另存为 xlsx 后重新装载。"
        ) from None


def _sheet(book: CalamineWorkbook, metadata) -> Sheet:
    hidden = metadata.visible != SheetVisibleEnum.Visible
    try:
        cells = book.get_sheet_by_name(metadata.name)
    except CalamineError:
        return Sheet(metadata.name, [], [], 0, hidden, None)  # a chart or macro sheet has no cells
    left = cells.start[1] if cells.start else 0
    head = [[text(cell) for cell in row] for row in itertools.islice(cells.iter_rows(), HEAD)]
    merged = [
        ((top, first - left), (bottom, last - left))
        for (top, first), (bottom, last) in cells.merged_cell_ranges or []
    ]
    return Sheet(metadata.name, head, merged, left, hidden, cells)


def text(value: object) -> str:
    """A cell as text: whole numbers without a decimal point, dates in ISO form."""
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime():
            return value.date().isoformat() if not _has_time(value) else value.isoformat(" ")
        case date():
            return value.isoformat()
    return str(value)


def _has_time(value: datetime) -> bool:
    return bool(value.hour or value.minute or value.second or value.microsecond)


def _column(cells: tuple) -> pa.Array:
    """A column as text; columns of one kind, which is most of them, without a loop in Python."""
    kinds = set(map(type, cells))
    if kinds == {str}:
        return cleaned(pa.array(cells, pa.string()))
    if kinds == {float}:
        return _numbers(cells)
    texts = [cell if type(cell) is str else text(cell) for cell in cells]
    return cleaned(pa.array(texts, pa.string()))


def cleaned(texts: pa.Array) -> pa.Array:
    """The texts without white space at their ends, null when nothing is left (as SQL's clean)."""
    trimmed = pc.utf8_trim_whitespace(texts)
    return pc.if_else(pc.equal(trimmed, ""), NOTHING, trimmed)


def _numbers(cells: tuple) -> pa.Array:
    numbers = pa.array(cells, pa.float64())
    if pc.max(pc.abs(numbers)).as_py() >= PLAIN:
        return pa.array([text(cell) for cell in cells], pa.string())
    return pc.cast(numbers, pa.string())


def _filled_down(rows: Iterator[list], start: int, below: dict) -> Iterator[list]:
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
