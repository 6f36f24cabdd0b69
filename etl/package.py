"""Workbooks that are zips (xlsx, xlsm, ods): limits, and the marks of their sheets."""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from data.errors import FileError
from etl import opendocument, percent_formats
from etl.unseen import Marks, scan

EXPANDED = 1 << 30  # bytes a workbook may have unpacked
RATIO, FROM = 200, 32 << 20  # times it may grow, asked of what is larger than this unpacked
FEED = 1 << 15  # packed bytes a step: deflate makes at most 1,032 times as many of them
OTHER = {"word/": "Word 文档", "ppt/": "演示文稿"}
HEAVY = 128 << 20  # bytes of all parts that are no sheets, beyond which it is odd; twice: refused
XML = (".xml", ".rels")
DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, ElementTree.ParseError, KeyError,
           NotImplementedError, ValueError, UnicodeError, EOFError, IndexError,
           StopIteration)  # fmt: skip


def marks(content: bytes, file_name: str) -> dict[str, Marks]:
    """The marks of each sheet by name. Raises FileError on what must not or cannot be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = {entry.filename.replace("\\", "/"): entry for entry in package.infolist()}
            _refuse(entries, len(content), file_name)
            opened = _Package(content, entries, file_name)
            return opened.of_ods() if "content.xml" in entries else opened.of_xlsx()
    except DAMAGED as error:
        raise FileError(
            f"文件“{file_name}”不是可读取的工作簿，或已损坏（{str(error)[:80] or type(error).__name__}）。"
            "请用 Excel 或 WPS 打开核对，另存为 xlsx 后重新装载。"
        ) from None


def _refuse(entries: dict[str, zipfile.ZipInfo], packed: int, file_name: str) -> None:
    """Stops at passwords, other kinds of file, and archives made to swell."""
    if any(entry.flag_bits & 1 for entry in entries.values()):
        raise FileError(f"文件“{file_name}”设有打开密码，无法读取。请取消密码另存后重新装载。")
    if any(name.endswith("workbook.bin") for name in entries):
        raise FileError(f"文件“{file_name}”是 xlsb 格式，不能读取。请另存为 xlsx 后重新装载。")
    for folder, kind in OTHER.items():
        if any(name.startswith(folder) for name in entries):
            raise FileError(
                f"文件“{file_name}”是 {kind}，不是表格。请提供 xlsx、xls、et、ods 或 csv 文件。"
            )
    expanded = sum(entry.file_size for entry in entries.values())
    if expanded > EXPANDED or (expanded > FROM and expanded > RATIO * packed):
        raise _bomb(file_name, expanded, packed)
    if not any(name in entries for name in ("content.xml", "[Content_Types].xml")):
        seen = "、".join(list(entries)[:3]) or "空"
        raise FileError(
            f"文件“{file_name}”是压缩包（{seen}），不是可读取的工作簿。请解压后逐个装载其中的表格。"
        )


def _has_1904(book: ElementTree.Element) -> bool:
    """Whether the workbook counts days from 1904, as Excel for Mac once did."""
    return any(each.tag.endswith("}workbookPr") and each.get("date1904") in ("1", "true")
               for each in book)  # fmt: skip


def _bomb(file_name: str, expanded: int, packed: int) -> FileError:
    limits = f"{EXPANDED >> 20:,} MB，工作表以外 {HEAVY >> 19:,} MB，或 {RATIO} 倍"
    return FileError(
        f"文件“{file_name}”解开后有 {expanded >> 20:,} MB，是文件本身的 {expanded // max(packed, 1):,} 倍，"
        f"超过上限（{limits}），不予打开。请另存为 xlsx，或拆成几个文件后重新装载。"
    )


class _Package:
    """A workbook's parts, unpacked as they are asked for and never beyond their stated size."""

    def __init__(self, content: bytes, entries: dict[str, zipfile.ZipInfo], file_name: str):
        self.content, self.entries, self.file_name = content, entries, file_name

    def pieces(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """A part in pieces; an entry that unpacks to more than it says is a bomb."""
        at = entry.header_offset
        names, extras = struct.unpack_from("<HH", self.content, at + 26)
        start = at + 30 + names + extras
        packed = memoryview(self.content)[start : start + entry.compress_size]
        if entry.compress_type == zipfile.ZIP_STORED:
            yield bytes(packed)
            return
        if entry.compress_type != zipfile.ZIP_DEFLATED:
            raise NotImplementedError(f"压缩方式 {entry.compress_type}")
        engine, total = zlib.decompressobj(-15), 0
        for step in range(0, len(packed), FEED):
            piece = engine.decompress(packed[step : step + FEED])
            total += len(piece)
            if total > entry.file_size:
                raise _bomb(self.file_name, max(total, EXPANDED), len(self.content))
            yield piece

    def part(self, name: str) -> bytes:
        return b"".join(self.pieces(self.entries[name]))

    def weigh(self, seen: set[str]) -> None:
        """Unpacks the parts not looked at otherwise, so that none is larger than it says."""
        for name, entry in self.entries.items():
            if name.lower().endswith(XML) and name not in seen and entry.compress_size > FEED:
                for _ in self.pieces(entry):
                    pass

    def of_ods(self) -> dict[str, Marks]:
        if b"encryption-data" in self.part("META-INF/manifest.xml"):
            raise FileError(
                f"文件“{self.file_name}”设有打开密码，无法读取。请取消密码另存后重新装载。"
            )
        found = opendocument.marks(self.pieces(self.entries["content.xml"]), self.file_name)
        self.weigh({"content.xml"})
        return found

    def of_xlsx(self) -> dict[str, Marks]:
        book = next(name for name in self.entries if re.search(r"(^|/)workbook\d*\.xml$", name))
        tree, parts = ElementTree.fromstring(self.part(book)), self._relations(book)
        recalculate = any(
            element.tag.endswith("}calcPr") and element.get("fullCalcOnLoad") in ("1", "true")
            for element in tree.iter()
        )
        found, styles, since_1904 = {}, self._percents(book), _has_1904(tree)
        for element in tree.iter():
            if element.tag.endswith("}sheet"):
                given = (text for key, text in element.items() if key.endswith("}id"))
                pieces = self.pieces(self.entries[parts[next(given)]])
                own = scan(pieces, recalculate, styles, self.file_name)
                own.since_1904 = since_1904
                found[element.get("name")] = own
        self.weigh(set(parts.values()))
        others = sum(entry.file_size for name, entry in self.entries.items()
                     if name.lower().endswith(XML) and name not in parts.values())  # fmt: skip
        if others > 2 * HEAVY:
            raise _bomb(self.file_name, others, len(self.content))
        if others > HEAVY:
            for marks_ in found.values():
                marks_.odd = True
        return found

    def _percents(self, book: str) -> frozenset[bytes]:
        """The styles that show percent; a workbook may have none at all."""
        name = posixpath.join(posixpath.dirname(book), "styles.xml")
        name = next((each for each in self.entries if each.lower() == name.lower()), None)
        return percent_formats.styles(self.part(name)) if name else frozenset()

    def _relations(self, book: str) -> dict[str, str]:
        """Part names by relation id, written as the archive spells them."""
        folder, file = posixpath.split(book)
        spelt = {name.lower(): name for name in self.entries}
        tree = ElementTree.fromstring(self.part(f"{folder}/_rels/{file}.rels".lstrip("/")))
        found = {}
        for element in tree:
            target = element.get("Target", "").replace("\\", "/")
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[element.get("Id")] = spelt.get(path.lower(), path)
        return found
