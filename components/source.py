"""Where a number comes from: definition, coverage, who is left out, the first rows, the check."""

from dash import html
from flask import Flask, Response
from flask import request as asked

from components import links, markup, numbers, request, table
from components.panel import Content, Drawing, demo_mark, silent
from data import basis, coverage, metrics, records, scope, warehouse
from data.errors import DashboardError, MetricError
from data.metrics.metric import Metric
from data.records import listing
from data.scope import Scope

FIRST = 8
FEW = 30  # institutions left out that are named; more are counted
ROW = (("value_number", "计入的数"), ("object", "对象"), ("institution_name", "单位"),
       ("month", "月份"), ("where", "文件、工作表、行"), ("cell", "单元格"))  # fmt: skip


def register(server: Flask) -> None:
    """GET /source?metric=…&view=…: the content of the drawer, asked for when it opens."""

    @server.get("/source")
    def source() -> Response:
        try:
            metric = metrics.find(asked.args.get("metric", ""))
            search, snapshot, _ = request.view_of(asked.args.get("view"))
            told = drawer(metric, Scope.parse(search, snapshot))
        except DashboardError as error:
            words = markup.text(silent(str(error)).children)
            return Response(words, 400, mimetype="application/json")
        return Response(markup.text(told), mimetype="application/json")


def drawer(metric: Metric, view: Scope) -> list:
    """Everything behind the number, for the drawer: each part with its rows and its check."""
    whole = metrics.total(metric, view)
    parts = [_head(metric, view, whole), _facts(metric, view)]
    try:
        parts.append(_check(metric, view))
        given = [part for part in records.PARTS if getattr(metric, part)]
        parts += [_part(metric, view, part) for part in given]
    except MetricError as error:
        parts += silent(str(error)).children
    return parts


def above(drawing: Drawing) -> Content:
    """The same above the grid of all rows, without the first ones."""
    metric, part = listing.asked(drawing.search)
    view = drawing.view
    given = [name for name in records.PARTS if getattr(metric, name)]
    choices = [
        html.A(records.PARTS[name], href=links.records(view, metric.id, name),
               className="text-button", **({"aria-current": "true"} if name == part else {}))
        for name in given if len(given) > 1
    ]  # fmt: skip
    whole = metrics.total(metric, view)
    parts = [_head(metric, view, whole), html.P(choices), _facts(metric, view),
             _check(metric, view), _left_out(metric, view, part)]  # fmt: skip
    return Content(parts)


def _head(metric: Metric, view: Scope, whole: dict | None) -> html.Header:
    value = numbers.of(whole["value"], metric) if whole else "本期无数据"
    marks = [demo_mark()] if whole and whole["demo"] else []
    verified, look = ("已核", "badge sure") if metric.verified else ("待核", "badge open")
    marks.append(html.Span(verified, className=look))
    return html.Header([
        html.H2(f"{metric.label} {value}"),
        html.P([f"{view.region_name}，{view.covered.label}", " ", *marks]),
    ])  # fmt: skip


def _facts(metric: Metric, view: Scope) -> html.Dl:
    pairs = [("公式", metric.formula), ("依据", metric.clause), ("口径", _basis(metric, view)),
             ("说明", metric.note), ("报送", _coverage(metric, view)),
             ("数据版本", f"{warehouse.plain(view.snapshot)}，数据截至 {view.covered.end}")]  # fmt: skip
    return html.Dl(
        [part for name, words in pairs if words for part in (html.Dt(name), html.Dd(words))],
        className="facts",
    )


def _basis(metric: Metric, view: Scope) -> str:
    kind = "期末时点数，不跨期相加" if metric.kind == "stock" else "期内各月合计"
    types = scope.institution_types()
    only = f"只计{types[view.institution_type]}" if view.institution_type else ""
    return "；".join(words for words in (kind, basis.sentence(metric, view), only) if words)


def _coverage(metric: Metric, view: Scope) -> str:
    subject = metric.mart.subject
    if subject not in coverage.SUBJECTS:
        return "按台账计，不逐月报送"
    due = coverage.coverage(view, subject)
    return (
        f"{coverage.SUBJECTS[subject]}应报 {numbers.plain(due['expected'])} 家，"
        f"期内逐月报齐 {numbers.plain(due['reported'])} 家"
    )


def _check(metric: Metric, view: Scope) -> html.P:
    found = records.check(metric, view)
    counted = "；".join(
        f"{records.PARTS[part]} {numbers.plain(found.rows[part])} 行，合计 {_exact(added)}"
        for part, added in found.added.items()
    )
    return html.P(
        [html.Strong(found.sentence, className="good" if found.agrees else "bad"), f" {counted}"],
        className="check",
    )


def _part(metric: Metric, view: Scope, part: str) -> html.Section:
    page = records.records(metric, view, part, limit=FIRST)
    shown = [
        {"value_number": _exact(row["value"]), "object": row["object"],
         "institution_name": _who(row, view), "month": str(row["month"] or "")[:7],
         "where": f"{row['file_name']}“{row['sheet']}”第 {row['row_no']} 行",
         "cell": row["cell"] or ""}
        for row in page["rows"]
    ]  # fmt: skip
    files = records.sources(metric, view, part)
    named = "、".join(file["file_name"] for file in files[:3])
    title = records.PARTS[part] if metric.is_ratio else "明细"
    return html.Section([
        html.H3(f"{title}：{numbers.plain(page['count'])} 行，来自 {len(files)} 个文件"),
        html.P(f"{named}{'等' if len(files) > 3 else ''}", className="source"),
        table.table(list(ROW), shown, f"{title}中最大的 {len(shown)} 行") if shown else None,
        html.A(f"全部{title}（{numbers.plain(page['count'])} 行）",
               href=links.records(view, metric.id, part), className="more"),
        _left_out(metric, view, part),
    ])  # fmt: skip


def _who(row: dict, view: Scope) -> object:
    if not row["institution"]:
        return ""
    address = links.card(view, "institution", row["institution"])
    return html.A(row["institution_name"] or row["institution"], href=address)


def _left_out(metric: Metric, view: Scope, part: str) -> html.Details | html.P:
    left = records.excluded(metric, view, part)
    if not left:
        return html.P("没有单位不计入。", className="source")
    reasons = list(dict.fromkeys(row["why"] for row in left))
    told = "；".join(f"{why} {sum(r['why'] == why for r in left)} 家" for why in reasons)
    rows = [{"name": row["name"], "region": row["region_name"], "why": row["why"]}
            for row in left[:FEW]]  # fmt: skip
    columns = [("name", "单位"), ("region", "地区"), ("why", "不计入的原因")]
    caption = f"不计入的单位，共 {len(left)} 家{f'，列前 {FEW} 家' if len(left) > FEW else ''}"
    return table.fold(f"不计入 {len(left)} 家：{told}", table.table(columns, rows, caption))


def _exact(value: float | None) -> str:
    """A value as it stands in the file: as many digits as it has, six after the point at most."""
    return "0" if not value else f"{value:,.6f}".rstrip("0").rstrip(".")


def dialog() -> html.Dialog:
    """The empty drawer; assets/drawer.js opens and fills it."""
    close = html.Button("关闭", type="button", className="ghost-button", **{"data-close": "yes"})
    return html.Dialog(
        [html.Header([html.H2("数从哪里来", id="drawer-title"), close]),
         html.Div(id="drawer-body", tabIndex="0")],
        id="drawer", className="drawer", **{"aria-labelledby": "drawer-title"},
    )  # fmt: skip
