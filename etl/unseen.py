"""What calamine does not tell of a sheet: what is hidden, without a value, or shown as percent.

An xlsx sheet is scanned once as bytes; only pieces that hold something of note are looked at
closely, for the scan must stay cheap beside the reading itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from data.errors import FileError
from etl import percent_formats

UNCACHED = "#公式无结果"
ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!")
"""What stands in a cell whose formula failed, in Excel, WPS and their exports."""
MOST_CELLS = 40_000_000  # calamine holds the used rectangle of a sheet in memory, 32 bytes a cell

NOTABLE = r"""t=["']e["']|<(?:\w+:)?f[ >/]|hidden=|r=["'][A-Z]{2}"""
ODD = (
    r"<\w+:c[\s>/]|<c[>/\t\r\n]"
    r'|<c (?:[^r]|r[^=]|r=[^"]|r="[A-Z]*[^A-Z0-9]|r="[A-Z]+[0-9]{7})'
)
"""A cell that does not begin with its address, or lies below row 999,999."""
ROWS = 1_000_000
LONGEST = 128 << 20  # bytes of one row
MOST_COLUMNS = 1 << 14
NAME = rb"<(?:\w+:)?"
CELL = re.compile(NAME + rb"c\b([^<>]*)>\s*(?=" + NAME + rb"f[ >/])")
FAILED = re.compile(NAME + rb"c\b([^<>]*\bt=[\"']e[\"'][^<>]*)>")
SHARE = NAME.replace(b"%", b"%%") + rb"c\b([^<>]*%s[^<>]*)(?<!/)>"
VALUE = re.compile(NAME + rb"v\s*(/>|>([^<]*)<)")
ROW = re.compile(NAME + rb"row\b([^<>]*)>")
COLUMN = re.compile(NAME + rb"col\b([^<>]*)>")
ATTRIBUTE = re.compile(rb"""\b([a-z]+)=["']([^"']*)["']""", re.IGNORECASE)
WIDE = re.compile(rb"""\br=["']([A-Z]{2,})\d""")
ADDRESS = re.compile(rb"([A-Z]{1,3})(\d{1,7})$")


@dataclass
class Marks:
    """Of one sheet, 0-based: rows and columns that are hidden, cells without a value, percents."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    bad: dict[tuple[int, int], str] = field(default_factory=dict)
    """Row and column of cells without a usable value: what to show in their place."""
    percents: dict[int, bytearray] = field(default_factory=dict)
    """By column a flag for each row: whether the cell's format shows a number as percent."""
    since_1904: bool = False
    """Whether its days are counted from 1904: a bare number of days is another day then."""
    odd: bool = False
    """Whether nothing but reading it shows how much memory the sheet asks for."""

    def show_percent(self, row: int, column: int, file_name: str, rows: int = 1) -> None:
        """Notes `rows` cells that show percent. Raises FileError when the sheet is too vast."""
        flags, end = self.percents.setdefault(column, bytearray()), row + rows
        if len(flags) < end:
            refuse_vast(end * len(self.percents), file_name)
            flags.extend(bytes(end - len(flags)))
        flags[row:end] = b"\1" * rows


def scan(
    pieces: Iterator[bytes], recalculate: bool, styles: frozenset[bytes], file_name: str
) -> Marks:
    """The marks of an xlsx sheet. `recalculate`: the zeros stored with formulas mean nothing.
    `styles` are those of cells that show percent."""
    marks, held, columns, last, cells = Marks(), [], {b"A"}, 1, 0
    percent = percent_formats.pattern(styles)
    for piece in pieces:
        held.append(piece)
        cut = piece.rfind(b"row>") + 4
        if cut == 3:
            if sum(map(len, held)) > LONGEST:
                raise ValueError("一行过长")
            continue
        head, held = b"".join([*held[:-1], piece[:cut]]), [piece[cut:]]
        last, cells = _last_row(head) or last, cells + head.count(b"<c ")
        refuse_vast(cells, file_name)
        marks.odd = marks.odd or _has(head, ODD)
        for letters, number in percent_formats.addresses(head, percent, file_name):
            marks.show_percent(number - 1, column_of(letters), file_name)
        if _has(head, NOTABLE):
            columns |= set(WIDE.findall(head))
            _look_closely(head, recalculate, marks, file_name)
    rest = b"".join(held)
    marks.odd = marks.odd or _has(rest, ODD)
    _look_closely(rest, recalculate, marks, file_name)
    widest = column_of(max(columns, key=lambda letters: (len(letters), letters))) + 1
    refuse_vast(last * widest, file_name)
    marks.odd = marks.odd or ROWS * max(widest, 26) > MOST_CELLS
    return marks


