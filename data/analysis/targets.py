"""Against target: the path from the base year, where a number stands on it now, and its end.

A target is a change since a base year (spread evenly or compound, as its row says) or a fixed
requirement. Changes are measured on the same months of the base year, so that ten months meet ten
months; 单位建筑面积能耗 keeps the one definition of energy_target_gap_pp. Demo institutions are
judged by rows of scope 演示 alone, all others by those of 宁夏 and those that bind every province:
a national target never stands in for one of Ningxia that is not known.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from data import metrics, numbers, reference, scope, warehouse
from data.metrics.metric import Metric
from data.metrics.reading import fetch, total
from data.period import Month, Period
from data.scope import Scope

INDICATORS = {
    "energy_per_m2_kgce": "单位建筑面积能耗",
    "energy_per_head_kgce": "人均综合能耗",
    "water_per_head_m3": "人均用水量",
    "carbon_per_m2_kg": "单位建筑面积碳排放",
    "vehicle_new_energy_purchase_share_pct": "年度公务用车采购新能源占比",
}
GAPS = {"energy_per_m2_kgce": "energy_target_gap_pp"}
DEMO, OURS, EVERYBODY = "演示", "宁夏", "各省"
COMPOUND = "复合"


@dataclass(frozen=True)
class Against:
    """Where a number stands: `now` and `path` in % since the base year (of a fixed requirement in
    the unit of the metric), `gap` = now − path, `year_end` the path at December of the year.

    All None, with the reason in `sentence`, when no target is in force or nothing can be measured.
    `reached` says whether now lies on the right side. `points`: the gap is in percentage points.
    """

    sentence: str
    clause: str = ""
    now: float | None = None
    path: float | None = None
    gap: float | None = None
    year_end: float | None = None
    reached: bool | None = None
    points: bool = True


def against(metric: Metric, view: Scope, now: dict | None) -> Against | None:
    """Where the number `now` (a row of metrics.fetch) stands; None for metrics without targets."""
    if metric.id not in INDICATORS:
        return None
    if now is None:
        return Against("本期没有数据，不与目标比较。")
    whose = _whose(view)
    row, reason = _in_force(metric, whose, view.covered.end)
    if row is None:
        return Against(reason)
    if row["change_pct"] and row["base_year"]:
        return _on_path(metric, view, now, row, whose)
    return _required(metric, now["value"], row)


def path(row: dict, month: Month) -> float:
    """The change in % since the base year that the path of a target allows at a month's end."""
    base, change = int(row["base_year"]), float(row["change_pct"])
    gone = (month.year - base + (month.number - 12) / 12) / (int(row["target_year"]) - base)
    if row["path"] == COMPOUND:
        return 100 * ((1 + change / 100) ** gone - 1)
    return change * gone


def course(metric: Metric, view: Scope) -> list[dict]:
    """The path over the months of the year in view: key (YYYY-MM), value; each month is the same
    of the base year with the change that the path owes. Empty where no such path is in force."""
    if metric.id not in INDICATORS or metric.id in GAPS:
        return []
    row, _ = _in_force(metric, _whose(view), view.covered.end)
    if row is None or not (row["change_pct"] and row["base_year"]):
        return []
    year, base = view.covered.end.year, row["base_year"]
    allowed = 1 + path(row, Month(year, 12)) / 100
    rows = fetch(metric, view.during(Period(int(base), 1, 12)), "month")
    return [
        {"key": f"{year}-{one['key'][5:]}", "value": one["value"] * allowed}
        for one in rows
        if one["key"].startswith(base) and one["value"] is not None
    ]


def _whose(view: Scope) -> str:
    """The scope of target that the institutions of a view fall under, "" when they are mixed."""
    row = warehouse.row(
        view.snapshot,
        "select bool_or(demo) as demo, bool_or(not demo) as own from dim_institution as place"
        " join dim_region_tree as within"
        " on within.region = place.region and within.ancestor = ?"
        " where starts_with(coalesce(place.institution_type, ''), ?)",
        view.region,
        view.institution_type,
    )
    return "" if row["demo"] and row["own"] else DEMO if row["demo"] else OURS


