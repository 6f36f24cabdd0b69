"""Mutated files, each with what may come of it: the true value, or none; never another.

A record is known by its institution and month. `may` gives for each record the values its three
numbers may have, None among them when the cell may be refused; without `may` the mutation may have
changed what the file truly says, and only crashes and hangs count.
"""

import csv
import html
import io
import random
import zipfile
from dataclasses import dataclass, field

from etl.words import squeeze
from tests import corpus

MONTHS = 8
HEAD = list(corpus.HEAD)
TEXTS = {"utf8": "utf-8", "bom": "utf-8-sig", "gbk": "gb18030", "utf16": "utf-16"}
BOOKS = ("xlsx", "xls", "ods", "et")
FORMATS = (*BOOKS, *TEXTS, "page")


@dataclass
class Table:
    """A sheet on its way to a file, and what may come of it."""

    rows: list[list]
    may: dict[tuple, list]
    above: list[list] = field(default_factory=list)
    made: dict = field(default_factory=dict)  # for the writer of xlsx: merged ranges, formulas
    own: set = field(default_factory=set)  # cells that name their unit themselves

    def touch(self, row: int, column: int, cell, *values) -> None:
        """Puts a cell into a number column and says which values may come of it."""
        key = self.key(row)
        self.rows[row][column] = cell
        self.may[key][column - 2] = values

    def key(self, row: int) -> tuple:
        return squeeze(self.rows[row][0]), f"{self.rows[row][1]}-01"


@dataclass
class Attempt:
    """A mutated file."""

    name: str
    how: str
    content: bytes
    may: dict | None


def table(chance: random.Random) -> Table:
    """A good table of one institution: amounts small, large, whole and with a fraction."""
    rows, may = [list(HEAD)], {}
    for month in range(1, MONTHS + 1):
        numbers = [chance.choice((chance.randint(1, 9), chance.randint(1000, 999_999),
                                  round(chance.uniform(1, 50_000), 2))) for _ in range(3)]  # fmt: skip
        rows.append(["一中", f"2026-{month:02}", *numbers])
        may["一中", f"2026-{month:02}-01"] = [(number,) for number in numbers]
    return Table(rows, may)


def somewhere(chance: random.Random) -> tuple[int, int]:
    """A number cell: row and column."""
    return chance.randint(1, MONTHS), chance.randint(2, 4)


def wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


# ---- cells: what the cell truly says, or that it says no number


def spelled(chance, made):
    """A number in another spelling that means the same."""
    row, column = somewhere(chance)
    value = made.rows[row][column]
    cell = chance.choice((
        f"{value:,}", wide(str(value)), wide(f"{value:,}"), f" {value} ", f"\u3000{value}", f"+{value}",
        f"{value}\u200b", f"\ufeff{value}", f"{value}\n", f"\t{value}", f"\xa0{value}", f"{value:.4f}",
        f"00{value}",
    ))  # fmt: skip
    made.touch(row, column, cell, value, None)


NO_NUMBERS = (
    "约5", "缺", "#REF!", "#VALUE!", "#N/A", "1.2.3", "--5", "0x1F", "0b11", "1,23", "1,2345", "10,00",
    "1,000,0", ",5", "1,,000", "1.234,5", "12。5", "5-6", "5~6", "NaN", "nan", "inf", "-inf", "Infinity",
    "1e400", "-1e999", "9" * 400, "5+", "五", "五百二", "5_000", "1 2", "5人", "5斤", "5万5", "5..0",
    "3/4", "2026-03-01", "10:30", "5'", "true", "TRUE", "是", "待补", "见附件", "？", "5?", "5*", "=5",
    "null", "None", "NULL", "\\N", "5e", "e5", "1e", "5d", "5f", "1.5.", "$5", "5@", "٣", "Ⅴ", "⑤", "①②",
    "½", "5²", "10³", "5,", ".", "-", "+", "1 000", "1'000", "5‰", "5%", "(5)", "（5）", "5 元 6 角",
    "1-", "万", "5亿万", "5万亿", "1.5E", "1,000.5.5", "12,34,567", "1;2", "5|6", "5 / 6", "+-5", "5e5e5",
)  # fmt: skip
MEANT = {
    "1 000": 1000,
    "(5)": -5,
    "（5）": -5,
    "½": 0.5,
    "Ⅴ": 5,
    "⑤": 5,
    "٣": 3,
    "5万亿": 5e12,
    ".": None,
}


