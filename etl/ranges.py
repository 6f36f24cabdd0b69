"""What a number may be at all: data/reference/ranges.csv, refused when impossible, else doubted.

A bound that is empty is none; `whole` is 1 where there are no fractions (years, seats, posts). Most
columns are found to be in order by their least and largest cell, without a look at each.
"""

from datetime import date
from functools import cache

import duckdb

from data import reference
from etl import filed, repeats
from etl.problems import mark
from etl.subjects import SUBJECTS, Column, Subject
from etl.words import name

REFUSED, DOUBTED = "拒收", "存疑"
RULES = {REFUSED: "range", DOUBTED: "implausible"}
TABLES = {REFUSED: "quarantine", DOUBTED: "doubt"}
ASKS = {REFUSED: "请改正后重新报送。", DOUBTED: "请核实数值与单位。"}
TOLD = {"m2": " m²", "person": " 人", "cny": " 元", "seat": " 座", "floor": " 层", "L": " 升",
        "year": " 年", "vehicle": " 辆", "day": " 天", "case": " 件", "place": " 处", "km": " km",
        "%": "%"}  # fmt: skip
"""Our base units as a reader knows them."""


@cache
def _rows(on: date) -> list[dict]:
    """The rows in force on a day. Raises LookupError on one of a column that is none of numbers."""
    rows = reference.table("ranges")
    for row in rows:
        subject = SUBJECTS.get(row["subject"])
        column = subject and subject.column(row["column"])
        if not column or column.kind != "number" or row["outcome"] not in RULES:
            raise LookupError(f"ranges.csv: {row['subject']}.{row['column']} {row['outcome']}")
    return [row for row in rows if (row["valid_from"] or "0001") <= on.isoformat()
            <= (row["valid_to"] or "9999")]  # fmt: skip


def of(subject: Subject, outcome: str) -> list[dict]:
    """The rows of a subject with an outcome, in force today."""
    return [row for row in _rows(date.today())
            if (row["subject"], row["outcome"]) == (subject.name, outcome)]  # fmt: skip


def refuse(connection: duckdb.DuckDBPyConnection, subject: Subject, first: int) -> None:
    """Refuses impossible numbers in files from `first` on."""
    _mark(connection, subject, REFUSED, f"r.file_id >= {first}")


def doubt(connection: duckdb.DuckDBPyConnection, subject: Subject) -> None:
    """Doubts accepted numbers that are hardly possible."""
    if of(subject, DOUBTED):
        _mark(connection, subject, DOUBTED, repeats.accepted(connection, subject))


def _mark(
    connection: duckdb.DuckDBPyConnection, subject: Subject, outcome: str, among: str
) -> None:
    rows = of(subject, outcome)
    where = among if outcome == REFUSED else "true"
    for row in _suspected(connection, subject, rows, where):
        column = subject.column(row["column"])
        cell = filed.based(column)
        for test, said in _tests(row, column, cell):
            mark(
                connection, TABLES[outcome], subject, column.name, RULES[outcome],
                f"select r.rowid as raw_row, '{said}，{ASKS[outcome]}' as why"
                f" from filed_{subject.name} as r where {test} and {among}",
            )  # fmt: skip


def _suspected(
    connection: duckdb.DuckDBPyConnection, subject: Subject, rows: list[dict], where: str
) -> list[dict]:
    """Those of the rows that may be broken somewhere: one look at all columns, units left aside."""
    if not rows:
        return []
    looks = []
    for row in rows:
        cell = f"r.{name(row['column'])}"
        outside = [f"min({cell}) < {row['low']}"] if row["low"] else []
        outside += [f"max({cell}) > {row['high']}"] if row["high"] else []
        outside += [f"bool_or({cell} <> trunc({cell}))"] if row["whole"] else []
        scaled = ["count(r.factors) > 0"] if _depends_on_unit(row) else []
        looks.append(f"coalesce({' or '.join([*outside, *scaled])}, false)")
    found = connection.execute(
        f"select {', '.join(looks)} from filed_{subject.name} as r where {where}"
    ).fetchall()[0]
    return [row for row, flag in zip(rows, found, strict=True) if flag]


def _depends_on_unit(row: dict) -> bool:
    """Whether a plain cell in another unit may be outside though its number is not."""
    return row["low"] not in ("", "0") or bool(row["high"])


def _tests(row: dict, column: Column, cell: str) -> list[tuple[str, str]]:
    """SQL that is true where the row is broken, and what to say of it."""
    low, high, unit = row["low"], row["high"], TOLD.get(column.unit, "")
    outside = [f"{cell} < {low}"] if low else []
    outside += [f"{cell} > {high}"] if high else []
    found = []
    if outside:
        span = f"{low}—{high}" if low and high else f"不小于 {low}" if low else f"不大于 {high}"
        found.append((f"({' or '.join(outside)})", f"超出{row['what']}的范围（{span}{unit}）"))
    if row["whole"]:
        inside = f" and not ({' or '.join(outside)})" if outside else ""
        found.append((f"({cell} <> trunc({cell}){inside})", f"带小数，而{row['what']}是整数"))
    return found