def _in_force(metric: Metric, whose: str, month: Month) -> tuple[dict | None, str]:
    """The target that binds in that month; without one, what there is instead."""
    rows = [row for row in reference.table("targets") if row["indicator"] == INDICATORS[metric.id]]
    day = date(month.year, month.number, monthrange(month.year, month.number)[1]).isoformat()
    others = {row["scope"] for row in rows} - {DEMO} if whose == DEMO else {DEMO}
    rows = [row for row in rows if row["scope"] not in others - {EVERYBODY}]
    bind = [row for row in rows if row["scope"] in (whose, EVERYBODY)]
    known = [row for row in _open(bind, day) if row["change_pct"] or row["target_value"]]
    if known:
        return known[0], ""
    if not whose:
        return None, "范围内既有真实单位也有演示单位，目标不同，不合并比较。请选下一级地区。"
    told = [f"{month.year}年没有在执行的{whose}目标"]
    told += [f"{row['plan']}{row['scope']}目标{_unused(row)}" for row in _open(rows, day)]
    ended = [row for row in rows if row["valid_to"] and row["valid_to"] < day]
    if ended:
        last = max(ended, key=lambda row: (row["valid_to"], row["status"] == "已核"))
        told.append(f"{last['plan']}的{last['scope']}目标至 {last['valid_to'][:4]} 年止")
    return None, f"{'；'.join(told)}。"


def _open(rows: list[dict], day: str) -> list[dict]:
    """The rows in force on a day."""
    return [row for row in rows if row["valid_from"] <= day <= (row["valid_to"] or day)]


def _unused(row: dict) -> str:
    """Why a row in force binds nobody here: it is empty, or it is another's."""
    known = row["change_pct"] or row["target_value"]
    return "不代替宁夏目标" if known else f"未查到（{row['status']}）"


def _on_path(metric: Metric, view: Scope, now: dict, row: dict, whose: str) -> Against:
    covered = view.covered
    end = path(row, Month(covered.end.year, 12))
    if metric.id in GAPS:
        # twelve rolling months move along the path month by month
        found, allowed = total(metrics.find(GAPS[metric.id]), view), path(row, covered.end)
        change, how = found and found["value"] + allowed, "近十二个月与基年相比"
    else:
        # months of this year against the same of the base year owe the change of the whole year
        change, allowed, how = (
            _since(metric, view, now, int(row["base_year"])),
            end,
            "与基年同月相比",
        )
    if change is None:
        told = f"{row['base_year']} 年没有可比的数据，不能与目标路径比较。"
        return Against(told, row["clause"], path=allowed, year_end=end)
    gap = change - allowed
    told = (
        f"{row['plan']}（{whose or EVERYBODY}）：{how}{_way(change)}，路径{_way(allowed)}，"
        f"{_ahead(gap)}；{covered.end.year} 年末路径{_way(end)}，{row['target_year']} 年"
        f"{_way(float(row['change_pct']))}（{row['clause']}，{row['status']}）。"
    )
    return Against(told, row["clause"], change, allowed, gap, end, gap <= 0)


def _since(metric: Metric, view: Scope, now: dict, base_year: int) -> float | None:
    """Change in % since the same months of the base year; None without every one of them."""
    covered = view.covered
    base = Period(base_year, covered.start.number, covered.end.number)
    first, last = scope.months(view.snapshot)
    if base.start < first or base.end > last:
        return None
    before = total(metric, view.during(base))
    return 100 * (now["value"] / before["value"] - 1) if before and before["value"] else None


def _required(metric: Metric, value: float, row: dict) -> Against:
    """A fixed requirement: at least or at most so much, each year."""
    wanted = float(row["target_value"])
    gap = value - wanted
    reached = gap >= 0 if row["bound"] == "不低于" else gap <= 0
    size = f"{numbers.plain(abs(gap), 1)} {'个百分点' if metric.is_share else metric.unit}"
    told = (
        f"要求{row['bound']} {numbers.of(wanted, metric)}，现为 {numbers.of(value, metric)}，"
        f"{'高' if gap >= 0 else '低'} {size}（{row['clause']}，{row['status']}）。"
    )
    return Against(told, row["clause"], value, wanted, gap, wanted, reached, metric.is_share)


def _way(change: float) -> str:
    return f"{'升' if change > 0 else '降'} {numbers.plain(abs(change), 2)}%"


def _ahead(gap: float) -> str:
    size = f"{numbers.plain(abs(gap), 2)} 个百分点"
    return f"落后路径 {size}" if gap > 0 else f"好于路径 {size}"
