"""A province's files, made by DuckDB: seven csv tables of 6 million rows, and the roster they name.

The headings are those of the region's own cards. Every figure comes from a hash of its row, so that
the same share gives the same bytes. `share` shrinks the number of months and of things alike.
"""

from pathlib import Path

import duckdb

INSTITUTIONS = 15_000
ROWS = 6_415_000
"""Of the seven tables at share 1; the roster comes on top."""
MACROS = """
create macro share(i, salt) as hash(i * 100 + salt) % 1000003 / 1000003.0;
create macro code(i) as '1164' || lpad(cast(i as varchar), 14, '0');
create macro called(i) as '第' || i || '号单位';
create macro plate(i) as '宁A' || lpad(cast(i as varchar), 5, '0');
create macro month_of(first, m) as strftime(first + to_months(cast(m as integer)), '%Y-%m');
create macro day_of(first, days) as first + cast(days as integer);
"""
ROSTER = """select code(i) as 统一社会信用代码, called(i) as 机构名称, '国家机关' as 机构类型,
    (['640100', '640200', '640300', '640400', '640500'])[i % 5 + 1] as 行政区划, '市级' as 行政级别,
    20 as 编制人数 from range({institutions}) as t(i)"""
ENERGY = """with used as (select i, m, i * 121 + m as n, share(i * 121 + m, 3) as power
    from range({institutions}) as t(i), range(120) as u(m) where m < {months})
select code(i) as 统一社会信用代码, called(i) as 单位名称, month_of(date '2015-01-01', m) as 月份,
    round(500 + share(i, 1) * 9000, 1) as "建筑面积（㎡）",
    cast(5 + share(i, 2) * 200 as integer) as "用能人数（人）",
    round(1000 + power * 90000, 2) as "用电量（kWh）", round(550 + power * 49500, 2) as "电费（元）",
    round(share(n, 4) * 900, 1) as "用水量（m³）", round(share(n, 4) * 2900, 2) as "水费（元）",
    case when i % 3 = 0 then round(share(n, 5) * 3000, 1) end as "天然气用量（m³）",
    case when i % 3 = 0 then round(share(n, 5) * 7000, 2) end as "天然气费（元）",
    case when i % 50 = 0 then round(share(n, 6) * 30, 2) end as "煤炭用量（吨）",
    case when i % 50 = 0 then round(share(n, 6) * 30000, 2) end as "煤炭费（元）",
    round(share(n, 7) * 300, 1) as "汽油用量（L）", round(share(n, 7) * 2400, 2) as "汽油费（元）",
    case when i % 2 = 1 then round(share(n, 9) * 100, 1) end as "热力消费量（GJ）",
    case when i % 2 = 1 then round(share(n, 9) * 4000, 2) end as "热力费用（元）"
from used order by m, i"""
TRIPS = """with driven as (select v, m, v * 301 + m as n from range({vehicles}) as t(v),
    range(300) as u(m) where m < {months} * 2.5)
select called(v % {institutions}) as 使用单位, plate(v) as 车牌号,
    month_of(date '2001-01-01', m) as 统计月份, cast(share(n, 1) * 3000 as integer) as "行驶里程（km）",
    m * 3500 + cast(share(n, 1) * 500 as integer) as "累计行驶里程（km）",
    case when v % 3 > 0 then round(share(n, 2) * 110, 1) end as "加油量（L）",
    case when v % 3 = 0 then round(share(n, 2) * 300, 1) end as "充电量（kWh）",
    case when v % 3 > 0 then round(share(n, 2) * 860, 2) end as "燃油费（元）",
    case when v % 3 = 0 then round(share(n, 2) * 210, 2) end as "充电费（元）",
    case when m % 5 = 0 then round(share(n, 4) * 3000, 2) end as "维修保养费（元）",
    case when m % 12 = 0 then 2300 end as "保险费（元）", round(share(n, 5) * 500) as "过路停车费（元）",
    cast(share(n, 6) * 22 as integer) as 出车天数
from driven order by m, v"""
ASSETS = """select code(a % {institutions}) as 统一社会信用代码, called(a % {institutions}) as 单位名称,
    'ZC' || lpad(cast(a as varchar), 8, '0') as 资产编号,
    (['台式计算机', '复印机', '办公桌', '空调机', '会议椅'])[a % 5 + 1] as 资产名称,
    (['A02010105', 'A02020100', 'A05010201', 'A02061804', 'A05010302'])[a % 5 + 1] as 资产分类代码,
    1 as 数量, round(1000 + share(a, 1) * 9000, 2) as "价值（元）",
    round((1000 + share(a, 1) * 9000) * share(a, 2), 2) as "账面净值（元）", 6 as 使用年限,
    day_of(date '2010-01-01', share(a, 3) * 5500) as 取得日期, '在用' as 使用状况,
    '办公楼' || (a % 40) || '室' as 存放地点 from range({assets}) as t(a)"""
