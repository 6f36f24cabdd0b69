"""What outsiders are told of a metric: no group under three, and none that could be worked back.

Institutions with records behind a number are counted. A number is also kept where a sum that is
told less the other parts would give a small group away: among the regions of one parent, the types
of institution, the months of a year, and the groups of a split.
"""

from dataclasses import replace
from functools import lru_cache

from data import scope, small_groups
from data.metrics import querying
from data.metrics.metric import Metric, splits
from data.period import Period
from data.scope import Scope

Counts = dict[str, int]


def cut(
    found: dict[str, list[dict]], wanted: tuple[Metric, ...], view: Scope, by: str
) -> dict[str, list[dict]]:
    """The rows with the numbers of those that may not be told taken out, `hidden` set there."""
    return {metric.id: _cut(found.get(metric.id, []), metric, view, by) for metric in wanted}


def _cut(rows: list[dict], metric: Metric, view: Scope, by: str) -> list[dict]:
    if not rows:
        return rows
    unsaid = _unsaid(rows, metric, view, by)
    bare = {"value": None, "numerator": None, "denominator": None, "hidden": True}
    return [row | bare if row["key"] in unsaid else row for row in rows]


def _unsaid(rows: list[dict], metric: Metric, view: Scope, by: str) -> frozenset[str]:
    """The keys of the rows that may not be told."""
    every = frozenset(row["key"] for row in rows)
    if by != "institution" and _is_whole_unsaid(metric, view):
        return every
    if not by:
        return frozenset()
    counts = {row["key"]: row["institutions"] for row in rows if row["value"] is not None}
    if by == "unit":
        return _units(counts, metric, view)
    if by == "month":
        return _months(counts, metric)
    return small_groups.hidden(counts)


def _units(counts: Counts, metric: Metric, view: Scope) -> frozenset[str]:
    """Counties and 本级: each city's among themselves, and all of a city that is not told."""
    parents = {code: row["parent"] or "" for code, row in scope.regions(view.snapshot).items()}
    parts = _counts(metric, view, "region")
    closed = small_groups.hidden(parts)
    below = {key for key in counts if key not in parts and parents[key] in closed}
    return small_groups.hidden(counts, parents) | below | (closed & counts.keys())


def _months(counts: Counts, metric: Metric) -> frozenset[str]:
    """Months of few institutions; of what is summed over months one more in the same year."""
    years = {key: key[:4] for key in counts}
    return small_groups.hidden(counts, years, metric.kind == "flow")


@lru_cache(maxsize=4096)
def _is_whole_unsaid(metric: Metric, view: Scope) -> bool:
    """Whether the total of a view is small itself, or would give another away."""
    counts = _counts(metric, view, "")
    return any(count < small_groups.LEAST for count in counts.values()) or (
        _betrays_region(metric, view) or _betrays_type(metric, view) or _betrays_month(metric, view)
    )


def _betrays_region(metric: Metric, view: Scope) -> bool:
    """Among the regions beside it, and as a part of one above that is not told itself."""
    above = scope.regions(view.snapshot)[view.region]["parent"]
    if not above or not scope.is_inside(above, view.snapshot):
        return False
    wide = replace(view, region=above)
    beside = small_groups.hidden(_counts(metric, wide, "region"))
    return view.region in beside or _betrays_region(metric, wide)


def _betrays_type(metric: Metric, view: Scope) -> bool:
    kind = view.institution_type
    if not kind:
        return False
    every = replace(view, institution_type="")
    unsaid = small_groups.hidden(_counts(metric, every, "institution_type"))
    return small_groups.gives_away({key for key in unsaid if key.startswith(kind)}, unsaid)


def _betrays_month(metric: Metric, view: Scope) -> bool:
    if metric.kind != "flow" or "month" not in splits(metric):
        return False
    period = view.covered
    year = Period(period.year, 1, 12)
    counts = _counts(metric, view.during(year), "month")
    unsaid = _months({key: n for key, n in counts.items() if key[:4] == str(year.year)}, metric)
    inside = {key for key in unsaid if str(period.start) <= key <= str(period.end)}
    return small_groups.gives_away(inside, unsaid)


@lru_cache(maxsize=4096)
def _counts(metric: Metric, view: Scope, by: str) -> Counts:
    """Institutions behind the metric by group; groups without any number are left out."""
    rows = querying.read((metric,), view, by)[metric.id]
    return {row["key"] or "": row["institutions"] for row in rows if row["value"] is not None}
