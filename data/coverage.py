"""Who was due to report and who did: the honesty line that goes with every total."""

from data import warehouse
from data.scope import Scope

SUBJECTS = {"energy": "能源资源消费月报", "vehicle": "车辆运行月报"}

_SQL = """
with due as (
    select
        report.institution,
        sum(report.expected) as expected,
        sum(report.reported) as reported,
        bool_or(report.demo) as demo
    from agg_reporting as report
    join dim_region_tree as within on within.region = report.region and within.ancestor = ?
    where report.subject = ? and report.month between ? and ?
        and starts_with(report.institution_type, ?)
    group by report.institution
)
"""


def coverage(view: Scope, subject: str) -> dict:
    """`expected` institutions due in the period; `reported`, those that filed every month due.

    `demo` says whether any of them is demo data.
    """
    sql = _SQL + (
        "select count(*) as expected,"
        " count(*) filter (where reported = expected) as reported,"
        " coalesce(bool_or(demo), false) as demo from due"
    )
    return warehouse.row(view.snapshot, sql, *_params(view, subject))


def missing(view: Scope, subject: str) -> list[dict]:
    """One row per institution that owes a return, most months owed first: name, due, filed."""
    sql = _SQL + (
        "select place.name, due.expected as due, due.reported from due"
        " join dim_institution as place on place.institution = due.institution"
        " where due.reported < due.expected"
        " order by due.expected - due.reported desc, place.name"
    )
    return warehouse.rows(view.snapshot, sql, *_params(view, subject))


def owing(view: Scope, subject: str) -> frozenset[str]:
    """Codes of the institutions that owe a return of the period; none for other subjects."""
    sql = _SQL + "select institution from due where reported < expected"
    return frozenset(
        row["institution"] for row in warehouse.rows(view.snapshot, sql, *_params(view, subject))
    )


def _params(view: Scope, subject: str) -> list[str]:
    covered = view.covered
    return [view.region, subject, f"{covered.start}-01", f"{covered.end}-01", view.institution_type]
