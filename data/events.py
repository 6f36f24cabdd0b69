"""What happened that a trend should be read with: institutions merged, split or moved."""

from data import quality, warehouse
from data.scope import Scope


def moves(view: Scope) -> list[dict]:
    """One row per month in which an institution of the view changed, oldest first: month (YYYY-MM),
    changes (how many)."""
    if not quality.holds(view.snapshot, "dim_institution_change"):
        return []
    return warehouse.rows(
        view.snapshot,
        "select left(cast(change.month as varchar), 7) as month,"
        " count(distinct concat_ws(' ', change.institution, change.successor, change.kind))"
        " as changes"
        " from dim_institution_change as change"
        " join dim_institution as place"
        " on place.institution = change.institution or place.institution = change.successor"
        " join dim_region_tree as within on within.region = place.region and within.ancestor = ?"
        " group by change.month order by change.month",
        view.region,
    )