def no_number(chance, made):
    """A cell that says no number of ours, or says one in a way that may also be refused."""
    row, column = somewhere(chance)
    cell = chance.choice(NO_NUMBERS)
    made.touch(row, column, cell, MEANT.get(cell), None)


def scaled(chance, made):
    """A number with a unit in its own cell."""
    row, column = somewhere(chance)
    value = chance.randint(1, 99)
    units = (
        {"万": 1e4, "千瓦时": 1, "度": 1, "kWh": 1, "万kWh": 1e4, "万度": 1e4, "MWh": 1e3, "元": None,
         "吨": None, "升": None, "亿": 1e8, "m3": None},
        {"元": 1, "万元": 1e4, "万": 1e4, "亿元": 1e8, "kWh": None, "吨": None, "人民币": None, "美元": None},
        {"吨": 1, "m³": 1, "立方米": 1, "万吨": 1e4, "万": 1e4, "元": None, "kWh": None, "方": 1},
    )[column - 2]  # fmt: skip
    unit = chance.choice(list(units))
    cell = chance.choice((f"{value}{unit}", f"{value} {unit}", wide(str(value)) + unit))
    made.touch(row, column, cell, None if units[unit] is None else value * units[unit], None)
    made.own.add((made.key(row), column))


def huge(chance, made):
    """Numbers at the edge of what a number can be."""
    row, column = somewhere(chance)
    cell, value = chance.choice((
        ("9007199254740993", 9007199254740993), ("1e5", 1e5), ("1E+05", 1e5), ("0", 0), ("-0", 0),
        ("-7", -7), ("1" + "0" * 30, 1e30), ("0." + "0" * 30 + "1", 1e-31), ("123456789.123456789",
        123456789.123456789), (".5", 0.5), ("5.", 5), ("-1,234.5", -1234.5), ("－３", -3), ("−3", -3),
    ))  # fmt: skip
    made.touch(row, column, cell, value, None)


def blank(chance, made):
    row, column = somewhere(chance)
    made.touch(row, column, chance.choice(("", " ", "/", "—", "\u3000", "／")), None)


def native(chance, made):
    """A cell of another type than number: a truth value, a day, a formula with or without result."""
    row, column = somewhere(chance)
    cell = f"{'ABCDE'[column]}{row + 1 + len(made.above)}"
    value = made.rows[row][column]
    formula, stored = chance.choice(
        ((f"={value}", value), ("=1/0", "#DIV/0!"), ("=2+3", 0), ("=TODAY()", ""))
    )
    made.made.setdefault("formulas", []).append((cell, formula, stored))
    made.touch(row, column, value, *((value, None) if stored == value else (None,)))


def spelled_month(chance, made):
    row = chance.randint(1, MONTHS)
    key = made.key(row)
    month = int(key[1][5:7])
    made.rows[row][1] = chance.choice((
        f"2026年{month}月", f"2026.{month:02}", f"2026/{month}", f"2026{month:02}", f"２０２６年{month}月",
        f"2026-{month:02}-28", f"2026年{month:02}月份",
    ))  # fmt: skip
    made.may[key] = [(*values, None) for values in made.may[key]]


def no_month(chance, made):
    row = chance.randint(1, MONTHS)
    del made.may[made.key(row)]
    made.rows[row][1] = chance.choice((
        "", "一季度", "2026年1-6月", "2026-13", "2026-00", "13月", "2026", "26.1", "2026-02-30", "上半年",
        "2026年", "9999999", "-46031", "2026-1-1至2026-1-31", "1月", "0", "2026Q1", "二〇二六年一月",
    ))  # fmt: skip


