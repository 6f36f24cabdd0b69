"""Rows under a heading that only explain it: units, indicator codes, 甲 乙 丙, column numbers."""

from dataclasses import replace

from etl import units
from etl.header import Header
from etl.vocabulary import CODE
from etl.words import squeeze

MOST = 3  # such rows under one heading
ORDINALS = frozenset("甲乙丙丁戊己庚辛壬癸") | {"栏次", "行次"}


def completed(header: Header, head: list[list[str]]) -> Header:
    """The heading with the units below it, and ending below rows that say no more."""
    for _ in range(MOST):
        if header.end >= len(head):
            break
        cells = [squeeze(cell) for cell in head[header.end]]
        cells += [""] * (len(header.headings) - len(cells))
        if not _explains([cell for cell in cells if cell]):
            break
        pairs = zip(header.headings, cells, strict=False)
        headings = tuple(
            f"{heading}/{cell}" if heading and _is_unit(cell) else heading
            for heading, cell in pairs
        )
        header = replace(header, depth=header.depth + 1, headings=headings)
    return header


def _explains(cells: list[str]) -> bool:
    """Whether a row holds nothing but units, or codes, or 甲 乙 1 2 3 in their order."""
    if len(cells) < 2:
        return False
    if all(map(_is_unit, cells)):
        return True
    if all(CODE.fullmatch(cell) for cell in cells):
        return len(set(cells)) == len(cells)
    numbers = [cell.strip("()") for cell in cells if cell not in ORDINALS]
    counted = [str(number) for number in range(1, len(numbers) + 1)]
    return numbers == counted and (len(cells) - len(numbers) > 1 or len(numbers) > 2)


def _is_unit(cell: str) -> bool:
    return units.is_unit(cell.strip("()")) and not cell.isdecimal()
