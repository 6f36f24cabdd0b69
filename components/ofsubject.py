"""The findings of one subject on its own page: how many, the gravest, and the way to all."""

from dash import html

from components import links, numbers, table
from components.findings import mark
from components.panel import Content, Drawing, demo_mark
from data import findings

MOST = 6
COLUMNS = (
    ("severity", "程度"),
    ("what", "问题"),
    ("owner", "责任单位"),
    ("sentence", "情况"),
    ("days_number", "已有天数"),
    ("deadline", "期限"),
)


def gravest(subjects: tuple[str, ...], drawing: Drawing) -> Content:
    """A sentence that counts what is open, and the cases that cannot wait."""
    view = drawing.view
    tally = [row for row in findings.tally(view) if row["subject"] in subjects]
    if not tally:
        words = f"{view.region_name}在这个领域没有未办结的问题。"
        return Content([html.P(words, className="summary")])
    rows = [row for one in subjects for row in findings.findings(view, subject=one, limit=MOST)]
    order = findings.SEVERITIES.index
    rows.sort(key=lambda row: (order(row["severity"]), str(row["deadline"] or "9999")))
    marks = [demo_mark()] if any(row["demo"] for row in rows) else []
    shown = [_row(row, drawing) for row in rows[:MOST]]
    return Content(
        [
            html.P([_counted(tally), *marks], className="summary"),
            table.table(list(COLUMNS), shown, f"最急的 {len(shown)} 项"),
            html.P([_way(one, tally, drawing) for one in subjects], className="more"),
        ]
    )


def _counted(tally: list[dict]) -> str:
    total, late = (sum(row[name] for row in tally) for name in ("findings", "overdue"))
    by = [
        f"{one} {numbers.plain(count)}"
        for one in findings.SEVERITIES
        if (count := sum(row["findings"] for row in tally if row["severity"] == one))
    ]
    return f"未办结 {numbers.plain(total)} 项（{'、'.join(by)}），逾期 {numbers.plain(late)} 项。"


def _row(row: dict, drawing: Drawing) -> dict:
    who = row["owner"] or row["institution_name"] or row["region_name"]
    address = links.card(drawing.view, "institution", row["institution"] or "")
    late = row["deadline"] and row["deadline"] < row["last_seen"]
    return {
        "severity": mark(row["severity"]),
        "what": row["what"],
        "owner": html.A(who, href=address) if row["institution"] else who,
        "sentence": row["sentence"],
        "days_number": numbers.plain(row["days"]),
        "deadline": html.Span(
            str(row["deadline"] or "未定"), className="nowrap bad" if late else "nowrap"
        ),
    }


def _way(subject: str, tally: list[dict], drawing: Drawing) -> html.A | None:
    count = sum(row["findings"] for row in tally if row["subject"] == subject)
    if not count:
        return None
    from_here = links.to("/problems", drawing.view, subject=subject)
    return html.A(
        f"{subject}：全部 {numbers.plain(count)} 项 ›", href=from_here, className="text-button"
    )
