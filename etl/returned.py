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

from data.errors import FileError
from etl import read, report
from etl.check import Checked

FILLS = {"拒收": PatternFill("solid", fgColor="FF9C9C"), "存疑": PatternFill("solid", fgColor="FFD966")}
NOTICE = "数据质量通知单"
LISTED = 30  # cells on the notice, which is to stay one page
KEPT = {".xlsx": False, ".xlsm": True}
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST = 32_000  # signs of a comment; a workbook may hold 32,767


def write(checked: Checked, folder: Path) -> Path:
    """Writes NAME_核验.xlsx (or .xlsm) into the folder and returns its path."""
    suffix = checked.file.suffix.lower()
    target = folder / f"{checked.file.stem}_核验{suffix if suffix in KEPT else '.xlsx'}"
    book = _opened(checked.file) if suffix in KEPT else _copied(checked.file)
    places = {}
    for cell in checked.result["cells"]:
        places.setdefault((cell["sheet"], cell["cell"]), []).append(cell)
    for (sheet, address), problems in places.items():
        title = sheet if sheet in book.sheetnames else _title(_whole(sheet))
        if title in book.sheetnames:
            _mark(book[title], address, problems)
    _add_notice(book, checked)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        book.save(target)
    except OSError as error:
        raise FileError(f"无法写入“{target}”（{error.strerror}）。请用 --out 另选文件夹。") from None
    return target


def _opened(path: Path) -> Workbook:
    """The workbook as it is; a copy of its values when openpyxl cannot read what calamine can."""
    try:
        return load_workbook(path, keep_vba=KEPT[path.suffix.lower()])
    except Exception:  # openpyxl raises whatever its parts raise on a file it does not like
        return _copied(path)


def _copied(path: Path) -> Workbook:
    """A new workbook with the values of the file, each where a spreadsheet program shows it."""
    book = Workbook()
    book.remove(book.active)
    with tempfile.TemporaryDirectory() as scratch:
        for sheet in read.sheets(path, path.name, Path(scratch)):
            page = book.create_sheet(_title(sheet.name))
            for number, row in enumerate(_rows_of(sheet), 1):
                for column, value in enumerate(row, sheet.left + 1):
                    if value not in ("", None):
                        _put(page.cell(number, column), value)
    return book


def _whole(sheet: str) -> str:
    """The sheet on which a later table stands (blocks.py)."""
    return re.sub(r"（第 \d+ 行起）$", "", sheet)


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
    cells = list(cells) if isinstance(cells, tuple) else [cells]
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


def _add_notice(book: Workbook, checked: Checked) -> None:
    """The one page that goes in front."""
    title = NOTICE if NOTICE not in book.sheetnames else f"{NOTICE}（新）"
    page = book.create_sheet(title, 0)
    book.active = 0
    for number, row in enumerate(notice_rows(checked), 1):
        for column, value in enumerate(row, 1):
            _put(page.cell(number, column), value)
            page.cell(number, column).alignment = Alignment(wrap_text=True, vertical="top")
        if len(row) == 1:
            page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=4)
    page["A1"].font = Font(bold=True, size=16)
    for letter, width in zip("ABCD", (14, 12, 10, 60), strict=True):
        page.column_dimensions[letter].width = width
    page.page_setup.fitToWidth = page.page_setup.fitToHeight = 1
    page.sheet_properties.pageSetUpPr.fitToPage = True


def notice_rows(checked: Checked) -> list[list]:
    """The rows of the notice: what file, how it went, which cells, what to do."""
    result = checked.result
    rows = [[NOTICE], *([line] for line in report.lines(checked)[:2]), [f"校验码：{result['sha256']}"]]
    counts = "{sheet}：读取 {rows_read} 行，接收 {accepted} 行，拒收 {refused} 行，存疑 {doubtful} 行"
    rows += [[counts.format_map(sheet)] for sheet in result["sheets"]]
    if result["control_totals"]:
        rows.append([report.totals_line(result["control_totals"])])
    rows += [[note] for note in checked.notes]
    if cells := result["cells"]:
        rows.append(["工作表", "单元格", "结果", "原因"])
        rows += [[cell["sheet"], cell["cell"], cell["outcome"], cell["message"]]
                 for cell in cells[:LISTED]]  # fmt: skip
    if len(result["cells"]) > LISTED:
        rows.append([f"其余 {len(result['cells']) - LISTED} 处见各表中的标注。"])
    return [*rows, [report.next_step(checked)]]
