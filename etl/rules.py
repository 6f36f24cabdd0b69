"""The rules of plausibility: for each rule id of data/reference/rules.csv when a record is doubted.

A doubted record stays in the data, is counted and is shown with its cell: 需核实, no more is said.
`t` is the record in base units and with days as dates, `t.who` its institution, `k` the row of
rules.csv in force on `day`. A mistyped column or a rule without its row stops the import.
"""

import re
from dataclasses import dataclass

from data import reference
from etl.beside import (
    AT_LIMIT,
    AT_QUOTA,
    COPIED,
    DISPOSED,
    IDENTICAL,
    MADE,
    ROUND,
    SCRAPPED,
    YEAR_END,
    running,
)
from etl.subjects import SUBJECTS
from etl.totals import figure

ENGINE = {"type", "unit", "formula", "range", "region", "institution", "duplicate", "secret",
          "negative", "required", "implausible", "credit_code", "control_total", "cumulative",
          "cumulative_falls"}  # fmt: skip
"""Rules the engine itself applies, to every subject."""
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


RULES = (
    above("usable_over_building", "building", "usable_area", "building_area", "建筑面积"),
    above("net_over_original", "asset", "net_value", "original_value", "原值"),
    ordered("disposed_before_acquired", "asset", "acquired_on", "disposed_on", "取得"),
    ordered("idle_before_acquired", "asset", "acquired_on", "idle_since", "取得"),
    ordered("scrapped_before_purchased", "vehicle", "purchased_on", "scrapped_on", "购置"),
    Rule("let_while_idle", "room", "let_from", "not (t.let_from is null or t.idle_since is null)",
         "'与闲置起始日期 ' || t.idle_since || ' 同时填写，请核实该房间是出租还是闲置。'", "t.let_from"),
    *(changed("area_change", "building_area", "m²", 1, yearly) for yearly in (False, True)),
    *(changed("headcount_change", "headcount", "人", 5, yearly) for yearly in (False, True)),
    *(priced(carrier, unit, subject) for subject in DAYS for carrier, unit in PRICED.items()),
    Rule("odometer_falls", "vehicle_month", "odometer", "t.odometer < t.odometer_before",
         f"'小于上月的 ' || {figure('t.odometer_before')} || ' km，请核实。'", "t.month",
         before("odometer", by="plate", subject="vehicle_month")),
    Rule("scrapped_but_fuelled", "vehicle_month", "fuel",
         "t.month > t.scrapped_on and coalesce(t.fuel, 0) > 0",
         "'，而该车已于 ' || t.scrapped_on || ' 报废，请核实。'", "t.month", SCRAPPED),
    Rule("fuel_over_tank", "vehicle_month", "fuel",
         "t.fuel > t.tank * (k.low + coalesce(t.distance, 0) / k.high)",
         f"'升，而油箱 ' || {figure('t.tank')} || ' 升、当月行驶 ' || {figure('t.distance')}"
         " || ' km，请核实。'", "t.month", SCRAPPED),
    Rule("disposed_but_using", "energy", "electricity",
         "t.electricity > 0 and t.month > t.gone_on",
         "'，而该单位的楼座已于 ' || t.gone_on || ' 前全部处置，请核实。'", "t.month", DISPOSED),
    same("electricity", "kWh"), same("water", "m³"),
    Rule("copied_last_year", "energy", "electricity", "t.length >= k.months and t.is_last",
         "'与用水量一起，连续 ' || t.length || ' 个月与上年同月完全相同，请核实。'", "t.month",
         running("electricity", COPIED)),
    Rule("round_reading", "energy", "electricity", "t.length >= k.months and t.is_last",
         "'，连续 ' || t.length || ' 个月为整 ' || cast(k.low as integer) || ' kWh，请核实是否估报。'",
         "t.month", running("electricity", ROUND)),
    Rule("price_at_limit", "vehicle", "price", AT_LIMIT,
         "'恰好等于购置当日有效的限价，请核实是否如实填报。'", "t.purchased_on"),
    Rule("quota_at_limit", "energy_year", "electricity", AT_QUOTA,
         "'除去供暖用电后，单位面积恰好等于定额约束值，请核实是否如实填报。'", DAYS["energy_year"]),
    Rule("identical_pair", "energy", "electricity", "t.shared and t.electricity >= k.low",
         "'与用水量一起，和另一单位同月的完全相同，请核实是否填错单位或照抄。'", "t.month", IDENTICAL),
)  # fmt: skip


def _checked() -> None:
    """Every rule has its row and every row its rule; columns after `t.` and thresholds exist."""
    rows, ours = {row["rule"] for row in reference.table("rules")}, {rule.id for rule in RULES}
    if rows != ours | ENGINE:
        raise LookupError(f"rules.csv and etl/rules.py differ in {sorted(rows ^ (ours | ENGINE))}")
    for rule in RULES:
        names = {column.name for column in SUBJECTS[rule.subject].columns}
        known = names | MADE
        used = set(re.findall(r"\bt\.(\w+)", rule.sql())) | {rule.column}
        used = {column.removesuffix("_before") for column in used}
        wrong = used - known | set(re.findall(r"\bk\.(\w+)", rule.sql())) - set(THRESHOLDS)
        if wrong:
            raise LookupError(f"rule {rule.id} names {', '.join(sorted(wrong))}")


_checked()
