"""Files as sheets: the kind is told by the first bytes, never by the name.

Limits for now: no HTML or XML tables named .xls, no text tables with several tables in one file,
one table a sheet, formulas are read as the values stored with them.
"""

from pathlib import Path

from data.errors import FileError
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
    b"{\\rtf": "RTF",
}


def sheets(path: Path, file_name: str, scratch: Path) -> list[Sheet | TextSheet]:
    """The sheets of a file. Raises FileError, in words that name `file_name`."""
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise FileError(f"文件“{file_name}”是空的（0 字节）。请向报送单位索取完整文件后重新装载。")
    for mark, kind in OTHER.items():
        if start.startswith(mark):
            raise FileError(
                f"文件“{file_name}”是{kind}，不是表格。请提供 xlsx、xls、et、ods 或 csv 文件。"
            )
    if start.startswith(ZIP) or start == OLE:
        content = path.read_bytes()
        if start == OLE and ENCRYPTED in content:
            raise FileError(f"文件“{file_name}”设有打开密码，无法读取。请取消密码另存后重新装载。")
        return workbook(content, file_name)
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        raise FileError(
            f"文件“{file_name}”其实是网页格式，不是工作簿。请用 Excel 或 WPS 打开，"
            "另存为 xlsx 后重新装载。"
        )
    return text_table(path, file_name, scratch)
