"""The notice as the XML of a sheet: one page, rows as high as their longest text needs."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

WIDTHS, LINE = (14, 16, 8, 60), 16  # signs a column holds, points a line is high
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TITLE = 16  # points


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
    rows, plain, bold = list(rows), styles.wrapped(), styles.wrapped(TITLE)
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width + 2}" customWidth="1"/>'
        for at, width in enumerate(WIDTHS, 1)
    )
    lines = "".join(
        f'<row r="{number}" ht="{2 * LINE if number == 1 else height(row)}" customHeight="1">'
        + "".join(_cell(f"{letter}{number}", text, bold if number == 1 else plain)
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


def _cell(address: str, text: object, style: int) -> str:
    said = f'<is><t xml:space="preserve">{escape(str(text))}</t></is>'
    return f'<c r="{address}" s="{style}" t="inlineStr">{said}</c>'
