"""The card of an institution: its numbers, what it holds, what it owes, how it lies among peers."""

from data import coverage, findings, grid, institutions, ledgers, metrics, numbers, warehouse
from data.analysis import peers
from data.cards.card import LISTED, Card, Listing, entry, happened, in_order, one
from data.errors import MetricError, ScopeError
from data.grid import Asked, Column, Ledger
from data.metrics.metric import Metric
from data.scope import Scope

ROSTER = (
    Column("name", "单位名称"),
    Column("short_name", "简称"),
    Column("institution", "统一社会信用代码"),
    Column("type_name", "机构类型"),
    Column("admin_level", "行政级次"),
    Column("funding", "经费形式"),
    Column("parent_name", "主管部门"),
    Column("address", "地址"),
    Column("heating_kind", "采暖方式"),
    Column("staff_quota_persons", "编制人数", "number", "人", 0),
    Column("staff_actual_persons", "实有人数", "number", "人", 0),
    Column("active_from", "成立日期", "date"),
    Column("active_to", "撤并日期", "date"),
)
NUMBERS = (
    Column("subject", "类别"),
    Column("metric", "指标"),
    Column("value", "数值", "number"),
    Column("peers", "在同类机构中"),
)
RETURNS = (
    Column("subject", "报表"),
    Column("due", "应报月数", "number", "月", 0),
    Column("filed", "实报月数", "number", "月", 0),
    Column("owed", "缺报月份"),
)
BUILDINGS = (
    Column("building_code", "楼座编号"),
    Column("building_name", "楼座名称"),
    Column("building_area_m2", "建筑面积", "number", "m²", 1),
    Column("registration", "权属登记"),
    Column("safety_grade", "安全鉴定"),
    Column("in_use_from", "启用日期", "date"),
    Column("disposed_on", "处置日期", "date"),
    Column("where", "出处"),
)
FOUND = (
    Column("severity", "程度"),
    Column("what", "问题"),
    Column("object", "对象"),
    Column("sentence", "说明"),
    Column("deadline", "时限", "date"),
    Column("resolved_on", "消除日期", "date"),
)
HELD = ("vehicles", "rooms", "assets")
"""Ledgers of which the card shows the institution's own rows."""


def card(view: Scope, code: str) -> Card:
    """Everything known of an institution. Raises ScopeError when there is no such code."""
    row = _roster(view, code)
    view = view.within(row["region"])
    own = [_held(view, ledgers.KEPT[name], row) for name in HELD]
    return Card(
        "institution", code, row["name"], "已撤并" if row["active_to"] else "在册",
        row["region"], code, row["name"], row["demo"],
        entries=(entry("机构名录", row, ROSTER),),
        events=in_order(_events(view, row)),
        listings=(_numbers(view, code), _returns(view, code), _findings(view, code),
                  _buildings(view, code), *own),
    )  # fmt: skip


def _roster(view: Scope, code: str) -> dict:
    row = one(view, "institution", "dim_institution", "institution", code)
    kind = warehouse.row(
        view.snapshot,
        "select label from ref_institution_types where code = ?", row["institution_type"],
    )  # fmt: skip
    return row | {"type_name": kind["label"] if kind else row["institution_type"]}


def _numbers(view: Scope, code: str) -> Listing:
    """Each metric that the institution has a value of, at the period in view."""
    rows = []
    for subject, wanted in metrics.SUBJECTS.items():
        split = tuple(one_ for one_ in wanted if one_.mart.table in OWNED)
        for metric_id, found in metrics.several(split, view, "institution").items():
            own = next((row for row in found if row["key"] == code), None)
            if own and own["value"] is not None:
                metric = metrics.find(metric_id)
                told = numbers.of(own["value"], metric)
                rows.append(
                    {"subject": subject, "metric": metric.label, "metric_id": metric_id,
                     "value": told, "holder": own["label"], "peers": _among(metric, view, code)}
                )  # fmt: skip
    return Listing(f"指标（{view.covered.label}）", NUMBERS, rows, len(rows))


OWNED = {found[0].mart.table for found in metrics.SUBJECTS.values()}
"""Marts that know the institution of a row."""


def _among(metric: Metric, view: Scope, code: str) -> str:
    try:
        found = peers.likeness(metric, view, code)
    except (MetricError, ScopeError):
        return ""
    if found.percentile is None:
        return f"同类 {found.n} 家，不足 5 家"
    return f"高于 {found.percentile:.0f}% 的 {found.n} 家（{found.alike}）"