def no_name(chance, made):
    row = chance.randint(1, MONTHS)
    del made.may[made.key(row)]
    made.rows[row][0] = chance.choice(
        ("", "/", "合计", "小计", " 合 计 ", "总计", "备注：无", "填表人：张三")
    )


# ---- the sheet


def heading_unit(chance, made):
    """Another unit in the heading: everything in the column counts so much more, or is not read."""
    column, unit, factor = chance.choice((
        (2, "万kWh", 1e4), (2, "MWh", 1e3), (2, "千瓦时", 1), (2, "度", 1), (2, "元", None), (2, "斤", None),
        (3, "万元", 1e4), (3, "元", 1), (3, "kWh", None), (3, "美元", None), (4, "万吨", 1e4), (4, "吨", 1),
        (4, "m³", 1), (4, "元", None), (4, "kWh", None),
    ))  # fmt: skip
    left, right = chance.choice(("()", "（）", "[]"))
    made.rows[0][column] += f"{left}{unit}{right}"
    _times(made, column, factor)


def corner(chance, made):
    unit, column, factor = chance.choice(
        (("万元", 3, 1e4), ("元", 3, 1), ("万kWh", 2, 1e4), ("吨", 4, 1))
    )
    made.above.append([chance.choice((f"单位：{unit}", f"计量单位:{unit}", f"  单位：{unit}  "))])
    _times(made, column, factor)


def _times(made, column, factor):
    for key, values in made.may.items():
        if factor is None:
            values[column - 2] = (None,)
        elif (key, column) not in made.own:
            values[column - 2] = tuple(value and value * factor for value in values[column - 2])


def titled(chance, made):
    made.above += [[chance.choice(("2026年能耗月报表", "填报单位：一中", "", "表1", "制表日期：2026-02-01"))]
                   for _ in range(chance.randint(1, 3))]  # fmt: skip


def shuffled(chance, made):
    order = chance.sample(range(5), 5)
    made.rows = [[row[at] for at in order] for row in made.rows]


def mixed_rows(chance, made):
    body = made.rows[1:]
    chance.shuffle(body)
    for _ in range(chance.randint(0, 3)):
        body.insert(chance.randint(0, len(body)), [""] * 5)
    made.rows = [made.rows[0], *body]


def repeated(chance, made):
    """The same record twice: the first counts, or the second when the first is refused for the one
    cell in which they differ."""
    row = chance.randint(1, MONTHS)
    again = list(made.rows[row])
    again[2] = 77
    made.rows.append(again)
    told = made.may.get(made.key(row), [])
    if told and None in told[0]:
        told[0] = (*told[0], 77)


def headings_again(chance, made):
    """The header row once more within the data, as printed on each page."""
    made.rows.insert(chance.randint(2, MONTHS), list(made.rows[0]))


def renamed(chance, made):
    column = chance.randint(0, 4)
    made.rows[0][column] = chance.choice(
        ("", "备注", "用电", "某列", "123", made.rows[0][column] + "合计")
    )
    _lost(made, column)


def _lost(made, column):
    if column < 2:
        made.may.clear()
    else:
        _times(made, column, None)


def twice_headed(chance, made):
    """Two columns of one heading."""
    column = chance.randint(2, 4)
    for at, row in enumerate(made.rows):
        row.append(made.rows[0][column] if not at else chance.randint(1, 99))
    _lost(made, column)


def totalled(chance, made):
    word = chance.choice(
        ("合计", "小计", "总 计", "合　计", "本页小计", "累计", "其中：机房", "平均")
    )
    made.rows.append([word, "", 1, 2, 3])


