"""Which encoding a text table has, and the same table in UTF-8."""

import codecs
from pathlib import Path

from data.errors import FileError

BLOCK = 4 << 20
MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def in_utf8(path: Path, file_name: str, scratch: Path) -> Path:
    """The file itself when it is UTF-8, else a copy in UTF-8 under the folder `scratch`."""
    encoding = _encoding(path)
    if encoding == "utf-8":
        return path
    copy = scratch / f"{path.stem}.utf8"
    try:
        with path.open("rb") as source, copy.open("w", encoding="utf-8", newline="") as target:
            for piece in codecs.iterdecode(iter(lambda: source.read(BLOCK), b""), encoding):
                target.write(piece)
    except UnicodeDecodeError:
        raise FileError(
            f"文件“{file_name}”不是工作簿，文字编码也无法识别（试过 UTF-8、UTF-16、GB18030）。"
            "请用 Excel 或 WPS 打开，另存为 xlsx 后重新装载。"
        ) from None
    return copy


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4096)
        for mark, encoding in MARKS.items():
            if start.startswith(mark):
                return encoding
        if b"\0" in start:
            return "utf-16-be" if start[::2].count(0) > start[1::2].count(0) else "utf-16-le"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block := file.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:  # with a mark it says that it is UTF-8, and is not
            return "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "gb18030"
    return "utf-8"
