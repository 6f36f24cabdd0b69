"""Findings (问题) of a scope: what is wrong where, who has to act, by when, since when."""

from data import warehouse
from data.errors import ScopeError, SnapshotGoneError
from data.scope import Scope

SEVERITIES = ("红", "黄", "提示")
STATES = {
    "open": "resolved_on is null",
    "overdue": "resolved_on is null and deadline < last_seen",
    "new": "resolved_on is null and opened_at = seen_at",
    "returned": "resolved_on is null and returns > 0",
    "resolved": "resolved_on is not null",
    "all": "true",
}
"""What a finding can be: open, past its deadline, found at this publication, found again, gone."""
_FROM = (
    "from (select f.*, place.name as region_name, i.institution_type, i.name as institution_name,"
    " date_diff('day', f.first_seen, coalesce(f.resolved_on, f.last_seen)) as days"
    " from fct_finding as f"
    " join dim_region_tree as within on within.region = f.region and within.ancestor = ?"
    " left join dim_region as place on place.region = f.region"
    " left join dim_institution as i on i.institution = f.institution)"
    " where coalesce(starts_with(institution_type, ?), ? = '')"
)
_ORDER = "array_position(['红', '黄', '提示'], severity), deadline nulls last, finding"


def findings(
    view: Scope, *, severity: str = "", subject: str = "", state: str = "open", days: int = 0,
    search: str = "", limit: int = 100, offset: int = 0,
) -> list[dict]:  # fmt: skip
    """One row per finding, gravest first, then by deadline: the columns of fct_finding, and
    region_name, institution_name (None for the ledger's own cases), days (since first seen).

    `subject` is a subject of the registers or a rule; `days` the least age; `search` looks in
    owner, object and sentence. Raises ScopeError on an unknown severity or state.
    """
    where, params = _where(view, severity, subject, state, days, search)
    return warehouse.rows(
        view.snapshot,
        f"select * {_FROM} and {where} order by {_ORDER} limit ? offset ?",
        *params, limit, offset,
    )  # fmt: skip


def counts(view: Scope, by: str = "severity", *, state: str = "open") -> list[dict]:
    """One row per severity, rule, subject or region: key, what, findings, institutions, overdue."""
    column = {name: name for name in ("severity", "rule", "subject", "region")}[by]
    where, params = _where(view, "", "", state, 0, "")
    return warehouse.rows(
        view.snapshot,
        f"select {column} as key, any_value(what) as what, count(*) as findings,"
        " count(distinct institution) as institutions,"
        f" count(*) filter (where {STATES['overdue']}) as overdue"
        f" {_FROM} and {where} group by key order by findings desc, key",
        *params,
    )


def tally(view: Scope) -> list[dict]:
    """One row per subject and severity of what is open, most first: subject, severity, findings,
    institutions, overdue, new, returned."""
    where, params = _where(view, "", "", "open", 0, "")
    states = ", ".join(
        f"count(*) filter (where {STATES[name]}) as {name}"
        for name in ("overdue", "new", "returned")
    )
    return warehouse.rows(
        view.snapshot,
        "select subject, severity, count(*) as findings,"
        f" count(distinct institution) as institutions, {states}"
        f" {_FROM} and {where} group by subject, severity"
        " order by sum(count(*)) over (partition by subject) desc, subject, severity",
        *params,
    )


def number(view: Scope, *, severity: str = "", subject: str = "", state: str = "open") -> int:
    """How many findings there are of that kind. Raises ScopeError on an unknown one."""
    where, params = _where(view, severity, subject, state, 0, "")
    return warehouse.row(view.snapshot, f"select count(*) as found {_FROM} and {where}", *params)[
        "found"
    ]


def evidence(view: Scope, wanted: list[str]) -> dict[str, list[dict]]:
    """The rows that show each finding, as places() gives them, by finding."""
    _check_has_findings(view.snapshot)
    found: dict[str, list[dict]] = {one: [] for one in wanted}
    rows = warehouse.rows(
        view.snapshot,
        "select finding, unnest(place), source.file_name from"
        " (select finding, unnest(evidence) as place from fct_finding"
        " where list_contains(?, finding))"
        " join source_file as source on source.file_id = place.file_id"
        " order by finding, place.file_id, place.sheet, place.row_no",
        wanted,
    )
    for row in rows:
        found[row["finding"]].append(row)
    return found


def gravest(view: Scope) -> dict | None:
    """The one red case for the wall: longest past or nearest its deadline; None without one."""
    return next(iter(findings(view, severity="红", limit=1)), None)


def places(view: Scope, finding: str) -> list[dict]:
    """One row per row of evidence, in the order of the files: file_id, file_name, sheet, row_no."""
    _check_has_findings(view.snapshot)
    return warehouse.rows(
        view.snapshot,
        "select unnest(place), source.file_name from"
        " (select unnest(evidence) as place from fct_finding where finding = ?)"
        " join source_file as source on source.file_id = place.file_id"
        " order by place.file_id, place.sheet, place.row_no",
        finding,
    )


def sentence(row: dict) -> str:
    """A finding in one sentence: who, what, what is normal, by when."""
    who = row["owner"] or row["region_name"]
    about = f"（{row['object']}）" if row["object"] else ""
    normal = f"常情：{row['normal']}。" if row["normal"] else ""
    step = f"建议：{row['step']}。" if row["step"] else ""
    state = (
        f"已于 {row['resolved_on']} 消除。"
        if row["resolved_on"]
        else f"限 {row['deadline']} 前办结。"
    )
    return f"{who}{about}{row['what']}：{row['sentence']}{normal}{step}{state}"


def _where(
    view: Scope, severity: str, subject: str, state: str, days: int, search: str
) -> tuple[str, list]:
    if severity not in ("", *SEVERITIES) or state not in STATES:
        raise ScopeError(
            f"没有程度“{severity[:20]}”或状态“{state[:20]}”的问题。"
            f"程度：{'、'.join(SEVERITIES)}；状态：{'、'.join(STATES)}。"
        )
    _check_has_findings(view.snapshot)
    kind = view.institution_type
    where = (
        f"{STATES[state]} and ? in ('', severity) and ? in ('', subject, rule) and days >= ?"
        " and (? = '' or contains(concat_ws(' ', owner, object, sentence), ?))"
    )
    return where, [view.region, kind, kind, severity, subject, days, search, search]


def _check_has_findings(snapshot: str) -> None:
    if not warehouse.columns(snapshot, "fct_finding"):
        raise SnapshotGoneError(
            f"数据版本 {snapshot} 是以前的程序做的，没有查找问题。"
            "请在服务器上运行 python -m etl rebuild 重新计算。"
        )