def _has(text: bytes, pattern: str) -> bool:
    return pc.find_substring_regex(pa.scalar(text, pa.binary()), pattern).as_py() >= 0


def refuse_vast(cells: int, file_name: str) -> None:
    """Raises FileError for a sheet whose used area does not fit in memory."""
    if cells > MOST_CELLS:
        raise FileError(
            f"文件“{file_name}”的一张工作表占用约 {cells:,} 个单元格，超过 {MOST_CELLS:,} 个的上限，"
            "多半是很远处有多余的单元格。请删除空白行列，或拆成几个文件后重新装载。"
        )


def _last_row(head: bytes) -> int | None:
    """The number of the last row; rows stand in order, and cells without one are refused later."""
    at = max(head.rfind(b"<row"), head.rfind(b":row"))
    attributes = _attributes(head[at : at + 300].split(b">")[0]) if at >= 0 else {}
    number = attributes.get(b"r", b"")
    return int(number) if number.isdigit() and len(number) < 9 else None


def _look_closely(text: bytes, recalculate: bool, marks: Marks, file_name: str) -> None:
    if b"hidden=" in text:
        marks.hidden_rows |= set(_hidden_rows(text))
        marks.hidden_columns |= set(_hidden_columns(text))
    for found in FAILED.finditer(text):
        value = VALUE.search(text, found.end(), found.end() + 200)
        shown = (value and value[2] or b"").decode("utf-8", "replace")
        marks.bad[_place(found[1], file_name)] = shown if shown in ERRORS else "#VALUE!"
    for found in CELL.finditer(text):
        if b'"e"' in found[1]:
            continue
        end = text.find(b"c>", found.end())
        value = VALUE.search(text, found.end(), end if end > 0 else len(text))
        if _is_uncached(found[1], value, recalculate):
            marks.bad[_place(found[1], file_name)] = UNCACHED


def _is_uncached(attributes: bytes, value: re.Match | None, recalculate: bool) -> bool:
    """Whether a formula has no result stored with it; an empty text is a result."""
    if _attributes(attributes).get(b"t") == b"str":
        return value is None
    result = (value and value[2] or b"").strip()
    return not result or (recalculate and result == b"0")


def _attributes(text: bytes) -> dict[bytes, bytes]:
    return dict(ATTRIBUTE.findall(text))


def _hidden(attributes: dict[bytes, bytes]) -> bool:
    return attributes.get(b"hidden") in (b"1", b"true")


def _hidden_rows(text: bytes) -> Iterator[int]:
    for found in ROW.finditer(text):
        attributes = _attributes(found[1])
        if _hidden(attributes) and attributes.get(b"r", b"").isdigit():
            yield int(attributes[b"r"]) - 1


def _hidden_columns(text: bytes) -> Iterator[int]:
    """The columns that are hidden; more of them than a sheet has are no sheet's."""
    left = 2 * MOST_COLUMNS
    for found in COLUMN.finditer(text):
        attributes = _attributes(found[1])
        first, last = attributes.get(b"min", b""), attributes.get(b"max", b"")
        if _hidden(attributes) and first.isdigit() and last.isdigit():
            found = range(int(first) - 1, min(int(last), MOST_COLUMNS))
            if (left := left - len(found) - 1) < 0:
                raise ValueError("列的定义互相重叠")
            yield from found


def _place(attributes: bytes, file_name: str) -> tuple[int, int]:
    address = ADDRESS.match(_attributes(attributes).get(b"r", b""))
    if not address:
        raise FileError(
            f"文件“{file_name}”中有没有结果的公式，又没有写明单元格地址，无法指出是哪一格。"
            "请用 Excel 或 WPS 打开、重新计算并另存为 xlsx 后重新装载。"
        )
    return int(address[2]) - 1, column_of(address[1])


def column_of(letters: bytes) -> int:
    """The position of a column's letters: A is 0, AA is 26."""
    position = 0
    for letter in letters:
        position = position * 26 + letter - 64
    return position - 1
