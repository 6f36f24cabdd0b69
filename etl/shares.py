"""Cells that a workbook shows as percentages and stores as shares: 0.85 shown as 85 %."""

import re
from xml.etree import ElementTree

UNIT = "%"
BUILT_IN = {"9", "10"}  # 0% and 0.00%
LARGEST = 4 << 20  # bytes of a part with styles that is looked at
LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def styles(part: bytes) -> set[str]:
    """The numbers of the cell styles of an xlsx workbook that show percentages."""
    if len(part) > LARGEST:
        return set()
    try:
        tree = ElementTree.fromstring(part)
    except ElementTree.ParseError:
        return set()
    formats = set(BUILT_IN)
    for element in tree.iter():
        if element.tag.endswith("}numFmt") and UNIT in LITERAL.sub(
            "", element.get("formatCode", "")
        ):
            formats.add(element.get("numFmtId"))
    used = next((each for each in tree if each.tag.endswith("}cellXfs")), ())
    return {str(at) for at, each in enumerate(used) if each.get("numFmtId") in formats}


def shown(value: str) -> str | None:
    """A stored share as the percentage that is shown, None of what is no number."""
    try:
        return f"{float(value) * 100:.10f}".rstrip("0").rstrip(".") + UNIT
    except ValueError:
        return None
