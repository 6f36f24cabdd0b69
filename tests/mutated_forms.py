"""Every card that ships, as a form somebody filled in wrongly: what its records may then say.

The form is made from the headings of the card alone; what a cell means is known from how it was
written here, never from how we read it. Records are known by their row in the file, wide ones by
their label too, long ones by the first row of their institution.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from etl import cards
from etl.words import squeeze
from tests import mutations

UNITS = {
    "": 1, "元": 1, "万元": 1e4, "kWh": 1, "千瓦时": 1, "度": 1, "万kWh": 1e4, "吨": 1, "立方米": 1,
    "万m³": 1e4, "平方米": 1, "升": 1, "GJ": 1, "吉焦": 1, "百万千焦": 1, "MJ": 1e-3, "人": 1, "件": 1,
    "处": 1, "层": 1, "公里": 1,
}  # fmt: skip
"""What one of a card's units is in ours, by hand; columns in others (kg of a fuel) are left out."""
LONG = ("110", "120", "102", "103", "111", "140", "150", "160", "121", "170")
PLACES = ("银川市", "石嘴山市", "吴忠市", "固原市", "中卫市", "兴庆区", "金凤区", "西夏区")
MOST = 6  # records of a form


@dataclass
class Form:
    """A form on its way: rows of cells above, headings, and of the body each with its truth."""

    card: object
    sheet: str
    headings: list[str]
    columns: list
    """Beside each heading our column, None of one that no card reads."""
    factors: list[float]
    body: list["Line"]
    above: list[list] = field(default_factory=list)
    scale: dict = field(default_factory=dict)


@dataclass
class Line:
    """A row of a form: cells, and what each of our columns may be; no record without `may`."""

    cells: list
    may: dict | None
    label: object = None
    record: int | None = None
    """Of a long form the record that the row belongs to."""


@cache
def known():
    """The cards that a form can be made of."""
    return [card for card in cards.load([cards.FOLDER]) if _usable(card)]


def _usable(card) -> bool:
    units = [each.unit for each in card.fields] + [card.spread.unit if card.spread else ""]
    return (
        not card.from_sheet and card.sheets.search("表") and set(units) - {"cc", "千克"} <= {*UNITS}
    )


def form(chance: random.Random, card, seed: int) -> Form:
    """A form rightly filled in."""
    if card.unpivot:
        return _long(chance, card, seed)
    fields = [each for each in card.fields if _kept(chance, card, each)]
    chance.shuffle(fields)
    found = Form(card, "表", [], [], [], [])
    for each in fields:
        found.headings.append(chance.choice(each.headings))
        found.columns.append(each.column)
        found.factors.append(UNITS[each.unit])
    for column, headings in card.join.items():
        found.headings += headings
        found.columns += [(column, at) for at in range(len(headings))]
        found.factors += [1] * len(headings)
    if card.spread:
        _spread(chance, found)
    for number in range(1, MOST + 1):
        cells, may = [], {}
        for column, factor in zip(found.columns, found.factors, strict=True):
            cell, says = _cell(chance, card, column, factor, seed, number)
            cells.append(cell)
            for name, value in says.items():
                may.setdefault(name, (value,))
        found.body.append(Line(cells, may))
    return found


def _kept(chance, card, each) -> bool:
    name = each.column.name
    if each.unit not in UNITS or name in ("displacement", "tank"):
        return each.column.required or any(each.required for _ in "x")
    if name == "institution_code" and not each.column.required:
        return False
    needed = each.required or each.column.required or name in card.subject.key
    return needed or name == "institution_name" or name in card.from_title or chance.random() < 0.6


def _spread(chance, found: Form) -> None:
    """Columns that are rows of their own, each with its label in place of a column."""
    spread = found.card.spread
    labels = dict(spread.labels)
    if spread.period == "years":
        labels = {str(year): year for year in (2023, 2024, 2025)}
    elif spread.period == "months":
        labels = {f"2026年{month}月": date(2026, month, 1) for month in range(1, 7)}
    for heading, label in labels.items():
        above = f"{spread.under}/" if spread.under else ""
        found.headings.append(above + heading)
        found.columns.append(("", label))
        found.factors.append(UNITS[spread.unit])


def _cell(chance, card, column, factor, seed: int, number: int) -> tuple[object, dict]:
    """A cell and what it says: our column and its value."""
    if isinstance(column, tuple) and column[0]:  # a year and a month, or quarter, of their own
        name, at = column
        if at == 0:
            return 2026, {}
        if name == "quarter":
            return f"{(number - 1) % 4 + 1}季度", {name: f"2026-{(number - 1) % 4 * 3 + 1:02}-01"}
        return number, {name: f"2026-{number:02}-01"}
    if isinstance(column, tuple):
        amount = chance.randint(1, 99_999)
        return amount, {column: amount * factor}
    return _of_kind(chance, card, column, factor, seed, number)


