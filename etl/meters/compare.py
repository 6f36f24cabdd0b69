"""Whether two tables, or two folders of tables, hold the same rows."""

from pathlib import Path

import duckdb

from data.errors import BuildError
from etl.meters.duck import quoted


def rows(path: Path) -> int:
    """How many rows a table has."""
    with duckdb.connect() as connection:
        return connection.execute(f"select count(*) from {quoted(path)}").fetchone()[0]


def differing(one: Path, other: Path) -> int:
    """How many rows stand in one of two tables alone, duplicates counted."""
    with duckdb.connect() as connection:
        a, b = quoted(one), quoted(other)
        return connection.execute(
            f"select (select count(*) from (from {a} except all from {b}))"
            f" + (select count(*) from (from {b} except all from {a}))"
        ).fetchone()[0]


def folders(one: Path, other: Path) -> list[tuple[str, str, int]]:
    """(model, month, rows that differ) of each table of two folders, missing tables told.

    Raises BuildError when neither folder has a table.
    """
    names = sorted({path.relative_to(side) for side in (one, other) for path in _tables(side)})
    if not names:
        raise BuildError(f"{one} 与 {other} 里都没有结果。请先运行 python -m etl l1。")
    return [(name.parent.name, name.stem[6:], _differing(one / name, other / name))
            for name in names]  # fmt: skip


def _tables(folder: Path) -> list[Path]:
    return list(folder.glob("agg_*/month=*.parquet"))


def _differing(one: Path, other: Path) -> int:
    """A table that stands on one side alone differs in all its rows."""
    if one.exists() and other.exists():
        return differing(one, other)
    return rows(one if one.exists() else other)
