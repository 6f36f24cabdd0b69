"""Tables: plain HTML, so that a reader, a printer and a screen reader get the same rows."""

from dash import html

from components import numbers
from data.metrics.metric import Metric


def table(columns: list[tuple[str, str]], rows: list[dict], caption: str = "") -> html.Table:
    """A table of rows; a column is (key, heading), numbers already formatted as text.

    Cells whose key ends in `_number` stand right-aligned in tabular digits.
    """
    head = html.Tr([html.Th(name, scope="col", className=_side(key)) for key, name in columns])
    body = [
        html.Tr([html.Td(row.get(key), className=_side(key)) for key, _ in columns]) for row in rows
    ]
    parts = [html.Thead(head), html.Tbody(body)]
    if caption:
        parts.insert(0, html.Caption(caption))
    return html.Div(html.Table(parts, className="table"), className="table-scroll", tabIndex="0")


def twin(rows: list[dict], metric: Metric, what: str) -> html.Details:
    """The rows behind a figure as a folded table: label, value, numerator, denominator, count."""
    columns = [("label", what), ("value_number", f"{metric.label}（{metric.unit}）")]
    if metric.is_ratio:
        columns += [("top_number", "分子"), ("bottom_number", "分母")]
    columns.append(("institutions_number", "单位数"))
    shown = [
        {
            "label": row["label"],
            "value_number": numbers.plain(row["value"], metric.digits),
            "top_number": numbers.plain(row["numerator"], 2),
            "bottom_number": numbers.plain(row["denominator"], 2),
            "institutions_number": numbers.plain(row["institutions"]),
        }
        for row in rows
    ]
    return fold("数据表", table(columns, shown, f"{metric.label}，{len(rows)} 行"))


def fold(title: str, *content) -> html.Details:
    """Content behind a summary line that opens by click or keyboard."""
    return html.Details([html.Summary(title), *content], className="fold")


def _side(key: str) -> str:
    return "number" if key.endswith("_number") else ""
