"""Against target at the end of a year: what the path since the base year leaves for it."""

from data import numbers, scope
from data.analysis import targets
from data.metrics.metric import Metric
from data.metrics.reading import total
from data.period import Month, Period
from data.scope import Scope


def year_end(metric: Metric, view: Scope, year: int) -> tuple[float | None, str]:
    """What the target in force at the end of a year allows the whole year, and on whose word;
    None with the reason where there is none or its base year was not filed."""
    whose = targets.judged_as(view)
    row, reason = targets.in_force(metric, whose, Month(year, 12))
    if row is None:
        return None, reason.rstrip("。")
    word = f"{row['clause']}，{row['status']}"
    if not (row["change_pct"] and row["base_year"]):
        return float(row["target_value"]), word
    base, (first, last) = Period(int(row["base_year"]), 1, 12), scope.months(view.snapshot)
    before = total(metric, view.during(base)) if first <= base.start <= base.end <= last else None
    if before is None:
        return None, f"{base.year} 年没有全年的月报，{row['plan']}的目标无从换算"
    change = targets.path(row, Month(year, 12))
    whole = numbers.of(before["value"], metric)
    told = f"{base.year} 年 {whole}，路径{targets.way(change)}，{word}"
    return before["value"] * (1 + change / 100), told
