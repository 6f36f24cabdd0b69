"""Marks of the sheets of an OpenDocument workbook (ods)."""

from collections.abc import Iterator
from xml.parsers import expat

from etl.unseen import ERRORS, UNCACHED, Marks, refuse_vast

UNSEEN = ("collapse", "filter")
MOST_ROWS, MOST_COLUMNS = 1 << 20, 1 << 14


def marks(pieces: Iterator[bytes], file_name: str) -> dict[str, Marks]:
    """The marks of each sheet by name, from the pieces of content.xml."""
    walk = _Walk(file_name)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    parser.CharacterDataHandler = walk.text
    try:
        for piece in pieces:
            parser.Parse(piece)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None
    return walk.found


class _Walk:
    """Where the reading of content.xml stands."""

    def __init__(self, file_name: str):
        self.file_name, self.found = file_name, {}
        self.marks: Marks | None = None
        self.cell, self.written, self.cells = {}, [], 0

    def start(self, tag: str, attributes: dict) -> None:
        own = {key.rsplit(" ", 1)[-1]: value for key, value in attributes.items()}
        match tag.rsplit(" ", 1)[-1]:
            case "table":
                self.marks = self.found.setdefault(own.get("name", ""), Marks())
                self.row = self.width = self.rows = 0
            case "table-column" if self.marks:
                self._hide(self.marks.hidden_columns, self.width, own, "columns", MOST_COLUMNS)
                self.width += _times(own, "columns")
            case "table-row" if self.marks:
                self._hide(self.marks.hidden_rows, self.row, own, "rows", MOST_ROWS)
                self.rows, self.column = _times(own, "rows"), 0
            case "table-cell" | "covered-table-cell" if self.marks:
                self.cell, self.written = own, []

    def end(self, tag: str) -> None:
        match tag.rsplit(" ", 1)[-1]:
            case "table":
                self.marks = None
            case "table-row" if self.marks:
                self.row += self.rows
            case "table-cell" | "covered-table-cell" if self.marks:
                self._close()

    def text(self, text: str) -> None:
        self.written.append(text)

    def _hide(self, hidden: set[int], first: int, own: dict, kind: str, most: int) -> None:
        if own.get("visibility") in UNSEEN:
            hidden |= set(range(first, min(first + _times(own, kind), most)))

    def _close(self) -> None:
        """Looks at a finished cell, and counts what its repetitions take."""
        shown, times = "".join(self.written).strip(), _times(self.cell, "columns")
        if shown or "value" in self.cell:
            self.cells += times * self.rows
            refuse_vast(self.cells, self.file_name)
        if self.cell.get("value-type") == "percentage":
            self._show_percent(times)
        value = self.cell.get("value", self.cell.get("date-value", shown))
        if "formula" in self.cell:
            failed = shown in ERRORS or shown.startswith("Err:")
            textual = self.cell.get("value-type") == "string"
            if failed or not (value or textual):
                self.marks.bad[self.row, self.column] = shown if failed else UNCACHED
        self.column += times

    def _show_percent(self, times: int) -> None:
        refuse_vast(self.rows * times, self.file_name)
        for column in range(self.column, self.column + times):
            self.marks.show_percent(self.row, column, self.file_name, self.rows)


def _times(attributes: dict, kind: str) -> int:
    """How often an element stands for itself."""
    return max(int(attributes.get(f"number-{kind}-repeated", 1)), 1)
