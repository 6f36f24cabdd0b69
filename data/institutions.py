"""Institutions of a view as a ledger: one row each, one column a metric of a subject.

$1 region, $2 first day of the view, $3 the day after its last, $4 institution type (data/grid.py).
"""

from data import metrics
from data.grid import Column, Ledger, numbered, scoped
from data.metrics.metric import Metric
from data.scope import Scope

PLACED = """
    join dim_institution as place on place.institution = {0}.institution
    join dim_region as area on area.region = place.region
    join dim_region_tree as within on within.region = place.region and within.ancestor = $1
"""
OF_TYPE = "starts_with(place.institution_type, $4)"
WHERE = (
    Column("institution_name", "单位", searched=True, width=220),
    Column("region_name", "地区", searched=True, width=120),
    Column("institution", "单位代码", hidden=True),
)
OPENS = {"institution_name": ("institution", "institution")}


def ledger(name: str, wanted: tuple[Metric, ...], view: Scope) -> Ledger:
    """Institutions of the view, one column a metric; metrics that share a query share a join."""
    selected, joined = [], []
    params = scoped(view)
    for number, (members, sql, given) in enumerate(metrics.queries(wanted, view, "institution")):
        part = f"({numbered(sql, len(params))}) as of_{number}"
        joined.append(f"left join {part} on of_{number}.key = place.institution")
        params += given
        for index, metric in enumerate(members):
            selected.append(f'{_value(metric, number, index)} as "{metric.id}"')
    known = " or ".join(f'"{metric.id}" is not null' for metric in wanted)
    sql = f"""
    select * from (
        select place.institution, place.name as institution_name, area.name as region_name,
            kind.label as type_name, {", ".join(selected)}
        from dim_institution as place
        join dim_region as area on area.region = place.region
        join dim_region_tree as within on within.region = place.region and within.ancestor = $1
        left join ref_institution_types as kind on kind.code = place.institution_type
        {" ".join(joined)}
        where {OF_TYPE}
    ) where {known}
    """
    kept = (*WHERE, Column("type_name", "机构类型"), *map(_column, wanted))
    return Ledger(name, "单位明细", "institution", kept, sql, tuple(params[len(scoped(view)) :]))


def _column(metric: Metric) -> Column:
    return Column(
        metric.id, metric.label, "number", metric.unit, metric.digits, summed=not metric.is_ratio
    )


def _value(metric: Metric, number: int, index: int) -> str:
    top, bottom = f"of_{number}.top_{index}", f"of_{number}.bottom_{index}"
    whole = f"{top} / nullif({bottom}, 0)" if metric.is_ratio else top
    return f"cast({whole} as double) * {metric.scale}"
