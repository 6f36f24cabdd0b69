"""A second small bureau, over two autumns in which institutions merged, split and changed codes.

`write` puts its files and cards where `tests.small` would; every figure can be worked by hand.
Electricity is in whole million kWh, so that 1,000,000 kWh × 0.1229 kgce = 122.90 tce.
"""

from pathlib import Path

from tests import small

CODES = {name: f"1264010000000000{number}X" for number, name in enumerate("ABCDEFGHIJ")}
FINANCE, SCHOOL, JOINED, HOSPITAL, NEW, GONE, GIVER, TAKER, OLD, RENAMED = CODES.values()
MONTHS = ("2025-09", "2025-10", "2026-09", "2026-10")

ROSTER = [
    (FINANCE, "银川市财政局", "银川市", "01", "市级", "", ""),
    (SCHOOL, "兴庆区第一小学", "兴庆区", "021", "县级", "", ""),
    (JOINED, "兴庆区第三小学", "兴庆区", "021", "县级", "", "2026-10-01"),
    (HOSPITAL, "原州区人民医院", "原州区", "024", "县级", "", ""),
    (NEW, "大武口区数据局", "大武口区", "01", "县级", "2026-09-01", ""),
    (GONE, "平罗县文化站", "平罗县", "023", "县级", "", "2026-01-01"),
    (GIVER, "利通区农业农村局", "利通区", "01", "县级", "", ""),
    (TAKER, "盐池县农业农村局", "盐池县", "01", "县级", "", ""),
    (OLD, "中宁县体育中心", "中宁县", "025", "县级", "", "2026-09-01"),
    (RENAMED, "中宁县全民健身中心", "中宁县", "025", "县级", "2026-09-01", ""),
]

# institution -> (building area m², million kWh) of the four months; None is not reported
USE = {
    FINANCE: ((2000, 10), (2000, 10), (2500, 10), (2500, 20)),
    SCHOOL: ((4000, 20), (4000, 20), (4000, 15), (5000, 20)),
    JOINED: ((1000, 5), (1000, 5), (1000, 5), None),
    HOSPITAL: ((4000, 5), None, (4000, 5), (4000, 5)),
    NEW: (None, None, (500, 2), (500, 2)),
    GONE: ((300, 3), (300, 3), None, None),
    GIVER: ((1000, 10), (1000, 10), (600, 6), (600, 6)),
    TAKER: ((500, 4), (500, 4), (900, 9), (900, 9)),
    OLD: ((100, 1), (100, 1), None, None),
    RENAMED: (None, None, (100, 1), (100, 1)),
}

ROWS = {
    "institution": (
        "institution_code institution_name region institution_type admin_level active_from"
        " active_to",
        ROSTER,
    ),
    "institution_change": (
        "institution_code successor_code changed_on kind share",
        [
            (JOINED, SCHOOL, "2026-10-01", "合并", ""),
            (GIVER, TAKER, "2026-08-15", "划转", 40),  # inside a month: counts from September
            (OLD, RENAMED, "2026-09-01", "更名", ""),
        ],
    ),
    "energy": (
        "institution_code month building_area headcount electricity electricity_cost water",
        [
            (code, month, cell[0], cell[0] // 20, cell[1] * 1_000_000, cell[1] * 500_000, 100)
            for code, cells in USE.items()
            for month, cell in zip(MONTHS, cells, strict=True)
            if cell
        ],
    ),
    "vehicle": (
        "institution_code plate fuel_kind purchased_on scrapped_on",
        [
            (FINANCE, "宁A10001", "汽油", "2015-01-01", ""),
            (FINANCE, "宁A10002", "汽油", "2026-08-01", ""),
        ],
    ),
    "vehicle_month": (
        "plate month distance fuel fuel_cost repair_cost",
        [
            ("宁A10001", "2025-09", 1000, 100, 800, ""),
            ("宁A10001", "2025-10", 1000, 100, 800, ""),
            ("宁A10001", "2026-09", 1000, 100, 1000, 100),
            ("宁A10001", "2026-10", 1000, 100, 1000, ""),
            ("宁A10002", "2026-09", 1000, 100, 1000, ""),
            ("宁A10002", "2026-10", 1000, 100, 1000, ""),
        ],
    ),
    "asset": (
        "institution_code asset_code asset_name original_value net_value life acquired_on"
        " disposed_on disposal_kind",
        [
            (FINANCE, "K1", "大楼", 1_000_000, 900_000, 50, "2020-01-01", "", ""),
            (FINANCE, "K2", "服务器", 200_000, 190_000, 6, "2026-03-01", "", ""),
            (FINANCE, "K3", "锅炉", 300_000, 0, 10, "2010-01-01", "2026-05-01", "报废"),
            (FINANCE, "K4", "会议桌", 50_000, 0, 15, "2015-01-01", "2026-06-01", "无偿划转"),
        ],
    ),
}


def write(folder: Path, cards: Path) -> list[Path]:
    """The csv files, and the cards that read them; returns the files."""
    return small.write(folder, cards, ROWS)