def _of_kind(chance, card, column, factor, seed, number) -> tuple[object, dict]:
    name = column.name
    day = date(2015, 1, 1) + timedelta(days=chance.randint(0, 3000))
    if column.kind == "number":
        if column.unit == "year":
            return 2025 if name == "year" else 8, {name: 2025 if name == "year" else 8}
        amount = chance.choice((chance.randint(1, 99), round(chance.uniform(1, 9_999), 2)))
        return amount, {name: amount * factor}
    if column.kind == "date":
        return str(day), {name: str(day)}
    if column.kind == "month":
        return f"2026-{number:02}", {name: f"2026-{number:02}-01"}
    if column.kind == "quarter":
        return f"2026Q{(number - 1) % 4 + 1}", {name: f"2026-{(number - 1) % 4 * 3 + 1:02}-01"}
    if name == "region":
        return PLACES[number % len(PLACES)], {}
    if name == "plate":
        return f"宁A{seed % 1000:03}{number:02}", {name: f"宁A{seed % 1000:03}{number:02}"}
    if name in card.values:
        return chance.choice(list(card.values[name])), {}
    if name == "institution_code":
        return f"12640000{seed % 10000:05}{number:04}X", {}
    told = f"{seed}甲{number}"
    if name in ("institution_name", "reporter"):
        timed = {"month", "quarter"} & {*card.subject.key} and not card.spread
        told = f"{seed}号单位" if timed else f"{seed}号单位{number}"
    return told, {name: told} if name in ("institution_name", "asset_code", "address") else {}


def _long(chance, card, seed: int) -> Form:
    """One row an indicator, of two or three institutions."""
    unpivot = card.unpivot
    names = {each.column.name: chance.choice(each.headings) for each in card.fields}
    columns = ["institution_name", *(each for each in ("year", "part") if each in names)]
    headings = [names[each] for each in columns]
    headings += [chance.choice(unpivot.code), "指标名称", chance.choice(unpivot.value)]
    found = Form(card, "表", headings, [None] * len(headings), [1] * len(headings), [])
    codes = [code for code in LONG if code in unpivot.codes]
    codes = codes if len(codes) > 2 else list(unpivot.codes)
    for record in range(chance.randint(2, 3)):
        who = f"{seed}号单位{record}"
        told = {"institution_name": who, "year": 2025, "part": "分表"}
        for code in codes:
            column, factor = unpivot.codes[code]
            amount = chance.randint(1, 99_999)
            cells = [*(told[each] for each in columns), code, "甲", amount]
            may = {column.name: (amount * UNITS[unpivot.units.get(code, "")],), "year": (2025,)}
            found.body.append(Line(cells, may, record=record))
    return found


# ---- what goes wrong

OWN_WORD = {"person": "5人", "seat": "5人", "%": "5%"}
"""What is no number elsewhere, and one in a column of that unit."""

DAYS = ("{0:%Y-%m-%d}", "{0:%Y/}{0.month}/{0.day}", "{0:%Y.}{0.month}.{0.day}", "{0:%Y%m%d}",
        "{0:%Y}年{0.month}月{0.day}日", "{0:%Y-%m-%d} 10:30:00", " {0:%Y-%m-%d} ", "{0:%y}年{0.month}月{0.day}日")  # fmt: skip
NO_DAYS = ("2020-13-01", "2020-02-30", "待定", "5", "2020.3-6", "1-2-3", "03/05/2020", "2020/3.5", "去年",
           "2020-3-5至2021-3-5", "二〇二〇年三月", "2020年第3周", "99999999", "-5", "2020-00-10")  # fmt: skip


def _place(chance, made: Form, kinds) -> tuple[Line, int, str] | None:
    """A line, and in it a cell of a column of the kinds."""
    at = [at for at, column in enumerate(made.columns)
          if not isinstance(column, tuple) and column is not None and column.kind in kinds]  # fmt: skip
    lines = [line for line in made.body if line.may is not None]
    if not at or not lines:
        return None
    where = chance.choice(at)
    return chance.choice(lines), where, made.columns[where].name


def number_spelled(chance, made):
    if not (place := _place(chance, made, ("number",))):
        return
    line, at, name = place
    value, factor = line.cells[at], made.factors[at]
    if not isinstance(value, (int, float)) or name in ("year", "life"):
        return
    line.cells[at] = chance.choice((f"{value:,}", mutations.wide(str(value)), f" {value}", f"+{value}",
                                    f"{value:.3f}", f"\u3000{value}\n"))  # fmt: skip
    line.may[name] = (value * factor, None)


