"""The sender's own workbook back: cells marked, a comment on each, and a notice as first sheet.

xlsx and xlsm stay as they came but for that (inplace.py); every other kind comes back as an xlsx
copy of its values.
"""

import csv
import re
import tempfile
import zipfile
from collections.abc import Collection
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

from data.errors import FileError
from etl import inplace, noticesheet, read, report, secret
from etl.noticesheet import FILLS, NO_XML, wide
from etl.report import NOTICE
from etl.verdict import Checked

COPIED = (
    "标注写在另存的 xlsx 副本里：只有各格的值，格式与公式没有带过来；单元格地址与原文件相同，"
    "请按地址在原文件中改正。"
)
WIDEST = 40  # signs of a column in a copy
SPARSE = 2  # cells of a row that is a title or a signature: no column need hold it
MOST, MOST_CELLS = 20_000, 400_000  # marks of a sheet and cells in a copy
LONGEST = 32_000  # signs of a comment; a workbook may hold 32,767


def write(
    checked: Checked, folder: Path, name: str = "", *, notice_only: bool = False
) -> tuple[Path, str]:
    """Writes NAME_核验.xlsx (or .xlsm), named after the file when no name is given, into the
    folder; returns its path, and a sentence when it is a copy of values. With `notice_only` the
    file is not opened."""
    stem = folder / f"{secret.masked(name or checked.file.stem)}_核验"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not notice_only and (target := _in_place(checked, stem)):
            return target, ""
        return _as_copy(checked, stem.with_name(f"{stem.name}.xlsx"), notice_only)
    except OSError as error:
        raise FileError(f"无法写入“{stem}”（{error.strerror}）。请用 --out 另选文件夹。") from None


def _in_place(checked: Checked, stem: Path) -> Path | None:
    """The sender's own workbook with its cells marked; None for one that cannot be edited so."""
    if not zipfile.is_zipfile(checked.file):
        return None
    try:
        book = inplace.Book(checked.file)
        for sheet, marks in _marks(checked, book.sheets).items():
            book.mark(sheet, marks)
        book.add_notice(_free(book.sheets), report.notice_rows(checked, ""))
        book.finish()
    except Exception:  # whatever the parts of a workbook raise that is written in another way
        return None
    target = stem.with_name(f"{stem.name}{book.suffix}")
    book.save(target)
    return target


def _marks(checked: Checked, sheets: Collection[str]) -> dict[str, list[inplace.Mark]]:
    """What is to be marked on each of the sheets."""
    places: dict[tuple[str, str], list[dict]] = {}
    for cell in checked.result["cells"]:
        title = next((one for one in _titles(cell["sheet"]) if one in sheets), None)
        if cell["cell"] and title:
            places.setdefault((title, cell["cell"]), []).append(cell)
    found: dict[str, list[inplace.Mark]] = {}
    for (title, address), problems in places.items():
        worst = min((problem["outcome"] for problem in problems), key=list(FILLS).index)
        text = "\n".join(
            f"{p['outcome']} {report.place(p['cell'])}：{p['message']}" for p in problems
        )
        mark = inplace.Mark(address, FILLS[worst], NO_XML.sub("", text)[:LONGEST])
        found.setdefault(title, []).append(mark)
    return found


def _as_copy(checked: Checked, target: Path, notice_only: bool) -> tuple[Path, str]:
    """The notice, and unless it is all, a copy of the values with the cells marked."""
    book = Workbook()
    book.remove(book.active)
    if not notice_only:
        _copy(book, checked)
    for title, marks in _marks(checked, book.sheetnames).items():
        for mark in marks[:MOST]:
            _mark(book[title], mark)
    said = "" if notice_only else COPIED
    noticesheet.add(book, _free(book.sheetnames), report.notice_rows(checked, said))
    book.save(target)
    return target, said


def _free(names: Collection[str]) -> str:
    """A name for the notice that no sheet has."""
    tries = (f"{NOTICE}{more}" for more in ("", "（新）", *(f"（{n}）" for n in range(2, 99))))
    return next(name for name in tries if name not in names)


def _copy(book: Workbook, checked: Checked) -> None:
    """Puts the values of the file into the book, each where a spreadsheet program shows it; of
    a file with very many, below the first ones only the rows that are marked."""
    rows = {int(row) for cell in checked.result["cells"][:MOST]
            for row in re.findall(r"\d+", cell["cell"])}  # fmt: skip
    left = MOST_CELLS
    with tempfile.TemporaryDirectory() as scratch:
        for sheet in read.sheets(checked.file, checked.file.name, Path(scratch)):
            page = book.create_sheet(_title(sheet.name))
            for number, row in enumerate(_rows_of(sheet), 1):
                if left < 0 and number not in rows:
                    continue
                left -= len(row)
                filled = sum(value not in ("", None) for value in row)
                for column, value in enumerate(row, sheet.left + 1):
                    if value not in ("", None):
                        _put(page.cell(number, column), value)
                        if filled > SPARSE:
                            _widen(page, column, value)


def _titles(sheet: str) -> tuple[str, ...]:
    """The names a sheet may have here: its own, and that of the one a later table stands on."""
    whole = re.sub(r"（第 \d+ 行起）$", "", sheet)
    return sheet, whole, _title(whole)


def _widen(page, column: int, value: object) -> None:
    """Makes a column wide enough for what stands in it."""
    dimension = page.column_dimensions[get_column_letter(column)]
    dimension.width = max(dimension.width, min(WIDEST, 2 + wide(value)))


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


def _mark(page, mark: inplace.Mark) -> None:
    """Colours the cell, or the whole row of an address like 7:7, and comments on it."""
    cells = page[mark.address]
    if isinstance(cells, tuple):  # a row, or several of a heading
        cells = [cell for row in cells for cell in (row if isinstance(row, tuple) else [row])]
    else:
        cells = [cells]
    for cell in cells:
        cell.fill = PatternFill("solid", fgColor=mark.fill)
    said = f"{cells[0].comment.text}\n{mark.text}" if cells[0].comment else mark.text
    cells[0].comment = Comment(said, "数据核验", width=320, height=120)
