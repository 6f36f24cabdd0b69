"""A panel: one question, answered by one figure, one sentence and one table from the same rows."""

from collections.abc import Callable
from dataclasses import dataclass

from dash import html

from components import address, table
from data import metrics, small_groups
from data.metrics.metric import Metric
from data.scope import Scope

PLAIN, CHARTED, GRID = "panel", "charted-panel", "grid-panel"


@dataclass(frozen=True)
class Drawing:
    """What a panel is drawn for: the view, the colours of the viewer's theme, the whole address."""

    view: Scope
    colours: dict
    search: str = ""

    @property
    def asked(self) -> dict[str, str]:
        """The parameters of the address, those of the page among them."""
        return address.asked(self.search)


@dataclass(frozen=True)
class Content:
    """What a panel shows: its figure, if it has one, and everything below it."""

    children: list
    figure: dict | None = None


@dataclass(frozen=True)
class Panel:
    """`draw` gives the content; `size` is a CSS class: full, half, third, two-thirds.

    A CHARTED panel has a place for a figure (assets/figures.js), in which only what differs is
    drawn anew, so that a change of filter neither flashes nor loses the place.
    """

    id: str
    title: str
    draw: Callable[[Drawing], Content]
    size: str = "half"
    note: str = ""
    kind: str = PLAIN


def frame(panel: Panel) -> html.Section:
    """The empty panel as a page lays it out; what it shows is asked for when it comes in sight."""
    heading = f"{panel.id}-title"
    head = [html.H2(panel.title, id=heading)]
    if panel.note:
        head.append(html.P(panel.note, className="panel-note"))
    if panel.kind == CHARTED:
        head.append(_pictures(panel.title))
    body = html.Div(
        id={"type": GRID if panel.kind == GRID else PLAIN, "index": panel.id},
        className="panel-body",
        **{"data-panel": panel.kind},
    )
    return html.Section(
        [
            html.Header(head) if panel.title else None,
            _figure(panel.id) if panel.kind == CHARTED else None,
            body,
        ],
        className=f"panel {panel.size}",
        **({"aria-labelledby": heading} if panel.title else {}),
    )


def _pictures(title: str) -> html.Details:
    """Saves the figure, with title, source and as-of line printed in: assets/picture.js puts the
    buttons there when it is opened, which leaves a page two components a figure instead of five."""
    named = {"aria-label": f"存图：{title}"}
    return html.Details(html.Summary("存图", **named), className="pictures")


def _figure(panel_id: str) -> html.Div:
    """The place of a figure, drawn when its panel is; for a screen reader it is its sentence."""
    named = {"aria-labelledby": f"{panel_id}-summary", "data-figure": panel_id}
    return html.Div(className="figure", role="img", **named)


def charted(panel_id: str, figure: dict, summary: str, *below) -> Content:
    """A figure, its sentence, and what stands below it."""
    return Content([html.P(summary, id=f"{panel_id}-summary", className="summary"), *below], figure)


def empty(metric: Metric, drawing: Drawing) -> Content:
    """What a panel says when its mart has nothing for the view."""
    if metrics.withheld(metric, drawing.view):
        return silent(f"“{metric.label}”{small_groups.WORD}：{small_groups.WHY}。")
    if metric.current_only:
        return silent(
            f"“{metric.label}”只有最新登记状态，不回推以往期间。请选择包含最新月份的期间，"
            "或装载相应台账。"
        )
    return silent(
        f"本期无数据：{drawing.view.region_name}{drawing.view.period.label}没有“{metric.label}”"
        "的记录。请换一个期间或地区，或装载相应台账。"
    )


def source_button(metric: Metric) -> html.Button:
    """What opens the drawer of a number (assets/drawer.js)."""
    label = f"来源：{metric.label}"
    return html.Button("来源", type="button", className="source-button",
                       **{"data-source": metric.id, "aria-haspopup": "dialog",
                          "aria-label": label})  # fmt: skip


def demo_mark() -> html.Span:
    """The mark of a number or figure that rests on demo data."""
    return html.Span("演示数据", className="badge demo")


def silent(sentence: str) -> Content:
    """A panel with nothing to draw, and why."""
    return Content([html.P(sentence, className="empty")])


def foot(
    metric: Metric,
    rows: list[dict],
    what: str,
    moves: dict | None = None,
    view: Scope | None = None,
) -> html.Footer:
    """Table twin, definition, and the demo mark where it applies."""
    marks = [demo_mark()] if any(row["demo"] for row in rows) else []
    if not metric.verified:
        marks.append(html.Span("待核", className="badge", title=metric.note))
    told = "；".join(sorted({row["basis"] for row in rows if row["basis"]}))
    note = html.P(
        [
            *marks,
            html.Span(f"{told}。") if told else None,
            html.A(f"口径：{metric.formula}", href=f"/glossary#{metric.id}"),
            source_button(metric),
        ],
        className="definition",
    )
    return html.Footer([table.twin(rows, metric, what, moves, view), note])
