"""What each institution reported in the months of two periods, as exact numbers.

A reading is a tuple of levels that add up (a value, and what stands under it: floor area,
distance, litres), so it can be summed over months and split between successors.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from data import coverage, warehouse
from data.analysis.decomposition import Levels
from data.metrics.metric import Metric
from data.period import Month, Period
from data.scope import Scope

Readings = dict[tuple[str, int], Levels]
NONE = Fraction(0)
_LINKED = (
    "select institution from dim_institution_change"
    " union all select successor from dim_institution_change"
)


@dataclass(frozen=True)
class Source:
    """Where the levels of a metric stand: SQL by institution and month, the value first.

    `names` name the levels. A register (assets, buildings) knows its present holder alone, so its
    past already follows the succession: `follows` is False for it.
    """

    names: tuple[str, ...]
    sql: str
    follows: bool = True


@dataclass(frozen=True)
class Sides:
    """Two periods of equal length: `steps` are pairs of months that are compared."""

    places: dict[str, dict]
    steps: list[tuple[Month, Month]]
    before: Readings
    now: Readings
    due: set[tuple[str, str]] = field(default_factory=set)

    def inside(self, institution: str) -> bool:
        """Whether the institution counts in the view."""
        return self.places[institution]["inside"]

    def active(self, institution: str, month: Month) -> bool:
        """Whether the roster has the institution in that month."""
        place = self.places[institution]
        begun = place["active_from"] is None or str(place["active_from"]) <= f"{month}-01"
        return begun and (place["active_to"] is None or str(place["active_to"])[:7] > str(month))


def steps(metric: Metric, before: Period, now: Period) -> list[tuple[Month, Month]]:
    """The months compared; of a stock only the last of each period."""
    pairs = [
        (Month.of(before.start.index + at), Month.of(now.start.index + at))
        for at in range(now.months)
    ]
    return pairs[-1:] if metric.kind == "stock" else pairs


def read(metric: Metric, source: Source, view: Scope, before: Period, linked: bool) -> Sides:
    """The readings of the view's institutions and, when linked, of those tied to them."""
    pairs = steps(metric, before, view.covered)
    places = _places(view, linked)
    sides = [_readings(source, view, [pair[at] for pair in pairs], places) for at in (0, 1)]
    months = [month for pair in pairs for month in pair]
    due = _due(metric.mart.subject, view.snapshot, months, places)
    return Sides(places, pairs, *sides, due)


def _places(view: Scope, linked: bool) -> dict[str, dict]:
    """Institutions of the view and those linked to any by the succession, with their place."""
    found = warehouse.rows(
        view.snapshot,
        "select place.institution, place.name, place.region, place.institution_type,"
        " place.active_from, place.active_to, home.unit,"
        " within.region is not null and starts_with(coalesce(place.institution_type, ''), ?)"
        " as inside from dim_institution as place"
        " left join dim_region as home on home.region = place.region"
        " left join dim_region_tree as within"
        " on within.region = place.region and within.ancestor = ?"
        f" where inside {f'or place.institution in ({_LINKED})' if linked else ''}"
        " order by place.institution",
        view.institution_type,
        view.region,
    )
    return {row["institution"]: row for row in found}


def _readings(source: Source, view: Scope, months: list[Month], places: dict) -> Readings:
    exact = ", ".join(f"cast({name} as varchar) as {name}" for name in source.names)
    found = warehouse.rows(
        view.snapshot,
        f"select institution, month, {exact} from ({source.sql})"
        f" where month between ? and ? and {source.names[0]} is not null"
        " and institution in (select unnest(?::varchar[])) order by all",
        f"{months[0]}-01",
        f"{months[-1]}-01",
        list(places),
    )
    at = {str(month): step for step, month in enumerate(months)}
    return {
        (row["institution"], at[str(row["month"])[:7]]): tuple(
            _exactly(row[name]) for name in source.names
        )
        for row in found
    }


def _exactly(text: str | None) -> Fraction:
    """A number as it is written; by way of Decimal, which costs half of Fraction's own reading."""
    return Fraction(Decimal(text)) if text and text not in ("0", "0.0") else NONE


def _due(subject: str, snapshot: str, months: list[Month], places: dict) -> set[tuple[str, str]]:
    """(institution, month) of the returns that were due."""
    if subject not in coverage.SUBJECTS:
        return set()
    found = warehouse.rows(
        snapshot,
        "select institution, month from agg_reporting where subject = ? and expected > 0"
        " and month between ? and ? and institution in (select unnest(?::varchar[]))",
        subject,
        f"{min(months)}-01",
        f"{max(months)}-01",
        list(places),
    )
    return {(row["institution"], str(row["month"])[:7]) for row in found}
