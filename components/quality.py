"""What arrived and how it fared, as panels: headline, tiles, files, cells, control totals."""

from dash import html

from components import kpi, links, moments, numbers, table
from components.panel import Content, Drawing, demo_mark, silent
from data import comparison, metrics, quality
from data.scope import Scope

COVERAGE = "reporting_coverage_pct"
SPARK_MONTHS = 13
SUBJECTS = {
    "institution": "机构名录",
    "institution_change": "机构沿革",
    "post": "职级编制",
    "asset": "国有资产",
    "vehicle": "公务用车",
    "vehicle_quota": "公务用车",
    "vehicle_month": "公务用车",
    "building": "办公用房",
    "room": "办公用房",
    "building_event": "办公用房",
    "energy": "公共机构节能",
    "energy_year": "公共机构节能",
    **dict.fromkeys(("energy_quarter", "energy_part", "energy_summary"), "公共机构节能"),
    **dict.fromkeys(
        ("office_summary", "office_use", "office_clearance", "building_project"), "办公用房"
    ),
    "review": "服务满意度",
    "service_month": "服务满意度",
    "property_problem": "产权问题",
    "published_figure": "公开数据",
}
CELL_COLUMNS = list(
    zip(
        ("outcome", "file_name", "sheet", "cell", "value", "what", "message"),
        ("结果", "文件", "工作表", "单元格", "值", "规则", "说明"),
        strict=True,
    )
)
LEAST = 0.01  # % of the rows below which a share of two decimals would read as none, or as all
OUTCOMES = {"refused": quality.REFUSED, "doubtful": quality.DOUBTFUL}


def headline(drawing: Drawing) -> Content:
    """How many files and rows came in, what was refused and doubted, as of when."""
    found = quality.counts(drawing.view.snapshot)
    if not found["files"]:
        return Content([html.P("还没有装载任何文件。", className="headline")])
    doubtful = found["rows_doubtful"]
    told = (
        f"已装载 {numbers.plain(found['files'])} 个文件、"
        f"读取 {numbers.plain(found['rows_read'])} 行，"
        f"接收 {numbers.plain(found['rows_accepted'])} 行，"
        f"拒收 {numbers.plain(found['rows_refused'])} 行，"
    )
    told += "本期没有存疑检查" if doubtful is None else f"存疑 {numbers.plain(doubtful)} 行"
    told += f"；最近一次装载：{moments.text(found['last'])}。"
    marks = [demo_mark()] if found["demo"] else []
    return Content([html.P([told, *marks], className="headline")])


def tiles(drawing: Drawing) -> Content:
    """Rows accepted, refused and doubtful, control totals, and how many returns came in."""
    found = quality.counts(drawing.view.snapshot)
    compared = comparison.compare(metrics.find(COVERAGE), drawing.view)
    history = metrics.lines((compared.metric,), drawing.view, SPARK_MONTHS)[COVERAGE]
    read = found["rows_read"] or 0
    parts = [
        _tile("装载文件", found["files"], "个", f"读取 {numbers.plain(read)} 行"),
        _tile("接收", found["rows_accepted"], "行", _share(found["rows_accepted"], read)),
        _led("refused", found["rows_refused"], read, drawing.view),
        _led("doubtful", found["rows_doubtful"], read, drawing.view),
        _totals_tile(quality.totals(drawing.view.snapshot)),
        kpi.tile(compared, history, drawing.colours, drawing.view),
    ]
    return Content([html.Div(parts, className="kpis six")])


def files(drawing: Drawing) -> Content:
    """One row per file, newest first."""
    rows = quality.files(drawing.view.snapshot)
    if not rows:
        return silent("还没有装载任何文件。请运行 python -m etl load 文件路径。")
    columns = [
        ("file", "文件名"),
        ("filer", "填报单位"),
        ("cards", "模板"),
        ("subjects", "领域"),
        ("loaded", "装载时间"),
        ("read_number", "读取"),
        ("accepted_number", "接收"),
        ("refused_number", "拒收"),
        ("doubtful_number", "存疑"),
        ("origin", "来源"),
        ("sha", "SHA-256"),
    ]
    all_files = quality.counts(drawing.view.snapshot)["files"]
    parts = [table.table(columns, [_file_row(row, drawing.view) for row in rows])]
    if all_files > len(rows):
        told = f"共 {numbers.plain(all_files)} 个文件，列出最近的 {numbers.plain(len(rows))} 个。"
        parts.append(html.P(told, className="definition"))
    return Content(parts)


