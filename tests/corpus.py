"""Awkward files, each with what must come of it, stated by hand.

A case gives a file's bytes and either the rows (row, institution, month, kWh, yuan, m³) that count
and the cells refused (cell, rule), or the words with which the whole file is refused.
"""

import io
import os
import zipfile
from dataclasses import dataclass

import openpyxl
import xlsxwriter
import xlwt
from odf import opendocument, table, text

CARD = """
card: energy
version: 1
subject: energy
title: 能源资源消费月报
columns:
  institution_name: {headings: [单位名称], required: true}
  month: {headings: [月份], required: true}
  electricity: {headings: [用电量], required: true}
  electricity_cost: {headings: [电费]}
  water: {headings: [用水量]}
null_words: ["/", "—"]
"""
MEANT = CARD.replace("null_words", """nulls:
  water: {"/": not_applicable, "—": not_reported, "无": zero, "": not_reported}
null_words""")  # fmt: skip
SEEN = CARD + "hidden: read\n"
SCALED = CARD.replace("[电费]}", "[电费], unit: 万元}")
HEAD = ["单位名称", "月份", "用电量", "电费", "用水量"]
ONE = ["一中", "2026-01", 5, 6, 7]
WANT = ((2, "一中", "2026-01-01", 5.0, 6.0, 7.0),)


@dataclass(frozen=True)
class Case:
    """One awkward file."""

    name: str
    content: bytes
    rows: tuple = ()
    refused: tuple = ()
    says: str = ""
    card: str = CARD


