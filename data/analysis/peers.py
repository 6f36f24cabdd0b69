"""One institution among institutions like it: percentile, and what would make it the median.

Any metric per person, area, vehicle or kilometre. Alike is the same type, a similar size (floor
area within half to twice) and the same heating; when fewer than 5 are left heating is given up,
then size, and the class that was used is said.
"""

from dataclasses import dataclass, replace
from statistics import median

from data import coverage, metrics, warehouse
from data.analysis.standing import FEWEST_PEERS
from data.errors import MetricError, ScopeError
from data.metrics.metric import Metric
from data.scope import ROOT, Scope

CLASSES = (
    (("type", "size", "heating"), "同类型、面积 0.5—2 倍、同采暖方式"),
    (("type", "size"), "同类型、面积 0.5—2 倍，同采暖方式的不足 5 家"),
    (("type",), "同类型，面积相近的不足 5 家"),
)


@dataclass(frozen=True)
class Likeness:
    """The institution's value, its percentile among n peers (share of them that are lower, ties
    by half, itself not counted) and how far numerator and value are from the peers' median.

    `percentile` and `median` are None when fewer than 5 are alike.
    """

    name: str
    value: float
    alike: str
    n: int
    percentile: float | None
    median: float | None
    to_median: float | None
    numerator_to_median: float | None
    sentence: str


def likeness(metric: Metric, view: Scope, institution: str) -> Likeness:
    """The institution among its peers of the whole region, whatever region is viewed."""
    rows = _values(metric, view)
    own = next((row for row in rows if row["institution"] == institution), None)
    if own is None:
        raise ScopeError(_absent(metric, view, institution))
    for keys, alike in CLASSES:
        others = [row for row in rows if row is not own and _alike(own, row, keys)]
        if len(others) >= FEWEST_PEERS:
            return _placed(metric, own, others, alike)
    words = f"{own['name']}的同类机构只有 {len(others)} 家，不足 {FEWEST_PEERS} 家，不作比较。"
    return Likeness(
        own["name"], own["value"], CLASSES[-1][1], len(others), None, None, None, None, words
    )


def _absent(metric: Metric, view: Scope, institution: str) -> str:
    """Why an institution has no value to compare."""
    place = _places(view).get(institution)
    if place is None:
        return f"名录中没有机构“{institution[:40]}”。请核对统一社会信用代码。"
    if institution in coverage.owing(replace(view, region=ROOT), metric.mart.subject):
        return (
            f"{place['name']}在{view.covered.label}有应报未报的月份，不与同类比较。请换一个期间。"
        )
    return f"{place['name']}在{view.covered.label}没有“{metric.label}”的数据。请换一个期间或指标。"


def _placed(metric: Metric, own: dict, others: list[dict], alike: str) -> Likeness:
    values = [row["value"] for row in others]
    lower = sum(value < own["value"] for value in values)
    percentile = 100 * (lower + values.count(own["value"]) / 2) / len(values)
    middle = median(values)
    step = middle - own["value"]
    above = step / metric.scale * own["below"]
    words = (
        f"{own['name']}{metric.label} {own['value']:.4g} {metric.unit}，"
        f"高于 {percentile:.0f}% 的同类机构（{len(others)} 家；{alike}），中位数 {middle:.4g}"
    )
    words += f"；分母不变时，分子变化 {above:+,.2f} 即达到中位数。" if step else "，正在中位数。"
    return Likeness(
        own["name"], own["value"], alike, len(others), percentile, middle, step, above, words
    )


def _per_unit(metric: Metric) -> bool:
    """Whether the metric is so much per person, area, vehicle or distance: sizes can differ."""
    return metric.is_ratio and metric.summed and "/" in metric.unit


def _alike(own: dict, other: dict, keys: tuple[str, ...]) -> bool:
    same = own["type"] == other["type"]
    if "size" in keys:
        same &= bool(own["area"] and other["area"]) and 0.5 <= other["area"] / own["area"] <= 2
    if "heating" in keys:
        same &= own["heating"] == other["heating"]
    return same


def _values(metric: Metric, view: Scope) -> list[dict]:
    """One row per institution that has a value and owes no return of the period."""
    known = [one.id for one in metrics.METRICS.values() if _per_unit(one)]
    if not _per_unit(metric):
        raise MetricError(f"“{metric.label}”不按机构同类比较。可用指标：{'、'.join(known)}。")
    everywhere = replace(view.within(ROOT), institution_type="")
    owing = coverage.owing(everywhere, metric.mart.subject)
    places = _places(everywhere)
    return [
        places[row["key"]] | {
            "value": row["value"], "above": row["numerator"], "below": row["denominator"],
        }
        for row in metrics.fetch(metric, everywhere, "institution")
        if row["value"] is not None and row["key"] in places and row["key"] not in owing
    ]  # fmt: skip


def _places(view: Scope) -> dict[str, dict]:
    """institution, name, type, heating and area (mean floor area returned with the energy)."""
    covered = view.covered
    found = warehouse.rows(
        view.snapshot,
        "select place.institution, place.name, place.institution_type as type,"
        " place.heating_kind as heating, avg(used.building_area_m2) as area"
        " from dim_institution as place left join agg_energy as used"
        " on used.institution = place.institution and used.month between ? and ?"
        " group by all order by place.institution",
        f"{covered.start}-01",
        f"{covered.end}-01",
    )
    return {row["institution"]: row for row in found}