def _returns(view: Scope, code: str) -> Listing:
    """Months due, filed and owed in the period, by return."""
    found = warehouse.rows(
        view.snapshot,
        "select subject, cast(sum(expected) as bigint) as due,"
        " cast(sum(reported) as bigint) as filed,"
        " string_agg(strftime(month, '%Y-%m'), '、' order by month)"
        " filter (where reported < expected) as owed"
        " from agg_reporting where institution = ? and month between ? and ?"
        " group by subject order by subject",
        code, f"{view.covered.start}-01", f"{view.covered.end}-01",
    )  # fmt: skip
    rows = [row | {"subject": coverage.SUBJECTS[row["subject"]], "owed": row["owed"] or "无"}
            for row in found]  # fmt: skip
    return Listing(f"报送（{view.covered.label}）", RETURNS, rows, len(rows))


def _findings(view: Scope, code: str) -> Listing:
    every = findings.findings(view, state="all", limit=10_000)
    own = [row for row in every if row["institution"] == code]
    still = sum(row["resolved_on"] is None for row in own)
    told = f"未消除 {still} 项，已消除 {len(own) - still} 项。" if own else "没有发现问题。"
    for row in own:
        subject = row["object"] and row["object"].isascii() and row["object"].isalpha()
        row["object"] = None if subject else row["object"]  # a return's subject is in the sentence
    return Listing("问题", FOUND, own[:LISTED], len(own), proves=told)


def _buildings(view: Scope, code: str) -> Listing:
    rows = warehouse.rows(
        view.snapshot,
        "select held.*, source.file_name from fct_building as held"
        " left join source_file as source on source.file_id = held.file_id"
        " where held.institution = ? order by held.building_code",
        code,
    )
    area = sum(row["building_area_m2"] or 0 for row in rows if row["disposed_on"] is None)
    told = f"共 {len(rows):,} 座，未处置的建筑面积 {area:,.1f} m²。" if rows else "没有登记楼座。"
    opens = dict.fromkeys(("building_code", "building_name"), ("building", "building_code"))
    return Listing("楼座", BUILDINGS, rows[:LISTED], len(rows), opens, told)


def _held(view: Scope, ledger: Ledger, row: dict) -> Listing:
    """The institution's rows of a ledger at the period in view, and whether they are its number."""
    asked = Asked(filters={"institution": {"type": "equals", "filter": row["institution"]}})
    whole = grid.totals(ledger, view, asked)
    shown = grid.page(ledger, view, asked, 0, LISTED)
    columns = tuple(c for c in ledger.shown if c not in institutions.WHERE)
    more = (ledger.proves[0], row["name"]) if whole["rows"] > LISTED else ("", "")
    told = _proof(view, ledger, whole, row["institution"]) if whole["rows"] else "没有登记。"
    return Listing(ledger.title, columns, shown, whole["rows"], ledger.opens, told, more)


def _proof(view: Scope, ledger: Ledger, whole: dict, code: str) -> str:
    metric, summed = metrics.find(ledger.proves[0]), whole[ledger.proves[1]]
    found = metrics.fetch(metric, view, "institution")
    stated = next((one_["value"] for one_ in found if one_["key"] == code), None) or 0.0
    same = abs(stated - (summed or 0)) <= 1e-9 * max(abs(stated), 1)
    told = f"共 {whole['rows']:,} 行；{metric.label} {numbers.of(stated, metric)}，"
    return told + ("明细合计 = 指标 ✓" if same else f"明细合计 {summed} ≠ 指标 ✗")


def _events(view: Scope, row: dict) -> list[dict]:
    """Founding, end, and what it took over from or passed on to others."""
    events = happened(row, "active_from", "机构", "成立")
    events += happened(row, "active_to", "机构", "撤并")
    changes = warehouse.rows(
        view.snapshot,
        "select change.*, origin.name as origin_name, heir.name as heir_name, source.file_name"
        " from dim_institution_change as change"
        " left join dim_institution as origin on origin.institution = change.institution"
        " left join dim_institution as heir on heir.institution = change.successor"
        " left join source_file as source on source.file_id = change.file_id"
        " where ? in (change.institution, change.successor) order by change.changed_on",
        row["institution"],
    )
    for change in changes:
        words = f"{change['origin_name']} → {change['heir_name'] or '（无承接）'}"
        more = {"document_no": change["document_no"], "result": change["note"]}
        events += happened(change, "changed_on", change["kind"], words, **more)
    return events
