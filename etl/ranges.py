"""Numbers that cannot be (refused) and numbers that hardly ever are (doubted), by dated limits.

The limits stand in data/reference/ranges.csv, in the base unit and both included.
"""

from dataclasses import dataclass

import duckdb

from etl import filed
from etl.subjects import Column, Subject
from etl.words import name

RULES = {"拒收": "range", "存疑": "unusual"}
"""The rule of rules.csv under which each outcome is told."""


@dataclass(frozen=True)
class Limit:
    """What a column's numbers lie between, and the SQL that says so of a record `r`."""

    column: Column
    outcome: str
    low: float | None
    high: float | None
    whole: bool
    said: str

    def broken(self) -> str:
        """SQL that is true where a number is there and lies outside."""
        stated, based = f"r.{name(self.column.name)}", filed.based(self.column)
        value = f"(case when r.factors is null then {stated} else {based} end)"  # fast
        tests = [f"{value} < {self.low!r}"] if self.low is not None else []
        tests += [f"{value} > {self.high!r}"] if self.high is not None else []
        tests += [f"{value} <> round({value})"] if self.whole else []
        return f"({' or '.join(tests)})"

    def why(self) -> str:
        """The end of the sentence, as SQL."""
        low, high = (None if end is None else f"{end:.15g}" for end in (self.low, self.high))
        span = f"{low} 以上" if high is None else f"{high} 以下" if low is None else f"{low}—{high}"
        if self.outcome == "拒收":
            kind = " 的整数" if self.whole else ""
            return f"'不可能是{self.said}（应为 {span}{kind}），请改正后重新报送。'"
        return f"'作为{self.said}少见（一般为 {span}），请核实数值与单位。'"


def of(connection: duckdb.DuckDBPyConnection, subject: Subject, outcome: str) -> list[Limit]:
    """The limits of a subject that are in force today."""
    rows = connection.execute(
        """
        select field, cast(nullif(low, '') as double), cast(nullif(high, '') as double),
            whole = '1', said
        from ref_ranges
        where subject = ? and outcome = ?
            and exists (from ref_rules where rule = ? and outcome <> '通过')
            and current_date between coalesce(cast(nullif(valid_from, '') as date), '0001-01-01')
            and coalesce(cast(nullif(valid_to, '') as date), '9999-12-31')
        order by all
        """,
        [subject.name, outcome, RULES[outcome]],
    ).fetchall()
    return [Limit(subject.column(field), outcome, *row) for field, *row in rows]
