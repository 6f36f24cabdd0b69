"""The original of a file with columns that name a person: kept as a copy without them.

身份证, 手机号 and their like are needed by no metric, so they are never stored, not in var/files
either. The copy has every other value at its own address, in the sheets of the sender, and comes in
again after a damage as the original would; formats are gone. It is named after the SHA-256 of what
was sent: <sha256>.redacted.xlsx, or .csv.
"""

import contextlib
import csv
import io
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange

from etl import secret
from etl.originals import Original
from etl.rows import marked
from etl.sheets import Sheet
from etl.textfile import TextSheet
from etl.words import listed

GONE = "***"
MARK = ".redacted"
SHORT = 12  # signs that a heading of a sheet no card reads has at most


@dataclass(frozen=True)
class Area:
    """Rows and columns (0-based, of the sheet as sent) of which nothing is kept; no end: None."""

    sheet: str
    first: int
    last: int | None
    columns: frozenset[int] | None
    """None: all of them."""


@dataclass(frozen=True)
class Personal:
    """What of a file's sheets names a person, and the headings that say so."""

    sheets: list
    areas: list[Area]
    named: list[str]


def areas(sheets: list, matches: list) -> Personal:
    """What of a file names a person."""
    found, named = [], []
    for sheet in sheets:
        own = [match for match in matches if match[0].title == sheet.title]
        if not own and any(_is_heading(cell) for row in _full(sheet) for cell in row):
            found.append(Area(sheet.title, 0, None, None))
            named.append(f"工作表“{sheet.name}”全部内容")
        for at, (part, match) in enumerate(own):
            last = own[at + 1][0].top if at + 1 < len(own) else None
            heads = _full(part)[match.header.first : match.header.end]
            rows = [*heads, match.header.headings]
            columns = {
                at for row in rows for at, cell in enumerate(row) if secret.is_personal(cell)
            }
            if columns:
                first = part.top + match.header.end
                found.append(Area(sheet.title, first, last, frozenset(columns)))
                named += [match.header.headings[at] or "隐藏列" for at in sorted(columns)]
    return Personal(sheets, found, named)


def anywhere(sheets: list) -> Personal:
    """What of a file that no card reads names a person: what stands below such headings."""
    found, named = [], []
    for sheet in sheets:
        for row, cells in enumerate(_full(sheet)):
            columns = frozenset(at for at, cell in enumerate(cells) if _is_heading(cell))
            if columns:
                found.append(Area(sheet.title, row + 1, None, columns))
                named += [cells[at] for at in sorted(columns)]
    return Personal(sheets, found, named)


def has_numbers(sheets: list) -> bool:
    """Whether a telephone or identity card number stands in the first rows of a sheet."""
    texts = (cell for sheet in sheets for row in _full(sheet) for cell in row)
    return any(secret.without_numbers(text) != text for text in texts)


def protect(original: Original, secret_rows: bool, personal: Personal) -> list[str]:
    """Keeps no original of a file with secret rows, and of one that names persons the copy
    without them; returns the sentence on the latter."""
    if secret_rows:
        original.path.unlink(missing_ok=True)
    elif personal.areas and MARK not in original.path.name:
        return [_keep(original, personal)]
    return []


def _keep(original: Original, personal: Personal) -> str:
    """Puts the copy in the original's place; returns the sentence on it."""
    content, suffix = copied(personal)
    copy = original.path.with_name(f"{original.sha256}{MARK}{suffix}")
    copy.write_bytes(content)
    copy.chmod(0o444)
    original.path.unlink(missing_ok=True)
    return (
        f"文件“{original.name}”含个人信息（{listed(personal.named, 6)}），没有留存原件，"
        "var/files 里只保存了去掉这些内容的副本。"
    )


def copied(personal: Personal) -> tuple[bytes, str]:
    """The file without what names a person, and the suffix of its kind."""
    sheets, gone = personal.sheets, personal.areas
    if isinstance(sheets[0], TextSheet):
        return _text(sheets[0], gone), ".csv"
    return _book(sheets, gone), ".xlsx"


def of(folder: Path, sha256: str) -> Path | None:
    """The copy that is kept in the place of an original, None without one."""
    return next(iter(sorted((folder / sha256[:2]).glob(f"{sha256}{MARK}.*"))), None)


def _full(sheet) -> list[list[str]]:
    """The first rows of a sheet with what is hidden."""
    if isinstance(sheet, Sheet) and sheet.cells and not sheet.all_shown:
        return sheet.with_hidden().head
    return sheet.head


def _is_heading(cell: str) -> bool:
    return len(cell) <= SHORT and secret.is_personal(cell)


def _crossed(value: object, row: int, column: int, gone: list[Area]) -> object:
    """The cell, crossed out where it lies in one of the areas."""
    if value in ("", None):
        return value
    for area in gone:
        inside = row >= area.first and (area.last is None or row < area.last)
        if inside and (area.columns is None or column in area.columns):
            return GONE
    return secret.without_numbers(value) if isinstance(value, str) else value


def _text(sheet: TextSheet, gone: list[Area]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=sheet.delimiter, lineterminator="\n")
    with sheet.path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter=sheet.delimiter)):
            writer.writerow([_crossed(cell, number, at, gone) for at, cell in enumerate(row)])
    return out.getvalue().encode()


def _book(sheets: list[Sheet], gone: list[Area]) -> bytes:
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "default_date_format": "yyyy-mm-dd", "nan_inf_to_errors": True}  # fmt: skip
    with xlsxwriter.Workbook(buffer, options) as book:
        for sheet in sheets:
            page = book.add_worksheet(sheet.title)
            if sheet.cells is not None:
                _fill(page, sheet, [area for area in gone if area.sheet == sheet.title])
            if sheet.hidden and len(sheets) > 1:
                page.hide()
    return buffer.getvalue()


def _fill(page, sheet: Sheet, gone: list[Area]) -> None:
    for column in sheet.marks.hidden_columns:
        page.set_column(column, column, None, None, {"hidden": True})
    for row in sheet.marks.hidden_rows:
        page.set_row(row, None, None, {"hidden": True})
    for (top, left), (bottom, right) in sheet.merged:
        with contextlib.suppress(OverlappingRange):
            page.merge_range(top, left + sheet.left, bottom, right + sheet.left, "")
    rows = marked(sheet.cells.iter_rows(), 0, sheet.left, sheet.marks)
    for number, row in enumerate(rows):
        for at, value in enumerate(row):
            if value not in ("", None):
                page.write(number, at + sheet.left, _crossed(value, number, at, gone))
