"""The units said above a table: “单位：万元、人”, in brackets, without a colon, or cell by cell.

What looks like a unit and is none we know stops the sheet: to pass over it would be to read its
numbers ten thousand times too small.
"""

import re
import unicodedata

from data.errors import TemplateError
from etl import measure, units
from etl.card import Field
from etl.recognise import letters
from etl.words import squeeze

SAID = re.compile(
    r"([\u4e00-\u9fff]{0,4})单\s*位(\s*:)?[\s|]*(.*?)(?=[\u4e00-\u9fff]{0,4}单\s*位|$)"
)
OFFICE = re.compile(
    "(填报|填表|报送|编制|制表|使用|产权|主管|所属|责任|建设|管理|统计|机构|用能|用人|承租|借用)$"
)
"""The ends of words that make 单位 an institution: 填报单位, 使用单位, 主管单位."""
BETWEEN = re.compile(r"[\s|、,;/和()\[\]【】〔〕]+")
IN_BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]+)[)\]】〕]\s*$")
LIKE = re.compile(
    r"^[^\d]*(?:10\^\d|×)?[^\d]*(?:wh|瓦时|(?<![年季月制])度|吨|(?:立|平)方|米|m[23]|元|升|焦|亩|公顷"
    r"|标准?煤|大?卡|千克|公斤)$|^[十百千万亿]+$",
    re.IGNORECASE,
)


def above(rows: list[list[str]], sheet) -> list[str]:
    """The units named in the first rows of a sheet; an error says in which cell, or in which row
    when the unit stands in a cell of its own."""
    found = []
    for number, row in enumerate(rows, sheet.top + 1):
        try:
            found += corner([row])
        except TemplateError as error:
            alone = (at for at, cell in enumerate(row) if _stops(cell))
            at = next(alone, None)
            place = f"{number}:{number}" if at is None else f"{letters(at + sheet.left)}{number}"
            raise error.at(sheet.title, place) from None
    return list(dict.fromkeys(found))


def _stops(cell: str) -> bool:
    """Whether the cell alone names a unit that is none we know."""
    try:
        corner([[cell]])
    except TemplateError:
        return True
    return False


def corner(rows: list[list[str]]) -> list[str]:
    """The units named above the heading; names of institutions are none.

    Raises TemplateError on a word there that looks like a unit and is not known.
    """
    found = []
    for row in rows:
        cells = [unicodedata.normalize("NFKC", cell).strip() for cell in row]
        for office, colon, said in SAID.findall("|".join(filter(None, cells))):
            found += _named(said, bool(colon), bool(OFFICE.search(office)))
        for cell in cells:
            if "单位" not in cell and (inside := IN_BRACKETS.search(cell)):
                words = _words(inside[1])
                found += words if all(map(units.is_unit, words)) else []
    return list(dict.fromkeys(found))


def _words(said: str) -> list[str]:
    """The words of what is said, without what they are the unit of: 电：万千瓦时 is 万千瓦时."""
    said = re.sub(r"([百千万亿])\s+", r"\1", said)
    words = [
        squeeze(word).rpartition(":")[2].removeprefix("人民币") for word in BETWEEN.split(said)
    ]
    return [word for word in words if word]


def _named(said: str, colon: bool, office: bool) -> list[str]:
    """The units behind one 单位; without a colon there must be one at once (单位名称 is none)."""
    words = _words(said)
    if not colon and not (words and units.is_unit(words[0])):
        return []
    for word in words:
        if not units.is_unit(word) and LIKE.search(word) and not office:
            raise TemplateError(
                f"表上方写着“单位：{said.strip(' |()')[:40]}”，其中“{word}”不是认得的单位，无法换算。"
                "请写明完整的单位（如“万元”“万千瓦时”“立方米”），再重新装载。"
            )
    return [word for word in words if units.is_unit(word)]


def stop_when_shared(corners: list[str], there: list[tuple[Field, str]]) -> None:
    """Raises TemplateError where tonnes above may be those of water or coal and not of a fuel.

    `there` are the card's fields that the sheet has, each with its heading.
    """
    plain = [field.column for field, heading in there
             if not field.unit and measure.bare(heading) == heading]  # fmt: skip
    others = [column for column in plain if column.dimension == units.WATER or column.unit == "t"]
    for unit in corners if others else []:
        if fuel := next((each for each in plain if units.is_mass_of_fuel(unit, each)), None):
            raise TemplateError(
                f"表上方的单位“{unit}”可以是水或煤的，也可以是{fuel.dimension}的，而{fuel.dimension}一列没有写"
                f"单位，无法判断按“{unit}”还是按升。请在{fuel.dimension}的表头写明“（升）”或“（{unit}）”，再重新装载。"
            )
