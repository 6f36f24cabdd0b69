"""Words of the trade by which `learn` knows a column it has met under no such heading.

They stand in vocabulary.yml, one entry a column; of two columns the one whose words are more of
the heading wins. Indicator codes and the long form of the national tables are known here.
"""

import re
from pathlib import Path

import yaml

TABLE = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))


def _alternatives(words: str) -> list[re.Pattern]:
    """The alternatives of a pattern, each on its own: cut at | outside of brackets."""
    return [re.compile(word) for word in re.split(r"\|(?![^()]*\))", words)]


def _patterns(part: str) -> dict[str, re.Pattern]:
    """One part of every column's entry."""
    return {column: re.compile(entry[part]) for column, entry in TABLE.items() if part in entry}


_WORDS = {
    column: _alternatives(entry["words"]) for column, entry in TABLE.items() if "words" in entry
}
_AGAINST, _MUST, _VALUES, _WITH = map(_patterns, ("against", "must", "values", "with"))
CERTAIN, LIKELY = 0.9, 0.75
ABOVE = 0.9  # what words count that stand over a group of columns alone
GENERAL = re.compile("(.{0,2}(数|量|值|额)|.{0,2}费用?|支出|合计|小计|[本当].{1,3})?")
"""The lower part of a heading of which only the upper one tells something: 电/消耗量."""
CODES = {
    "102": "building_area", "103": "headcount", "110": "electricity", "111": "electricity_cost",
    "120": "water", "121": "water_cost", "130": "coal", "131": "coal_cost", "140": "gas",
    "141": "gas_cost", "150": "gasoline", "151": "gasoline_cost", "160": "diesel",
    "161": "diesel_cost", "170": "heat", "171": "heat_cost", "240": "datacentre",
    "2401": "datacentre_it", "301": "heating_area", "320": "heating_electricity",
    "330": "heating_coal", "340": "heating_gas", "380": "area_heat_cost",
}  # fmt: skip
"""Indicator codes of the national tables (domain.md §1.3) and our columns."""
CODE = re.compile(r"[1-4]\d{2,3}")
CODED = re.compile("码|代号|编号|指标")
AMOUNT = re.compile("数值|本期|实际|值|数|量")


def long_form(values: dict[str, list[str]]) -> tuple[str, str] | None:
    """The headings of code and value where a table has one row an indicator, else None."""
    for heading, cells in values.items():
        seen = [cell.strip() for cell in cells if cell.strip()]
        known = sum(cell in CODES for cell in seen)
        coded = CODED.search(heading) and all(map(CODE.fullmatch, seen))
        if not coded or known < 2 or known < len(seen) / 2:
            continue
        numeric = [other for other in values if other != heading and _mostly_numbers(values[other])]
        amounts = [other for other in numeric if AMOUNT.search(other)]
        if amounts or numeric:
            return heading, (amounts or numeric)[-1]
    return None


def _mostly_numbers(cells: list[str]) -> bool:
    seen = [cell.strip() for cell in cells if cell.strip()]
    plain = sum(bool(re.fullmatch(r"-?[\d,]+(\.\d+)?", cell)) for cell in seen)
    years = all(re.fullmatch(r"20\d\d", cell) for cell in seen)
    return bool(seen) and not years and plain > len(seen) / 2


def vetoed(column: str, heading: str) -> bool:
    """Whether the heading has a word that speaks against the column, or lacks what it must have."""
    against, must = _AGAINST.get(column), _MUST.get(column)
    return bool(against and against.search(heading) or must and not must.search(heading))


def named(column: str, heading: str) -> float:
    """How surely a heading's words speak for the column: 0, or 0.75 to 0.9 with their share."""
    found = [match.end() - match.start() for word in _WORDS.get(column, ())
             if (match := word.search(heading))]  # fmt: skip
    if not found:
        return 0.0
    last = heading.rpartition("/")[2]
    above = not GENERAL.fullmatch(last) and not any(word.search(last) for word in _WORDS[column])
    share = min(1.0, max(found) / max(1, len(heading)))
    return (LIKELY + (CERTAIN - LIKELY) * share) * (ABOVE if above else 1)


def unlike(column: str, values: list[str]) -> bool:
    """Whether a column with a list of its own words has none of them among its values."""
    pattern = _VALUES.get(column)
    seen = {value.strip() for value in values if value.strip()}
    return bool(pattern and len(seen) > 1 and not any(map(pattern.fullmatch, seen)))


def valued(column: str, values: list[str], heading: str = "") -> bool:
    """Whether the values say by themselves which column it is, or with a sign of the heading."""
    pattern, needed = _VALUES.get(column), _WITH.get(column)
    if needed and not needed.search(heading):
        return False
    seen = [value.strip() for value in values if value.strip()]
    return bool(pattern and len(seen) > 1 and all(map(pattern.fullmatch, seen)))
