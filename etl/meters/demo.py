"""Demo meters at a nation's size: every reading follows from its institution and its moment."""

from datetime import date
from pathlib import Path

import duckdb

from data.errors import DashboardError
from etl.meters.months import DETAIL, following
from etl.progress import Progress

BUCKETS = 4  # files a month

READINGS = """
with institutions as (
    select i, 'M' || lpad(cast(i as varchar), 6, '0') as institution,
        -- watts of an ordinary hour: many small offices, few large ones
        2000 + (i * 7919 % 89) * 150 + case when i % 37 = 0 then 60000 else 0 end as watts
    from range($first, $last) as numbers(i)
),

moments as (
    select q, timestamp '{start}' + to_minutes(15 * q) as read_at,
        q // 4 % 24 as hour, q // 96 as day,
        (datediff('day', date '2024-01-01', date '{start}') + q // 96) % 7 >= 5 as day_off
    from range({quarters}) as numbers(q)
),

shaped as (
    select institution, read_at, i, q, day, watts,
        watts * {season}
            * case when hour < 6 then 25 when hour < 8 then 45 when hour < 12 then 100
                when hour < 14 then 80 when hour < 18 then 95 when hour < 20 then 55 else 30 end
            * case when day_off then 40 else 100 end
            * (80 + (i * 104729 + q * 15485863 + {salt}) % 41) as scaled
    from institutions cross join moments
)

select institution, read_at,
    cast(case
        -- two silent hours now and then, and meters that stood still for a day
        when (i * 31 + q // 8 * 17 + {salt}) % 997 = 0 then null
        when (i * 13 + day * 29 + {salt}) % 1499 = 0 then watts // 8
        else scaled // 400000000
    end as decimal(15, 0)) * 0.001 as kwh
from shaped
order by institution, read_at
"""
SEASON = (130, 125, 100, 85, 85, 100, 125, 125, 95, 85, 110, 130)
"""Percent of a year's mean load by month: heating pumps in winter, cooling in summer."""


def write(folder: Path, institutions: int, year: int, progress: Progress) -> int:
    """Writes the year of readings, files that are there already left as they are; returns rows."""
    if not 1 <= institutions <= 999_999:
        raise DashboardError(f"家数 {institutions} 不在 1—999999 之间。请改正 --institutions。")
    progress.phase("生成分钟电表", 12 * BUCKETS)
    total = 0
    with duckdb.connect(config={"threads": 2, "memory_limit": "1500MB"}) as connection:
        connection.execute("set preserve_insertion_order = true")
        for number in range(1, 13):
            start = date(year, number, 1)
            days = (following(start) - start).days
            total += institutions * days * 96
            for bucket in range(BUCKETS):
                rows = _bucket(connection, folder, start, bucket, institutions)
                progress.step(rows)
    return total


def _bucket(connection, folder: Path, start: date, bucket: int, institutions: int) -> int:
    """One file of a month: a share of the institutions; renamed into place when whole."""
    first = institutions * bucket // BUCKETS + 1
    last = institutions * (bucket + 1) // BUCKETS + 1
    days = (following(start) - start).days
    path = folder / DETAIL.format(start) / f"part-{institutions}-{bucket}.parquet"
    if path.exists() or first == last:
        return (last - first) * days * 96
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    sql = READINGS.format(
        start=start, quarters=days * 96, season=SEASON[start.month - 1], salt=start.toordinal() * 7
    )
    sql = sql.replace("$first", str(first)).replace("$last", str(last))
    connection.execute(
        f"copy (select institution, read_at, cast(kwh as decimal(12, 3)) as kwh from ({sql}))"
        f" to '{_quoted(part)}' (format parquet, compression zstd)"
    )
    part.rename(path)
    return (last - first) * days * 96


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
