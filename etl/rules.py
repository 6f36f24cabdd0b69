"""The rules of plausibility: for each rule id of data/reference/rules.csv when a record is doubted.

A doubted record stays in the data, is counted and is shown with its cell: 需核实, no more is said.
`t` is the record in base units and with days as dates, `t.who` its institution, `k` the row of
rules.csv in force on `day`. A mistyped column or a rule without its row stops the import.
"""

import re

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
    running,
)
from etl.rule import (
    DAYS,
    PRICED,
    THRESHOLDS,
    Rule,
    above,
    before,
    changed,
    ordered,
    priced,
    same,
)
from etl.subjects import SUBJECTS
from etl.totals import figure

ENGINE = {"type", "unit", "formula", "range", "region", "institution", "duplicate", "secret",
          "negative", "required", "implausible", "credit_code", "control_total", "cumulative",
          "cumulative_falls", "after_arrival"}  # fmt: skip
"""Rules the engine itself applies, to every subject."""
PLATE = (
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z]"
    "[·•]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳]|WJ.{5,8}"
)
"""GA 36: no I and no O behind the letter of the place; six signs for cars of new energy."""

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
    Rule("plate_form", "vehicle", "plate",
         f"not regexp_full_match(upper(squeeze(t.plate)), '{PLATE}')",
         "'不是规范的号牌号码（如 宁A12345、宁AD12345），可能多写、漏写或写错了字，请与行驶证核对。'"),
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
