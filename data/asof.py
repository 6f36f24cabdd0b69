"""As of when each subject is known: the last month of its mart within the months asked for."""

from data import metrics, warehouse
from data.scope import Scope


def by_subject(view: Scope) -> list[dict]:
    """One row per subject that has data on the scope up to its period: label, first and last
    (months as YYYY-MM), institutions (behind the last month)."""
    found = []
    for label, members in metrics.SUBJECTS.items():
        mart = next((metric.mart for metric in members if metric.mart.dated), None)
        row = mart and _span(view, mart.table)
        if row and row["last"]:
            found.append({"label": label, **row})
    return found


def _span(view: Scope, table: str) -> dict:
    return warehouse.row(
        view.snapshot,
        "with mine as (select mart.month, mart.institution"
        f" from {table} as mart join dim_region_tree as within"
        " on within.region = mart.region and within.ancestor = ?"
        " where mart.month <= ? and starts_with(mart.institution_type, ?))"
        " select strftime(min(month), '%Y-%m') as first, strftime(max(month), '%Y-%m') as last,"
        " count(distinct institution) filter (where month = (select max(month) from mine))"
        " as institutions from mine",
        view.region,
        f"{view.covered.end}-01",
        view.institution_type,
    )
