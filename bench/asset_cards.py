"""A workbook of asset cards for the bench."""

from pathlib import Path

import xlsxwriter


def write(path: Path, rows: int) -> None:
    """Asset cards, fifteen columns of the kinds that registers have."""
    heads = ["统一社会信用代码", "单位名称", "资产编号", "资产名称", "资产分类代码", "资产分类名称",
             "数量", "价值（元）", "账面净值（元）", "使用年限", "取得日期", "使用状况", "存放地点",
             "权属证号", "盘点结果"]  # fmt: skip
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("资产卡片")
        sheet.write_row(0, 0, heads)
        for row in range(1, rows + 1):
            worth = 1000 + row * 7919 % 900_000 / 100
            sheet.write_row(row, 0, [
                f"1164{row % 900:014}", f"第{row % 900}号单位", f"ZC{row:08}", "台式计算机",
                "A02010105", "计算机", 1, worth, round(worth * 0.4, 2), 6,
                f"20{row % 15 + 10}-{row % 12 + 1:02}-15",
                "在用", f"办公楼{row % 40}室", f"宁字{row:08}", "账实相符",
            ])  # fmt: skip
