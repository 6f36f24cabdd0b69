"""What becomes of a bad review: 评价—反馈—整改—监督, how many got that far."""

from dash import html

from components import numbers
from components.panel import Content, Drawing, empty, foot
from data import metrics

STEP = "bad_review_step_pct"


def steps(drawing: Drawing) -> Content:
    """The four steps with done over due, and how many are lost from one to the next."""
    metric = metrics.find(STEP)
    rows = metrics.fetch(metric, drawing.view, "step")
    if not rows:
        return empty(metric, drawing)
    last = rows[-1]
    lost = [
        (_name(row), before["numerator"] - row["numerator"])
        for before, row in zip(rows, rows[1:], strict=False)
    ]
    worst = max(lost, key=lambda pair: pair[1]) if lost else ("", 0)
    told = (
        f"{drawing.view.region_name}{drawing.view.covered.label}差评 "
        f"{numbers.plain(rows[0]['denominator'])} 条，走到{_name(last)}的 "
        f"{numbers.plain(last['numerator'])} 条（{numbers.of(last['value'], metric)}）"
    )
    if worst[1] > 0:
        told += f"；停下最多的是{worst[0]}，{numbers.plain(worst[1])} 条没有走到"
    return Content(
        [
            html.P(f"{told}。", className="summary"),
            html.Ol([_step(row, metric) for row in rows], className="flow"),
            foot(metric, rows, "环节"),
        ]
    )


def _name(row: dict) -> str:
    return row["label"].lstrip("①②③④")


def _step(row: dict, metric) -> html.Li:
    done, due = numbers.plain(row["numerator"]), numbers.plain(row["denominator"])
    return html.Li(
        [
            html.Span(_name(row)),
            html.Strong(numbers.of(row["value"], metric)),
            html.Small(f"{done} / {due}"),
            html.Span(
                className="flow-bar", style={"width": f"{row['value'] or 0:.1f}%"},
                **{"aria-hidden": "true"},
            ),
        ]
    )  # fmt: skip