def merged_names(chance, made):
    first = chance.randint(1, MONTHS - 1) + 1 + len(made.above)
    made.made.setdefault("merged", []).append((f"A{first}:A{first + 1}", "一中"))


def merged_numbers(chance, made):
    """One number over two rows: it belongs to the first of them at most."""
    row, column = chance.randint(1, MONTHS - 1), chance.randint(2, 4)
    first = row + 1 + len(made.above)
    letter = "ABCDE"[column]
    made.touch(row, column, made.rows[row][column], made.rows[row][column], None)
    made.touch(row + 1, column, "", None)
    made.made.setdefault("merged", []).append(
        (f"{letter}{first}:{letter}{first + 1}", str(made.rows[row][column]))
    )


def hidden_row(chance, made):
    row = chance.randint(1, MONTHS)
    del made.may[made.key(row)]
    made.made["hide_rows"] = [row + len(made.above)]


ANYWHERE = (spelled, no_number, scaled, huge, blank, spelled_month, no_month, no_name)
SHEET = (heading_unit, corner, titled, shuffled, mixed_rows, repeated, headings_again, renamed, twice_headed,
         totalled)  # fmt: skip
ONLY_XLSX = (native, merged_names, merged_numbers, hidden_row)


def cell_level(chance: random.Random, kind: str) -> tuple[Table, str]:
    """One to three cells, then perhaps the sheet; never two mutations of the same cell."""
    made, names = table(chance), []
    if kind == "xlsx" and chance.random() < 0.3:
        names.append(_apply(chance.choice(ONLY_XLSX), chance, made))
    else:
        names += [_apply(chance.choice(ANYWHERE), chance, made)]
        if chance.random() < 0.5:
            names.append(_apply(chance.choice(SHEET), chance, made))
    return made, "+".join(names)


def _apply(mutation, chance, made) -> str:
    mutation(chance, made)
    return mutation.__name__


def written(made: Table, kind: str) -> bytes:
    """The table as a file."""
    return as_file([*made.above, *made.rows], kind, **made.made)


def as_file(rows: list[list], kind: str, **made) -> bytes:
    """The rows as a file of a kind; `made` is for the writer of xlsx."""
    if kind == "xlsx":
        return corpus.xlsx(rows, **made)
    if kind in ("xls", "et"):
        return corpus.xls(rows)
    if kind == "ods":
        return corpus.ods(rows)
    if kind == "page":
        return corpus.page([[html.escape(str(cell)) for cell in row] for row in rows])
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(TEXTS[kind])


# ---- bytes


def flipped(chance, content: bytes) -> bytes:
    found = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def cut(chance, content: bytes) -> bytes:
    return content[: chance.randrange(len(content))]


def filled(chance, content: bytes) -> bytes:
    at, length = chance.randrange(len(content)), chance.choice((1, 4, 100, 5000))
    return content[:at] + bytes([chance.choice((0, 255, 34, 44, 10))]) * length + content[at:]


def dropped(chance, content: bytes) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + content[at + chance.choice((1, 2, 10, 500)) :]


def swapped(chance, content: bytes) -> bytes:
    one, other = sorted(chance.randrange(len(content)) for _ in range(2))
    size = chance.choice((1, 16, 512))
    found = bytearray(content)
    found[one : one + size], found[other : other + size] = (
        content[other : other + size], content[one : one + size])  # fmt: skip
    return bytes(found)


BYTES = (flipped, cut, filled, dropped, swapped)
INSERTED = (
    b'"',
    b"\x00",
    b",",
    b"\n",
    b"<",
    b"&",
    b"99999999999",
    b"-",
    b".",
    b"'",
    b"</row>",
    b"]]>",
    b"1e308",
)


def inserted(chance, content: bytes) -> bytes:
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(content) + 1)
        content = content[:at] + chance.choice(INSERTED) + content[at:]
    return content


