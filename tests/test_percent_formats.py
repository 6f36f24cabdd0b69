"""Which cells are shown as percent, in every kind of file; what becomes of them: test_percent.py."""

import io
from decimal import Decimal

import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from data.errors import FileError
from etl import check, percent_formats, read
from tests import corpus

HEAD = ["原机构", "日期", "类型", "承接机构", "划转百分比"]
STORED = (0.5, 0.125, 0.07, 1)


def record(number, share):
    return ["一中", "2025-01-01", "划转", f"乙{number}局", share]


def xlsx(code, shares) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet, shown = book.add_worksheet("沿革"), book.add_format({"num_format": code})
        sheet.write_row(0, 0, HEAD)
        for at, share in enumerate(shares, 1):
            sheet.write_row(at, 0, record(at, ""))
            sheet.write(at, 4, share, shown)
        sheet.write_blank(len(shares) + 1, 4, None, shown)
    return buffer.getvalue()


def xls(code, shares) -> bytes:
    book, buffer = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    sheet = book.add_sheet("沿革")
    for column, cell in enumerate(HEAD):
        sheet.write(0, column, cell)
    for at, share in enumerate(shares, 1):
        for column, cell in enumerate(record(at, "")[:4]):
            sheet.write(at, column, cell)
        sheet.write(at, 4, share, xlwt.easyxf(num_format_str=code))
    book.save(buffer)
    return buffer.getvalue()


def ods(code, shares) -> bytes:
    rows = [HEAD, *(record(at, share) for at, share in enumerate(shares, 1))]
    return corpus.ods(rows, shown="percentage")


def page(code, shares) -> bytes:
    rows = [HEAD, *(record(at, share) for at, share in enumerate(shares, 1))]
    cells = ["".join(f"<td>{cell}</td>" if isinstance(cell, str) else
                     f'<td x:num="{cell}">{cell:.0%}</td>' for cell in row) for row in rows]  # fmt: skip
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>".encode()


def last_cells(folder, name, content) -> list[str]:
    (folder / name).write_bytes(content)
    return [row[-1] for row in read.sheets(folder / name, name, folder)[0].head][1:]


@pytest.mark.parametrize("make", [xlsx, xls, ods, page])
@pytest.mark.parametrize("code", ["0%", "0.00%", '[红色]0.0%;-0.0%', '_ 0.0%_ '])  # fmt: skip
def test_what_is_shown_as_percent_is_read_as_shown_and_exactly(make, code, tmp_path):
    name = f"a.{ {page: 'xls'}.get(make, make.__name__) }"
    # 0.5, 0.125, 0.07 and 1 are 50 %, 12.5 %, 7 % and 100 %; a page shows 12 % and keeps 0.125
    assert last_cells(tmp_path, name, make(code, STORED))[:4] == ["50%", "12.5%", "7%", "100%"]


@pytest.mark.parametrize("code", ["0.00", '0"%"', "0\\%", '0.0"％"'])
def test_a_format_that_only_writes_the_sign_multiplies_nothing(code, tmp_path):
    assert last_cells(tmp_path, "a.xlsx", xlsx(code, (0.5, 7)))[:2] == ["0.5", "7"]


def test_a_quantity_shown_as_percent_is_refused_with_its_cell(world):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet, shown = book.add_worksheet("月报"), book.add_format({"num_format": "0%"})
        sheet.write_row(0, 0, corpus.HEAD)
        sheet.write_row(1, 0, corpus.ONE)
        sheet.write(1, 2, 5, shown)
    world.card("energy", corpus.CARD)
    found = check.check(world.write("a.xlsx", buffer.getvalue()), world.folder / "cards").result
    assert [(cell["cell"], cell["rule"], cell["value"]) for cell in found["cells"]] == [
        ("C2", "type", "500%")
    ]


def test_a_percent_cell_without_an_address_is_refused_and_none_is_guessed():
    wanted = percent_formats.pattern(frozenset({b"3"}))
    with pytest.raises(FileError, match="百分比"):
        list(percent_formats.addresses(b'<c s="3"><v>0.5</v></c>', wanted, "a.xlsx"))
    assert (
        list(
            percent_formats.addresses(b'<c r="B2" s="3"/><c s="33" r="C2"><v>1</v></c>', wanted, "")
        )
        == []
    )


@given(st.integers(-(10**15), 10**15))
def test_a_number_is_told_as_exactly_a_hundred_times_as_much(number):
    told = percent_formats.told(number / 10**6).removesuffix("%")
    assert Decimal(told) == Decimal(repr(number / 10**6)) * 100