def no_number(chance, made):
    if not (place := _place(chance, made, ("number",))):
        return
    line, at, name = place
    cell = chance.choice(mutations.NO_NUMBERS)
    meant = mutations.MEANT.get(cell)
    line.cells[at] = cell
    line.may[name] = (None,) if meant is None else (meant * made.factors[at], None)
    if OWN_WORD.get(made.columns[at].unit) == cell:
        line.may[name] = (5, None)


def in_another_unit(chance, made):
    """Money with its unit in the cell, where the column is money."""
    if not (place := _place(chance, made, ("number",))):
        return
    line, at, name = place
    if made.columns[at].unit != "cny":
        return
    value = chance.randint(1, 99)
    cell, meant = chance.choice(((f"{value}元", value), (f"{value}万元", value * 1e4), (f"{value}吨", None),
                                 (f"¥{value}", value), (f"{value}亿元", value * 1e8), (f"${value}", None)))  # fmt: skip
    line.cells[at], line.may[name] = cell, (None,) if meant is None else (meant, None, *(
        [value * made.factors[at]] if cell[0] == "¥" else []))  # fmt: skip


def day_spelled(chance, made):
    if not (place := _place(chance, made, ("date",))):
        return
    line, at, name = place
    day = date(2019, chance.randint(1, 12), chance.randint(1, 28))
    serial = str((day - date(1899, 12, 30)).days)
    line.cells[at] = chance.choice((*(each.format(day) for each in DAYS), serial))
    line.may[name] = (str(day), None)


def no_day(chance, made):
    if not (place := _place(chance, made, ("date",))):
        return
    line, at, name = place
    line.cells[at], line.may[name] = chance.choice(NO_DAYS), (None,)


def emptied(chance, made):
    line = chance.choice(made.body)
    at = chance.randrange(len(line.cells))
    line.cells[at] = chance.choice(("", "/", "—", "无", "\u3000"))
    _unsure(made, line, at)


def _unsure(made, line: Line, at: int) -> None:
    """A cell that says nothing any more, whatever it is."""
    column = made.columns[at]
    if line.record is not None:  # of a long form: the whole row may be gone
        for key, values in line.may.items():
            line.may[key] = (*values, None)
        if at < len(line.cells) - 1:
            line.may = dict.fromkeys(line.may, ())
            made.scale["unsure"] = True
    elif isinstance(column, tuple):
        key = column if not column[0] else column[0]
        line.may[key] = (*line.may.get(key, ()), None)
    elif column is not None:
        line.may[column.name] = (None, line.cells[at])  # text keeps words its card does not know