def repacked(chance, content: bytes) -> bytes:
    """One member of the package mutated, the package itself sound; or a member gone or twice."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = {info.filename: package.read(info) for info in package.infolist()}
    name = chance.choice(sorted(members))
    fate = chance.random()
    if fate < 0.1:
        del members[name]
    elif fate < 0.3:
        members[name] = _strange(chance, members[name])
    else:
        members[name] = chance.choice((*BYTES, inserted))(chance, members[name] or b" ")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for member, data in members.items():
            package.writestr(member, data)
    return buffer.getvalue()


STRANGE = (
    (b'r="A1"', b'r="XFD1048576"'), (b'r="A2"', b'r="A99999999999"'), (b"<v>", b"<v>1e308"),
    (b"<v>0</v>", b"<v>999999</v>"), (b"<v>", b"<v>-1"), (b'r="2"', b'r="0"'), (b"?>", b"?><!DOCTYPE a ["
    b'<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]>'), (b"<row", b'<row spans="1:99999999"'),
    (b"table:number-columns-repeated", b"x"), (b"<table:table-cell", b'<table:table-cell '
    b'table:number-columns-repeated="99999999"'), (b"<table:table-row", b'<table:table-row '
    b'table:number-rows-repeated="99999999"'), (b't="s"', b't="b"'), (b't="s"', b't="e"'),
    (b't="s"', b't="d"'), (b"sheetId", b"sheetI"), (b"utf-8", b"utf-16"), (b"UTF-8", b"GB2312"),
    (b"ref=", b'ref="A1:XFD1048576" x='), (b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell '
    b'ref="A1:XFD1048576"/></mergeCells>'), (b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="Z:A"/>'
    b"</mergeCells>"),
)  # fmt: skip


def _strange(chance, data: bytes) -> bytes:
    there = [pair for pair in STRANGE if pair[0] in data] or [(b"", b"\x00")]
    return data.replace(*chance.choice(there), chance.choice((1, -1)))


def byte_level(chance: random.Random, kind: str, made: Table) -> tuple[bytes, str, dict | None]:
    """A good file with its bytes changed."""
    content, how, sound = broken(chance, written(made, kind), kind)
    return content, how, made.may if sound else None


def broken(chance: random.Random, content: bytes, kind: str) -> tuple[bytes, str, bool]:
    """Changed bytes, how, and whether the file still cannot say anything else: a package tells us
    that it was not sound, nothing else does."""
    package = kind in ("xlsx", "ods")
    if package and chance.random() < 0.6:
        return repacked(chance, content), "repacked", False
    mutation = chance.choice((*BYTES, inserted))
    return mutation(chance, content), mutation.__name__, package


def attempt(seed: int) -> Attempt:
    """The mutated file of a seed, the same each time."""
    chance = random.Random(seed)
    kind = FORMATS[seed % len(FORMATS)]
    if chance.random() < 0.55:
        made, how = cell_level(chance, kind)
        return Attempt(named(seed, kind), f"{kind} {how}", written(made, kind), made.may)
    content, how, may = byte_level(chance, kind, table(chance))
    return Attempt(named(seed, kind), f"{kind} {how}", content, may)


def named(seed: int, kind: str) -> str:
    return f"{seed}.{'csv' if kind in TEXTS else 'xls' if kind == 'page' else kind}"


def untrue(found: list[tuple], may: dict) -> str:
    """The first accepted record that says what its file does not."""
    seen = set()
    for _, row_no, name, month, *numbers in found:
        key = squeeze(name or ""), month
        if key not in may or key in seen:
            return f"row {row_no}: record {key} {'twice' if key in seen else 'out of nothing'}"
        seen.add(key)
        for at, (number, allowed) in enumerate(zip(numbers, may[key], strict=True)):
            if not any(_same(number, value) for value in allowed):
                return f"row {row_no} {HEAD[at + 2]}: {number} not {allowed}"
    return ""


def _same(number, value) -> bool:
    if number is None or value is None:
        return number is value
    return abs(number - value) <= 1e-9 * max(1.0, abs(value))
