"""The published study of Yinchuan's office property: its cases, and its figures beside them."""

import re

from data import warehouse
from data.scope import Scope

_WITHIN = "join dim_region_tree as within on within.region = place.region and within.ancestor = ?"


def cases(view: Scope) -> list[dict]:
    """One row per case in ledger order, with file_id, sheet and row_no of each."""
    return warehouse.rows(
        view.snapshot,
        f"select place.*, source.file_name from fct_property_problem as place {_WITHIN}"
        " join dim_source as source on source.file_id = place.file_id"
        " order by cast(place.case_no as integer)",
        view.region,
    )


def counts(view: Scope, column: str) -> list[dict]:
    """Cases, properties, known area (m²) and cases without one, by a column of the ledger."""
    name = {"category": "category", "unit": "responsible_unit", "step": "suggestion"}[column]
    return warehouse.rows(
        view.snapshot,
        f"select place.{name} as label, count(*) as cases,"
        " cast(sum(place.properties) as integer) as properties,"
        " count(distinct place.responsible_unit) as units, sum(place.area_m2) as area_m2,"
        " count(*) filter (where place.area_m2 is null) as area_unknown"
        f" from fct_property_problem as place {_WITHIN} group by label"
        " order by cases desc, properties desc, min(cast(place.case_no as integer))",
        view.region,
    )


def published(view: Scope) -> list[dict]:
    """Every published figure, in file order: indicator, value, unit_name, year, note."""
    return warehouse.rows(
        view.snapshot,
        "select place.*, source.file_name from fct_published_figure as place"
        f" {_WITHIN} join dim_source as source on source.file_id = place.file_id"
        " order by place.file_id, place.row_no",
        view.region,
    )


def disagreements(view: Scope) -> list[dict]:
    """The study's own count of units beside what its list really names, one row a category.

    Columns: category, stated (文中统计), noted (what the study's note says it lists, None when
    silent), listed (distinct responsible units in the ledger), cases, properties, agree.
    """
    stated = {
        _category(row["indicator"]): row
        for row in published(view)
        if "文中统计" in row["indicator"]
    }
    found = []
    for row in counts(view, "category"):
        said = stated.get(row["label"])
        if said is None:
            continue
        noted = re.search(r"列出(\d+)家", said["note"] or "")
        found.append(
            {
                "category": row["label"],
                "stated": int(said["value"]),
                "noted": int(noted.group(1)) if noted else None,
                "listed": row["units"],
                "cases": row["cases"],
                "properties": row["properties"],
                "agree": int(said["value"]) == row["units"],
                "note": said["note"] or "",
            }
        )
    return found


def _category(indicator: str) -> str:
    return indicator.split("单位数")[0]
