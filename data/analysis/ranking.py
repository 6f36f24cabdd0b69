"""The ranks of regions, units or institutions by one metric, with why each changed in a year.

Who owes a return of the period cannot rank; nor can a region's total of which returns are missing.
A region's ratio counts those who filed above and below alike: it ranks, with what is owed beside.
"""

from collections import Counter
from dataclasses import dataclass

from data import coverage, metrics, warehouse
from data.analysis import measuring, standing
from data.analysis.standing import Place
from data.errors import DashboardError, MetricError
from data.metrics.metric import Metric
from data.period import Period
from data.scope import Scope

FEW = f"样本不足 {standing.FEWEST_CASES} 个，不排名"
GROUPS = ("region", "unit", "institution")
# shares of cases: so many of so many reviews, cars, cards, buildings, institutions
CASES = frozenset(
    {
        "asset_stocktake_done_pct", "asset_matched_share_pct", "asset_house_certified_share_pct",
        "energy_over_quota_institutions_pct", "office_over_standard_institutions_pct",
        "office_inspected_share_pct", "reporting_coverage_pct", "satisfaction_rate_pct",
        "bad_review_rate_pct", "bad_review_on_time_pct", "review_active_share_pct",
        "bad_review_fixed_pct", "bad_review_callback_pct", "bad_review_step_pct",
        "vehicle_new_energy_share_pct", "vehicle_over_age_share_pct",
        "vehicle_new_energy_purchase_share_pct", "vehicle_beidou_share_pct",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """A place in the ranking, the institutions there that owe a return, and why its rank moved."""

    place: Place
    owed: int
    change: str


def standings(metric: Metric, view: Scope, by: str) -> list[Standing]:
    """The ranking now, best first. Raises MetricError where nothing can be ranked."""
    rows, places, owed = _ranked(metric, view, by)
    if not rows:
        raise MetricError(
            f"“{metric.label}”在{view.region_name}{view.covered.label}没有数据，不能排名。"
            "请换一个期间或地区。"
        )
    changes = _changes(metric, view, by, rows, places)
    return [Standing(one, owed.get(one.key, 0), changes.get(one.key, "")) for one in places]


def sentences(metric: Metric, view: Scope, found: list[Standing]) -> list[dict]:
    """One row per sentence: metric, text."""
    running = sum(one.place.rank is not None for one in found)
    good = {"up": "越高越好", "down": "越低越好", "none": "不分优劣，按大小排"}[metric.good]
    texts = [
        f"{metric.label}（{metric.unit}，{good}）{view.region_name}{view.covered.label}："
        f"{len(found)} 个中 {running} 个参加排名。"
    ]
    reasons = Counter(
        FEW if one.place.reason.startswith("样本") else one.place.reason
        for one in found if one.place.reason
    )  # fmt: skip
    texts += [f"{reason}：{count} 个。" for reason, count in sorted(reasons.items())]
    if not running and not metric.is_ratio:
        texts.append("总量有缺报就不能排名，请改用人均、单位面积等指标。")
    if _counted(metric):
        texts.append("区间为 95% 威尔逊置信区间：区间相互重叠的，名次先后不必当真。")
    return [{"metric": metric.id, "text": text} for text in texts]


def _ranked(metric: Metric, view: Scope, by: str) -> tuple[list[dict], list[Place], dict]:
    rows = metrics.fetch(metric, view, by)
    owed = _owed(metric, view, by)
    out = frozenset(owed) if by == "institution" or not metric.is_ratio else frozenset()
    return rows, standing.ranked(metric, rows, out, _counted(metric)), owed


def _counted(metric: Metric) -> bool:
    """Whether numerator and denominator are numbers of cases: a share of reviews, cars, offices."""
    return metric.id in CASES


def _owed(metric: Metric, view: Scope, by: str) -> dict[str, int]:
    """How many institutions of each group owe a return of the period."""
    owing = coverage.owing(view, metric.mart.subject)
    if by == "institution" or not owing:
        return dict.fromkeys(sorted(owing), 1)
    key = "child.region" if by == "region" else "home.unit"
    found = warehouse.rows(
        view.snapshot,
        f"select {key} as key, count(distinct place.institution) as owed"
        " from dim_institution as place"
        " join dim_region as home on home.region = place.region"
        " join dim_region_tree as step on step.region = place.region"
        " join dim_region as child on child.region = step.ancestor and child.parent = ?"
        " where list_contains(?, place.institution) group by key order by key",
        view.region,
        sorted(owing),
    )
    return {row["key"]: row["owed"] for row in found}


def _changes(
    metric: Metric, view: Scope, by: str, rows: list[dict], places: list[Place]
) -> dict[str, str]:
    """Why each rank differs from that of the same months a year before; empty without them."""
    try:
        earlier: Period = measuring.earlier_period(metric, view, "year")
    except DashboardError:
        return {}
    old_rows, old_places, _ = _ranked(metric, view.during(earlier), by)
    before = {place.key: place for place in old_places}
    now_by, old_by = ({row["key"]: row for row in found} for found in (rows, old_rows))
    return {
        place.key: standing.rank_change(
            metric, place, before[place.key], now_by[place.key], old_by[place.key]
        )
        for place in places if place.key in before
    }  # fmt: skip
