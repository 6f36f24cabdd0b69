"""Which card reads a sheet, and what of the sheet is hidden and therefore left out."""

from dataclasses import replace

from etl import annotated, header
from etl.card import Card
from etl.header import Header, Match
from etl.sheets import Sheet
from etl.textfile import TextSheet

DEMO = "演示数据"


def recognised(
    cards: list[Card], sheet: Sheet | TextSheet
) -> tuple[Sheet | TextSheet, Match | None, list[Header]]:
    """The sheet as the best card reads it, the match, and the headings that were looked at.

    Cards that say `hidden: read` see hidden sheets, rows and columns; all others do not.
    """
    closed = [card for card in cards if not card.read_hidden]
    found = [] if sheet.hidden else header.headers(sheet.head, sheet.merged)
    match = header.choose(closed, sheet.name, found) if found else None
    match = match and explained(match, sheet)
    if isinstance(sheet, Sheet) and sheet.cells and len(closed) < len(cards):
        shown = replace(sheet.with_hidden(), hidden=False)
        opened = [card for card in cards if card.read_hidden]
        full = header.headers(shown.head, shown.merged)
        other = header.choose(opened, sheet.name, full)
        if other and (not match or other.score > match.score):
            return shown, explained(other, shown), full
    return sheet, match, found


def explained(match: Match, sheet: Sheet | TextSheet) -> Match:
    """The match whose heading includes the rows of units and codes below it."""
    return replace(match, header=annotated.completed(match.header, sheet.head))


def left_out(sheet: Sheet | TextSheet) -> list[tuple[str, str, str]]:
    """Hidden rows and columns that are not read: part, reason, what their first cells say."""
    if not isinstance(sheet, Sheet) or sheet.all_shown:
        return []
    marks, full = sheet.marks, sheet.with_hidden().head
    parts = []
    for column in sorted(marks.hidden_columns):
        cells = [row[column - sheet.left] for row in full
                 if 0 <= column - sheet.left < len(row)]  # fmt: skip
        if any(cells):
            said = next(cell for cell in cells if cell)
            parts.append((f"{letters(column)} 列", "隐藏列", said))
    for row in sorted(marks.hidden_rows):
        said = "、".join(filter(None, full[row])) if row < len(full) else ""
        parts.append((f"第 {row + 1} 行", "隐藏行", said))
    return parts


def heading_cell(sheet, header: Header, at: int | None = None) -> str:
    """The address of a heading (its lowest part), or of the heading as a whole: 3:4."""
    first, last = header.first, header.end - 1
    if at is None:
        return f"{sheet.top + first + 1}:{sheet.top + last + 1}"
    filled = [
        row for row in range(first, last + 1) if sheet.head[row][at : at + 1] not in ([], [""])
    ]
    return f"{letters(at + sheet.left)}{sheet.top + max(filled, default=first) + 1}"


def letters(position: int) -> str:
    """The letters of a workbook's column: 0 is A, 26 is AA."""
    found = ""
    while position >= 0:
        found, position = chr(65 + position % 26) + found, position // 26 - 1
    return found


def origin(file_name: str, matches: list) -> str:
    """Where the file's figures come from; demo as soon as its name or a title row says so."""
    titles = [
        cell for sheet, match in matches for row in sheet.head[: match.header.first] for cell in row
    ]
    if any(DEMO in text for text in (file_name, *titles)):
        return "demo"
    origins = {match.card.origin for _, match in matches}
    return "demo" if "demo" in origins else "reported" if "reported" in origins else "published"
