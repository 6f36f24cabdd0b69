"""Findings as panels: how many, how grave, in which field; each number filters the list."""

from dash import html

from components import address, numbers, table
from components.panel import Content, Drawing, demo_mark, silent
from components.quality import SUBJECTS
from data import findings

STATES = {
    "open": "未办结", "overdue": "逾期", "new": "新发现", "returned": "复发",
    "resolved": "已消除", "all": "全部状态",
}  # fmt: skip
BELOW = {"overdue": "过了办结期限", "new": "本次发布首次发现", "returned": "消除后再次出现"}
MARKS = {"红": "red", "黄": "yellow", "提示": "hint"}
NAMES = {
    "property_problem": "产权问题", "vehicle_month": "车辆运行", "reporting": "数据报送",
    "building": "办公楼座", "room": "办公房间",
}  # fmt: skip


def headline(drawing: Drawing) -> Content:
    """How many are open, how many late, and the one that cannot wait."""
    rows = findings.counts(drawing.view)
    where = drawing.view.region_name
    if not rows:
        return Content([html.P(f"{where}没有未办结的问题。", className="headline")])
    total, late = (sum(row[key] for row in rows) for key in ("findings", "overdue"))
    told = f"{where}未办结的问题 {numbers.plain(total)} 项，逾期 {numbers.plain(late)} 项"
    worst = findings.gravest(drawing.view)
    if worst is None:
        return Content([html.P(f"{told}，没有红色问题。", className="headline")])
    marks = [demo_mark()] if worst["demo"] else []
    urgent = html.P(["最急：", findings.sentence(worst), *marks])
    return Content([html.Div([html.P(f"{told}。"), urgent], className="headline")])


def tiles(drawing: Drawing) -> Content:
    """Open findings by severity and state, each a link that filters the list."""
    rows = findings.tally(drawing.view)
    shown = []
    for severity in findings.SEVERITIES:
        mine = [row for row in rows if row["severity"] == severity]
        count, late = (sum(row[key] for row in mine) for key in ("findings", "overdue"))
        href = _address(drawing, severity=severity)
        label = [mark(severity), "未办结"]
        shown.append(_tile(label, count, f"其中逾期 {numbers.plain(late)} 项", href))
    for state, below in BELOW.items():
        count = sum(row[state] for row in rows)
        shown.append(_tile([STATES[state]], count, below, _address(drawing, state=state)))
    return Content([html.Div(shown, className="kpis six")])


def _tile(label: list, count: int, below: str, href: str) -> html.Article:
    return html.Article(
        [
            html.Header(label),
            html.P(
                [html.A(html.Strong(numbers.plain(count)), href=href), html.Span("项")],
                className="kpi-value",
            ),
            html.P(below, className="kpi-changes"),
        ],
        className="kpi",
    )


def _mark(severity: str) -> html.Span:
    return html.Span(severity, className=f"badge {MARKS[severity]}")


def by_subject(drawing: Drawing) -> Content:
    """Open findings by subject and severity; each number filters the list."""
    rows = findings.tally(drawing.view)
    if not rows:
        return silent(f"{drawing.view.region_name}没有未办结的问题。")
    subjects: dict[str, dict[str, dict]] = {}
    for row in rows:
        subjects.setdefault(row["subject"], {})[row["severity"]] = row
    columns = [("subject", "领域"), *((f"{one}_number", one) for one in findings.SEVERITIES)]
    columns += [("all_number", "合计"), ("late_number", "逾期")]
    shown = [_subject(subject, each, drawing) for subject, each in subjects.items()]
    property = html.A("银川市办公用房产权问题（公开研究）的台账与核对见办公用房页", href="/offices")
    told = table.table(columns, shown, "未办结的问题，点数字看清单")
    return Content([told, html.P(property, className="definition")])


def _subject(subject: str, each: dict[str, dict], drawing: Drawing) -> dict:
    whole = numbers.plain(sum(row["findings"] for row in each.values()))
    late = sum(row["overdue"] for row in each.values())
    counted = {
        f"{one}_number": _link(numbers.plain(row["findings"]), drawing, subject, one)
        for one, row in each.items()
    }
    return {
        "subject": _link(named(subject), drawing, subject),
        "all_number": _link(whole, drawing, subject),
        "late_number": numbers.plain(late) if late else "",
        **counted,
    }


def _link(words: str, drawing: Drawing, subject: str, severity: str = "") -> html.A:
    return html.A(words, href=_address(drawing, subject=subject, severity=severity))


def _address(drawing: Drawing, **parts: str) -> str:
    """The address of the list with these filters and no others."""
    none = dict.fromkeys(("severity", "subject", "state", "page"))
    return address.changed(drawing.search, **(none | parts)) or "?"


def mark(severity: str) -> html.Span:
    """The severity as a badge: its word, never the colour alone."""
    return html.Span(severity, className=f"badge {MARKS[severity]}")


def named(subject: str) -> str:
    """A subject as people say it."""
    return NAMES.get(subject) or SUBJECTS.get(subject, subject)
