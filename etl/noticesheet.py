"""The notice as the XML of a sheet: one page, rows as high as their longest text needs."""

import re
from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

WIDTHS, LINE = (14, 16, 8, 60), 16  # signs a column holds, points a line is high
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TITLE, HEADING = 16, 11  # points
FILLS = {"拒收": "FF9C9C", "存疑": "FFD966"}
"""The colours of marks, here and in the sender's sheets."""
SHADE = "E7E6E6"
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def wide(value: object) -> int:
    """How many Latin signs the text is wide."""
    return sum(1 + (sign > "\xff") for sign in str(value))


def height(row: list) -> int:
    """The points a row of the notice is high."""
    widths = WIDTHS if len(row) > 1 else (sum(WIDTHS),)
    return LINE * max(
        1, *(-(-wide(text) // width) for text, width in zip(row, widths, strict=True))
    )


def xml(rows: Iterable[list], styles) -> str:
    """The sheet; the first row is the title."""
    rows, looks = list(rows), _looks(styles)
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width + 2}" customWidth="1"/>'
        for at, width in enumerate(WIDTHS, 1)
    )
    lines = "".join(
        f'<row r="{number}" ht="{2 * LINE if number == 1 else height(row)}" customHeight="1">'
        + "".join(_cell(f"{letter}{number}", text, looks(number, row, text))
                  for letter, text in zip("ABCD", row, strict=False))
        + "</row>"
        for number, row in enumerate(rows, 1)
    )  # fmt: skip
    merged = [f'<mergeCell ref="A{number}:D{number}"/>'
              for number, row in enumerate(rows, 1) if len(row) == 1]  # fmt: skip
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{MAIN}">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        '<sheetView tabSelected="1" workbookViewId="0"/></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{lines}</sheetData>"
        f'<mergeCells count="{len(merged)}">{"".join(merged)}</mergeCells>'
        '<pageSetup paperSize="9" fitToWidth="1" fitToHeight="1"/></worksheet>'
    )


def _looks(styles) -> Callable[[int, list, object], int]:
    """A function (number of the row, row, text of a cell) -> style."""
    plain, title, boxed = styles.wrapped(), styles.wrapped(TITLE), styles.wrapped(boxed=True)
    head = styles.wrapped(HEADING, SHADE, boxed=True)
    outcomes = {word: styles.wrapped(0, colour, boxed=True) for word, colour in FILLS.items()}

    def look(number: int, row: list, text: object) -> int:
        if number == 1:
            return title
        if len(row) == 1:
            return plain
        return head if row[2] not in FILLS else outcomes.get(text, boxed)

    return look


def _cell(address: str, text: object, style: int) -> str:
    said = f'<is><t xml:space="preserve">{escape(NO_XML.sub("", str(text)))}</t></is>'
    return f'<c r="{address}" s="{style}" t="inlineStr">{said}</c>'


def add(book: Workbook, title: str, rows: Iterable[list]) -> None:
    """The same page in front of a workbook that is made anew."""
    page = book.create_sheet(title, 0)
    book.active = 0
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = page.cell(number, column, NO_XML.sub("", str(value)))
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            if len(row) > 1:
                _box(cell, heading=row[2] not in FILLS)
        if len(row) == 1:
            page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=4)
        page.row_dimensions[number].height = height(row)
    page["A1"].font = Font(bold=True, size=TITLE)
    page.row_dimensions[1].height = 2 * LINE
    for letter, width in zip("ABCD", WIDTHS, strict=True):
        page.column_dimensions[letter].width = width + 2
    page.page_setup.fitToWidth = page.page_setup.fitToHeight = 1
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _box(cell: Cell, *, heading: bool) -> None:
    """A cell of the notice's table, outcomes in the colour of the marks."""
    side = Side("thin", color="BFBFBF")
    cell.border = Border(left=side, right=side, top=side, bottom=side)
    if colour := SHADE if heading else FILLS.get(cell.value):
        cell.fill = PatternFill("solid", fgColor=colour)
    if heading:
        cell.font = Font(bold=True, size=HEADING)
