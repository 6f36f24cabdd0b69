"""A workbook that would end the process that reads it is refused in a sentence, and only it."""

import io
import os
import re
import signal
import zipfile

import pytest

from data.errors import FileError
from etl import package, read, trial
from tests import corpus

GOOD = corpus.xlsx([corpus.HEAD, corpus.ONE])


def with_rows(rows: str) -> bytes:
    """A sound workbook with other rows in its sheet."""
    found, buffer = zipfile.ZipFile(io.BytesIO(GOOD)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name in found.namelist():
            part = found.read(name).decode()
            if name.endswith("sheet1.xml"):
                part = re.sub("<dimension[^>]*>", "", part)
                part = re.sub("<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>", part)
            package.writestr(name, part)
    return buffer.getvalue()


def head(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    return read.sheets(path, name, folder)[0].head


def test_a_sheet_of_more_memory_than_there_is_is_refused_and_the_next_file_read(tmp_path):
    # the row that says it is the second holds the cell of the farthest corner: 17,179,869,184
    # cells of 32 bytes are 550 GB
    rows = "".join(f'<row r="{row}"><c r="{cell}"><v>1</v></c></row>'
                   for row, cell in ((1, "A1"), (3, "B1048576"), (2, "XFD2")))  # fmt: skip
    with pytest.raises(FileError, match=r"“巨表.xlsx”.*过多的内存（上限 6 GB）.*请用 Excel 或 WPS"):
        head(tmp_path, "巨表.xlsx", with_rows(rows))
    assert head(tmp_path, "好.xlsx", GOOD) == [corpus.HEAD, ["一中", "2026-01", "5", "6", "7"]]


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="3"><c r="XFD3"><v>1</v></c></row><row r="2"><c r="A900000"><v>1</v></c></row>',
        '<row r="3"><c r="A99999999999"><v>1</v></c></row>',  # 100 thousand million rows
        '<row r="3"><c s="1" r="XFD3"><v>1</v></c></row><row r="999999"><c><v>1</v></c></row>',
        '<row r="3"><c r="xfd3"><v>1</v></c></row><row r="2"><c r="a999999"><v>1</v></c></row>',
        '<x:row r="3"><x:c r="A99999999999"><x:v>1</x:v></x:c></x:row>',
    ],
)
def test_a_large_workbook_whose_cells_are_out_of_order_is_tried_too(tmp_path, monkeypatch, cells):
    monkeypatch.setattr(trial, "LARGE", 0)
    with pytest.raises(FileError, match=r"“大.xlsx”.*请"):
        head(tmp_path, "大.xlsx", with_rows(f'<row r="1"><c r="A1"><v>1</v></c></row>{cells}'))
    assert head(tmp_path, "好.xlsx", GOOD) == [corpus.HEAD, ["一中", "2026-01", "5", "6", "7"]]


def test_an_orderly_large_workbook_is_not_read_twice(tmp_path, monkeypatch):
    monkeypatch.setattr(trial, "LARGE", 0)
    monkeypatch.setattr(trial, "_ask", None)  # which would end in an error
    assert head(tmp_path, "好.xlsx", GOOD) == [corpus.HEAD, ["一中", "2026-01", "5", "6", "7"]]


def test_a_workbook_with_more_beside_its_sheets_than_any_has_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(package, "HEAVY", 1 << 10)  # its styles alone are more than twice that
    with pytest.raises(FileError, match="“重.xlsx”.*超过上限"):
        head(tmp_path, "重.xlsx", GOOD)


def test_a_workbook_that_takes_too_long_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(trial, "SECONDS", -1)  # and the one second that everything gets
    monkeypatch.setattr(trial, "PER_MEGABYTE", 0)
    monkeypatch.setattr(trial, "LARGE", 64 << 20)
    line = "".join(f'<c r="{letter}ROW"><v>1</v></c>' for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    rows = "".join(f'<row r="{row}">{line.replace("ROW", str(row))}</row>' for row in range(1, 80_000))  # fmt: skip
    with pytest.raises(FileError, match="“慢.xlsx”.*过长的时间"):
        head(tmp_path, "慢.xlsx", with_rows(rows))


def test_one_process_serves_file_after_file(tmp_path):
    head(tmp_path, "甲.xlsx", GOOD)
    first = trial._readers[0].process
    head(tmp_path, "乙.xlsx", GOOD)
    assert trial._readers[0].process is first
    os.kill(first.pid, signal.SIGKILL)  # and nobody says so to this process
    assert head(tmp_path, "丙.xlsx", GOOD)
    assert trial._readers[0].process is not first
