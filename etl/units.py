"""Units a sender may use, from data/reference/units.csv, and what they are in our base units."""

import csv
import re
from functools import cache

from data import paths
from etl.words import squeeze

WATER = "水量"  # a tonne is a cubic metre of water, and of nothing else
MASS = "油料质量"  # a kilogram is litres of a fuel, by its density
FUELS = {"汽油": "gasoline", "柴油": "diesel"}
"""What is measured, as a column's dimension, and its carrier in fuel_densities.csv."""


SCALES = {
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
SPELLINGS = [(re.compile(pattern), plain) for pattern, plain in (
    (r"(?i)kw\W?h", "kWh"), (r"(?i)mw\W?h", "MWh"), (r"(?i)gw\W?h", "GWh"),
    (r"瓦(\W|小)时", "瓦时"), ("焦耳$", "焦"), ("^N(?=m3$)", ""), ("标准?(?=立?方米?$)", ""),
)]  # fmt: skip
"""Other ways to write a unit: KW·h, 千瓦小时, 吉焦耳, Nm³, 标准立方米 (gas is measured so)."""


@cache
def _table() -> dict[tuple[str, str], tuple[float, str]]:
    with (paths.REFERENCE / "units.csv").open(encoding="utf-8-sig", newline="") as file:
        return {
            (squeeze(row["unit"]), row["base_unit"]): (float(row["factor"]), row["dimension"])
            for row in csv.DictReader(file)
        }


@cache
def spelt(unit: str) -> str:
    """The unit as units.csv writes it."""
    found = squeeze(unit)
    for pattern, plain in SPELLINGS:
        found = pattern.sub(plain, found)
    return found


@cache
def _known(unit: str, base_unit: str) -> tuple[float | None, str]:
    """Factor and dimension of a unit, which may be one of units.csv with 千, 万 … before it."""
    word = spelt(unit)
    if found := _table().get((word, base_unit)):
        return found
    for scale in sorted(SCALES, key=len, reverse=True):
        if word.startswith(scale) and (found := _table().get((word[len(scale) :], base_unit))):
            return found[0] * SCALES[scale], found[1]
    return None, ""


def factor(unit: str, base_unit: str, dimension: str = "") -> float | None:
    """How many base units one `unit` is; None when the unit is not known for that base unit.

    Units of water convert only where `dimension` says that water is measured, and mass is litres
    only of a fuel, here by its latest density (`dated` knows them all).
    """
    if not unit or unit == base_unit:
        return 1.0
    value, measured = _known(unit, base_unit)
    if measured == MASS:
        known = densities(dimension)
        return value / known[-1][2] if known else None
    return value if measured != WATER or dimension == WATER else None


def dated(unit: str, base_unit: str, dimension: str, day: str) -> str | None:
    """The SQL of a factor that depends on the day (SQL too); None when it does not.

    NULL on a day without a density.
    """
    kilograms, measured = _known(unit, base_unit)
    if measured != MASS or not (known := densities(dimension)):
        return None
    cases = " ".join(
        f"when {day} between date '{start}' and date '{end}' then {kilograms!r} / {density!r}"
        for start, end, density in known
    )
    return f"(case {cases} end)"


def is_mass_of_fuel(unit: str, column) -> bool:
    """Whether the unit is a mass and the column a fuel in litres."""
    measured = _known(unit, column.unit)[1]
    return measured == MASS and column.dimension in FUELS


@cache
def densities(dimension: str) -> list[tuple[str, str, float]]:
    """From, to and kg per litre of a fuel, in the order of their days; none of anything else."""
    carrier = FUELS.get(dimension)
    with (paths.REFERENCE / "fuel_densities.csv").open(encoding="utf-8-sig", newline="") as file:
        return sorted(
            (row["valid_from"] or "1900-01-01", row["valid_to"] or "9999-12-31",
             float(row["kg_per_l"]))
            for row in csv.DictReader(file) if row["carrier"] == carrier
        )  # fmt: skip


def known(base_unit: str, dimension: str = "") -> list[str]:
    """The units that can be turned into a base unit, as listed."""
    return [unit for unit, base in _table() if base == base_unit and factor(unit, base, dimension)]


@cache
def _bases() -> tuple[str, ...]:
    return tuple(dict.fromkeys(base for _, base in _table()))


@cache
def is_unit(word: str) -> bool:
    """Whether the word is a unit of anything we measure."""
    return bool(word) and any(_known(word, base)[0] is not None for base in _bases())
