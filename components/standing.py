"""How things stand: the headline sentence, the KPI strip, and who has not reported."""

from dash import html

from components import kpi, numbers, sentences, table
from components.panel import Content, Drawing, demo_mark
from data import comparison, coverage, metrics

SPARK_MONTHS = 13


def now(ids: tuple[str, ...], drawing: Drawing) -> Content:
    """One sentence over several metrics, for the months that have data, and a tile for each."""
    view, wanted = drawing.view, tuple(map(metrics.find, ids))
    compared = comparison.compare_several(wanted, drawing.view)
    dated = tuple(metric for metric in wanted if metric.has_history)
    history = metrics.lines(dated, view, SPARK_MONTHS)
    tiles = [
        kpi.tile(compared[one.id], history.get(one.id, []), drawing.colours, view) for one in wanted
    ]
    told = _headline(list(compared.values()), drawing)
    return Content([told, html.Div(tiles, className=f"kpis strip of-{len(tiles)}")])


def _headline(compared: list[comparison.Comparison], drawing: Drawing) -> html.Div:
    """What matters most in one sentence, and below it what it counts."""
    view, covered = drawing.view, drawing.view.covered
    told = sentences.headline(compared)
    if not told:
        words = f"{view.region_name}{view.period.label}没有可汇总的数据。"
        return html.Div(html.P(words), className="headline")
    marks = [demo_mark()] if any(one.now and one.now["demo"] for one in compared) else []
    counted = max(one.now["institutions"] for one in compared if one.now)
    below = [f"{covered.label}", f"计入 {numbers.plain(counted)} 家单位"]
    if covered != view.period:
        below[0] += f"（所选为{view.period.label}，数据截至 {covered.end}）"
    below += [one.against_target.sentence for one in compared if _behind(one)][:1]
    return html.Div(
        [
            html.P([f"{view.region_name}{told}", *marks]),
            html.P(" · ".join(below).rstrip("。"), className="definition"),
        ],
        className="headline",
    )


def _behind(one: comparison.Comparison) -> bool:
    return one.against_target is not None and one.against_target.reached is False


def owing(drawing: Drawing) -> Content:
    """Who owes a monthly return in the period, most months first."""
    return Content([part for subject in coverage.SUBJECTS for part in _owing(subject, drawing)])


def _owing(subject: str, drawing: Drawing) -> list:
    rows = coverage.missing(drawing.view, subject)
    counted = coverage.coverage(drawing.view, subject)
    label = coverage.SUBJECTS[subject]
    if not counted["expected"]:
        return [html.P(f"{label}：本期没有应报单位。", className="empty")]
    told = (
        f"{label}：应报 {numbers.plain(counted['expected'])} 家，"
        f"实报 {numbers.plain(counted['reported'])} 家，未报齐 {len(rows)} 家。"
    )
    columns = [("name", "单位"), ("owed_number", "缺报月数"), ("due_number", "应报月数")]
    shown = [
        {
            "name": row["name"],
            "owed_number": numbers.plain(row["due"] - row["reported"]),
            "due_number": numbers.plain(row["due"]),
        }
        for row in rows
    ]
    names = table.fold("未报齐名单", table.table(columns, shown)) if rows else None
    marks = [demo_mark()] if counted["demo"] else []
    return [html.P([told, *marks], className="summary"), names]
