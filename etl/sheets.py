"""Workbooks as sheets of text: what calamine reads, brought to columns of text for DuckDB."""

import io
import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import duckdb
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from data.errors import FileError
from etl import columns, rows
from etl.header import HEAD, Range
from etl.unseen import MOST_COLUMNS, Marks

CHUNK = 2048  # rows: one vector of DuckDB, and few enough for the processor cache


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
    marks: Marks = field(default_factory=Marks)
    all_shown: bool = False
    """Whether hidden rows and columns are read too."""
    table: pa.Table | None = field(default=None, repr=False)
    """The rows that were put into the grid last."""

    addressed = True
    top = 0

    @property
    def title(self) -> str:
        """The name as the sender's workbook has it."""
        return self.name

    def with_hidden(self) -> "Sheet":
        """The same sheet with its hidden rows and columns."""
        shown = replace(self, all_shown=True)
        shown.head = shown.first_rows()
        return shown

    def first_rows(self) -> list[list[str]]:
        """The rows in which a heading may stand, as text."""
        found = itertools.islice(self._rows(0, set()), HEAD)
        return [[columns.text(cell) for cell in row] for row in found]

    def holds(self, word: str) -> bool:
        """Whether a cell may hold the word: a workbook is not asked before it is read."""
        return bool(word)

    def put(self, connection: duckdb.DuckDBPyConnection, start: int, fill: set[int]) -> str:
        """Makes the rows from `start` on readable in SQL and returns what to select from.

        One row per row of the sheet: row_no (1-based), c0, c1, … as text without white space at
        its ends, NULL when blank.
        Merged ranges are filled downwards in the columns `fill` only.
        """
        self.table = self._table(start, fill)
        connection.register("grid", self.table)
        return "grid"

    def _table(self, start: int, fill: set[int]) -> pa.Table:
        names = [f"c{index}" for index in range(len(self.head[0]))]
        schema = pa.schema([("row_no", pa.int32()), *((name, pa.string()) for name in names)])
        found, number, batches = self._rows(start, fill), start + 1, []
        while chunk := list(itertools.islice(found, CHUNK)):
            numbers = pa.array(range(number, number + len(chunk)), pa.int32())
            cells = [numbers, *map(columns.column, zip(*chunk, strict=True))]
            batches.append(pa.RecordBatch.from_arrays(cells, schema=schema))
            number += len(chunk)
        return pa.Table.from_batches(batches, schema)

    def _rows(self, start: int, fill: set[int]) -> Iterator[list]:
        found = itertools.islice(self.cells.iter_rows(), start, None)
        found = rows.marked(found, start, self.left, self.marks)
        found = rows.filled_down(found, start, self.merged, fill)
        return found if self.all_shown else rows.unhidden(found, start, self.left, self.marks)


def workbook(content: bytes, file_name: str, marks: dict[str, Marks]) -> list[Sheet]:
    """The sheets of a workbook in their order. Raises FileError when it cannot be opened."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [_sheet(book, metadata, marks) for metadata in book.sheets_metadata]
    except PasswordError:
        raise FileError(
            f"文件“{file_name}”设有打开密码，无法读取。请取消密码另存后重新装载。"
        ) from None
    except (CalamineError, ValueError) as error:
        raise _unreadable(file_name, str(error)) from None
    except BaseException as error:  # calamine's panics are no Exception, and have no name to import
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise _unreadable(file_name, "内容损坏") from None


def _unreadable(file_name: str, why: str) -> FileError:
    return FileError(
        f"文件“{file_name}”不是可读取的工作簿（{why}）。请用 Excel 或 WPS 打开核对，"
        "另存为 xlsx 后重新装载。"
    )


def _within(cells, left: int) -> list[Range]:
    """The merged ranges, no longer than the sheet; ValueError where many lie over one another."""
    bottom = cells.end[0] if cells.end else -1
    found = [((top, first - left), (min(last, bottom), right - left))
             for (top, first), (last, right) in cells.merged_cell_ranges or []
             if top <= bottom]  # fmt: skip
    high, above = Counter(), 0
    for (top, first), (last, right) in found:
        high[first] += last - top + 1
        above += max(min(last + 1, HEAD) - top, 0) * (right - first + 1)
    if above > 2 * HEAD * MOST_COLUMNS or any(rows > 2 * bottom + 2 for rows in high.values()):
        raise ValueError("合并单元格互相重叠")
    return found


def _sheet(book: CalamineWorkbook, metadata, marks: dict[str, Marks]) -> Sheet:
    hidden = metadata.visible != SheetVisibleEnum.Visible
    try:
        cells = book.get_sheet_by_name(metadata.name)
    except CalamineError:
        return Sheet(metadata.name, [], [], 0, hidden, None)  # a chart or macro sheet has no cells
    left = cells.start[1] if cells.start else 0
    merged = _within(cells, left)
    own = marks.get(metadata.name, Marks())
    sheet = Sheet(metadata.name, [], merged, left, hidden, cells, own)
    sheet.head = sheet.first_rows()
    return sheet
