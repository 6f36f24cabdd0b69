"""The sender's own workbook back: cells marked, a comment on each, and a notice as first sheet.

xlsx and xlsm keep their formats; every other kind comes back as an xlsx copy of its values.
"""

import csv
import re
import tempfile
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from data.errors import FileError
from etl import read, report, secret
from etl.check import Checked
from etl.report import NOTICE

FILLS = {
    "拒收": PatternFill("solid", fgColor="FF9C9C"),
    "存疑": PatternFill("solid", fgColor="FFD966"),
}
KEPT = {".xlsx": False, ".xlsm": True}
COPIED = (
    "标注写在另存的 xlsx 副本里：只有各格的值，格式与公式没有带过来；单元格地址与原文件相同，"
    "请按地址在原文件中改正。"
)
WIDEST = 40  # signs of a column in a copy
WIDTHS, LINE = (14, 16, 8, 60), 16  # of the notice: signs a column holds, points a line is high
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST = 32_000  # signs of a comment; a workbook may hold 32,767


def write(checked: Checked, folder: Path, *, notice_only: bool = False) -> tuple[Path, str]:
    """Writes NAME_核验.xlsx (or .xlsm) into the folder; returns its path, and a sentence when it
    is a copy of values. With `notice_only` the file is not opened."""
    book, suffix = _empty() if notice_only else _opened(checked.file)
    target = folder / f"{secret.masked(checked.file.stem)}_核验{suffix or '.xlsx'}"
    said = "" if suffix or notice_only else COPIED
    places = {}
    for cell in checked.result["cells"]:
        if cell["cell"]:
            places.setdefault((cell["sheet"], cell["cell"]), []).append(cell)
    for (sheet, address), problems in places.items():
        title = sheet if sheet in book.sheetnames else _title(_whole(sheet))
        if title in book.sheetnames:
            _mark(book[title], address, problems)
    _add_notice(book, checked, said)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        book.save(target)
    except OSError as error:
        raise FileError(
            f"无法写入“{target}”（{error.strerror}）。请用 --out 另选文件夹。"
        ) from None
    return target, said


def _opened(path: Path) -> tuple[Workbook, str]:
    """The workbook as it is with its suffix; else a copy of its values, and no suffix."""
    suffix = path.suffix.lower()
    if suffix in KEPT:
        try:
            return load_workbook(path, keep_vba=KEPT[suffix]), suffix
        except Exception:  # openpyxl raises whatever its parts raise on a file it does not like
            pass
    return _copied(path), ""


def _empty() -> tuple[Workbook, str]:
    book = Workbook()
    book.remove(book.active)
    return book, ""


def _copied(path: Path) -> Workbook:
    """A new workbook with the values of the file, each where a spreadsheet program shows it."""
    book, _ = _empty()
    with tempfile.TemporaryDirectory() as scratch:
        for sheet in read.sheets(path, path.name, Path(scratch)):
            page = book.create_sheet(_title(sheet.name))
            for number, row in enumerate(_rows_of(sheet), 1):
                for column, value in enumerate(row, sheet.left + 1):
                    if value not in ("", None):
                        _put(page.cell(number, column), value)
                        _widen(page, column, value)
    return book


def _whole(sheet: str) -> str:
    """The sheet on which a later table stands (blocks.py)."""
    return re.sub(r"（第 \d+ 行起）$", "", sheet)


def _widen(page, column: int, value: object) -> None:
    """Makes a column wide enough for what stands in it."""
    dimension = page.column_dimensions[get_column_letter(column)]
    dimension.width = max(dimension.width, min(WIDEST, 2 + _wide(value)))


def _wide(value: object) -> int:
    """How many Latin signs the text is wide."""
    return sum(1 + (sign > "\xff") for sign in str(value))


def _title(name: str) -> str:
    """A name a sheet may have."""
    return re.sub(r"[\[\]:*?/\\]", "_", name)[:31]


def _rows_of(sheet):
    """The rows of a sheet from the top, of workbooks as values, of text tables as text."""
    if cells := getattr(sheet, "cells", None):
        return cells.iter_rows()
    if not hasattr(sheet, "path"):
        return []
    with sheet.path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=sheet.delimiter))


def _put(cell, value: object) -> None:
    """Writes a value; text stays text, also when it looks like a formula."""
    if isinstance(value, str):
        cell.value = NO_XML.sub("", value)
        cell.data_type = "s"
    else:
        cell.value = value


def _mark(page, address: str, problems: list[dict]) -> None:
    """Colours the cell, or the whole row of an address like 7:7, and comments on it."""
    cells = page[address]
    if isinstance(cells, tuple):  # a row, or several of a heading
        cells = [cell for row in cells for cell in (row if isinstance(row, tuple) else [row])]
    else:
        cells = [cells]
    worst = min((problem["outcome"] for problem in problems), key=list(FILLS).index)
    for cell in cells:
        cell.fill = FILLS[worst]
    text = "\n".join(f"{p['outcome']} {p['cell']}：{p['message']}" for p in problems)
    text = NO_XML.sub("", text)[:LONGEST]
    note = Comment(text, "数据核验", width=320, height=120)
    first = cells[0] if not isinstance(cells[0], MergedCell) else _top_left(page, cells[0])
    if first.comment:
        note.text = f"{first.comment.text}\n{text}"
    first.comment = note


def _top_left(page, cell: MergedCell):
    area = next(area for area in page.merged_cells.ranges if cell.coordinate in area)
    return page.cell(area.min_row, area.min_col)


def _add_notice(book: Workbook, checked: Checked, said: str) -> None:
    """The one page that goes in front; rows are as high as their longest text needs."""
    title = NOTICE if NOTICE not in book.sheetnames else f"{NOTICE}（新）"
    page = book.create_sheet(title, 0)
    book.active = 0
    for number, row in enumerate(report.notice_rows(checked, said), 1):
        for column, value in enumerate(row, 1):
            _put(page.cell(number, column), value)
            page.cell(number, column).alignment = Alignment(wrap_text=True, vertical="top")
        if len(row) == 1:
            page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=4)
        widths = WIDTHS if len(row) > 1 else (sum(WIDTHS),)
        lines = max(-(-_wide(text) // width) for text, width in zip(row, widths, strict=True))
        page.row_dimensions[number].height = LINE * max(1, lines)
    page["A1"].font = Font(bold=True, size=16)
    page.row_dimensions[1].height = 2 * LINE
    for letter, width in zip("ABCD", WIDTHS, strict=True):
        page.column_dimensions[letter].width = width + 2
    page.page_setup.fitToWidth = page.page_setup.fitToHeight = 1
    page.sheet_properties.pageSetUpPr.fitToPage = True
