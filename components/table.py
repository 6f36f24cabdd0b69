"""Tables: rows in, one element out that the browser fills as text, the same for every reader."""

from dash import html

from components import links, markup, numbers
from data import scope
from data.metrics.metric import Metric
from data.scope import Scope

SIDES = {"_number": "number", "_day": "nowrap"}
"""How cells stand, by the end of their column's key."""


def table(columns: list[tuple[str, str]], rows: list[dict], caption: str = "") -> html.Div:
    """A table of rows; a column is (key, heading), numbers already formatted as text.

    Cells whose key ends in `_number` stand right-aligned in tabular digits, those of `_day` in one
    line. A cell may be words
    or one html element.
    """
    told = {
        "head": [[name, _side(key)] for key, name in columns],
        "body": [[markup.node(row.get(key)) for key, _ in columns] for row in rows],
        "caption": caption,
    }
    made = html.Table(className="table", **{"data-rows": told})
    return html.Div(made, className="table-scroll", tabIndex="0", role="region",
                    **{"aria-label": caption or "数据表"})  # fmt: skip


def still(columns: list[tuple[str, str]], rows: list[dict]) -> html.Div:
    """The same table on a page that is laid out once and redrawn by no panel."""
    head = html.Tr([html.Th(name, scope="col", className=_side(key)) for key, name in columns])
    body = [
        html.Tr([html.Td(row.get(key), className=_side(key)) for key, _ in columns]) for row in rows
    ]
    return html.Div(html.Table([html.Thead(head), html.Tbody(body)], className="table"),
                    className="table-scroll", tabIndex="0", role="region",
                    **{"aria-label": "数据表"})  # fmt: skip


def twin(
    rows: list[dict],
    metric: Metric,
    what: str,
    moves: dict | None = None,
    view: Scope | None = None,
) -> html.Details:
    """The rows behind a figure as a folded table: label, value, numerator, denominator, count,
    and places gained in a year (`moves`). With a `view` a region's name goes down to it."""
    columns = [("label", what), ("value_number", f"{metric.label}（{metric.unit}）")]
    if metric.is_ratio:
        columns += [("top_number", "分子"), ("bottom_number", "分母")]
    columns.append(("institutions_number", "单位数"))
    if moves:
        columns.append(("moved_number", "同比位次"))
    shown = [
        {
            "label": _place(row, view),
            "moved_number": f"{moves[row['key']]:+d}" if (moves or {}).get(row["key"]) else "—",
            "value_number": numbers.plain(row["value"], metric.digits),
            "top_number": numbers.plain(row["numerator"], 2),
            "bottom_number": numbers.plain(row["denominator"], 2),
            "institutions_number": numbers.plain(row["institutions"]),
        }
        for row in rows
    ]
    return fold("数据表", table(columns, shown, f"{metric.label}，{len(rows)} 行"))


def _place(row: dict, view: Scope | None) -> object:
    """A name; a link down where it is a region or institution: what a click on a figure does."""
    if view is None or not row["key"]:
        return row["label"]
    if row["key"] in scope.regions(view.snapshot):
        return html.A(row["label"], href=links.to("", view.within(row["key"])) or "?")
    return row["label"]


def fold(title: str, *content) -> html.Details:
    """Content behind a summary line that opens by click or keyboard."""
    return html.Details([html.Summary(title), *content], className="fold")


def _side(key: str) -> str:
    return next((side for end, side in SIDES.items() if key.endswith(end)), "")