def xlsx(rows, hide_rows=(), hide_columns=(), formulas=(), merged=(), hidden_sheet=None) -> bytes:
    """A workbook; formulas are (cell, formula, stored result)."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("月报")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        for at in hide_rows:
            sheet.set_row(at, None, None, {"hidden": True})
        for at in hide_columns:
            sheet.set_column(at, at, None, None, {"hidden": True})
        for cell, formula, value in formulas:
            sheet.write_formula(cell, formula, None, value)
        for area, words in merged:
            sheet.merge_range(area, words)
        if hidden_sheet:
            other = book.add_worksheet("旧表")
            for at, row in enumerate(hidden_sheet):
                other.write_row(at, 0, row)
            other.hide()
    return buffer.getvalue()


def uncached(rows, cell, formula) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.active[cell] = formula
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xls(rows, hide_row=None, hide_column=None, formula=None) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("月报")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    if hide_row is not None:
        sheet.row(hide_row).hidden = True
    if hide_column is not None:
        sheet.col(hide_column).hidden = True
    if formula:
        sheet.write(*formula[:2], xlwt.Formula(formula[2]))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ods(rows, hide_row=None, formula=None, shown="float") -> bytes:
    """A workbook; `shown` is how its numbers are: float or percentage."""
    document = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="月报")
    for number, row in enumerate(rows):
        line = table.TableRow(**({"visibility": "collapse"} if number == hide_row else {}))
        for column, cell in enumerate(row):
            if formula and formula[:2] == (number, column):
                made = table.TableCell(formula=formula[2])
            elif isinstance(cell, int | float):
                made = table.TableCell(valuetype=shown, value=cell)
                made.addElement(text.P(text=str(cell)))
            else:
                made = table.TableCell(valuetype="string")
                made.addElement(text.P(text=cell))
            line.addElement(made)
        sheet.addElement(line)
    document.spreadsheet.addElement(sheet)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def page(rows, encoding="utf-8", said="") -> bytes:
    cells = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in rows
    )
    return f"<html>{said}<body><table>{cells}</table></body></html>".encode(encoding)


def plain(rows, encoding="utf-8", mark=",", end="\n") -> bytes:
    return end.join(mark.join(map(str, row)) for row in rows).encode(encoding)


def bomb() -> bytes:
    buffer = io.BytesIO(xlsx([HEAD, ONE]))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet9.xml", bytes(64 << 20))
    return buffer.getvalue()


def lying_bomb() -> bytes:
    """A part that unpacks to 64 MB and says it has 1,000 bytes."""
    content = bytearray(bomb())
    size = (64 << 20).to_bytes(4, "little")
    while (at := content.find(size)) >= 0:
        content[at : at + 4] = (1000).to_bytes(4, "little")
    return bytes(content)


def far_cell() -> bytes:
    return xlsx([HEAD, ONE], formulas=[("XFD1048576", "=1", 1)])


def cell(value, **how) -> bytes:
    """A workbook whose one electricity cell holds the value."""
    return xlsx([HEAD, ["一中", "2026-01", value, 6, 7]], **how)


def kinds() -> list[Case]:
    both = [HEAD, ONE]
    span = "<table><tr><th rowspan=2>单位名称</th><th rowspan=2>月份</th><th rowspan=2>用电量</th>"
    span += "<th colspan=2>其他</th></tr><tr><th>电费</th><th>用水量</th></tr>"
    span += "<tr><td>一中</td><td>2026-01</td><td>5</td><td>6</td><td>7</td></tr></table>"
    spanned = CARD.replace("[电费]", "[其他/电费]").replace("[用水量]", "[其他/用水量]")
    files = {
        "xlsx.xlsx": xlsx(both), "named_xls.xls": xlsx(both), "xlsm.xlsm": xlsx(both),
        "biff.xls": xls(both), "biff.et": xls(both), "zip.et": xlsx(both), "biff.xlsx": xls(both),
        "ods.ods": ods(both), "ods.xls": ods(both),
        "page.xls": page(both), "page_gbk.xls": page(both, "gb18030", "<meta charset=gb2312>"),
        "page_gbk_unsaid.xls": page(both, "gb18030"), "page_bom.xls": page(both, "utf-8-sig"),
        "page_utf16.xls": page(both, "utf-16"),
        "tabs.xls": plain(both, "gb18030", "\t"), "tabs16.xls": plain(both, "utf-16", "\t"),
        "utf8.csv": plain(both), "bom.csv": plain(both, "utf-8-sig"),
        "gbk.csv": plain(both, "gb18030"), "utf16.csv": plain(both, "utf-16"),
        "utf16be.csv": plain(both, "utf-16-be"), "semicolon.csv": plain(both, mark=";"),
        "tabs.tsv": plain(both, mark="\t"), "crlf.csv": plain(both, end="\r\n"),
    }  # fmt: skip
    found = [Case(name, content, WANT) for name, content in files.items()]
    spans = ((3, "一中", "2026-01-01", 5.0, 6.0, 7.0),)
    return [*found, Case("page_spans.xls", span.encode(), spans, card=spanned)]


def guarded() -> list[Case]:
    """Texts that a program keeps from Excel as ="12", and a page as LibreOffice writes notes."""
    line = '一中,="2026-01",="5","=""6""",7\n'
    noted = page([HEAD, ["一中", "2026-01", "<comment>请核对</comment>5", 6, 7]])
    back = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx([HEAD, ONE]))) as old, zipfile.ZipFile(back, "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("xl/", "xl\\"), old.read(name))
    return [
        Case("guard.csv", (",".join(HEAD) + "\n" + line).encode(), WANT),
        Case("guard_gbk.xls", (",".join(HEAD) + "\n" + line).encode("gb18030"), WANT),
        Case("noted.xls", noted, WANT),
        Case("backslashes.xlsx", back.getvalue(), WANT),
    ]  # fmt: skip


def with_rows(rows: str, columns: str = "", below: str = "") -> bytes:
    """A workbook with the XML of these rows below its own two."""
    found, buffer = zipfile.ZipFile(io.BytesIO(xlsx([HEAD, ONE]))), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name in found.namelist():
            part = found.read(name).decode()
            if name.endswith("sheet1.xml"):
                part = part.replace("<sheetData>", f"{columns}<sheetData>")
                part = part.replace("</sheetData>", f"{rows}</sheetData>{below}")
            package.writestr(name, part)
    return buffer.getvalue()


def hostile() -> list[Case]:
    """Files made to take all time or memory there is: each is refused at once."""
    spans = "".join(f'<col min="{1 + at % 7}" max="16384" hidden="1"/>' for at in range(9000))
    full = '<mergeCell ref="A3:A1048576"/>' * 3000
    wide = "".join(f'<mergeCell ref="A{1 + at % 9}:XFD{9 + at % 9}"/>' for at in range(3000))
    far = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    letter, locked = io.BytesIO(), io.BytesIO(ods([HEAD, ONE]))
    with zipfile.ZipFile(letter, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<document/>")
    manifest = zipfile.ZipFile(locked).read("META-INF/manifest.xml")
    plain_ods, secret_ods = zipfile.ZipFile(locked), io.BytesIO()
    with zipfile.ZipFile(secret_ods, "w") as package:
        for name in plain_ods.namelist():
            own = manifest.replace(b"</manifest", b"<encryption-data/></manifest")
            package.writestr(name, own if name.endswith("manifest.xml") else os.urandom(99))
    return [
        Case("columns_over_one_another.xlsx", with_rows("", f"<cols>{spans}</cols>"), says="互相重叠"),
        Case("merged_over_one_another.xlsx", with_rows(far, "", f"<mergeCells>{full}</mergeCells>"),
             says="合并单元格互相重叠"),
        Case("merged_heading.xlsx", with_rows(far, "", f"<mergeCells>{wide}</mergeCells>"),
             says="合并单元格互相重叠"),
        Case("word.xlsx", letter.getvalue(), says="Word 文档"),
        Case("locked.ods", secret_ods.getvalue(), says="打开密码"),
        Case("noughts.csv", bytes(1 << 20), says="没有任何内容"),
        Case("long_cell.csv", b"a,b\n" + b'"x' * (9 << 20), says="一格超过 16 MB"),
    ]  # fmt: skip


def refusals() -> list[Case]:
    locked = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    pass_ = xls([HEAD, ONE])
    at = pass_.find(bytes.fromhex("0908100000060500")) + 20
    pass_ = pass_[:at] + bytes.fromhex("2f000200") + pass_[at + 4 :]
    whole = xlsx([HEAD, ONE])
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as package:
        package.writestr("一月.csv", "x")
    return [
        Case("empty.xlsx", b"", says="0 字节"),
        Case("cut.xlsx", whole[: len(whole) // 2], says="不是可读取的工作簿"),
        Case("cut.xls", xls([HEAD, ONE])[:700], says="不是可读取的工作簿"),
        Case("locked.xlsx", locked, says="打开密码"),
        Case("filepass.xls", pass_, says="打开密码"),
        Case("bomb.xlsx", bomb(), says="超过上限"),
        Case("lying_bomb.xlsx", lying_bomb(), says="上限|损坏"),
        Case("far.xlsx", far_cell(), says="单元格，超过"),
        Case("zip.xlsx", zipped.getvalue(), says="压缩包"),
        Case("pdf.xlsx", b"%PDF-1.7", says="PDF"),
        Case("no_page.xls", b"<html><p>x</p></html>", says="没有表格"),
        Case("mht.xls", b"MIME-Version: 1.0\n", says="mht"),
        Case("shifted.csv", plain([HEAD, ["一中", "2026-01", 5, 6, 7, 8]]), says="第 2 行有 6 个"),
        Case("quote.csv", plain([HEAD, ['"一中', 1, 2, 3, 4]]), says="引号不成对"),
        Case("bom_broken.csv", plain([HEAD, ONE], "utf-8-sig").replace(b"2026", b"20\x876"),
             says="编码也无法识别"),
        Case("heading_of_another_kind.xlsx", xlsx([[*HEAD[:2], "用电量[元]", *HEAD[3:]], ONE]),
             says="“元”不能用来计量"),
        Case("other.xlsx", xlsx([["甲", "乙"], [1, 2]]), says="没有来源卡"),
        Case("corner_heading.xlsx", xlsx([["单位：万元"], [*HEAD[:3], "电费（元）", "用水量"], ONE]),
             says="互相矛盾.*万元|互相矛盾.*元"),
        Case("corner_card.xlsx", xlsx([["单位：元"], HEAD, ONE]), says="互相矛盾", card=SCALED),
        Case("heading_card.xlsx", xlsx([[*HEAD[:3], "电费（元）", "用水量"], ONE]),
             says="互相矛盾", card=SCALED),
    ]  # fmt: skip


def numbers() -> list[Case]:
    good = {
        "１２．５": 12.5, "1,234": 1234.0, "１，２３４．５": 1234.5, " 12 ": 12.0, "−3": -3.0, "　8　": 8.0,
        "30.2万": 302000.0, "0.5亿": 5e7, "3千": 3000.0, "12kWh": 12.0, "1.5万度": 15000.0,
        "2MWh": 2000.0, "1,234.5千瓦时": 1234.5, "0": 0.0, "1e3": 1000.0, "2 150": 2150.0, "2\xa0150.5": 2150.5,
        "12\u2009345\u2009678": 12345678.0, "2 150 kWh": 2150.0,
    }  # fmt: skip
    bad = (
        "5 6",
        "5\n6",
        "1,23",
        "12.5%",
        "约5",
        "3吨",
        "5元",
        "#REF!",
        "1.2.3",
        "待补",
        "12 34",
        "2  150",
        "2\n150",
        "0 150",
        "2 150\xa0300",
        "5‰",
    )
    found = [
        Case(f"number_{at}.xlsx", cell(written), ((2, "一中", "2026-01-01", value, 6.0, 7.0),))
        for at, (written, value) in enumerate(good.items())
    ]
    return found + [
        Case(f"no_number_{at}.xlsx", cell(written),
             refused=(("C2", "formula" if written[0] == "#" else "type"),))
        for at, written in enumerate(bad)
    ]  # fmt: skip


def measures() -> list[Case]:
    wan = ((2, "一中", "2026-01-01", 5.0, 60000.0, 7.0),)
    below = ((3, "一中", "2026-01-01", 5.0, 60000.0, 7.0),)
    own = ["一中", "2026-01", 5, "6万元", 7]
    return [
        Case("heading.xlsx", xlsx([[*HEAD[:3], "电费（万元）", HEAD[4]], ONE]), wan),
        Case("unit_beside.xlsx", xlsx([[*HEAD, "计量单位"], [*ONE, "万元"]]), says="一列写着“万元”"),
        Case("unit_beside_agrees.csv", plain([[*HEAD, "计量单位"], [*ONE, "元"]]), WANT),
        Case("heading_ascii.csv", plain([[*HEAD[:3], "电费(万元)", HEAD[4]], ONE]), wan),
        Case("corner.xlsx", xlsx([["", "", "", "", "单位：万元"], HEAD, ONE]), below),
        Case("corner_two.xlsx", xlsx([["", "", "", "单位：", "万元"], HEAD, ONE]), below),
        Case("corner_filer.xlsx", xlsx([["填报单位：某局", "", "单位:万元"], HEAD, ONE]), below),
        Case("corner_several.xls", xls([["计量单位：kWh、万元、吨"], HEAD, ONE]), below),
        Case("corner_agrees.xlsx",
             xlsx([["单位：万元"], [*HEAD[:3], "电费（万元）", HEAD[4]], ONE]), below),
        Case("card.xlsx", xlsx([HEAD, ONE]), wan, card=SCALED),
        Case("cell_agrees.xlsx", xlsx([HEAD, own]), wan, card=SCALED),
        Case("cell_converted.xlsx", xlsx([HEAD, own]), wan),
        Case("cell_yuan.xlsx", xlsx([HEAD, [*ONE[:3], "60000元", 7]]), wan, card=SCALED),
        Case("cell_conflict.xlsx", xlsx([HEAD, [*ONE[:3], "30.2万", 7]]),
             refused=(("D2", "unit"),), card=SCALED),
        Case("cell_conflict_heading.xlsx",
             xlsx([[*HEAD[:3], "电费（万元）", HEAD[4]], [*ONE[:3], "6万", 7]]),
             refused=(("D2", "unit"),)),
    ]  # fmt: skip


def corners() -> list[Case]:
    """Units above, beside and below the table, in the many ways they are said there."""
    wan = ((3, "一中", "2026-01-01", 50000.0, 6.0, 7.0),)  # 5 万千瓦时 = 5 × 10,000 kWh
    both = ((3, "一中", "2026-01-01", 50000.0, 60000.0, 7.0),)  # and 6 万元 = 60,000 元
    said = {
        "（单位：万千瓦时）": wan, "银川市能耗月报（单位：万千瓦时）": wan, "能耗月报（万千瓦时）": wan,
        "单位 万千瓦时": wan, "单 位 ： 万 Kwh": wan, "电量单位：万KW·h": wan, "单位：电：万千瓦时；水：吨": wan,
        "填报单位：一中   单位：万度": wan, "单位：万千瓦时，2026年1月": wan, "单位：万千瓦小时、某某": wan,
        "金额单位：万元；电量单位：万千瓦时": both, "单位：万元 万千瓦时": both, "单位：万元、万kWh（含税）": both,
    }  # fmt: skip
    unknown = (
        "单位：万",
        "单位：亿",
        "（单位：10^4kWh）",
        "单位：吨标准煤",
        "单位：美元",
        "单位：万元、百万大卡",
    )
    found = [Case(f"above_{at}.{'csv' if at % 2 else 'xlsx'}",
                  (plain if at % 2 else xlsx)([[words], HEAD, ONE]), rows)
             for at, (words, rows) in enumerate(said.items())]  # fmt: skip
    found += [Case(f"unknown_above_{at}.xlsx", xlsx([[words], HEAD, ONE]), says="不是认得的单位")
              for at, words in enumerate(unknown)]  # fmt: skip
    below = [["单位：万千瓦时"], ["注：用电量单位为万千瓦时"], ["备注：计量单位 万度"]]
    found += [Case(f"unit_below_{at}.xlsx", xlsx([HEAD, ONE, words]), says="表下方第 3 行写着单位")
              for at, words in enumerate(below)]  # fmt: skip
    return [
        *found,
        Case("below_agrees.xlsx", xlsx([["单位：万度"], HEAD, ONE, ["注：单位为万千瓦时"]]), wan),
        Case("office_above.csv", plain([["单位：市财政局"], HEAD, ONE]),
             ((3, "一中", "2026-01-01", 5.0, 6.0, 7.0),)),
    ]  # fmt: skip


def headings() -> list[Case]:
    """Units at the end of a heading and in a row below it; each number by hand."""
    written = {
        "用电量，万kWh": 5e4, "用电量KW·h": 5.0, "用电量万千瓦时": 5e4, "用电量【千瓦小时】": 5.0,
        "用电量_GWh": 5e6, "用电量：ＭＷＨ": 5000.0, "用电量（千千瓦时）": 5000.0, "用电量〔亿度〕": 5e8,
        "用电量（百万千瓦时）": 5e6,
    }  # fmt: skip
    found = [Case(f"unit_at_end_{at}.xlsx", xlsx([[*HEAD[:2], heading, *HEAD[3:]], ONE]),
                  ((2, "一中", "2026-01-01", kwh, 6.0, 7.0),))
             for at, (heading, kwh) in enumerate(written.items())]  # fmt: skip
    third = ((3, "一中", "2026-01-01", 5e4, 6e3, 7e3),)  # 5 万kWh, 6 千元, 7 千吨 of water
    return [
        *found,
        Case("units_below_in_brackets.xlsx", xlsx([HEAD, ["", "", "（万kWh）", "（千元）", "（千吨）"], ONE]), third),
        Case("units_below.csv", plain([HEAD, ["", "", "万KW·h", "千元", "千立方米"], ONE]), third),
        Case("no_unit_of_power.xlsx", xlsx([[*HEAD[:2], "用电量（千瓦）", *HEAD[3:]], ONE]), says="用电量"),
        Case("scale_alone.xlsx", xlsx([[*HEAD[:2], "用电量（万）", *HEAD[3:]], ONE]), says="用电量"),
    ]  # fmt: skip


def days() -> list[Case]:
    good = ("2026年1月", "2026.1", "202601", "2026/1", "2026-01-31", "2026年01月份", "２０２６年１月",
            "2026 年 1 月", "20260115", "46031", "2026-1-15 23:00", "2026年1月15日")  # fmt: skip
    bad = (
        "2026年1-6月",
        "2026.1-6",
        "2026-Q1",
        "上半年",
        "20261",
        "26-1",
        "1月",
        "2026.13",
        "2026 1 1",
    )
    found = [Case(f"day_{at}.xlsx", xlsx([HEAD, ["一中", day, 5, 6, 7]]), WANT)
             for at, day in enumerate(good)]  # fmt: skip
    noughts = [HEAD, ["一中", "2026.1", 5, 6, 7], ["一中", "2026.10", 5, 6, 7]]
    both = (*WANT, (3, "一中", "2026-10-01", 5.0, 6.0, 7.0))
    found += [
        Case("month_number.xlsx", xlsx([HEAD, ["一中", 2026.1, 5, 6, 7]]), refused=(("B2", "type"),)),
        Case("month_number.xls", xls([HEAD, ["一中", 2026.1, 5, 6, 7]]), refused=(("B2", "type"),)),
        Case("month_number.ods", ods([HEAD, ["一中", 2026.1, 5, 6, 7]]), refused=(("B2", "type"),)),
        Case("month_number.csv", plain([HEAD, ["一中", "2026.1", 5, 6, 7]]),
             refused=(("第 2 行“月份”", "type"),)),
        Case("month_number_9.xlsx", xlsx([HEAD, ["一中", 2026.9, 5, 6, 7]]),
             ((2, "一中", "2026-09-01", 5.0, 6.0, 7.0),)),
        Case("month_number_11.xlsx", xlsx([HEAD, ["一中", 2026.11, 5, 6, 7]]),
             ((2, "一中", "2026-11-01", 5.0, 6.0, 7.0),)),
        Case("month_noughts.csv", plain(noughts), both),
        Case("month_noughts.xlsx", xlsx(noughts), both),
    ]  # fmt: skip
    return found + [
        Case(
            f"no_day_{at}.csv",
            plain([HEAD, ["一中", day, 5, 6, 7]]),
            refused=(("第 2 行“月份”", "type"),),
        )
        for at, day in enumerate(bad)
    ]


def years() -> list[Case]:
    """Days counted from 1904: what is formatted as a day is one, a bare number may be another."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "date_1904": True}) as book:
        sheet = book.add_worksheet("月报")
        for at, row in enumerate([HEAD, ["一中", 44569, 5, 6, 7], ["一中", 44569, 5, 6, 7]]):
            sheet.write_row(at, 0, row)
        # 44569 days after 1904-01-01: 2026-01-09
        sheet.write_number("B3", 44569, book.add_format({"num_format": "yyyy-mm-dd"}))
    third = ((3, "一中", "2026-01-01", 5.0, 6.0, 7.0),)
    alone = [["2026"], ["2026年"], ["2026.0"], ["26-1-15"], ["01/02/26"]]
    return [
        Case("from_1904.xlsx", buffer.getvalue(), third, (("B2", "type"),)),
        *(Case(f"year_alone_{at}.xlsx", xlsx([HEAD, ["一中", *day, 5, 6, 7]]),
               refused=(("B2", "type"),)) for at, day in enumerate(alone)),
        Case("percent_of_kwh.xlsx", percentage(), refused=(("C2", "type"),)),
    ]  # fmt: skip


def percentage() -> bytes:
    """A workbook whose kWh are shown as a percentage."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("月报")
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ONE)
        sheet.write_number("C2", 0.85, book.add_format({"num_format": "0%"}))
    return buffer.getvalue()


def blanks() -> list[Case]:
    def water(word):
        return xlsx([HEAD, [*ONE[:4], word]])

    none = ((2, "一中", "2026-01-01", 5.0, 6.0, None),)
    zero = ((2, "一中", "2026-01-01", 5.0, 6.0, 0.0),)
    return [
        Case("slash.xlsx", water("/"), none), Case("slash_wide.xlsx", water("／"), none),
        Case("dash.xlsx", water("—"), none), Case("blank.xlsx", water(""), none),
        Case("zero.xlsx", water(0), zero), Case("none.xlsx", water("无"), refused=(("E2", "type"),)),
        Case("meant_none.xlsx", water("无"), zero, card=MEANT),
        Case("meant_slash.xlsx", water("/"), none, card=MEANT),
        Case("meant_dash.ods", ods([HEAD, [*ONE[:4], "—"]]), none, card=MEANT),
        Case("meant_zero.xls", xls([HEAD, [*ONE[:4], 0]]), zero, card=MEANT),
        Case("meant_blank.xlsx", water(""), none, card=MEANT),
    ]  # fmt: skip


def unseen() -> list[Case]:
    two = [HEAD, ["二中", "2026-01", 1, 2, 3], ONE]
    last = ((3, "一中", "2026-01-01", 5.0, 6.0, 7.0),)
    all_ = ((2, "二中", "2026-01-01", 1.0, 2.0, 3.0), *last)
    dry = ((2, "一中", "2026-01-01", 5.0, 6.0, None),)
    formula = (("C2", "formula"),)
    return [
        Case("uncached.xlsx", uncached([HEAD, ONE], "C2", "=2+3"), refused=formula),
        Case("uncached_zero.xlsx", cell(5, formulas=[("C2", "=2+3", 0)]), refused=formula),
        Case("cached.xlsx", cell(5, formulas=[("C2", "=2+3", 5)]), WANT),
        Case("failed.xlsx", cell(5, formulas=[("C2", "=1/0", "#DIV/0!")]), refused=formula),
        Case("uncached.xls", xls([HEAD, [*ONE[:2]]], formula=(1, 2, "2+3")), refused=formula),
        Case("formula.ods", ods([HEAD, ONE], formula=(1, 2, "of:=1/0")), refused=formula),
        Case("failed.csv", plain([HEAD, ["一中", "2026-01", "#DIV/0!", 6, 7]]),
             refused=(("第 2 行“用电量”", "formula"),)),
        Case("hidden_row.xlsx", xlsx(two, hide_rows=[1]), last),
        Case("hidden_row.xls", xls(two, hide_row=1), last),
        Case("hidden_row.ods", ods(two, hide_row=1), last),
        Case("hidden_column.xlsx", xlsx([HEAD, ONE], hide_columns=[4]), dry),
        Case("hidden_column.xls", xls([HEAD, ONE], hide_column=4), dry),
        Case("hidden_read.xlsx", xlsx(two, hide_rows=[1]), all_, card=SEEN),
        Case("hidden_column_read.xlsx", xlsx([HEAD, ONE], hide_columns=[4]), WANT, card=SEEN),
        Case("hidden_sheet.xlsx", xlsx([HEAD, ONE], hidden_sheet=two), WANT),
        Case("hidden_pair.xlsx", xlsx(two, hide_rows=[1], hide_columns=[4]),
             ((3, "一中", "2026-01-01", 5.0, 6.0, None),)),
    ]  # fmt: skip


def layouts() -> list[Case]:
    third = ((3, "一中", "2026-01-01", 5.0, 6.0, 7.0),)
    foot = [["填表人：张三", "", "审核人：李四"], ["填报日期：2026-02-01"], ["备注：含2025年补报"]]
    total = ["合 计", "", 5, 6, 7]
    return [
        Case("title.xlsx", xlsx([["2026年1月能耗月报"], HEAD, ONE]), third),
        Case("footer.xlsx", xlsx([HEAD, ONE, *foot]), WANT),
        Case("footer.csv", plain([HEAD, ONE, *foot]), WANT),
        Case("total_footer.xls", xls([HEAD, ONE, total, *foot]), WANT),
        Case(
            "total_after_month.xlsx",
            xlsx(
                [
                    [HEAD[1], HEAD[0], *HEAD[2:]],
                    ["2026-01", "一中", 5, 6, 7],
                    ["2026-01", "合计", 5, 6, 7],
                ]
            ),
            WANT,
        ),
        Case("among.xlsx", xlsx([HEAD, ONE, ["其中：机房", "", 1, 1, 1]]), WANT),
        Case("title_footer_unit.xlsx", xlsx([["单位：元"], HEAD, ONE, *foot]), third),
    ]


def cases() -> list[Case]:
    """All of them, by name."""
    made = [
        kinds,
        guarded,
        hostile,
        refusals,
        numbers,
        measures,
        corners,
        headings,
        days,
        years,
        blanks,
        unseen,
        layouts,
    ]
    return [case for make in made for case in make()]
