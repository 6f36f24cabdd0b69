"""What every document says of where it comes from: series, issuer, snapshot, code, who signed."""

from briefing import code
from briefing.contents import speech
from data import coverage, warehouse
from data.scope import ROOT, Scope

LEAST_COVERED = 0.8
"""Share of due returns below which a formal briefing needs someone's sign-off."""
SERIES = {1: "机关事务月度简报", 3: "机关事务季度运行分析", 12: "机关事务年度报告"}


def series(view: Scope) -> str:
    """The name on the masthead: of one county or organ, else by the length of the period."""
    if view.level not in ("region", "city"):
        return "机关事务区域简报"
    return SERIES.get(view.period.months, "机关事务运行分析")


def about(view: Scope, signed_off: str = "", issued_by: str = "", path: str = "/") -> dict:
    """What every document says of where it comes from, by the fields of Document; `path` is the
    page its code opens."""
    return {
        "period_label": speech.when(view.covered),
        "issued_by": issued_by or _issuer(view),
        "snapshot": warehouse.plain(view.snapshot),
        "as_of": warehouse.row(view.snapshot, "select built_at from snapshot_info")["built_at"],
        "region": view.region,
        "region_name": view.region_name,
        "period": view.period.code,
        "search": view.search(),
        "code": code.encode(view, path),
        "signed": _signed(signed_off, view),
        "outward": view.outward,
    }


def thin(view: Scope) -> str:
    """Why too few of the returns due came in for a formal briefing, "" when enough did."""
    for label, told in returns(view):
        share = told["reported"] / told["expected"]
        if share < LEAST_COVERED:
            return (
                f"{view.region_name}{view.covered.label}{label}应报 {told['expected']} 家，报齐"
                f" {told['reported']} 家（{share:.1%}），低于 {LEAST_COVERED:.0%}，不能出正式简报。"
                "请先催报；确需出稿的，由签发人署名（页面“签发人”一栏，命令行 --sign-off 姓名），"
                "署名印在简报上。"
            )
    return ""


def _signed(name: str, view: Scope) -> str:
    """Who signed, and that too little was reported where it was; "" unsigned."""
    if not name:
        return ""
    return f"报送率未达标，经 {name} 签发" if thin(view) else f"经 {name} 签发"


def returns(view: Scope) -> list[tuple[str, dict]]:
    """Each return that is due on the scope with who owes and who filed it."""
    found = [(label, coverage.coverage(view, s)) for s, label in coverage.SUBJECTS.items()]
    return [(label, counted) for label, counted in found if counted["expected"]]


def _issuer(view: Scope) -> str:
    return "自治区机关事务管理局" if view.region == ROOT else f"{view.region_name}机关事务管理部门"
