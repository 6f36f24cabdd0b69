"""The foot of a scene: definitions in force, how far each subject's data reach, what is demo."""

from dash import html

from components.panel import Drawing
from data import freshness, metrics, places, warehouse

ROOM = 62  # characters of definitions that fit the line


def definitions(ids: tuple[str, ...], drawing: Drawing) -> str:
    """The clauses behind the metrics of a scene, as many as fit, none cut."""
    told: list[str] = []
    for metric in map(metrics.find, ids):
        whole = metrics.total(metric, drawing.view)
        for clause in ((whole or {}).get("basis") or "", metric.clause):
            fits = len("；".join([*told, clause])) <= ROOM
            if clause and fits and not any(clause in one for one in told):
                told.append(clause)
    return "；".join(told)


def line(ids: tuple[str, ...], drawing: Drawing) -> list:
    """The two lines of the foot; each subject carries the last day it counts as fresh."""
    view = drawing.view
    demo = warehouse.row(view.snapshot, "select demo from snapshot_info")["demo"]
    marks = [html.Span("演示数据", className="badge demo")] if demo else []
    info = places.map_info(view.snapshot)
    number = info.get("review_number")
    return [
        html.P(["口径 ", definitions(ids, drawing)], className="definitions"),
        html.P(
            [*marks, "数据截至 ", *map(_subject, freshness.all_subjects(view.snapshot)),
             f"审图号 {number}" if number and info["kind"] == "outline" else ""],
            className="as-of",
        ),
    ]  # fmt: skip


def _subject(fresh: freshness.Fresh) -> html.Span:
    told = str(fresh.month) if fresh.month else "无数据"
    until = fresh.until.isoformat() if fresh.until else ""
    return html.Span(
        f"{fresh.label} {told}", className="subject", title=fresh.rule,
        **{"data-subject": fresh.subject, "data-until": until},
    )  # fmt: skip
