"""Reference tables: regions, factors, limits, codes, one small CSV each, read as text.

A row says which document it rests on (`clause`), for data of which days it holds (`valid_from` and
`valid_to`, both days included, empty is open) and whether it was checked (`status`). An unknown
table or column is a mistake in our code and raises LookupError; a broken file raises FileError.
"""

import csv
from collections.abc import Iterable
from datetime import date
from functools import cache

from data.errors import FileError
from data.paths import REFERENCE

Row = dict[str, str]


def names() -> tuple[str, ...]:
    """Names of all reference tables, sorted."""
    return tuple(sorted(path.stem for path in REFERENCE.glob("*.csv")))


def table(name: str) -> tuple[Row, ...]:
    """One row per line of the file, in its order; an empty cell is an empty string."""
    return _read(name)[1]


def columns(name: str) -> tuple[str, ...]:
    """The column names of a table, in order; known also when the table has no rows."""
    return _read(name)[0]


def dated(name: str, on: date, /, **where: str) -> tuple[Row, ...]:
    """The rows in force on that day whose columns have the given values; may be empty."""
    _check_columns(name, ("valid_from", "valid_to", *where))
    return tuple(
        row
        for row in table(name)
        if _in_force(row, on.isoformat()) and all(row[key] == where[key] for key in where)
    )


def _in_force(row: Row, day: str) -> bool:
    return row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])


def _check_columns(name: str, wanted: Iterable[str]) -> None:
    missing = [column for column in wanted if column not in columns(name)]
    if missing:
        raise LookupError(
            f"reference table {name} has no column {', '.join(missing)}; "
            f"its columns: {', '.join(columns(name))}"
        )


@cache
def _read(name: str) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    if name not in names():
        raise LookupError(f"no reference table {name}; tables: {', '.join(names())}")
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header, *lines = list(csv.reader(file)) or [[]]
    _check_shape(name, header, lines)
    return tuple(header), tuple(dict(zip(header, line, strict=True)) for line in lines)


def _check_shape(name: str, header: list[str], lines: list[list[str]]) -> None:
    if not header or len(set(header)) < len(header) or not all(map(str.isidentifier, header)):
        raise FileError(f"参照表 {name}.csv 的表头为空、重复或含非法列名：{header}。请改正表头。")
    for number, line in enumerate(lines, 2):
        if len(line) != len(header):
            raise FileError(
                f"参照表 {name}.csv 第 {number} 行有 {len(line)} 格，表头有 {len(header)} 格。"
                "请补齐或删去多余的格。"
            )
