"""A sender's xlsx with cells marked: nothing is changed but what is added.

The parts are edited as text, so that formats, formulas with their results, pictures, charts and
macros stay as they came; reading and writing the workbook anew would lose some of them, and takes
minutes for a sheet of a million rows.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import quoteattr, unescape

from etl import noticesheet, sheetnotes
from etl.sheetmarks import marked
from etl.stylesheet import Styles

TYPES, FEW = "[Content_Types].xml", 16 << 20  # bytes beyond which a part is packed fast
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET = re.compile(r"<sheet\b[^>]*?/?>")
LOCAL = re.compile(r'localSheetId="(\d+)"')
RELATION = re.compile(r"<Relationship\b[^>]*?/?>")


class UnfitError(Exception):
    """A workbook that is written in a way that cannot be edited in place."""


@dataclass(frozen=True)
class Mark:
    """What is to be shown at an address (E17, or 7:7 for a row): its colour, and the comment."""

    address: str
    fill: str
    text: str


def attribute(element: str, name: str) -> str:
    """The value of an attribute as written, "" without one."""
    found = re.search(rf"""\s(?:\w+:)?{name}\s*=\s*["']([^"']*)["']""", element)
    return found[1] if found else ""


class Book:
    """The parts of a workbook on their way to being a marked one."""

    def __init__(self, path: Path):
        self.edited: set[str] = set()
        with zipfile.ZipFile(path) as package:
            self.parts = {entry.filename: package.read(entry) for entry in package.infolist()}
        book = next((name for name in self.parts if re.search(r"(^|/)workbook\.xml$", name)), "")
        if not book or OFFICE.encode() not in self.parts[book] or TYPES not in self.parts:
            raise UnfitError(path.name)
        self.book, self.folder = book, posixpath.dirname(book)
        self.relations = self.related(book)
        self.sheets = {}
        for element in SHEET.findall(self.text(book)):
            name = attribute(element, "name")
            self.sheets[_plain(name)] = self.relations[attribute(element, "id")][1]

    @property
    def suffix(self) -> str:
        """The ending its name must have."""
        return ".xlsm" if b"macroEnabled" in self.parts[TYPES] else ".xlsx"

    def text(self, part: str) -> str:
        return self.parts[part].decode("utf-8-sig")

    def put(self, part: str, text: str) -> None:
        self.parts[part] = text.encode()
        self.edited.add(part)

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Kind and part of each relation of a part, by id."""
        folder, file = posixpath.split(part)
        if (named := f"{folder}/_rels/{file}.rels".lstrip("/")) not in self.parts:
            return {}
        found = {}
        for element in RELATION.findall(self.text(named)):
            path = posixpath.join("/", folder, attribute(element, "Target"))
            kind = attribute(element, "Type").rpartition("/")[2]
            found[attribute(element, "Id")] = kind, posixpath.normpath(path).lstrip("/")
        return found

    def relate(self, part: str, kind: str, target: str) -> str:
        """Adds a relation from a part to another; returns its id."""
        folder, file = posixpath.split(part)
        named = f"{folder}/_rels/{file}.rels".lstrip("/")
        empty = f'<Relationships xmlns="{PACKAGE}"></Relationships>'
        old = self.text(named) if named in self.parts else empty
        old = re.sub(r"<Relationships([^>]*)/>", r"<Relationships\1></Relationships>", old)
        id_ = f"rIdCheck{len(RELATION.findall(old)) + 1}"
        new = f'<Relationship Id="{id_}" Type="{OFFICE}/{kind}" Target="/{target}"/>'
        self.put(named, old.replace("</Relationships>", f"{new}</Relationships>"))
        return id_

    def declare(self, part: str, kind: str) -> None:
        """Says what kind of part a new one is."""
        types = self.text(TYPES)
        new = f'<Override PartName="/{part}" ContentType="{kind}"/>'
        self.put(TYPES, types.replace("</Types>", f"{new}</Types>"))

    def mark(self, sheet: str, marks: list[Mark]) -> None:
        """Colours the cells of a sheet and comments on them."""
        part, styles = self.sheets[sheet], self.styles
        text, notes = marked(self.parts[part], marks, styles)
        self.parts[part] = sheetnotes.add(self, part, text, notes)
        self.edited.add(part)

    @property
    def styles(self) -> Styles:
        """The style sheet, to which what marks need is added."""
        if not hasattr(self, "_styles"):
            named = [part for kind, part in self.relations.values() if kind == "styles"]
            if not named or named[0] not in self.parts:
                raise UnfitError("styles")
            self._styles = Styles(self.text(named[0])), named[0]
        return self._styles[0]

    def add_notice(self, title: str, rows: Iterable[list]) -> None:
        """Puts the notice before all other sheets, and it alone in front."""
        part = f"{self.folder}/worksheets/sheetCheck.xml".lstrip("/")
        for name in set(self.sheets.values()):
            content = self.parts[name]
            start = max(content.find(b"<sheetData"), 0)
            head = re.sub(rb'\stabSelected="\w+"', b"", content[:start])
            self.parts[name] = head + content[start:]
        self.put(part, noticesheet.xml(rows, self.styles))
        self.declare(part, f"{SPREADSHEET}.worksheet+xml")
        self._list(title, self.relate(self.book, "worksheet", part))

    def _list(self, title: str, id_: str) -> None:
        """Names the notice in the workbook as its first sheet."""
        text = self.text(self.book)
        elements = SHEET.findall(text)
        prefix = re.search(r"\s(\w+):id\s*=", elements[0])[1]
        number = 1 + max(int(attribute(element, "sheetId")) for element in elements)
        named = f'{quoteattr(title)} sheetId="{number}"'
        new = f'<sheet name={named} xmlns:{prefix}="{OFFICE}" {prefix}:id="{id_}"/>'
        text = text.replace(elements[0], new + elements[0], 1)
        text = re.sub(r'\s(activeTab|firstSheet)="\d+"', "", text)
        text = LOCAL.sub(lambda found: f'localSheetId="{int(found[1]) + 1}"', text)
        self.put(self.book, text)

    def finish(self) -> None:
        """Ends the edit. Raises ExpatError where a part that was edited is no XML any more."""
        styles, part = self.styles, self._styles[1]
        self.put(part, styles.xml())
        for name in self.edited:
            expat.ParserCreate(namespace_separator=" ").Parse(self.parts[name], True)

    def save(self, target: Path) -> None:
        """Writes the workbook. Raises OSError when that cannot be done."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in self.parts.items():
                level = 1 if len(content) > FEW else 6
                package.writestr(name, content, compresslevel=level)
        target.write_bytes(buffer.getvalue())


def _plain(name: str) -> str:
    """A name as it is read, from how XML has it."""
    name = re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), name)
    name = re.sub(r"&#x([0-9a-fA-F]+);", lambda found: chr(int(found[1], 16)), name)
    return unescape(name, {"&quot;": '"', "&apos;": "'"})