def cells(drawing: Drawing) -> Content:
    """Refused and doubtful cells, with their address and the reason, as sent."""
    rules = quality.rules(drawing.view.snapshot)
    if not rules:
        return silent("本期没有拒收或存疑的单元格：装载的每一行都通过了检查。")
    rows = quality.cells(drawing.view.snapshot)
    count = {key: sum(r["cells"] for r in rules if r["outcome"] == key) for key in OUTCOMES}
    told = "，".join(f"{word} {numbers.plain(count[key])} 处" for key, word in OUTCOMES.items())
    told += "（一行可有多处）"
    shown = sum(count.values())
    told += f"；列出前 {numbers.plain(len(rows))} 处，" if shown > len(rows) else "，"
    columns = [("outcome", "结果"), ("what", "规则"), ("cells_number", "处数")]
    columns.append(("files_number", "文件数"))
    by_rule = [
        row | {"outcome": _outcome(row),
               "what": links.cells(drawing.view, row["what"], rule=row["what"]),
               "cells_number": numbers.plain(row["cells"]),
               "files_number": numbers.plain(row["files"])}
        for row in rules
    ]  # fmt: skip
    return Content(
        [
            html.P([told, links.cells(drawing.view, "查看全部"), "。"], className="summary"),
            table.fold("按规则汇总", table.table(columns, by_rule)),
            table.table(CELL_COLUMNS, [_cell_row(row) for row in rows]),
        ]
    )


def _file_row(row: dict, view: Scope) -> dict:
    subjects = dict.fromkeys(SUBJECTS.get(one, one) for one in row["subjects"])
    demo = row["origin"] == "demo"
    origin = demo_mark() if demo else quality.ORIGINS.get(row["origin"], row["origin"])
    figures = ("read", "accepted", "refused", "doubtful")
    marked, name = row["rows_refused"] or row["rows_doubtful"], row["file_name"]
    return {
        "file": html.Span(
            links.cells(view, name, file=name) if marked else name, className="file-name"
        ),
        "filer": row["filer"] or "—",
        "cards": "、".join(row["cards"]),
        "subjects": "、".join(subjects),
        "loaded": html.Span(moments.text(row["loaded_at"]), className="nowrap"),
        **{f"{name}_number": numbers.plain(row[f"rows_{name}"]) for name in figures},
        "origin": origin,
        "sha": html.Code(row["sha256"][:8], title=row["sha256"]),
    }


def _cell_row(row: dict) -> dict:
    cell = row["cell"] or f"第 {row['row_no']} 行"
    name = html.Span(row["file_name"], className="file-name")
    return row | {
        "file_name": name,
        "outcome": _outcome(row),
        "cell": html.Span(cell, className="nowrap"),
    }


def _outcome(row: dict) -> html.B:
    verdict = "bad" if row["outcome"] == "refused" else "warn"
    return html.B(OUTCOMES[row["outcome"]], className=f"{verdict} nowrap")


def _led(outcome: str, rows: int | None, read: int, view: Scope) -> html.Article:
    """The tile of an outcome; a count that is not nothing leads to its cells."""
    told = _share(rows, read)
    below = [told, "　", links.cells(view, "查看单元格", outcome=outcome)] if rows else told
    return _tile(OUTCOMES[outcome], rows, "行", below)


def _tile(label: str, value: float | None, unit: str, below: str | list) -> html.Article:
    number = html.P([html.Strong(numbers.plain(value)), html.Span(unit)], className="kpi-value")
    return html.Article(
        [html.Header(label), number, html.P(below, className="kpi-changes")], className="kpi"
    )


def _totals_tile(found: dict | None) -> html.Article:
    if found is None:
        return _tile("合计不符", None, "个", "这一版本没有核对")
    return _tile("合计不符", found["differ"], "个", f"核对 {numbers.plain(found['stated'])} 个")


def _share(part: int | None, whole: int) -> str:
    if part is None:
        return "这一版本没有存疑检查"
    if not whole:
        return "没有读取任何行"
    if 0 < part < whole * LEAST / 100:
        return f"不足读取行的 {LEAST}%"
    if whole * (1 - LEAST / 100) < part < whole:
        return f"超过读取行的 {100 - LEAST}%"
    return f"占读取行 {numbers.text(100 * part / whole, '%', 2)}"
