"""In which unit a number is: said by the card, the heading, the corner of the sheet or the cell."""

import re
from decimal import Decimal, InvalidOperation
from functools import cache

from data.errors import TemplateError
from etl import units
from etl.subjects import Column
from etl.words import squeeze

TRAILING = re.compile(r"^(.+?)[(\[【〔]([^()\[\]【】〔〕]+)[)\]】〕]$")
LOOSE = re.compile(
    r"^(.+?)[,:_、-]([^,:_、-]+)$"
    r"|^(.*?[\u4e00-\u9fff])([百千万亿]*[A-Za-z][A-Za-z0-9·.]*)$"
    r"|^(.+?)([百千万亿]*(?:千瓦时|立方米|平方米|千焦|吉焦)|[百千万亿]+元)$"
)
"""A unit at the end without brackets: 用电量,万千瓦时; 用电量kWh; 用电量万千瓦时."""
PARTS = re.compile(r"/(?![^(\[]*[)\]])")
SAYING = re.compile("^(?:计量|金额|货币)?单位:")
CELL = re.compile(r"[¥￥]?([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)([^\d.,+\-]\D*[\d³²]?)?")
TURBO = re.compile("T|TSI|TD|TDI|TFSI|升T", re.IGNORECASE)
APART = re.compile(r"\d\s+\d")
THOUSANDS = re.compile(
    r"(?<![\d.,])[1-9]\d{0,2}(?:( |\xa0|\u2007|\u2009|\u202f)\d{3})(?:\1\d{3})*(?!\d)"
)
"""Digits of a number in threes, parted by one kind of space."""
MONEY = "cny"


@cache
def bare(heading: str) -> str:
    """The heading without the units it names, itself when there are none: 用电/费用(万元), or in a
    row above or of their own: 用电(万kWh)/数量, 用电量/千瓦时."""
    return "/".join(part for part, _ in _measured(heading) if part)


@cache
def tail(heading: str) -> str:
    """The bare heading without the first of three or more parts: 能源消费/电/数量 is 电/数量."""
    said = bare(heading)
    return said.partition("/")[2] if said.count("/") > 1 else said


@cache
def _measured(heading: str) -> list[tuple[str, str]]:
    """The parts of a heading, each without its unit, and the unit."""
    found = []
    for part in PARTS.split(heading):
        alone = part.strip("()") if found else ""
        if units.is_unit(alone):
            found.append(("", alone))
        else:
            found.append(_parted(part))
    return found


def _parted(part: str) -> tuple[str, str]:
    """What a part of a heading says, and the unit at its end."""
    for pattern in (TRAILING, LOOSE):
        if said := pattern.match(part):
            what, unit = [group for group in said.groups() if group]
            if units.is_unit(unit := SAYING.sub("", unit)):
                return what, unit
    return part, ""


def _of_heading(heading: str, column: Column) -> str:
    """The unit in a heading, the lowest. Raises TemplateError when it is one of another kind; the
    unit of a row above may be that of its neighbours."""
    parts = _measured(heading)
    for at in range(len(parts) - 1, -1, -1):
        unit = parts[at][1]
        if not unit:
            continue
        if units.factor(unit, column.unit, column.dimension) is not None:
            return unit
        if not any(part for part, _ in parts[at + 1 :]):
            raise TemplateError(
                f"表头“{heading}”的单位“{unit}”不能用来计量这一列（应能换算为 {column.unit}），"
                "两者互相矛盾，可能是表头写错或两列填反。请核实后改正，再重新装载。"
            )
    return ""


def agreed(
    card: str, column: Column, given: str, heading: str, corners: list[str]
) -> tuple[str, float]:
    """The unit of a column and its factor. Raises TemplateError when two places contradict.

    Tonnes in the corner are those of water or coal where a fuel has a unit of its own.
    """
    said = [(f"来源卡 {card}", given)] if given else []
    if unit := _of_heading(heading, column):
        said.append((f"表头“{heading}”", unit))
    said += [
        ("表上方的“单位”", unit)
        for unit in corners
        if measures(unit, column) and not (said and units.is_mass_of_fuel(unit, column))
    ]
    factors = {}
    for place, unit in said:
        factor = units.factor(unit, column.unit, column.dimension)
        if factor is None:
            raise TemplateError(f"{place}的单位“{unit}”无法换算。请改正后重新装载。")
        factors.setdefault(factor, (place, unit))
    if len(factors) > 1:
        (here, one), (there, other) = list(factors.values())[:2]
        raise TemplateError(
            f"列“{heading}”的单位互相矛盾：{here}是“{one}”，{there}是“{other}”，"
            "无法判断按哪个换算。请核实后改成一致，再重新装载。"
        )
    return (said[0][1], next(iter(factors))) if said else ("", 1.0)


def measures(unit: str, column: Column) -> bool:
    """Whether a unit in the corner is meant for the column; kWh there is electricity, not heat."""
    if unit.endswith("元"):
        return column.unit == MONEY
    if column.unit != "kWh" and units.factor(unit, "kWh") is not None:
        return False
    return units.factor(unit, column.unit, column.dimension) is not None


def plain(text: str, column: Column, unit: str, factor: float) -> tuple[str | None, str]:
    """A number with a word behind it, as a plain number in the column's unit, or why not.

    (None, "") is a text this does not understand; whoever checks types will refuse it.
    """
    text = THOUSANDS.sub(lambda digits: squeeze(digits[0]), text, count=1)
    found = CELL.fullmatch(squeeze(text))
    if not found or APART.search(text.strip()) or not (found[2] or text.strip()[0] in "¥￥"):
        return None, ""
    if squeeze(text)[0] in "¥￥" and column.unit != MONEY:
        return None, ""
    word, number = (found[2] or "").removesuffix("整"), Decimal(found[1].replace(",", ""))
    if column.name == "displacement" and TURBO.fullmatch(word):
        word = ""
    if word in units.SCALES:
        if unit[:1] in units.SCALES:
            return (
                None,
                f"与本列单位（{unit}）不符，无法判断是否重复计了“{word}”。请改成纯数字后重新报送。",
            )
        return _written(number * units.SCALES[word]), ""
    own = units.factor(word, column.unit, column.dimension)
    if word and own is None:
        return None, ""
    ratio = Decimal(repr(own)) / Decimal(repr(factor)) if word else 1
    return _written(number * ratio), ""


def _written(number: Decimal) -> str | None:
    try:
        return f"{number.normalize():f}" if len(number.as_tuple().digits) <= 28 else None
    except InvalidOperation:
        return None
