"""The cells of a sheet coloured, in the XML of the sheet."""

import re
from bisect import bisect_left

from etl.unseen import column_of

ROW = re.compile(rb"<row\b([^>]*?)(/>|>(.*?)</row>)", re.DOTALL)
CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>.*?</c>)", re.DOTALL)
NUMBER = re.compile(rb'\br="(\d+)"')
PLACE = re.compile(rb'\br="([A-Z]+)\d+"')
STYLE = re.compile(rb'\ss="(\d+)"')
MERGED = re.compile(rb'<mergeCell\s+ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
MOST = 2_000_000  # pairs of marks and merged ranges that are looked at


def marked(content: bytes, marks: list, styles) -> tuple[bytes, dict[str, str]]:
    """The sheet with its cells coloured, and the comments by the cell that has them. Raises
    ValueError for a sheet whose rows do not say their numbers."""
    start, end = content.find(b"<sheetData"), content.rfind(b"</sheetData>")
    if start < 0 or (end < 0 and b"<sheetData/>" not in content):
        raise ValueError("sheetData")
    if end < 0:
        content = content.replace(b"<sheetData/>", b"<sheetData></sheetData>")
        end = content.rfind(b"</sheetData>")
    start = content.index(b">", start) + 1
    work = _Marks(marks, MERGED.findall(content, end), styles)
    body = ROW.sub(work.row, content[start:end]) + work.missing(1 << 21)
    return content[:start] + body + content[end:], work.notes


class _Marks:
    """The marks of a sheet by row, while its rows go by."""

    def __init__(self, marks: list, merged: list, styles):
        self.styles, self.notes = styles, {}
        self.cells: dict[int, dict[str, object]] = {}
        self.rows: dict[int, object] = {}
        ranges = [(column_of(a), int(b), column_of(c), int(d), a.decode()) for a, b, c, d in merged]
        near = ranges if len(ranges) * len(marks) <= MOST else []
        for mark in marks:
            if found := re.fullmatch(r"([A-Z]+)(\d+)", mark.address):
                letters, row = _top_left(found[1], int(found[2]), near)
                self.cells.setdefault(row, {}).setdefault(letters, mark)
                self._note(f"{letters}{row}", mark.text)
            elif found := re.fullmatch(r"(\d+):(\d+)", mark.address):
                for row in range(int(found[1]), min(int(found[2]), int(found[1]) + 9) + 1):
                    self.rows[row] = mark
        self.waiting = sorted({*self.cells, *self.rows})
        self.at = 0

    def _note(self, cell: str, text: str) -> None:
        self.notes[cell] = f"{self.notes[cell]}\n{text}" if cell in self.notes else text

    def row(self, found: re.Match) -> bytes:
        """A row as it is, or with its cells coloured, after rows that are not there yet."""
        said = NUMBER.search(found[1])
        if not said:
            raise ValueError("row")
        number = int(said[1])
        if self.at >= len(self.waiting) or number < self.waiting[self.at]:
            return found[0]
        before = self.missing(number)
        if self.at >= len(self.waiting) or self.waiting[self.at] != number:
            return before + found[0]
        self.at += 1
        inside = self._coloured(number, found[3] or b"")
        return before + b"<row" + found[1] + b">" + inside + b"</row>"

    def missing(self, until: int) -> bytes:
        """Rows that are to be marked and are not in the sheet, before row `until`."""
        made = []
        while self.at < len(self.waiting) and self.waiting[self.at] < until:
            number = self.waiting[self.at]
            made.append(b'<row r="%d">%s</row>' % (number, self._coloured(number, b"")))
            self.at += 1
        return b"".join(made)

    def _coloured(self, number: int, inside: bytes) -> bytes:
        """The cells of a row with those to be marked in their colours, in their order."""
        wanted, whole = dict(self.cells.get(number, {})), self.rows.get(number)
        out, places = [], []
        for found in CELL.finditer(inside):
            place = PLACE.search(found[1])
            if not place:
                raise ValueError("cell")
            letters, cell = place[1].decode(), found[0]
            if mark := wanted.pop(letters, whole):
                style = STYLE.search(found[1])
                new = self.styles.filled(style[1].decode() if style else "", mark.fill)
                cell = (
                    b"<c" + STYLE.sub(b"", found[1]) + b' s="%d"' % new + cell[2 + len(found[1]) :]
                )
            out.append(cell)
            places.append(column_of(place[1]))
        if whole:
            first = f"{_letters(inside)}{number}"
            self._note(first, whole.text)
            if not out:
                wanted[_letters(inside)] = whole
        for letters, mark in wanted.items():
            at = bisect_left(places, column_of(letters.encode()))
            new = self.styles.filled("", mark.fill)
            out.insert(at, b'<c r="%s%d" s="%d"/>' % (letters.encode(), number, new))
            places.insert(at, column_of(letters.encode()))
        return b"".join(out)


def _letters(inside: bytes) -> str:
    """The column of the first cell of a row."""
    found = PLACE.search(inside)
    return found[1].decode() if found else "A"


def _top_left(letters: str, row: int, merged: list) -> tuple[str, int]:
    """The cell that shows what stands at an address: of a merged range its first."""
    column = column_of(letters.encode())
    for left, top, right, bottom, name in merged:
        if left <= column <= right and top <= row <= bottom:
            return name, top
    return letters, row
