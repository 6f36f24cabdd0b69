"""Small real files, cards and models with which the tests of the ETL engine work."""

import csv
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from data import warehouse
from etl import build

ROSTER = """
card: roster
version: 1
subject: institution
title: 机构名录
columns:
  institution_code: {headings: [统一代码], required: true}
  institution_name: {headings: [单位名称], required: true}
  short_name: {headings: [简称]}
  region: {headings: [所在地区], required: true}
constants: {institution_type: "01", admin_level: 市级}
"""
ENERGY = """
card: energy
version: 3
subject: energy
title: 能源资源消费月报
columns:
  institution_name: {headings: [单位名称, 用能单位], required: true}
  electricity: {headings: [用电量/数量, 用电量], unit: 万kWh, required: true}
  electricity_cost: {headings: [用电量/费用], unit: 万元}
  water: {headings: [用水量], unit: 吨}
join: {month: [年度, 月份]}
null_words: ["/", "—"]
"""
CARDS = {"roster": ROSTER, "energy": ENERGY}
STAGING = """-- Energy as filed.
-- grain: institution_name, month
select file_id, sheet, row_no, institution_name, to_month(month) as month,
    to_number(electricity) * electricity_factor as electricity_kwh
from in_energy
"""
MART = """-- Energy by month.
-- grain: month
select month, sum(electricity_kwh) as electricity_kwh from stg_energy group by month
"""
INSTITUTIONS = [
    ["统一代码", "单位名称", "简称", "所在地区"],
    ["A1", "银川市第一中学", "一中", "银川市"],
    ["A2", "永宁县财政局", "永宁财政", "永宁县"],
]
MONTHLY = ["单位名称", "年度", "月份", "用电量", "用水量"]


@dataclass
class World:
    """A folder with cards, models and the files of one test."""

    folder: Path

    def __post_init__(self):
        for name, text in CARDS.items():
            self.card(name, text)
        self.write("models/staging/stg_energy.sql", STAGING)
        self.write("models/marts/fct_month.sql", MART)

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = text.encode() if isinstance(text, str) else text
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)  # another process may be reading what is there already
        return path

    def card(self, name: str, text: str) -> Path:
        return self.write(f"cards/{name}.yml", text)

    def csv(self, name: str, rows: list[list], encoding: str = "utf-8", **how) -> Path:
        path = self.write(name, b"")
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, **how).writerows(rows)
        return path

    def book(self, name: str, merged: dict[str, str] | None = None, **sheets: list[list]) -> Path:
        """A workbook of the sheets; `merged` are ranges of its first sheet with their text."""
        path = self.write(name, b"")
        with xlsxwriter.Workbook(str(path)) as workbook:
            day = workbook.add_format({"num_format": "yyyy-mm-dd"})
            for title, rows in sheets.items():
                sheet = workbook.add_worksheet(title)
                for number, row in enumerate(rows):
                    for column, cell in enumerate(row):
                        style = [day] if hasattr(cell, "year") else []
                        sheet.write(number, column, cell, *style)
            for area, text in (merged or {}).items():
                workbook.worksheets()[0].merge_range(area, text)
        return path

    def roster(self) -> Path:
        return self.csv("roster.csv", INSTITUTIONS)

    def load(self, *paths: Path, **how) -> build.Outcome:
        folders = {"models_folder": self.folder / "models", "cards_folder": self.folder / "cards"}
        return build.load(list(paths), "测试", **folders, **how)

    def ask(self, sql: str, *params) -> list[tuple]:
        """Rows of a query on the current snapshot."""
        return [tuple(row.values()) for row in warehouse.rows(warehouse.current_id(), sql, *params)]
