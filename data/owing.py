"""Monthly returns by region, and who has not reported, for which months and how long since."""

from datetime import date

from data import coverage, scope, warehouse
from data.scope import Scope

# table of each register, and what it holds
REGISTERS = {"fct_asset": "资产卡片", "fct_building": "办公用房台账", "fct_vehicle": "车辆台账"}
NO_CITY = "未标明地区"


def by_region(view: Scope) -> list[dict]:
    """One row per part of the region and subject: region, label, subject, expected and reported
    (institution-months of the period), institutions due, complete (those that owe nothing)."""
    parts = _parts(view)
    covered = view.covered
    found = warehouse.rows(
        view.snapshot,
        "with each as ("
        " select within.ancestor as region, report.subject, report.institution,"
        " sum(report.expected) as expected, sum(report.reported) as reported"
        " from agg_reporting as report"
        " join dim_region_tree as within on within.region = report.region"
        " where list_contains(?, within.ancestor) and report.month between ? and ?"
        " and starts_with(report.institution_type, ?) group by all)"
        " select region, subject, cast(sum(expected) as bigint) as expected,"
        " cast(sum(reported) as bigint) as reported, count(*) as institutions,"
        " count(*) filter (where reported = expected) as complete"
        " from each group by region, subject order by region, subject",
        parts,
        f"{covered.start}-01",
        f"{covered.end}-01",
        view.institution_type,
    )
    return [row | {"label": scope.regions(view.snapshot)[row["region"]]["name"]} for row in found]


def registers(view: Scope) -> list[dict]:
    """One row per part of the region and register: region, label, register, institutions on the
    roster today, present (those with at least one record in the register)."""
    counted = ", ".join(
        f"count(*) filter (where institution in (select institution from {table})) as {table}"
        for table in REGISTERS
    )
    found = warehouse.rows(
        view.snapshot,
        f"select within.ancestor as region, count(*) as institutions, {counted}"
        " from dim_institution as place"
        " join dim_region_tree as within on within.region = place.region"
        " where list_contains(?, within.ancestor) and place.active_to is null"
        " and starts_with(place.institution_type, ?) group by within.ancestor",
        _parts(view),
        view.institution_type,
    )
    names = scope.regions(view.snapshot)
    return [
        {"region": row["region"], "label": names[row["region"]]["name"], "register": table,
         "institutions": row["institutions"], "present": row[table]}
        for row in found for table in REGISTERS
    ]  # fmt: skip


def late(view: Scope) -> list[dict]:
    """One row per institution and subject with months missing in the period, by city: city,
    city_name, subject, name, region_name, months (dates of their first days, oldest first),
    days (since the end of the oldest of them, as of the publication), demo."""
    covered, places = view.covered, scope.regions(view.snapshot)
    found = warehouse.rows(
        view.snapshot,
        "select report.subject, any_value(place.name) as name, any_value(report.region) as region,"
        " list(report.month order by report.month) as months, bool_or(report.demo) as demo,"
        " date_diff('day', last_day(min(report.month)),"
        " (select cast(built_at as date) from snapshot_info)) as days"
        " from agg_reporting as report"
        " join dim_region_tree as within on within.region = report.region and within.ancestor = ?"
        " join dim_institution as place on place.institution = report.institution"
        " where report.reported < report.expected and report.month between ? and ?"
        " and starts_with(report.institution_type, ?)"
        " group by report.institution, report.subject"
        " order by days desc, len(months) desc, name",
        view.region,
        f"{covered.start}-01",
        f"{covered.end}-01",
        view.institution_type,
    )
    for row in found:
        place = places[row["region"]]
        row["region_name"] = place["name"]
        row["city"] = place["city"] or ""
        row["city_name"] = places[place["city"]]["name"] if place["city"] else NO_CITY
    return sorted(found, key=lambda row: row["city"])  # stable: the longest late stay first


def as_of(view: Scope) -> date:
    """The day of publication, up to which lateness is counted."""
    return warehouse.row(view.snapshot, "select built_at from snapshot_info")["built_at"].date()


def label(subject: str) -> str:
    """The name of a monthly return."""
    return coverage.SUBJECTS[subject]


def _parts(view: Scope) -> list[str]:
    """The regions just below the one in view, itself when there are none."""
    regions = scope.regions(view.snapshot)
    return [code for code, row in regions.items() if row["parent"] == view.region] or [view.region]
