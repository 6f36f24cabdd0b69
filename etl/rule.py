"""What a rule of plausibility is, and the kinds of rules there are several of."""

from dataclasses import dataclass

from etl.beside import YEAR_END
from etl.totals import figure

THRESHOLDS = ("low", "high", "months")
DAYS = {"energy": "t.month", "energy_year": YEAR_END}
"""The day of a return, on which its rules must be in force."""
PRICED = {"electricity": "kWh", "water": "m³", "gas": "m³", "heat": "GJ", "gasoline": "L",
          "diesel": "L"}  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """One predicate: `broken` is true for the records whose cell `column` is to be looked at.

    `rows` is what to select from instead of the plain records (`typed_<subject>`), when a record
    has to be seen beside others; `why` is the SQL of the end of the sentence.
    """

    id: str
    subject: str
    column: str
    broken: str
    why: str
    day: str = "null"
    rows: str = ""

    @property
    def source(self) -> str:
        """What the records are selected from."""
        return self.rows or f"typed_{self.subject}"

    def sql(self) -> str:
        """All of the rule's SQL, to see which columns it needs."""
        return " ".join((self.column, self.broken, self.why, self.day, self.source))


def before(*columns: str, by: str = "who", months: int = 1, subject: str = "energy") -> str:
    """Records with each column's value `months` months before as <column>_before."""
    lags = ", ".join(f"p.{column} as {column}_before" for column in columns)
    return (
        f"(select r.*, {lags} from typed_{subject} as r join typed_{subject} as p"
        f" on p.{by} = r.{by} and p.month = cast(r.month - interval {months} month as date))"
    )


STOCKS = ("building_area", "headcount")
BEFORE = before(*STOCKS)
YEAR_BEFORE = (
    f"(select r.*, {', '.join(f'p.{column} as {column}_before' for column in STOCKS)}"
    " from typed_energy_year as r"
    " join typed_energy_year as p on p.who = r.who and p.year = r.year - 1)"
)
"""Stocks beside those of the month or year before: one look serves all rules about them."""


def changed(rule: str, column: str, unit: str, least: float, yearly: bool = False) -> Rule:
    """A stock that differs from the month (of a yearly return: year) before by more than `high`."""
    old, new = f"t.{column}_before", f"t.{column}"
    step, subject = f"abs({new} - {old})", "energy_year" if yearly else "energy"
    return Rule(
        rule, subject, column, f"{old} > 0 and {step} > k.high * {old} and {step} >= {least}",
        f"'与上{'年' if yearly else '月'}的 ' || {figure(old)} || ' {unit}相比变化 '"
        f" || cast(round(100 * {step} / {old}) as bigint) || ' %，请核实。'",
        DAYS[subject], YEAR_BEFORE if yearly else BEFORE,
    )  # fmt: skip


def priced(carrier: str, unit: str, subject: str) -> Rule:
    """A cost that makes a unit price outside its band."""
    price = f"t.{carrier}_cost / t.{carrier}"
    return Rule(
        f"price_{carrier}", subject, f"{carrier}_cost",
        f"t.{carrier} > 0 and t.{carrier}_cost > 0 and {price} not between k.low and k.high",
        f"'折合单价 ' || {figure(price)} || ' 元/{unit}，超出 ' || k.low || '—' || k.high"
        " || ' 的区间，请核实数量与费用的单位（元或万元）。'", DAYS[subject],
    )  # fmt: skip


def ordered(rule: str, subject: str, early: str, late: str, said: str) -> Rule:
    """A day that stands before one it cannot stand before."""
    return Rule(
        rule, subject, late, f"t.{late} < t.{early}",
        f"'早于{said}日期 ' || t.{early} || '，请核实。'", f"t.{late}",
    )  # fmt: skip


def above(rule: str, subject: str, part: str, whole: str, said: str) -> Rule:
    """A part larger than its whole."""
    return Rule(
        rule, subject, part, f"t.{part} > k.high * t.{whole} + 0.005",
        f"'大于{said} ' || {figure(f't.{whole}')} || '，请核实。'",
    )  # fmt: skip


def same(column: str, unit: str) -> Rule:
    """A reading that does not change for months; the last of them is marked.

    Only institutions that have the same reading often enough are put in order of months.
    """
    rows = f"""(
        select *, count(*) over run as length, month = max(month) over run as is_last
        from (
            select *, row_number() over (partition by who order by month)
                - row_number() over (partition by who, {column} order by month) as stretch
            from typed_energy where who in (
                select who from typed_energy group by who, {column}
                having count(*) >= (select min(months) from rule_row where rule = 'same_reading'))
        )
        window run as (partition by who, {column}, stretch))"""
    return Rule(
        "same_reading", "energy", column,
        f"t.length >= k.months and t.is_last and t.{column} >= k.low",
        f"'与此前各月相同，连续 ' || t.length || ' 个月都是 ' || {figure(f't.{column}')}"
        f" || ' {unit}，请核实是否抄表。'", "t.month", rows,
    )  # fmt: skip
