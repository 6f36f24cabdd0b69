"""How evenly a resource is spread over people: Gini, Theil, variation, Lorenz, location quotients.

Every measure weighs a region by its share of the denominator (people, floor area). Only then is
the mean the indicator itself, sum over sum, and a county of 80,000 does not count as much as one
of 800,000. What cannot be computed is None, with a note that says why; never NaN.
Source: the formulas of regional balance, docs of the field, section 9.
"""

from dataclasses import dataclass, field
from itertools import accumulate, groupby
from math import fsum, log, sqrt

TOO_FEW = "只有一个地区有数据，谈不上均衡与否"
NOTHING = "没有可比较的数据"
NOISE = 1e-12
"""A Theil index below this is what equal shares leave by rounding: none."""


@dataclass(frozen=True)
class Balance:
    """The measures of one indicator over n regions.

    `regions`: one row per region with data, lowest value first: key, label, group, resource,
    people, value, share_people (p), share_resource (s), quotient (1 is the mean), theil (its term
    s·ln(s/p); they sum to the index), contribution_pct (of the index: s·ln(s/p) − s + p, which
    sums to the same because shares sum to one, and is never negative).
    `groups`: one row per group: group, regions, value, theil_within (its weighted share of the
    index), within_pct. `lorenz`: points (share of people, share of resource) from (0, 0) to
    (1, 1). `missing`: labels of regions without data.
    `variation` is weighted; `variation_plain` is s/x̄ of the regions, `variation_small` that times
    1 + 1/4n. `gini_small` is the Gini index times n/(n−1), at most 1.
    """

    regions: list[dict]
    missing: list[str]
    mean: float | None = None
    gini: float | None = None
    gini_small: float | None = None
    theil: float | None = None
    theil_between: float | None = None
    theil_within: float | None = None
    variation: float | None = None
    variation_plain: float | None = None
    variation_small: float | None = None
    ratio: float | None = None
    groups: list[dict] = field(default_factory=list)
    lorenz: list[tuple[float, float]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.regions)


def balance(rows: list[dict], scale: float = 1.0) -> Balance:
    """The measures over rows of key, label, group, resource (numerator), people (denominator).

    A row without a resource or without people is missing, not zero.
    """
    known = [row for row in rows if row["resource"] is not None and (row["people"] or 0) > 0]
    missing = [row["label"] for row in rows if row not in known]
    regions = _regions(known, scale)
    if len(regions) < 2:
        return Balance(regions, missing, notes=[TOO_FEW if regions else NOTHING])
    mean = fsum(row["resource"] for row in regions) / fsum(r["people"] for r in regions) * scale
    found = {"mean": mean, "notes": [], **_spread(regions, mean)}
    if found["ratio"] is None:
        found["notes"].append("最低值不大于 0，不计最高最低之比")
    negative = [row["label"] for row in regions if row["resource"] < 0]
    if negative:
        found["notes"].append(f"{'、'.join(negative)}为负值，基尼系数、泰尔指数、洛伦兹曲线不适用")
    elif not mean:
        found["notes"].append("各地区均为 0，没有差距可言")
    else:
        found |= _concentration(regions)
    return Balance(regions, missing, **found)


def gini(pairs: list[tuple[float, float]]) -> float:
    """Σ_iΣ_j w_i w_j |x_i − x_j| / (2μ) of (resource, people) pairs, resources not negative.

    Computed as the area between the Lorenz curve and the diagonal, which is the same number.
    """
    points = lorenz(pairs)
    area = fsum(
        (here[0] - before[0]) * (here[1] + before[1])
        for before, here in zip(points, points[1:], strict=False)
    )
    return max(0.0, 1.0 - area)


def lorenz(pairs: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Cumulated shares (people, resource) of (resource, people) pairs, poorest first."""
    ordered = sorted(pairs, key=lambda pair: (pair[0] / pair[1], pair))
    total = fsum(pair[0] for pair in ordered), fsum(pair[1] for pair in ordered)
    sums = zip(accumulate(p[1] for p in ordered), accumulate(p[0] for p in ordered), strict=True)
    return [(0.0, 0.0), *((people / total[1], got / total[0]) for people, got in sums)]


def theil(share_resource: float, share_people: float) -> float:
    """One term of the Theil index; nothing held adds nothing."""
    if not share_resource:
        return 0.0
    return share_resource * log(share_resource / share_people)


def _regions(known: list[dict], scale: float) -> list[dict]:
    """The known rows with value and shares, lowest value first."""
    people = fsum(row["people"] for row in known)
    resource = fsum(row["resource"] for row in known)
    rows = [
        {
            **row,
            "value": row["resource"] / row["people"] * scale,
            "share_people": row["people"] / people,
            "share_resource": row["resource"] / resource if resource else None,
            "quotient": row["resource"] / row["people"] * people / resource if resource else None,
            "theil": None,
            "contribution_pct": None,
        }
        for row in known
    ]
    return sorted(rows, key=lambda row: (row["value"], row["key"]))


def _spread(regions: list[dict], mean: float) -> dict:
    """Variation and max/min; None where the mean or the lowest value is not positive."""
    values, n = [row["value"] for row in regions], len(regions)
    plain = fsum(values) / n
    deviation = sqrt(fsum((value - plain) ** 2 for value in values) / (n - 1))
    weighted = sqrt(fsum(row["share_people"] * (row["value"] - mean) ** 2 for row in regions))
    variation = deviation / plain if plain > 0 else None
    return {
        "variation": weighted / mean if mean > 0 else None,
        "variation_plain": variation,
        "variation_small": variation and variation * (1 + 1 / (4 * n)),
        "ratio": values[-1] / values[0] if values[0] > 0 else None,
    }


def _concentration(regions: list[dict]) -> dict:
    """Gini, Lorenz and Theil with its split; fills each region's Theil term."""
    pairs, n = [(row["resource"], row["people"]) for row in regions], len(regions)
    for row in regions:
        row["theil"] = theil(row["share_resource"], row["share_people"])
    total = fsum(row["theil"] for row in regions)
    total = total if total > NOISE else 0.0
    for row in regions:
        term = max(0.0, row["theil"] - row["share_resource"] + row["share_people"])
        row["contribution_pct"] = term / total * 100 if total else None
    index = gini(pairs)
    groups = _groups(regions, total)
    within = fsum(group["theil_within"] for group in groups)
    return {
        "gini": index,
        "gini_small": min(1.0, index * n / (n - 1)),
        "theil": total,
        "theil_between": max(0.0, total - within),
        "theil_within": within,
        "groups": groups,
        "lorenz": lorenz(pairs),
    }


def _groups(regions: list[dict], total: float) -> list[dict]:
    """One row per group, in the order of its name, with its part of the index."""
    ordered = sorted(regions, key=lambda row: (row["group"], row["key"]))
    found = []
    for group, each in groupby(ordered, key=lambda row: row["group"]):
        rows = list(each)
        resource = fsum(row["share_resource"] for row in rows)
        people = fsum(row["share_people"] for row in rows)
        within = max(0.0, fsum(row["theil"] for row in rows) - theil(resource, people))
        found.append(
            {
                "group": group,
                "regions": len(rows),
                "value": fsum(r["value"] * r["share_people"] for r in rows) / people,
                "theil_within": within,
                "within_pct": within / total * 100 if total else None,
            }
        )
    return found
