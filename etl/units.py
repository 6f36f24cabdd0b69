"""Units a sender may use, from data/reference/units.csv, and what they are in our base units."""

import csv
from functools import cache

from data import paths
from etl.words import squeeze

WATER = "水量"  # a tonne is a cubic metre of water, and of nothing else


@cache
def _table() -> dict[tuple[str, str], tuple[float, str]]:
    with (paths.REFERENCE / "units.csv").open(encoding="utf-8-sig", newline="") as file:
        return {
            (squeeze(row["unit"]), row["base_unit"]): (float(row["factor"]), row["dimension"])
            for row in csv.DictReader(file)
        }


def factor(unit: str, base_unit: str, dimension: str = "") -> float | None:
    """How many base units one `unit` is; None when the unit is not known for that base unit.

    Units of water convert only where `dimension` says that water is measured.
    """
    if not unit or unit == base_unit:
        return 1.0
    value, measured = _table().get((squeeze(unit), base_unit), (None, ""))
    return value if measured != WATER or dimension == WATER else None


def known(base_unit: str, dimension: str = "") -> list[str]:
    """The units that can be turned into a base unit, as listed."""
    return [unit for unit, base in _table() if base == base_unit and factor(unit, base, dimension)]


@cache
def _words() -> frozenset[str]:
    return frozenset(unit for unit, _ in _table())


def is_unit(word: str) -> bool:
    """Whether the word is a unit of anything we measure."""
    return squeeze(word) in _words()
