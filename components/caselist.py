"""The list of findings: filters in the address, one entry a finding, its evidence in a fold."""

from dash import html

from components import address, links, numbers, table
from components.controls import switch
from components.findings import STATES, mark, named
from components.markup import Element
from components.panel import Content, Drawing, demo_mark
from data import coverage, findings
from data.errors import ScopeError
from data.scope import Scope

PAGE = 20
EVIDENCE = 10
SEVERITIES = {"": "全部程度"} | {one: one for one in findings.SEVERITIES}


def entries(drawing: Drawing) -> Content:
    """The findings the address asks for, gravest first, a page at a time."""
    asked, view = drawing.asked, drawing.view
    wanted = {name: asked.get(name, "") for name in ("severity", "subject")}
    wanted["state"] = asked.get("state", "open")
    search = asked.get("find", "")
    page = _page(asked.get("page", "1"))
    rows = findings.findings(
        view, **wanted, search=search, limit=PAGE + 1, offset=(page - 1) * PAGE
    )
    shown, more = rows[:PAGE], len(rows) > PAGE
    proof = findings.evidence(view, [row["finding"] for row in shown])
    if not shown:
        words = f"{view.region_name}没有符合条件的问题。请放宽上面的条件，或换一个地区。"
        return Content([_filters(drawing, wanted), html.P(words, className="empty")])
    told = f"第 {(page - 1) * PAGE + 1}—{(page - 1) * PAGE + len(shown)} 项"
    if not search:
        told += f"，共 {numbers.plain(findings.number(view, **wanted))} 项"
    return Content(
        [
            _filters(drawing, wanted),
            html.P(f"{told}；先重后轻，同一程度按期限。", className="summary"),
            html.Ol([_entry(row, proof[row["finding"]], view) for row in shown], className="cases"),
            _turn(drawing, page, more),
        ]
    )


def _page(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 10_000:
        raise ScopeError(f"页码“{text[:20]}”不是正整数。请从第 1 页看起。")
    return int(text)


def _filters(drawing: Drawing, wanted: dict) -> html.Div:
    """Severity, state and subject; a choice begins at the first page again."""
    search = address.changed(drawing.search, page=None)
    subjects = {"": "全部领域"}
    subjects |= {row["subject"]: named(row["subject"]) for row in findings.tally(drawing.view)}
    if wanted["subject"]:
        subjects.setdefault(wanted["subject"], named(wanted["subject"]))
    options = [
        html.Option(words, value=key, selected=key == wanted["subject"] or None)
        for key, words in subjects.items()
    ]
    picked = {"data-param": "subject", "data-default": "", "data-drops": "page"}
    field = Element(
        "input",
        {"type": "search", "id": "case-find", "class": "form-select", "data-param": "find",
         "data-drops": "page", "value": drawing.asked.get("find", "")},
    )  # fmt: skip
    select = html.Select(options, id="case-subject", className="form-select", **picked)
    return html.Div(
        [
            switch("程度", "severity", SEVERITIES, wanted["severity"], search),
            switch("状态", "state", STATES, wanted["state"], search),
            html.Div(html.Label([html.Span("领域"), select], className="field")),
            html.Div(html.Label([html.Span("查找"), field], className="field")),
        ],
        className="controls",
    )


def _entry(row: dict, proof: list[dict], view: Scope) -> html.Li:
    """One finding: what, who, the sentence, dates, clause, and the rows that show it."""
    who = row["owner"] or row["institution_name"] or row["region_name"]
    about = f"（{coverage.SUBJECTS.get(row['object'], row['object'])}）" if row["object"] else ""
    home = links.card(view, "institution", row["institution"]) if row["institution"] else None
    named = html.A(who, href=home) if home else html.Span(who)
    head = [mark(row["severity"]), html.Strong(row["what"]), named, html.Span(about)]
    if row["demo"]:
        head.append(demo_mark())
    normal = f"常情：{row['normal']}。" if row["normal"] else ""
    step = f"建议：{row['step']}。" if row["step"] else ""
    return html.Li(
        [
            html.Header(head),
            html.P([row["sentence"], normal, step]),
            html.Dl(_facts(row)),
            _evidence(proof),
        ],
        className="case",
    )


def _facts(row: dict) -> list:
    """Region, age, deadline, days overdue, first and last seen, clause, state."""
    late = _late(row)
    facts = [
        ("地区", row["region_name"]),
        ("责任", row["owner"] or row["institution_name"] or row["region_name"]),
        ("状态", _state(row, late)),
        ("已有", f"{numbers.plain(row['days'])} 天"),
        ("期限", str(row["deadline"]) if row["deadline"] else "未定"),
        ("首见", str(row["first_seen"])),
        ("末见", str(row["last_seen"])),
        ("依据", row["clause"]),
    ]
    parts = []
    for name, words in facts:
        bad = {"className": "bad"} if late and name in ("状态", "期限") else {}
        parts.append(html.Div([html.Dt(name), html.Dd(words, **bad)]))
    return parts


def _late(row: dict) -> int:
    """Days past the deadline at the last publication; 0 when there is time or it is gone."""
    if row["resolved_on"] or not row["deadline"]:
        return 0
    return max(0, (row["last_seen"] - row["deadline"]).days)


def _state(row: dict, late: int) -> str:
    if row["resolved_on"]:
        return f"{row['resolved_on']} 消除"
    told = f"逾期 {numbers.plain(late)} 天" if late else "未办结"
    return f"{told}，第 {row['returns'] + 1} 次出现" if row["returns"] else told


def _evidence(proof: list[dict]) -> html.Details | html.P:
    if not proof:
        return html.P("证据在台账汇总中，没有单独的行。", className="definition")
    columns = [("file_name", "文件"), ("sheet", "工作表"), ("row_number", "行")]
    rows = [{**row, "row_number": str(row["row_no"])} for row in proof[:EVIDENCE]]
    more = f"，列前 {EVIDENCE} 行" if len(proof) > EVIDENCE else ""
    title = f"证据 {numbers.plain(len(proof))} 行{more}"
    return table.fold(title, table.table(columns, rows))


def _turn(drawing: Drawing, page: int, more: bool) -> html.Div:
    """Links to the page before and after."""
    links = []
    if page > 1:
        before = str(page - 1) if page > 2 else None
        links.append(html.A("上一页", href=address.changed(drawing.search, page=before) or "?"))
    if more:
        links.append(html.A("下一页", href=address.changed(drawing.search, page=str(page + 1))))
    return html.Div(links, className="turn")
