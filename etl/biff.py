"""Old workbooks (xls, WPS et): passwords, and the marks of their sheets, read from BIFF records."""

import struct
from collections.abc import Iterator

from data.errors import FileError
from etl import percent_formats
from etl.unseen import UNCACHED, Marks

END = 0xFFFFFFFA  # sector numbers from here on are not sectors
FORMULA, FILEPASS, BOUNDSHEET, BOOLERR, ROW, COLINFO, BOF = 6, 0x2F, 0x85, 0x205, 0x208, 0x7D, 0x809
CODES = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!",
         42: "#N/A"}  # fmt: skip
FORMAT, XF, NUMBER, RK, RKS = 0x41E, 0xE0, 0x203, 0x27E, 0xBD
DIMENSIONS, MOST_ROWS, MOST_COLUMNS = 0x200, 65_536, 256
OTHER = {"WordDocument": "Word 文档", "PowerPoint Document": "演示文稿",
         "__properties_version1.0": "邮件"}  # fmt: skip
ALWAYS = 3  # bits of a formula that ask for a new result on opening: the stored one means nothing


def marks(content: bytes, file_name: str) -> dict[str, Marks]:
    """The marks of each sheet by name. Raises FileError on passwords and damage."""
    try:
        names = list(streams(content))
        if any(name in names for name in ("EncryptedPackage", "EncryptionInfo")):
            raise _locked(file_name)
        if other := next((OTHER[name] for name in names if name in OTHER), None):
            raise FileError(
                f"文件“{file_name}”是 {other}，不是表格。请提供 xlsx、xls、et、ods 或 csv 文件。"
            )
        book = next((name for name in ("Workbook", "Book") if name in names), None)
        if not book:
            raise ValueError("没有 Workbook")
        return _of_book(streams(content, book)[book], file_name)
    except (ValueError, struct.error, IndexError, UnicodeError, MemoryError) as error:
        raise FileError(
            f"文件“{file_name}”不是可读取的工作簿，或已损坏（{error}）。"
            "请用 Excel 或 WPS 打开核对，另存为 xlsx 后重新装载。"
        ) from None


def _locked(file_name: str) -> FileError:
    return FileError(f"文件“{file_name}”设有打开密码，无法读取。请取消密码另存后重新装载。")


