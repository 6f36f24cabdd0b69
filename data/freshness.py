"""How far each subject's data reach, and until which day that is recent enough.

The day follows from the subject's own deadlines: monthly returns by the rule report_missing, all
others by reporting_deadlines.csv. Without a deadline data never count as stale, and that is said.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from data import coverage, reference, warehouse
from data.period import Month

SUBJECTS = {
    "asset": ("国有资产", ("asset",), "agg_asset"),
    "vehicle": ("公务用车", ("vehicle", "vehicle_month"), "agg_vehicle"),
    "building": ("办公用房", ("building",), "agg_office"),
    "energy": ("公共机构节能", ("energy", "energy_year"), "agg_energy"),
    "review": ("服务满意度", ("review",), "agg_service"),
}
MONTHLY = "report_missing"


@dataclass(frozen=True)
class Fresh:
    """`month` the last with data (None: no data), `until` the last day on which that is recent
    enough (None: no deadline is set), `rule` the deadline in words."""

    subject: str
    label: str
    month: Month | None
    until: date | None
    rule: str


def all_subjects(snapshot: str) -> list[Fresh]:
    """One row per subject, in the order of SUBJECTS."""
    return [of(snapshot, subject) for subject in SUBJECTS]


def of(snapshot: str, subject: str) -> Fresh:
    """How fresh one subject is."""
    label, registers, table = SUBJECTS[subject]
    month = _last(snapshot, subject, table)
    if month is None:
        return Fresh(subject, label, None, None, "没有数据")
    found = [_due(row, month) for row in _deadlines(registers, month)]
    found += _monthly(subject, month)
    if not found:
        return Fresh(subject, label, month, None, "没有登记报送时限，不判断是否过期")
    until, rule = min(found)
    return Fresh(subject, label, month, until, rule)


def working_days_after(day: date, count: int) -> date:
    """The day that many working days after another, legal holidays and worked weekends known."""
    while count:
        day += timedelta(days=1)
        count -= _works(day)
    return day


def _last(snapshot: str, subject: str, table: str) -> Month | None:
    """The last month of a mart; of a monthly return the last one that anybody filed."""
    sql, params = f"select max(month) as month from {table}", []
    if subject in coverage.SUBJECTS:
        sql = "select max(month) as month from agg_reporting where reported > 0 and subject = ?"
        params = [subject]
    found = warehouse.row(snapshot, sql, *params)["month"]
    return Month(found.year, found.month) if found else None


def _deadlines(registers: tuple[str, ...], month: Month) -> list[dict]:
    rows = reference.dated("reporting_deadlines", _end(month))
    return [row for row in rows if row["subject"] in registers]


def _due(row: dict, month: Month) -> tuple[date, str]:
    """When the data after `month` are owed at the latest, by one row of the deadlines."""
    after = Month.of(month.index + 1)
    due, rule = row["due"], row["rule"]
    match row["due_kind"]:
        case "每年":
            day = date.fromisoformat(f"{after.year + 1}-{due}")
            return day, f"{rule}，每年 {due} 前"
        case "工作日内":
            return working_days_after(_end(after), int(due)), f"{rule}，{due} 个工作日内"
        case "月内":
            return _end(Month.of(month.index + int(due))), f"{rule}，{due} 个月内"
        case _:
            return _end(Month.of(month.index + 12 * int(due))), f"{rule}，{due} 年内"


def _monthly(subject: str, month: Month) -> list[tuple[date, str]]:
    """The same for a return of every month."""
    if subject not in coverage.SUBJECTS:
        return []
    after = _end(Month.of(month.index + 1))
    rows = reference.dated("finding_rules", after, rule=MONTHLY)
    name = coverage.SUBJECTS[subject]
    return [
        (after + timedelta(days=int(row["days"])), f"{name}，月后 {row['days']} 日内")
        for row in rows
    ]


def _end(month: Month) -> date:
    return date(month.year, month.number, monthrange(month.year, month.number)[1])


def _works(day: date) -> bool:
    kinds = {
        row["kind"]
        for row in reference.table("holidays")
        if row["valid_from"] <= day.isoformat() <= row["valid_to"]
    }
    return "上班" in kinds or (day.weekday() < 5 and "放假" not in kinds)
