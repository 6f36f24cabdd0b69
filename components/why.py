"""Why a number changed: the bridge, a sentence for each term, and that the terms add up."""

from functools import lru_cache

from dash import html

from components import numbers, table
from components.controls import switch
from components.figures import bridge
from components.panel import Content, Drawing, charted, silent
from data.analysis import why, words
from data.errors import DashboardError, MetricError
from data.metrics.metric import Metric
from data.scope import Scope

NAMED = 5


@lru_cache(maxsize=32)
def _explained(metric: Metric, view: Scope, against: str) -> why.Explanation:
    return why.explain(metric, view, against, view.comparable, top=NAMED)


def bridged(panel_id: str, metric: Metric, drawing: Drawing) -> Content:
    """The change of a metric against the year or the period before, and who stands behind it."""
    against = drawing.asked.get("against", "year")
    if against not in why.AGAINST:
        raise MetricError(f"比较方式“{against[:20]}”不存在。可用：{'、'.join(why.AGAINST)}。")
    picker = switch("比较", "against", why.AGAINST, against, drawing.search)
    try:
        found = _explained(metric, drawing.view, against)
    except DashboardError as error:
        return Content([picker, *silent(str(error)).children])
    return charted(
        panel_id, _figure(found, drawing.colours), _summary(found), picker, _checked(found),
        html.Ul([_sentence(row) for row in found.rows], className="sentences"),
        table.fold("各项与主要单位", _table(found)), *_notes(found),
    )  # fmt: skip


def _figure(found: why.Explanation, colours: dict) -> dict:
    metric = found.metric
    ends = [
        (f"{period.year}年 {period.part_label}", float(value), numbers.of(float(value), metric))
        for period, value in ((found.earlier, found.before), (found.view.covered, found.now))
    ]
    terms = [(row.label, float(row.value), _signed(row, metric)) for row in found.rows if row.value]
    return bridge.draw(ends[0], terms, ends[1], colours, metric.good)


def _signed(row: why.Row, metric: Metric) -> str:
    return numbers.signed(float(row.value), metric.unit, metric.digits)


def _summary(found: why.Explanation) -> str:
    metric, change = found.metric, float(found.change)
    way = "增加" if change > 0 else "减少"
    basis = "可比口径" if found.comparable else "实际口径"
    told = (
        f"{found.view.region_name}{metric.label}由 {numbers.of(float(found.before), metric)}"
        f"（{found.earlier.label}）变为 {numbers.of(float(found.now), metric)}"
        f"（{found.view.covered.label}），"
    )
    if not change:
        return f"{told}没有变化（{basis}）。"
    most = sorted(found.rows, key=lambda row: -abs(row.value))[0]
    size = numbers.text(abs(change), words.unit(metric), metric.digits)
    return f"{told}{way} {size}，最大一项为{most.label} {_signed(most, metric)}（{basis}）。"


def _checked(found: why.Explanation) -> html.P:
    """The terms and the change they must equal, to the last cent."""
    total = sum(row.value for row in found.rows)
    mark = "✓" if total == found.change else "✗"
    told = (
        f"各项合计 {words.signed(total)} = 变化 {words.signed(found.change)}"
        f" {words.unit(found.metric)} {mark}"
    )
    return html.P(told, className="proof" if total == found.change else "proof bad")


def _sentence(row: why.Row) -> html.Li:
    return html.Li(row.sentence)


def _table(found: why.Explanation) -> html.Div:
    columns = [("label", "项"), ("value_number", f"变化（{words.unit(found.metric)}）")]
    columns += [("share_number", "占变化"), ("count_number", "单位数"), ("leaders", "主要单位")]
    rows = [
        {
            "label": row.label,
            "value_number": words.signed(row.value),
            "share_number": "—" if row.share is None else numbers.text(100 * row.share, "%", 1),
            "count_number": numbers.plain(row.institutions),
            "leaders": "；".join(f"{name} {words.signed(value)}" for name, value in row.leaders),
        }
        for row in found.rows
    ]
    return table.table(columns, rows, f"{found.metric.label}变化的各项")


def _notes(found: why.Explanation) -> list:
    told = [html.P(f"{note}", className="definition") for note in found.notes]
    if not found.absent:
        return told
    columns = [("name", "单位"), ("before_number", "上期缺（月）"), ("now_number", "本期缺（月）")]
    rows = [
        {"name": row["name"], "before_number": str(row["before"]), "now_number": str(row["now"])}
        for row in found.absent
    ]
    title = f"任一期有缺报的 {numbers.plain(len(rows))} 家单位"
    return [*told, table.fold(title, table.table(columns, rows))]