def streams(content: bytes, wanted: str = "") -> dict[str, bytes]:
    """The streams of a compound file by name; only the one that is wanted has its content."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    first, _, cutoff, mini_first = struct.unpack_from("<4I", content, 48)
    table = _table(content, size)
    mini, found, root = [], {}, b""
    for entry in struct.iter_unpack("<128s", _chain(content, size, table, first)):
        named = struct.unpack_from("<H", entry[0], 64)[0]
        name = entry[0][: max(min(named, 64) - 2, 0)].decode("utf-16-le")
        start, length = struct.unpack_from("<2I", entry[0], 116)
        if entry[0][66] == 5 and wanted:
            root = _chain(content, size, table, start)
            links = _chain(content, size, table, mini_first)
            mini = struct.unpack(f"<{len(links) // 4}I", links)
        elif name:
            found[name] = b""
            if name == wanted and length < cutoff:
                found[name] = _chain(root, 64, mini, start, header=0)[:length]
            elif name == wanted:
                found[name] = _chain(content, size, table, start)[:length]
    return found


def _table(content: bytes, size: int) -> tuple[int, ...]:
    """The next sector of each sector."""
    places = list(struct.unpack_from("<109I", content, 76))
    more = struct.unpack_from("<I", content, 68)[0]
    while more < END and len(places) < len(content) // size + 200:
        block = struct.unpack_from(f"<{size // 4}I", content, (more + 1) * size)
        places, more = places + list(block[:-1]), block[-1]
    parts = [content[(at + 1) * size : (at + 2) * size] for at in places if at < END]
    joined = b"".join(parts)
    return struct.unpack(f"<{len(joined) // 4}I", joined[: len(joined) // 4 * 4])


def _chain(content: bytes, size: int, table, start: int, header: int = 1) -> bytes:
    """The sectors from `start` on, one after the other. ValueError on a ring."""
    parts = []
    while start < END:
        parts.append(content[(start + header) * size : (start + header + 1) * size])
        if len(parts) > len(table):
            raise ValueError("扇区成环")
        start = table[start]
    return b"".join(parts)


def _records(book: bytes, start: int = 0) -> Iterator[tuple[int, bytes]]:
    while start + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, start)
        yield kind, book[start + 4 : start + 4 + length]
        start += 4 + length


def _of_book(book: bytes, file_name: str) -> dict[str, Marks]:
    found, sheets, styles, shown = {}, [], [], set(percent_formats.BUILT_IN)
    for kind, body in _records(book):
        if kind == FILEPASS:
            raise _locked(file_name)
        if kind == BOUNDSHEET and len(body) > 8:
            encoding = "utf-16-le" if body[7] & 1 else "latin-1"
            length = body[6] * (2 if body[7] & 1 else 1)
            start = struct.unpack_from("<I", body)[0]
            sheets.append((body[8 : 8 + length].decode(encoding), start))
        if kind == FORMAT and percent_formats.is_percent(_text(body)):
            shown.add(struct.unpack_from("<H", body)[0])
        if kind == XF:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        if kind == 10:
            break
    percent = {at for at, style in enumerate(styles) if style in shown}
    for name, start in sheets:
        found[name] = _of_sheet(book, start)
        for row, column in _of_styles(book, start, percent):
            found[name].show_percent(row, column, file_name)
    return found


def _text(body: bytes) -> str:
    """The code of a number format, of whatever version: its plain signs are all that counts."""
    return body[4:].replace(b"\0", b"").decode("latin-1")


def _of_styles(book: bytes, start: int, styles: set[int]) -> Iterator[tuple[int, int]]:
    """Row and column of the numbers whose style is one of these."""
    for kind, body in _of_one_sheet(book, start) if styles else ():
        if kind in (NUMBER, RK, FORMULA):
            row, column, style = struct.unpack_from("<3H", body)
            if style in styles:
                yield row, column
        elif kind == RKS:
            row, first = struct.unpack_from("<2H", body)
            numbers = struct.iter_unpack("<HI", body[4 : 4 + (len(body) - 6) // 6 * 6])
            yield from ((row, first + at) for at, (style, _) in enumerate(numbers)
                        if style in styles)  # fmt: skip


def _of_one_sheet(book: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of the sheet itself, without those of charts within it."""
    depth = 0
    for kind, body in _records(book, start):
        depth += (kind == BOF) - (kind == 10)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, body


def _of_sheet(book: bytes, start: int) -> Marks:
    marks, results = Marks(), {}
    for kind, body in _of_one_sheet(book, start):
        if kind == FORMULA:
            _look_at_formula(body, marks, results)
        elif kind == BOOLERR and body[7]:
            row, column = struct.unpack_from("<HH", body)
            marks.bad[row, column] = CODES.get(body[6], "#VALUE!")
        elif kind == DIMENSIONS:
            _refuse_vast(body)
        elif kind == ROW and struct.unpack_from("<H", body, 12)[0] & 0x20:
            marks.hidden_rows.add(struct.unpack_from("<H", body)[0])
        elif kind == COLINFO and struct.unpack_from("<H", body, 8)[0] & 1:
            first, last = struct.unpack_from("<HH", body)
            marks.hidden_columns |= set(range(first, last + 1))
    if set(results.values()) == {True}:  # no formula has a result: they were never computed
        marks.bad |= dict.fromkeys(results, UNCACHED)
    return marks


def _refuse_vast(body: bytes) -> None:
    """ValueError on a used area that no sheet of the format can have: calamine would reserve it,
    and a process that cannot get the memory is ended by it."""
    first, last, left, right = struct.unpack_from("<IIHH" if len(body) >= 14 else "<HHHH", body)
    if not (0 <= last - first <= MOST_ROWS and 0 <= right - left <= MOST_COLUMNS):
        raise ValueError("工作表的范围不可能")


def _look_at_formula(body: bytes, marks: Marks, results: dict) -> None:
    """Notes a failed formula, and in `results` whether the stored text is empty."""
    row, column = struct.unpack_from("<HH", body)
    result, asks = body[6:14], struct.unpack_from("<H", body, 14)[0]
    results[row, column] = result[6:] == b"\xff\xff" and result[0] == 3
    if result[6:] == b"\xff\xff" and result[0] == 2:
        marks.bad[row, column] = CODES.get(result[2], "#VALUE!")
    elif asks & ALWAYS == ALWAYS and result == bytes(8):
        marks.bad[row, column] = UNCACHED