def totalled(chance, made):
    """A row of sums, stated wrongly, that is no record."""
    first = chance.choice(("合计", "小计", "总计", "合 计", "共计"))
    cells = [first if not at else "" if isinstance(cell, str) else 99_999
             for at, cell in enumerate(made.body[0].cells)]  # fmt: skip
    made.body.insert(chance.choice((len(made.body), len(made.body) // 2)), Line(cells, None))


def blank_lines(chance, made):
    for _ in range(chance.randint(1, 4)):
        made.body.insert(chance.randint(0, len(made.body)), Line([""] * len(made.headings), None))


def headings_again(chance, made):
    made.body.insert(len(made.body) // 2, Line(list(made.headings), None))


def titled(chance, made):
    lines = (["某市2025年情况统计表"], ["填报日期：2026年3月1日"], [""], ["填报人：某某", "", "联系电话："],
             ["附件1"], ["（此表按季度填报）"])  # fmt: skip
    made.above += [list(line) for line in chance.sample(lines, chance.randint(1, 3))]


def strange_columns(chance, made):
    for number in range(chance.randint(1, 3)):
        at = chance.randint(0, len(made.headings))
        made.headings.insert(at, f"陌生列{number}")
        made.columns.insert(at, None)
        made.factors.insert(at, 1)
        for line in made.body:
            line.cells.insert(at, chance.choice(("", 7, "7", "甲")))


def footers(chance, made):
    for words in chance.sample(
        ("填表人：张某", "备注：以上数据为初步统计", "注：单位为万元", "审核人：李某"), 2
    ):
        made.body.append(Line([words] + [""] * (len(made.headings) - 1), None))


def headed_in_another_unit(chance, made):
    """A unit in the heading of money: it goes for the column, or contradicts the card."""
    money = [at for at, column in enumerate(made.columns) if getattr(column, "unit", "") == "cny"]
    if not money:
        return
    at = chance.choice(money)
    unit, factor = chance.choice((("万元", 1e4), ("元", 1), ("吨", None), ("亿元", 1e8)))
    made.headings[at] += f"（{unit}）"
    for line in made.body:
        name = made.columns[at].name
        if line.may and name in line.may:
            line.may[name] = tuple(
                value if value is None or factor is None else value / made.factors[at] * factor
                for value in line.may[name]) if factor else (None,)  # fmt: skip
    made.factors[at] = factor or 1


CELLS = (number_spelled, no_number, in_another_unit, day_spelled, no_day, emptied)
SHEETS = (totalled, blank_lines, headings_again, titled, strange_columns, footers)


def mutated(chance: random.Random, seed: int) -> tuple[Form, str]:
    """A form of some card with one to three things wrong with it."""
    card = chance.choice(known())
    made, names = form(chance, card, seed), [card.name]
    steps = [headed_in_another_unit] if chance.random() < 0.1 else []
    steps += chance.sample(CELLS, chance.randint(0, 2))
    steps += chance.sample(SHEETS, chance.randint(0, 2))
    for step in steps:
        step(chance, made)
        names.append(step.__name__)
    return made, "+".join(names)


def attempt(seed: int) -> tuple[mutations.Attempt, Form]:
    """The mutated form of a seed, the same each time; `may` as truth() says."""
    chance = random.Random(seed)
    kind = mutations.FORMATS[seed % len(mutations.FORMATS)]
    made, how = mutated(chance, seed)
    rows = [*made.above, made.headings, *(line.cells for line in made.body)]
    content, may = mutations.as_file(rows, kind), truth(made)
    if chance.random() < 0.2:
        content, bytes_how, sound = mutations.broken(chance, content, kind)
        how, may = f"{how}+{bytes_how}", may if sound else None
    return mutations.Attempt(mutations.named(seed, kind), f"{kind} {how}", content, may), made


def truth(made: Form) -> dict | None:
    """By first row and label of each record what its columns may be; None when it is not known."""
    if made.scale.get("unsure"):
        return None
    found, firsts = {}, {}
    for row, line in enumerate(made.body, len(made.above) + 2):
        if line.may is None:
            continue
        if line.record is not None:
            first = firsts.setdefault(line.record, row)
            found.setdefault((first, None), {}).update(line.may)
        elif made.card.spread:
            plain = {key: values for key, values in line.may.items() if isinstance(key, str)}
            into, value = made.card.spread.into.name, made.card.spread.value.name
            for key, values in line.may.items():
                if not isinstance(key, str):
                    found[row, str(key[1])] = {**plain, value: values, into: (key[1],)}
        else:
            found[row, None] = line.may
    return found


def said(connection, made: Form, file_id: int) -> list[tuple]:
    """Row, label and columns of each record of ours that was accepted."""
    subject, spread = made.card.subject, made.card.spread
    cells = []
    for column in subject.columns:
        cell = f'r."{column.name}"'
        if column.kind == "number":
            cell = f"{cell} * coalesce(r.factors['{column.name}'], 1)"
        elif column.kind != "text":
            cell = f"cast({cell} as varchar)"
        cells.append(cell)
    label = f'cast(r."{spread.into.name}" as varchar)' if spread else "null"
    return connection.execute(
        f"select r.row_no, {label}, {', '.join(cells)} from filed_{subject.name} as r"
        " where r.file_id = ? and not exists (from quarantine as q where q.file_id = r.file_id"
        " and q.row_no = r.row_no)", [file_id],
    ).fetchall()  # fmt: skip


def untrue(found: list[tuple], made: Form, may: dict, unread: set[str]) -> str:
    """The first number or day of an accepted record that its file does not say.

    A column whose heading is listed as not read may be missing: another card took the sheet.
    """
    subject = made.card.subject
    lost = {column.name for heading, column in zip(made.headings, made.columns, strict=True)
            if squeeze(heading) in unread and hasattr(column, "name")}  # fmt: skip
    for row, label, *values in found:
        label = None if label is None else label.removesuffix(".0")
        allowed = may.get((row, label))
        if allowed is None:
            return f"row {row} {label}: a record out of nothing"
        for column, value in zip(subject.columns, values, strict=True):
            if column.name in allowed:
                missing = value is None and column.name in lost
                if not missing and not any(_same(value, one) for one in allowed[column.name]):
                    return f"row {row} {column.name}: {value} not {allowed[column.name]}"
            elif value is not None and column.kind == "number" and not made.above:
                return f"row {row} {column.name}: {value} out of nothing"
    return ""


def _same(value, one) -> bool:
    if value is None or one is None:
        return value is one
    if isinstance(one, (int, float)) and isinstance(value, (int, float)):
        return abs(value - one) <= 1e-9 * max(1.0, abs(one))
    return squeeze(str(value)).removesuffix(".0") == squeeze(str(one))
