"""Text tables (csv, tsv) in the encodings people send, read set-based by DuckDB where possible."""

import csv
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy
import pyarrow as pa
from pyarrow import csv as arrow

from data.errors import FileError
from etl.columns import cleaned
from etl.encodings import BLOCK, in_utf8
from etl.header import HEAD
from etl.plainness import blocks, has_blank_lines, plainness
from etl.words import quote

CHUNK = 20_000
MOST_AT_ONCE = 256 << 20  # bytes of text that are held in memory; more is put on disk by DuckDB
LONGEST = 1 << 24  # signs of a cell
csv.field_size_limit(LONGEST)
GUARD = re.compile('="([^"]*)"')


@dataclass
class TextSheet:
    """A text table as a sheet named like the file, as spreadsheet programs show it."""

    name: str
    path: Path
    """The table in UTF-8."""
    file_name: str
    delimiter: str
    head: list[list[str]]
    lines: list[int]
    """For each row of the head the physical line it ends on."""
    merged: list = field(default_factory=list)
    left: int = 0
    hidden: bool = False
    table: pa.Table | None = field(default=None, repr=False)
    """The rows that were put into the grid last, where they are held in memory."""

    addressed = False
    top = 0

    @property
    def title(self) -> str:
        """The name as the sender's workbook has it."""
        return self.name

    def put(self, connection: duckdb.DuckDBPyConnection, start: int, fill: set[int]) -> str:
        """As sheets.Sheet.put; a text table has no merged ranges."""
        width = max(map(len, self.head[:start]))
        look = plainness(self.path, self.delimiter)
        if not look.simple and self.holds('="'):
            return self._register(connection, self._table(start, width))
        if self.lines[start - 1] == start:  # else what to skip is counted in other ways
            if look.simple and width > 1 and self.path.stat().st_size <= MOST_AT_ONCE:
                return self._register(connection, self._parsed(start, width, look.padded))
            if not has_blank_lines(self.path):
                try:
                    self._read_csv(connection, width, start, look.padded)
                    return f"(select rowid + {start + 1} as row_no, * from grid_text)"
                except duckdb.InvalidInputException:
                    pass  # ragged rows, mixed line ends, stray quotes: read them one by one
        return self._register(connection, self._table(start, width))

    def _register(self, connection: duckdb.DuckDBPyConnection, table: pa.Table) -> str:
        self.table = table
        connection.register("grid", table)
        return "grid"

    def holds(self, word: str) -> bool:
        """Whether the word stands anywhere in the file."""
        return any(word.encode() in block for block in blocks(self.path))

    def _parsed(self, start: int, width: int, padded: bool) -> pa.Table:
        """A table without quotes, read by Arrow; rows of other lengths are read one by one."""
        names = [f"c{index}" for index in range(width)]
        try:
            table = arrow.read_csv(
                self.path,
                arrow.ReadOptions(block_size=BLOCK, skip_rows=start, column_names=names),
                arrow.ParseOptions(
                    delimiter=self.delimiter, quote_char=False, ignore_empty_lines=False
                ),
                arrow.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()), null_values=[""],
                    strings_can_be_null=True, check_utf8=False,
                ),
            )  # fmt: skip
        except pa.ArrowInvalid:
            return self._table(start, width)
        columns = map(cleaned, table.columns) if padded else table.columns
        numbers = pa.array(numpy.arange(start + 1, start + 1 + len(table), dtype="int32"))
        return pa.table([numbers, *columns], ["row_no", *names])

    def _read_csv(
        self, connection: duckdb.DuckDBPyConnection, width: int, skip: int, padded: bool
    ) -> None:
        columns = ", ".join(f"'c{index}': 'varchar'" for index in range(width))
        cells = ", ".join(f"clean(c{index}) as c{index}" for index in range(width))
        connection.execute(
            f"create or replace temp table grid_text as select {cells if padded else '*'}"
            f" from read_csv({quote(self.path)}, columns = {{{columns}}}, header = false,"
            f" skip = {skip}, auto_detect = false, delim = {quote(self.delimiter)},"
            " quote = '\"', escape = '\"')"
        )

    def _table(self, start: int, width: int) -> pa.Table:
        names = [f"c{index}" for index in range(width)]
        schema = pa.schema([("row_no", pa.int32()), *((name, pa.string()) for name in names)])
        batches = []
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            rows = itertools.islice(enumerate(self._records(file), 1), start, None)
            while chunk := list(itertools.islice(rows, CHUNK)):
                numbers = pa.array([number for number, _ in chunk], pa.int32())
                cells = zip(*(self._cells(*row, width) for row in chunk), strict=True)
                columns = [numbers, *(cleaned(pa.array(column, pa.string())) for column in cells)]
                batches.append(pa.RecordBatch.from_arrays(columns, schema=schema))
        return pa.Table.from_batches(batches, schema)

    def _records(self, file) -> Iterator[list[str]]:
        reader = csv.reader(file, delimiter=self.delimiter, strict=True)
        try:
            yield from reader
        except csv.Error:
            raise FileError(
                f"文件“{self.file_name}”第 {reader.line_num} 行附近的引号不成对，无法分清单元格。"
                "请改正引号，或另存为 xlsx 后重新装载。"
            ) from None

    def _cells(self, number: int, row: list[str], width: int) -> list[str]:
        """The row at the heading's width; text beyond it means that cells have shifted."""
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            raise FileError(
                f"文件“{self.file_name}”第 {number} 行有 {len(row)} 个单元格，表头只有 {width} 个，"
                "可能是数字里的逗号没有加引号。请改正该行，或另存为 xlsx 后重新装载。"
            )
        return [_unguarded(cell) for cell in (row + [""] * (width - len(row)))[:width]]


def text_table(path: Path, file_name: str, scratch: Path) -> list[TextSheet]:
    """The one sheet of a text table. Raises FileError when it is not text."""
    utf8 = in_utf8(path, file_name, scratch)
    with utf8.open(encoding="utf-8-sig", newline="") as file:
        sample = file.read(1 << 16)
    if not sample.strip("\0 \r\n\t\ufeff"):
        raise FileError(f"文件“{file_name}”没有任何内容。请核对文件后重新装载。")
    sheet = TextSheet(Path(file_name).stem, utf8, file_name, _delimiter(sample), [], [])
    with utf8.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=sheet.delimiter)
        try:
            for row in itertools.islice(reader, HEAD):
                sheet.head.append([_unguarded(cell) for cell in row])
                sheet.lines.append(reader.line_num)
        except csv.Error:
            raise FileError(
                f"文件“{file_name}”第 {reader.line_num} 行附近有一格超过 {LONGEST >> 20} MB，多半是引号"
                "不成对，或者不是表格。请用 Excel 或 WPS 打开核对，另存为 xlsx 后重新装载。"
            ) from None
    return [sheet]


def _unguarded(cell: str) -> str:
    """The text of a cell that a program wrote as ="001", to keep Excel from making it a number."""
    guarded = GUARD.fullmatch(cell) if cell.startswith("=") else None
    return guarded[1] if guarded else cell


def _delimiter(sample: str) -> str:
    """The separator that stands most often in the first lines."""
    lines = sample.splitlines()[:HEAD]
    return max(",\t;", key=lambda mark: sum(line.count(mark) for line in lines))
