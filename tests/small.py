"""A small bureau on paper: five institutions whose every figure can be worked by hand.

`write` puts one csv a subject into a folder, headed by our own column names, and one source card
for each into `cards`; the real `etl` reads them. A row that ends early is blank from there on. Round
numbers; the arithmetic stands in the tests.
"""

import csv
from pathlib import Path

import yaml

from etl.subjects import SUBJECTS

CODES = {name: f"1164010000000000{number}X" for number, name in enumerate("ABCDE")}

FINANCE, SCHOOL, STREET, OFFICE, HOSPITAL = (CODES[name] for name in "ABCDE")

ROWS = {
    "institution": (
        "institution_code institution_name region institution_type admin_level staff_actual"
        " heating_kind",
        [
            (FINANCE, "银川市财政局", "银川市", "01", "市级", 100, "独立供暖"),
            (SCHOOL, "兴庆区第一小学", "兴庆区", "021", "县级", 50, "集中供暖按热量"),
            (STREET, "西夏区朔方路街道办事处", "640105", "01", "乡镇级", 20, "独立供暖"),
            (OFFICE, "自治区机关事务管理局", "宁夏", "01", "自治区级", 200),
            (HOSPITAL, "原州区人民医院", "原州区", "024", "县级", 80, "集中供暖按面积"),
        ],
    ),
    "energy": (
        "institution_code month headcount building_area electricity gas coal gasoline heat water"
        " electricity_cost gas_cost water_cost heating_electricity heating_gas datacentre"
        " datacentre_it area_heat_cost",
        [
            (FINANCE, "2025-09", 100, 2000, 10000, 1000, "", "", "", 100, "", "", ""),
            (FINANCE, "2025-10", 100, 2000, 10000, 1000, "", "", "", 100, "", "", ""),
            (FINANCE, "2026-09", 100, 2000, 10000, 1000, "", "", "", 100, 7000, 3000, 400)
            + ("", 600, 1200),
            (FINANCE, "2026-10", 100, 2000, 20000, "", "", "", "", 140, 14000, "", 560)
            + (5000, "", 1500, 1000),
            (SCHOOL, "2025-09", 500, 5000, 1000, "", "", "", "", 50, "", "", ""),
            (SCHOOL, "2025-10", 500, 5000, 1000, "", "", "", "", 50, "", "", "")
            + ("", "", "", "", 500),
            (SCHOOL, "2026-09", 500, 5000, 1000, "", "", "", "", 50, "", "", ""),
            (SCHOOL, "2026-10", 500, 5000, 1000, "", "", "", 10, 50, "", "", ""),
            (STREET, "2026-09", 20, 400, "", "", 1, "", "", 10, "", "", ""),
            (HOSPITAL, "2026-09", 200, 4000, 5000, "", "", 100, "", 300, "", "", "")
            + ("", "", 900, 500),
            (HOSPITAL, "2026-10", 200, 4000, 5000, "", "", 100, "", 300, "", "", ""),
        ],
    ),
    "vehicle": (
        "institution_code plate fuel_kind purchased_on scrapped_on beidou",
        [
            (FINANCE, "宁A00001", "汽油", "2015-01-01", "", "是"),
            (FINANCE, "宁A00002", "纯电动", "2024-01-01", "", "否"),
            (SCHOOL, "宁A00003", "汽油", "2020-01-01", "2026-10-15", "是"),
            (HOSPITAL, "宁D00001", "汽油", "2026-10-10"),
        ],
    ),
    "vehicle_quota": (
        "institution_code general_quota enforcement_quota special_quota",
        [(FINANCE, 2, 1, 0), (SCHOOL, 1, 0, 0), (HOSPITAL, 0, 0, 2)],
    ),
    "vehicle_month": (
        "plate month distance fuel charge fuel_cost charge_cost repair_cost days_out",
        [
            ("宁A00001", "2026-09", 1000, 120, "", 960, "", "", 11),
            ("宁A00001", "2026-10", 1000, 100, "", 800, "", 200, 9),
            ("宁A00002", "2026-10", 500, "", 75, "", 50, "", 18),
            ("宁A00003", "2026-09", 500, 50, "", 400),
            ("宁D00001", "2026-10", 250, 20, "", 160),
        ],
    ),
    "building": (
        "institution_code building_code building_name building_area registration safety_grade"
        " in_use_from disposed_on inspected_on",
        [
            (FINANCE, "H1", "主楼", 1000, "已登记", "A", "2010-01-01", "", "2026-03-01"),
            (SCHOOL, "H2", "教学办公楼", 3000, "未登记", "C", "2012-01-01", "", "2025-10-31"),
            (FINANCE, "H3", "旧楼", 500, "已登记", "B", "1995-01-01", "2026-09-15", "2026-01-01"),
            (HOSPITAL, "H4", "行政楼", 2000, "已登记", "A", "2018-01-01", "", "2025-11-01"),
        ],
    ),
    "room": (
        "building_code room_code room_use usable_area idle_since let_from",
        [
            ("H1", "R1", "办公室", 300, "", ""),
            ("H1", "R2", "服务用房", 100, "", ""),
            ("H1", "R3", "技术业务用房", 200, "", ""),
            ("H2", "R4", "办公室", 400, "2026-10-05", ""),
            ("H2", "R5", "设备用房", 100, "", ""),
            ("H4", "R6", "办公室", 500, "", "2025-01-01"),
            ("H3", "R7", "办公室", 50, "", ""),
        ],
    ),
    "post": (
        "institution_code standard_level rank posts",
        [
            (FINANCE, "市级", "正局（处）级", 2),
            (FINANCE, "市级", "副局（处）级", 3),
            (FINANCE, "市级", "局（处）级以下", 15),
            (SCHOOL, "县级", "正科级", 1),
            (SCHOOL, "县级", "副科级", 2),
            (SCHOOL, "县级", "科级以下", 7),
        ],
    ),
    "asset": (
        "institution_code asset_code asset_name original_value net_value life acquired_on"
        " idle_since disposed_on category_code certificate_no stocktake_on stocktake_result"
        " quantity warehoused_on reused_on reuse_saving",
        [
            (FINANCE, "K1", "板房", 1200000, 600000, 10, "2021-11-01", "", "", "A01010100", "证1")
            + ("2026-06-30", "相符", 4, "2026-08-20", "2026-09-10", 300000),
            (SCHOOL, "K2", "岗亭", 240000, 0, 2, "2020-01-01", "2026-10-01", "", "1020100", "")
            + ("2025-11-01", "盘亏", 6, "2026-10-08", "", ""),
            (HOSPITAL, "K3", "土地", 560000, 560000, "", "2019-01-01", "", "2026-10-20", "", "")
            + ("2025-09-30", "相符", "", "2026-07-01", "2026-10-20", ""),
        ],
    ),
    "review": (
        "institution_code review_no grade service_level channel active reviewed_on fixed_on"
        " callback_on feedback_on supervised",
        [
            *((FINANCE, f"P{n}", "非常满意", "市", "APP", "主动", "2026-10-08") for n in range(4)),
            (SCHOOL, "P4", "非常满意", "具体部门", "12345", "默认", "2026-10-09"),
            (SCHOOL, "P5", "非常满意", "具体部门", "12345", "默认", "2026-10-09"),
            (SCHOOL, "P6", "基本满意", "具体部门", "12345", "主动", "2026-10-09"),
            (FINANCE, "P7", "不满意", "市", "APP", "主动", "2026-10-01", "2026-10-27")
            + ("2026-10-28", "2026-10-02", ""),
            (FINANCE, "P8", "非常不满意", "市", "APP", "主动", "2026-10-01", "2026-10-28")
            + ("", "2026-10-03", "是"),
            (FINANCE, "P9", "不满意", "市", "APP", "主动", "2026-10-01"),
        ],
    ),
}


