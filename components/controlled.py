"""Control totals as a panel: 小计 and 合计 rows against the sum of what they cover."""

from dash import html

from components import numbers, table
from components.panel import Content, Drawing, silent
from data import quality

DECIMALS = 6  # of a sum of cells: more are but the noise of adding them


def totals(drawing: Drawing) -> Content:
    """小计 and 合计 rows against the sum of what they cover."""
    found = quality.totals(drawing.view.snapshot)
    if found is None:
        return silent("本期没有控制合计的核对结果：这一数据版本只保留了合计行，尚未比对。")
    if not found["stated"]:
        return silent("本期没有控制合计：装载的文件没有小计、合计行。")
    count = {key: numbers.plain(value) for key, value in found.items()}
    told = (
        f"核对小计、合计 {count['stated']} 个：相符 {count['agree']} 个，"
        f"不符 {count['differ']} 个，无法判定 {count['undecided']} 个（长表，或所含格不是数值）。"
    )
    rows = quality.mismatches(drawing.view.snapshot)
    if not rows:
        return Content([html.P([told, "没有不符的合计。"], className="summary")])
    columns = [("file_name", "文件"), ("sheet", "工作表"), ("cell", "单元格"), ("heading", "列")]
    columns += [("stated_number", "表中所填"), ("computed_number", "各行之和")]
    shown = [row | _total_row(row) for row in rows]
    return Content([html.P(told, className="summary"), table.table(columns, shown)])


def _total_row(row: dict) -> dict:
    return {
        "cell": row["cell"] or f"第 {row['row_no']} 行",
        "stated_number": row["stated"],
        "computed_number": _exact(row["computed"]),
    }


def _exact(value: float) -> str:
    """A sum as its cells are written, so that both numbers read alike: 1.2224, 5,856,253."""
    return f"{round(value, DECIMALS):,.{DECIMALS}f}".rstrip("0").rstrip(".")
