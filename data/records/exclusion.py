"""Institutions of a scope that do not count in a number, and why."""

from data import scope, warehouse
from data.metrics.metric import Metric
from data.records import detail
from data.scope import Scope

_REFUSED = """
    select distinct place.institution from quarantine
    join source_sheet using (file_id, sheet)
    join {raw} as raw using (file_id, sheet, row_no)
    join dim_institution_ref as place
        on place.ref in (squeeze(raw.institution_code), squeeze(raw.institution_name))
    where source_sheet.subject = '{subject}'
"""
_NOBODY = "select null where false"
WHY = {
    "inactive": "期间内不在名录（未成立、已撤并）",
    "refused": "报送的行被拒收",
    "silent": "期间内没有报送",
    "absent": "在这一口径下没有记录",
}
_RETURNS = {"vehicle": "vehicle", "energy": "energy", "reporting": ""}


def excluded(metric: Metric, view: Scope, part: str = "numerator") -> list[dict]:
    """One row per institution of the region and type that adds nothing to a part of the metric:
    institution, name, region, region_name, why. Ordered by reason, then code. Empty for numbers
    that do not count institutions (the published ledger)."""
    if not metric.mart.dated:
        return []
    rows, params = detail.valued(metric, view, part)
    subject, covered = metric.mart.subject, view.covered
    found = warehouse.rows(
        view.snapshot,
        f"with listed as ({rows}), silent as (select institution from agg_reporting"
        " where subject = ? and month between ? and ? group by institution"
        " having sum(reported) = 0)"
        " select place.institution, place.name, place.region,"
        " case when place.active_from > last_day(cast(? as date)) or place.active_to < ?"
        f" then 'inactive' when place.institution in ({_refused(view, subject)})"
        " then 'refused' when place.institution in (from silent) then 'silent'"
        " else 'absent' end as reason from dim_institution as place"
        " join dim_region_tree as within on within.region = place.region and within.ancestor = ?"
        " where starts_with(place.institution_type, ?)"
        " and not exists (from listed where listed.institution = place.institution)"
        " order by reason, place.institution",
        *params, _RETURNS.get(subject, ""), f"{covered.start}-01", f"{covered.end}-01",
        f"{covered.end}-01", f"{covered.start}-01", view.region, view.institution_type,
    )  # fmt: skip
    names = scope.regions(view.snapshot)
    return [
        {name: row[name] for name in ("institution", "name", "region")}
        | {"region_name": names[row["region"]]["name"], "why": WHY[row["reason"]]} for row in found
    ]  # fmt: skip


def _refused(view: Scope, subject: str) -> str:
    """SQL of the institutions with refused rows of the subject; none when rows name nobody."""
    raw = f"raw_{subject}"
    there = warehouse.columns(view.snapshot, raw)
    named = {"institution_code", "institution_name"} <= set(there)
    return _REFUSED.format(raw=raw, subject=subject) if named else _NOBODY