NUMBERED = {
    "institution_name", "building_code", "room_code", "asset_code", "review_no", "certificate_no",
}  # fmt: skip


def thrice() -> dict:
    """The tables with two more of each institution and of everything it has: totals are three
    times those of the bureau, ratios the same."""
    told = {}
    for subject, (names, rows) in ROWS.items():
        headings = names.split()
        copies = [
            tuple(_again(name, cell, at) for name, cell in zip(headings, row, strict=False))
            for at in range(3) for row in rows
        ]  # fmt: skip
        told[subject] = (names, copies)
    return told


def _again(name: str, cell, at: int):
    """A cell of the copy `at`; 0 is the bureau itself."""
    if not at or not cell:
        return cell
    if name == "institution_code":
        return f"{cell[:8]}{at}{cell[9:]}"
    if name == "plate":
        return f"{cell[:2]}{at}{cell[3:]}"
    return f"{cell}{at}" if name in NUMBERED else cell


def write(folder: Path, cards: Path, tables: dict = ROWS, prefix: str = "") -> list[Path]:
    """The csv files, and the cards that read them; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    cards.mkdir(parents=True, exist_ok=True)
    return [
        _write(subject, *table, folder / f"{prefix}{subject}.csv", cards)
        for subject, table in tables.items()
    ]


def _write(subject: str, names: str, rows: list, path: Path, cards: Path) -> Path:
    headings = names.split()
    columns = {}
    for name in headings:
        column = SUBJECTS[subject].column(name)
        columns[name] = {"headings": [name], "required": True}
        if column.unit:
            columns[name]["unit"] = column.unit
    card = {
        "card": f"small_{subject}",
        "version": 1,
        "subject": subject,
        "title": subject,
        "template": "测试",
        "columns": columns,
    }
    text = yaml.safe_dump(card, allow_unicode=True)
    (cards / f"small_{subject}.yml").write_text(text, encoding="utf-8")
    with path.open("w", encoding="utf-8", newline="") as file:
        filled = ([*row, *[""] * (len(headings) - len(row))] for row in rows)
        csv.writer(file).writerows([headings, *filled])
    return path
