"""The annex as a workbook: every number of the briefing exactly, and every table of it."""

import re
from io import BytesIO

import xlsxwriter

from briefing.document import Document, Table

NUMBER = re.compile(r"([+−]?)(\d[\d,]*(?:\.\d+)?)(%| pp)?")
HEAD = ("编号", "指标", "单位", "数值", "地区", "期间")


def xlsx(told: Document) -> bytes:
    """A first sheet that says what this is, the numbers, then one sheet a table."""
    held = BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": told.title, "created": told.as_of})
    bold = book.add_format({"bold": True})
    _about(book.add_worksheet("说明"), told, bold)
    _readings(book.add_worksheet("指标数值"), told, bold)
    for block, label in told.numbered():
        if isinstance(block, Table):
            _table(book, label.replace(" ", ""), block, bold)
    for at, sheet in enumerate(told.sheets, 1):
        _table(book, f"附表{at}", sheet, bold)
    for sheet in book.worksheets() if told.taken else ():
        sheet.set_header(f"&C&9&KA6A6A6{told.running()['foot'].replace('&', '&&')}"[:255])
    book.close()
    return held.getvalue()


def _about(sheet, told: Document, bold) -> None:
    lines = (
        ("简报", told.title),
        ("期间", told.period_label),
        ("编发单位", told.issued_by),
        ("数据版本", told.snapshot),
        ("数据截至", f"{told.as_of:%Y-%m-%d %H:%M} UTC"),
        ("核验码", told.code),
        *([("导出", told.taken)] if told.taken else []),
        ("打开同一页面", told.search or "/"),
        ("演示数据", "是" if told.demo else "否"),
    )
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 48)
    for row, (name, value) in enumerate(lines):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, value)


def _readings(sheet, told: Document, bold) -> None:
    sheet.set_column(0, 5, 22)
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(HEAD):
        sheet.write_string(0, column, name, bold)
    for row, one in enumerate(told.readings, 1):
        texts = {0: one.metric, 1: one.label, 2: one.unit, 4: told.region_name, 5: one.period}
        for column, text in texts.items():
            sheet.write_string(row, column, text)
        sheet.write_number(row, 3, one.value)


def _table(book, name: str, block: Table, bold) -> None:
    sheet, formats = book.add_worksheet(name), {}
    sheet.write_string(0, 0, block.caption, bold)
    for column, asked in enumerate(block.columns):
        sheet.set_column(column, column, 10 * asked.share + 6)
        sheet.write_string(1, column, asked.heading, bold)
    for row, texts in enumerate(block.rows, 2):
        for column, text in enumerate(texts):
            number = _number(text) if block.columns[column].number else None
            if number is None:
                sheet.write_string(row, column, text)
            else:
                sheet.write_number(row, column, number[0], _format(book, formats, number[1]))
    if block.note:
        sheet.write_string(len(block.rows) + 3, 0, block.note)


def _number(text: str) -> tuple[float, str] | None:
    """A cell of numbers as value and number format: 1,203.0, +2.8%, −2.1 pp; None for words."""
    found = NUMBER.fullmatch(text)
    if not found:
        return None
    sign, digits, unit = found.groups()
    places = len(digits.partition(".")[2])
    shown = "#,##0" + ("." + "0" * places if places else "")
    value = float(digits.replace(",", "")) * (-1 if sign == "−" else 1)
    if unit == "%":
        shown += "%"
        value /= 100
    elif unit:
        shown += '" pp"'
    return value, f"+{shown};−{shown};{shown}" if sign else shown


def _format(book, formats: dict, shown: str):
    """One format of the book for each way a number is shown."""
    if shown not in formats:
        formats[shown] = book.add_format({"num_format": shown})
    return formats[shown]