ROOMS = """select code(k // 20 % {institutions}) as 统一社会信用代码,
    'LZ' || lpad(cast(k // 20 as varchar), 6, '0') as 楼座编号,
    'FJ' || lpad(cast(k as varchar), 8, '0') as 房间编号, k % 20 // 4 + 1 as 所在楼层,
    (['办公室', '会议室', '设备用房'])[k % 3 + 1] as 房间用途,
    round(10 + share(k, 1) * 40, 1) as "使用面积（㎡）", cast(share(k, 2) * 4 as integer) as 使用人数,
    '在用' as 使用状态 from range({rooms}) as t(k)"""
BUILDINGS = """select code(b % {institutions}) as 统一社会信用代码, called(b % {institutions}) as 使用单位,
    'LZ' || lpad(cast(b as varchar), 6, '0') as 楼座编号, '第' || b || '号楼' as 楼座名称,
    '解放路' || b || '号' as 坐落位置, round(6000 + share(b, 1) * 9000, 1) as "总建筑面积（㎡）",
    round(1000 + share(b, 1) * 4000, 1) as "使用面积（㎡）", 6 as 楼层数,
    day_of(date '1990-01-01', share(b, 3) * 9000) as 投入使用日期
from range({rooms} // 20) as t(b)"""
VEHICLES = """select code(v % {institutions}) as 统一社会信用代码, called(v % {institutions}) as 使用单位,
    plate(v) as 车牌号, '大众帕萨特' as 厂牌型号, '轿车' as 车辆类型, '机要通信' as 车辆用途,
    case when v % 3 = 0 then '纯电动' else '汽油' end as 燃油类型,
    case when v % 3 > 0 then 1.8 end as "排气量（L）", case when v % 3 > 0 then 60 end as "油箱容积（L）",
    5 as 座位数, round(10 + share(v, 1) * 7, 2) as "价值（万元）", date '2001-01-01' as 取得日期,
    '在用' as 资产状态 from range({vehicles}) as t(v)"""
REVIEWS = """select 'PJ' || lpad(cast(k as varchar), 9, '0') as 评价编号,
    code(k % {institutions}) as 统一社会信用代码, called(k % {institutions}) as 服务单位,
    '会议服务' as 服务事项, '区级' as 服务层级,
    (['非常满意', '满意', '基本满意', '不满意', '非常不满意'])[k % 5 + 1] as 评价等级,
    '二维码' as 评价渠道, '主动评价' as 评价方式,
    day_of(date '2022-01-01', share(k, 1) * 1700) as 评价日期,
    case when k % 7 = 0 then '服务周到' end as 评价内容 from range({reviews}) as t(k)"""
TABLES = {"building": BUILDINGS, "vehicle": VEHICLES, "room": ROOMS, "asset": ASSETS,
          "review": REVIEWS, "energy": ENERGY, "vehicle_month": TRIPS}  # fmt: skip


def write(folder: Path, share: float = 1.0) -> tuple[Path, list[Path]]:
    """The roster and the seven tables under the folder, written unless they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    sizes = {
        "institutions": INSTITUTIONS, "months": max(1, round(120 * share)), "vehicles": 10_000,
        "assets": round(500_000 * share), "rooms": round(100_000 * share),
        "reviews": round(1_000_000 * share),
    }  # fmt: skip
    paths = {name: folder / f"{name}.csv" for name in ("institution", *TABLES)}
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(MACROS + "set enable_progress_bar = false")
        for name, sql in {"institution": ROSTER, **TABLES}.items():
            if not paths[name].exists():
                new = folder / "new"
                query = sql.format(**sizes)
                connection.execute(f"copy ({query}) to '{new}' (format csv, header, delim ',')")
                new.rename(paths[name])
    return paths["institution"], [paths[name] for name in TABLES]
