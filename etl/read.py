"""Files as sheets: the kind is told by the first bytes, never by the name.

Limits for now: no xlsb, no XML or MIME pages named .xls, no several tables in one text table.
"""

from contextlib import nullcontext
from pathlib import Path

from data.errors import FileError
from etl import biff, package, trial
from etl.htmlfile import html_tables
from etl.sheets import Sheet, workbook
from etl.textfile import TextSheet, text_table

ZIP = b"PK\x03\x04"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OTHER = {
    b"%PDF": "PDF",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"\x1f\x8b": "压缩包",
    b"PK\x05\x06": "空压缩包",
    b"{\\rtf": "RTF",
    b"MIME-Version": "单个文件网页（mht）",
}
SPACE = b"\xef\xbb\xbf \r\n\t"
MOST_BYTES = 300 << 20  # of a workbook or web page, which are read as a whole
MOST_TEXT_BYTES = 8 << 30


def sheets(path: Path, file_name: str, scratch: Path) -> list[Sheet | TextSheet]:
    """The sheets of a file. Raises FileError, in words that name `file_name`."""
    with path.open("rb") as file:
        start = file.read(4096)
    if not start:
        raise FileError(f"文件“{file_name}”是空的（0 字节）。请向报送单位索取完整文件后重新装载。")
    for mark, kind in OTHER.items():
        if start.startswith(mark):
            raise FileError(
                f"文件“{file_name}”是{kind}，不是表格。请提供 xlsx、xls、et、ods 或 csv 文件。"
            )
    if start.startswith((ZIP, OLE)):
        content = _whole(path, file_name)
        if start.startswith(OLE) and ENCRYPTED in content:
            raise FileError(f"文件“{file_name}”设有打开密码，无法读取。请取消密码另存后重新装载。")
        marks = biff.marks if start.startswith(OLE) else package.marks
        large = len(content) > trial.LARGE and b"content.xml" not in content
        with nullcontext() if large else trial.of(path, file_name):
            seen = marks(content, file_name)
        if large and any(sheet.odd for sheet in seen.values()):
            with trial.of(path, file_name):
                pass
        return workbook(content, file_name, seen)
    page = _as_bytes(start).lstrip(SPACE)
    if page.startswith(b"<"):
        return _page(path, file_name, page)
    _refuse_size(path, file_name, MOST_TEXT_BYTES)
    return text_table(path, file_name, scratch)


def _page(path: Path, file_name: str, start: bytes) -> list[Sheet]:
    if start.startswith(b"<?xml") and b"schemas-microsoft-com:office:spreadsheet" in start:
        raise FileError(
            f"文件“{file_name}”是 XML 表格（2003），不能读取。请用 Excel 或 WPS 打开，"
            "另存为 xlsx 后重新装载。"
        )
    return html_tables(_whole(path, file_name), file_name)


def _as_bytes(start: bytes) -> bytes:
    """The beginning of a file in one byte a sign, where it is UTF-16."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start[: len(start) // 2 * 2].decode("utf-16", "replace").encode()
    return start


def _whole(path: Path, file_name: str) -> bytes:
    _refuse_size(path, file_name, MOST_BYTES)
    return path.read_bytes()


def _refuse_size(path: Path, file_name: str, most: int) -> None:
    size = path.stat().st_size
    if size > most:
        raise FileError(
            f"文件“{file_name}”有 {size >> 20:,} MB，超过 {most >> 20:,} MB 的上限。"
            "请按地区或月份拆成几个文件后重新装载。"
        )
