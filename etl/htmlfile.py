"""Web pages that call themselves workbooks: every table of the page as a sheet."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from data.errors import FileError
from etl import percent_formats
from etl.sheets import Sheet
from etl.unseen import MOST_CELLS, Marks, refuse_vast

CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
MOST_SPAN = 16384
HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:", re.IGNORECASE)
BREAKS = ("br", "p", "div", "li")
UNSHOWN = ("style", "script", "comment")  # the last is how LibreOffice writes a cell's note


@dataclass
class _Table:
    """A table on its way: its rows, what is merged, and the cells taken from above by row spans."""

    rows: list[list[str]] = field(default_factory=list)
    merged: list = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)

    def iter_rows(self) -> Iterator[list[str]]:
        width = max(map(len, self.rows), default=0)
        return (row + [""] * (width - len(row)) for row in self.rows)

    def put(self, text: str, down: int, right: int) -> None:
        """Adds a cell to the last row, beside what is merged into it from above."""
        row, number = self.rows[-1], len(self.rows) - 1
        while (number, len(row)) in self.taken:
            row.append("")
        left = len(row)
        row += [text] + [""] * (right - 1)
        if down > 1 or right > 1:
            self.merged.append(((number, left), (number + down - 1, left + right - 1)))
            span = itertools.product(range(number + 1, number + down), range(left, left + right))
            self.taken.update(span)


class _Page(HTMLParser):
    """Collects the cells of the outermost tables; a table within a cell is part of its text."""

    def __init__(self, file_name: str):
        super().__init__(convert_charrefs=True)
        self.file_name, self.tables, self.depth, self.cells = file_name, [], 0, 0
        self.cell: list[str] | None = None
        self.skipped = 0

    def handle_starttag(self, tag: str, attributes: list) -> None:
        own = {key: value or "" for key, value in attributes}
        if tag in UNSHOWN:
            self.skipped += 1
        elif tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append(_Table())
        elif tag == "tr" and self.depth == 1:
            self._close()
            self.tables[-1].rows.append([])
            if HIDDEN.search(own.get("style", "")):
                self.tables[-1].hidden.add(len(self.tables[-1].rows) - 1)
        elif tag in ("td", "th") and self.depth == 1:
            self._close()
            self._open(own)
        elif tag in BREAKS and self.cell:
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSHOWN:
            self.skipped = max(self.skipped - 1, 0)
        elif tag == "table" and self.depth:
            if self.depth == 1:
                self._close()
            self.depth -= 1
        elif tag in ("td", "th", "tr") and self.depth == 1:
            self._close()

    def handle_data(self, text: str) -> None:
        if self.cell is not None and not self.skipped:
            self.cell.append(text)

    def _open(self, own: dict[str, str]) -> None:
        if not self.tables[-1].rows:
            self.tables[-1].rows.append([])
        self.spans = _span(own.get("rowspan")), _span(own.get("colspan"))
        self.cells += self.spans[0] * self.spans[1]
        refuse_vast(self.cells * 20 if self.cells > MOST_CELLS // 20 else 0, self.file_name)
        self.cell, self.exact = [], own.get("x:num", "")

    def _close(self) -> None:
        """Puts the open cell in its place; a number kept exactly comes before its shown form."""
        if self.cell is not None:
            shown = "".join(self.cell).strip()
            if self.exact and shown.endswith("%"):
                self.exact = percent_formats.told(float(self.exact))
            self.tables[-1].put(self.exact or shown, *self.spans)
            self.cell = None


def html_tables(content: bytes, file_name: str) -> list[Sheet]:
    """The tables of a web page. Raises FileError when it has none."""
    page = _Page(file_name)
    try:
        page.feed(_decoded(content, file_name))
    except (AssertionError, RecursionError, ValueError):
        raise _unreadable(file_name, "结构已损坏") from None
    page.close()
    page._close()
    found = [table for table in page.tables if any(any(row) for row in table.rows)]
    if not found:
        raise _unreadable(file_name, "其中没有表格")
    stem = Path(file_name).stem
    names = [stem] if len(found) == 1 else [f"{stem}（表{n + 1}）" for n in range(len(found))]
    return [_sheet(name, table) for name, table in zip(names, found, strict=True)]


def _sheet(name: str, table: _Table) -> Sheet:
    marks = Marks(hidden_rows=table.hidden)
    sheet = Sheet(name, [], table.merged, 0, False, table, marks)
    sheet.head = sheet.first_rows()
    return sheet


def _unreadable(file_name: str, why: str) -> FileError:
    return FileError(
        f"文件“{file_name}”其实是网页格式，{why}，无法读取。请用 Excel 或 WPS 打开，"
        "另存为 xlsx 后重新装载。"
    )


def _span(text: str | None) -> int:
    return min(max(int(text), 1), MOST_SPAN) if text and text.isdecimal() else 1


def _decoded(content: bytes, file_name: str) -> str:
    """The page as text: by byte order mark, as it says itself, else UTF-8, else GB18030."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        tries = ["utf-16"]
    else:
        said = CHARSET.search(content[:4096])
        named = said[1].decode().lower() if said else ""
        named = "gb18030" if named in ("gb2312", "gbk") else named
        tries = [*([named] if named else []), "utf-8-sig", "gb18030"]
    for encoding in tries:
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise _unreadable(file_name, "文字编码无法识别")
