"""Cells that a workbook shows as percent: what is stored as 0.125 and shown as 12.5% means 12.5%.

The format of a cell is nowhere in its value, so it is looked up in the styles of the workbook.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from xml.etree import ElementTree

from data.errors import FileError

BUILT_IN = frozenset({9, 10})  # 0% and 0.00%, of xls and xlsx alike
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""Of a format what is written as it stands: quoted, escaped, a gap, a filling, a colour."""
CELL = rb"<(?:\w+:)?c\b([^<>]*\bs=[\"'](?:%b)[\"'][^<>]*)(?<!/)>"
PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")


def is_percent(code: str) -> bool:
    """Whether a number format multiplies by a hundred."""
    return "%" in LITERAL.sub("", code)


def told(cell: object) -> object:
    """A number as the workbook shows it, exactly: 0.125 is 12.5%. Anything else as it is."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return cell
    return f"{(Decimal(repr(cell)) * 100).normalize():f}%"


def styles(part: bytes) -> frozenset[bytes]:
    """The numbers of the cell styles of an xlsx workbook that show percent."""
    tree = ElementTree.fromstring(part)
    codes = {int(each.get("numFmtId", -1)): each.get("formatCode", "")
             for each in tree.iter() if each.tag.endswith("}numFmt")}  # fmt: skip
    known = BUILT_IN - codes.keys() | {key for key, code in codes.items() if is_percent(code)}
    cells = next((each for each in tree if each.tag.endswith("}cellXfs")), ())
    return frozenset(str(at).encode() for at, each in enumerate(cells)
                     if int(each.get("numFmtId", 0)) in known)  # fmt: skip


def pattern(styles: frozenset[bytes]) -> re.Pattern | None:
    """What finds the filled cells of these styles in a sheet's bytes; None when there are none."""
    return re.compile(CELL % b"|".join(sorted(styles))) if styles else None


def addresses(
    text: bytes, wanted: re.Pattern | None, file_name: str
) -> Iterator[tuple[bytes, int]]:
    """Letters and number of the cells that `wanted` finds. Raises FileError when one says none."""
    for cell in wanted.finditer(text) if wanted else ():
        if not (place := PLACE.search(cell[1])):
            raise FileError(
                f"文件“{file_name}”中有设成百分比格式的单元格，又没有写明单元格地址，无法指出是哪一格。"
                "请用 Excel 或 WPS 打开，另存为 xlsx 后重新装载。"
            )
        yield place[1], int(place[2])
