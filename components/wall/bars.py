"""Bars as text and boxes: sharp at any size, a mark at the whole, the worst one set apart."""

from dash import html

from components import numbers
from components.panel import Content, Drawing, empty
from data import metrics, small_groups
from data.metrics.metric import Metric

MOST = 7


def by_part(metric_id: str, drawing: Drawing) -> Content:
    """The parts of the region in view, highest first."""
    return _split(metric_id, "region", drawing, ordered=True)


def by_level(metric_id: str, drawing: Drawing) -> Content:
    """The five levels of service, from the region's own down."""
    return _split(metric_id, "service_level", drawing)


def by_kind(metric_id: str, drawing: Drawing) -> Content:
    """Types of institution, highest first."""
    return _split(metric_id, "institution_type", drawing, ordered=True)


def by_channel(metric_id: str, drawing: Drawing) -> Content:
    """Channels of review, highest first."""
    return _split(metric_id, "channel_kind", drawing, ordered=True)


LEVELS = ("自治区", "市", "直属单位", "外包单位", "具体部门")


def _split(metric_id: str, by: str, drawing: Drawing, ordered: bool = False) -> Content:
    metric = metrics.find(metric_id)
    rows = metrics.fetch(metric, drawing.view, by)
    known = [row for row in rows if row["value"] is not None]
    if not known:
        return empty(metric, drawing)
    unsaid = [row for row in rows if row.get("hidden")]
    if ordered:
        known.sort(key=lambda row: -row["value"])
    elif by == "service_level":
        known.sort(key=lambda row: LEVELS.index(row["key"]) if row["key"] in LEVELS else 9)
    whole = metrics.total(metric, drawing.view) if metric.is_ratio else None
    return Content([drawn(known, metric, whole["value"] if whole else None), untold(unsaid)])


def untold(rows: list[dict]) -> html.P | None:
    """Which groups are too small to be told, and that is all that is said of them."""
    named = "、".join(row["label"] for row in rows)
    return html.P(f"{named}{small_groups.WORD}", className="untold") if rows else None


def drawn(rows: list[dict], metric: Metric, whole: float | None) -> html.Div:
    """A line a row; more than MOST are told by number. The whole stands as an upright mark."""
    shown = _chosen(rows, metric)
    high = max([row["value"] for row in shown] + [whole or 0]) or 1
    worst = _worst(shown, metric)
    lines = [_line(row, metric, high, whole, row is worst) for row in shown]
    if len(shown) < len(rows):
        told = html.P(f"…… 其间另有 {len(rows) - len(shown)} 项", className="between")
        lines.insert(len(lines) - 1, told)
    return html.Div(lines, className="bars")


def _chosen(rows: list[dict], metric: Metric) -> list[dict]:
    """All rows, or of too many the worse end and the best one."""
    if len(rows) <= MOST:
        return rows
    ordered = rows[::-1] if metric.good == "up" else rows
    return [*ordered[: MOST - 2], ordered[-1]]


def _worst(rows: list[dict], metric: Metric) -> dict | None:
    """The row on the wrong end; None where no end is wrong or all are alike."""
    values = [row["value"] for row in rows]
    if metric.good == "none" or min(values) == max(values):
        return None
    end = max if metric.good == "down" else min
    return end(rows, key=lambda row: row["value"])


def _line(row: dict, metric: Metric, high: float, whole: float | None, worst: bool) -> html.Div:
    number, unit = numbers.parts(row["value"], metric.unit, metric.digits)
    width = f"{max(0.0, min(1.0, row['value'] / high)) * 100:.1f}%"
    mark = None
    if whole is not None:
        mark = html.I(className="mark", style={"left": f"{whole / high * 100:.1f}%"})
    track = html.Span([html.B(className="fill", style={"width": width}), mark], className="track")
    return html.Div(
        [
            html.Span(row["label"], className="name"),
            track,
            html.Strong(number + unit.removesuffix(metric.unit)),
        ],
        className="bar worst" if worst else "bar",
        **{"data-key": row["key"], "data-value": repr(row["value"])},
    )
