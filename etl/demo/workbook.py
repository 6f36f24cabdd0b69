"""Columns written down as a bureau's sheet: title, unit line, header of one or two rows, totals."""

from datetime import datetime
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter

from etl.demo.template import Column

CREATED = datetime(2026, 10, 31)
SERIAL_ZERO = np.datetime64("1899-12-30")
LOOKS = {
    "title": {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"},
    "note": {"font_size": 10},
    "head": {
        "bold": True,
        "border": 1,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        "bg_color": "#F2F2F2",
    },
    "text": {"border": 1},
    "number": {"border": 1, "num_format": "General"},
    "date": {"border": 1, "num_format": "yyyy-mm-dd"},
    "total": {"border": 1, "bold": True},
}


def write_csv(path: Path, columns: list[Column], null: str) -> int:
    """Writes GB18030 text with a header row; returns the number of cells."""
    table = pd.DataFrame({column.heading: as_text(column) for column in columns})
    with path.open("w", encoding="gb18030", newline="") as file:
        table.to_csv(file, index=False, na_rep=null, lineterminator="\r\n")
    return table.size


def as_text(column: Column) -> pd.Series:
    """Values for csv: whole numbers without a point."""
    if column.kind == "number" and column.digits == 0:
        return column.values.astype("Int64")
    return column.values


class Book:
    """One xlsx file, made of sheets in the order they are written."""

    def __init__(self, path: Path):
        self.book = xlsxwriter.Workbook(str(path))
        self.book.set_properties({"title": "演示数据", "created": CREATED})
        self.looks = {name: self.book.add_format(look) for name, look in LOOKS.items()}

    def close(self) -> None:
        """Puts the file on disk."""
        self.book.close()

    def sheet(
        self,
        name: str,
        title: str,
        note: str,
        columns: list[Column],
        null: str,
        totals: list[tuple[int, str, int]],
    ) -> int:
        """Writes one sheet; `totals` are (after row, word, from row). Returns the cells."""
        sheet = self.book.add_worksheet(name)
        wide = len(columns) - 1
        sheet.merge_range(0, 0, 0, wide, title, self.looks["title"])
        sheet.set_row(0, 28)
        sheet.write_string(1, 0, note, self.looks["note"])
        for at, column in enumerate(columns):
            sheet.set_column(at, at, width(column))
        top = 2 + self.header(sheet, [column.heading for column in columns], 2)
        sheet.freeze_panes(top, 0)
        cells = [
            self.column(sheet, at, column, null, places(top, len(column.values), totals))
            for at, column in enumerate(columns)
        ]
        self.totals(sheet, columns, totals, top)
        return sum(cells)

    def header(self, sheet, headings: list[str], row: int) -> int:
        """One row, or two with groups merged across and single headings merged down."""
        look, parts = self.looks["head"], [heading.split("/") for heading in headings]
        if all(len(part) == 1 for part in parts):
            sheet.write_row(row, 0, headings, look)
            return 1
        start = 0
        for (top, two), group in groupby(parts, key=lambda part: (part[0], len(part) == 2)):
            names = list(group)
            last = start + len(names) - 1
            if not two:
                sheet.merge_range(row, start, row + 1, start, top, look)
            elif len(names) == 1:
                sheet.write_string(row, start, top, look)
            else:
                sheet.merge_range(row, start, row, last, top, look)
            for at, name in enumerate(names if two else []):
                sheet.write_string(row + 1, start + at, name[1], look)
            start = last + 1
        return 2

    def column(self, sheet, at: int, column: Column, null: str, rows: np.ndarray) -> int:
        """One column of cells, each in its row; blanks stay blank or carry the null word."""
        look, values = self.looks[column.kind], column.values
        blank = values.isna().to_numpy()
        if column.kind == "date":
            values = (values.to_numpy("datetime64[D]") - SERIAL_ZERO).astype(float)
        writer = sheet.write_string if column.kind == "text" else sheet.write_number
        for row, value, missing in zip(rows.tolist(), list(values), blank.tolist(), strict=True):
            if not missing and value != "":
                writer(row, at, value, look)
            elif null:
                sheet.write_string(row, at, null, self.looks["text"])
        return int(len(blank) - blank.sum())

    def totals(self, sheet, columns: list[Column], totals: list, top: int) -> None:
        """Control rows: sums of the cells as written."""
        for number, (after, word, start) in enumerate(totals):
            row = top + after + number
            sheet.write_string(row, 0, word, self.looks["total"])
            for at, column in enumerate(columns):
                if column.added and at:
                    total = column.values.iloc[start:after].sum()
                    sheet.write_number(
                        row, at, round(float(total), column.digits), self.looks["total"]
                    )


def places(top: int, count: int, totals: list[tuple[int, str, int]]) -> np.ndarray:
    """Sheet rows of the records: those after a total stand one row lower."""
    ends = np.array([after for after, _, _ in totals], int)
    index = np.arange(count)
    return top + index + np.searchsorted(ends, index, side="right")


def width(column: Column) -> int:
    """Column width in characters: names wide, numbers narrow."""
    longest = max((len(str(value)) for value in list(column.values[:40])), default=8)
    return int(min(38, max(8, longest * (1.8 if column.kind == "text" else 1.1))))


def breaks(keys: pd.Series, word: str) -> list[tuple[int, str, int]]:
    """Total rows: none, one at the end, or one after each run of equal keys and one at the end."""
    if not word or not len(keys):
        return []
    total = [(len(keys), "合计", 0)]
    if word == "合计":
        return total
    edges = [0, *(np.flatnonzero(keys.to_numpy()[1:] != keys.to_numpy()[:-1]) + 1), len(keys)]
    return [(int(end), "小计", int(start)) for start, end in pairwise(edges)] + total
