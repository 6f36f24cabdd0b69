"""The published study of Yinchuan's office property, as panels: its cases and its own counts."""

from dash import html

from components import numbers, table
from components.figures import ranking
from components.panel import Content, Drawing, charted, silent
from data import metrics, property

UNKNOWN = "未载明"
ABSENT = (
    "没有公开的产权问题台账。请选择“全区”或“银川市”，"
    "或装载 data/published 下的两个文件（python -m etl load data/published）。"
)
WHY_IT_MATTERS = (
    "文中的单位数与逐条清单去重后的单位数不同。销号、问责和督办都以家数为准："
    "按文中数会漏掉清单上的单位，按清单数又与已发布的材料对不上。本系统按清单逐条计数，"
    "两数并列，不代原文改数；上报前请与编制单位核实。"
    "“列出”按单位出现次数计，同一单位列多处时大于去重数。"
)


def clearance(drawing: Drawing) -> Content:
    """What the study says was checked, cleared and put to use, exactly as printed."""
    found = [
        row for row in property.published(drawing.view) if row["unit_name"] in ("平方米", "处")
    ]
    if not found:
        return silent(ABSENT)
    tiles = [
        html.Article(
            [
                html.Header(row["indicator"]),
                html.P(
                    [html.Strong(_exact(row)), html.Span(row["unit_name"])], className="kpi-value"
                ),
                html.P(row["note"], className="kpi-changes"),
            ],
            className="kpi",
        )
        for row in found
    ]
    return Content([html.Div(tiles, className="kpis"), _source(found)])


def counted(drawing: Drawing, column: str, panel_id: str, what: str) -> Content:
    """Cases by a column of the ledger, with properties and the area that is known."""
    rows = property.counts(drawing.view, column)
    if not rows:
        return silent(ABSENT)
    metric = metrics.find("property_problems_open")
    bars = [{**row, "key": row["label"], "value": row["cases"]} for row in rows]
    for bar in bars:
        bar["label"] = _short(bar["label"])
    cases, places = sum(r["cases"] for r in rows), sum(r["properties"] for r in rows)
    summary = (
        f"{what}共 {len(rows)} 项、{cases} 件、{places} 处；最多："
        f"{rows[0]['label']}（{rows[0]['cases']} 件）。"
    )
    columns = [("label", what), ("cases_number", "件数"), ("properties_number", "处数")]
    columns += [("area_number", "已载明面积（平方米）"), ("unknown_number", "面积未载明（件）")]
    shown = table.table(columns, [_count_row(row) for row in rows] + [_sum_row(rows)])
    figure = ranking.draw(bars, metric, drawing.colours)
    return charted(panel_id, figure, summary, table.fold("数据表", shown))


def disagreements(drawing: Drawing) -> Content:
    """The study's own unit counts beside what its list names, and why a reader should care."""
    rows = property.disagreements(drawing.view)
    if not rows:
        return silent(ABSENT)
    differing = sum(not row["agree"] for row in rows)
    columns = [
        ("category", "问题类别"),
        ("stated_number", "文中统计（家）"),
        ("noted_number", "原文注：列出（家）"),
        ("listed_number", "台账去重后（家）"),
        ("cases_number", "件数"),
        ("properties_number", "处数"),
        ("verdict", "文中与台账"),
    ]
    lead = f"{len(rows)} 类中有 {differing} 类，{WHY_IT_MATTERS}"
    compared = table.table(columns, [_disagreement_row(row) for row in rows])
    return Content([html.P(lead, className="lead"), compared])


def _disagreement_row(row: dict) -> dict:
    counted = ("stated", "noted", "listed", "cases", "properties")
    verdict = "一致" if row["agree"] else html.B("不一致", className="bad")
    shown = {f"{name}_number": numbers.plain(row[name]) for name in counted}
    return {"category": row["category"], **shown, "verdict": verdict}


def satisfaction(drawing: Drawing) -> Content:
    """The satisfaction of residents with the residential service centre, by year, as published."""
    rows = [row for row in property.published(drawing.view) if row["indicator"] == "住户满意度"]
    if not rows:
        return silent("所选地区没有公开的住户满意度数据；请选择“全区”或“自治区本级”。")
    columns = [("year", "年度"), ("publisher", "单位"), ("value_number", "住户满意度（%）")]
    shown = [
        {"year": str(row["year"]), "publisher": row["publisher"], "value_number": _exact(row)}
        for row in rows
    ]
    told = "、".join(f"{row['year']} 年 {_exact(row)}%" for row in rows)
    summary = html.P(f"{rows[0]['publisher']}住户满意度：{told}。", className="summary")
    return Content([summary, table.table(columns, shown), _source(rows)])


def ledger(drawing: Drawing) -> Content:
    """Every case with its address in the file; area known, or said to be unknown."""
    rows = property.cases(drawing.view)
    if not rows:
        return silent(ABSENT)
    columns = [
        ("case_no", "序号"),
        ("responsible_unit", "责任单位"),
        ("category", "类别"),
        ("property_name", "房产名称或坐落"),
        ("properties_number", "处数"),
        ("area_number", "面积（平方米）"),
        ("suggestion", "处理建议"),
        ("lead_unit", "牵头单位"),
        ("address", "出处"),
    ]
    known = [row["area_m2"] for row in rows if row["area_m2"] is not None]
    told = (
        f"共 {len(rows)} 件、{sum(row['properties'] for row in rows):.0f} 处。{len(known)} 件"
        f"载明面积，合计 {numbers.plain(sum(known), 2)} 平方米；"
        f"其余 {len(rows) - len(known)} 件{UNKNOWN}，不作估计。"
    )
    shown = table.table(columns, [_case_row(row) for row in rows])
    return Content([html.P(told, className="summary"), shown, _source(rows)])


def _case_row(row: dict) -> dict:
    return {
        **row,
        "lead_unit": row["lead_unit"] or UNKNOWN,
        "suggestion": row["suggestion"] or UNKNOWN,
        "properties_number": numbers.plain(row["properties"]),
        "area_number": _area(row["area_m2"]),
        "address": f"第 {row['row_no']} 行",
    }


def _count_row(row: dict) -> dict:
    return {
        "label": row["label"] or UNKNOWN,
        "cases_number": numbers.plain(row["cases"]),
        "properties_number": numbers.plain(row["properties"]),
        "area_number": _area(row["area_m2"]),
        "unknown_number": numbers.plain(row["area_unknown"]),
    }


def _sum_row(rows: list[dict]) -> dict:
    known = [row["area_m2"] for row in rows if row["area_m2"] is not None]
    total = {key: sum(row[key] for row in rows) for key in ("cases", "properties", "area_unknown")}
    return {**_count_row({**total, "label": "合计", "area_m2": sum(known) if known else None})}


def _area(area: float | None) -> str:
    return UNKNOWN if area is None else numbers.plain(area, 2)


def _exact(row: dict) -> str:
    value = row["value"]
    return numbers.plain(value, 0 if value == int(value) else 2)


def _short(label: str | None) -> str:
    label = label or UNKNOWN
    return label if len(label) <= 22 else f"{label[:21]}…"


def _source(rows: list[dict]) -> html.P:
    files = "、".join(sorted({row["file_name"] for row in rows}))
    return html.P(
        [html.Span("公开数据", className="badge"), f"出处：{files}"], className="definition"
    )
