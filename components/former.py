"""What changed since the publication before: numbers that moved, late returns, values replaced."""

from datetime import datetime

from dash import html

from components import moments, numbers, table
from components.panel import Content, Drawing
from components.quality import SUBJECTS
from data import coverage, former, quality


def changes(drawing: Drawing) -> Content:
    """The sentence and tables of what this publication changed."""
    return Content([*_since(drawing), *_replaced(drawing)])


def _since(drawing: Drawing) -> list:
    before = former.former(drawing.view.snapshot)
    if before is None:
        words = "没有以前的数据版本可比：这是第一次发布，或以前的版本已清理。"
        return [html.P(words, className="summary")]
    found = former.changes(drawing.view, before)
    filed = former.filed_since(drawing.view, before)
    late = "，".join(f"{coverage.SUBJECTS[key]} {n} 家补报" for key, n in filed.items())
    lead = f"与上次发布（{_moment(before)}）相比，{drawing.view.region_name}"
    lead += f"{drawing.view.covered.label}"
    if not found:
        return [html.P(f"{lead}没有指标变化{'；' + late if late else ''}。", className="summary")]
    first = found[0]
    told = f"{lead}有 {len(found)} 个指标变化；{first.metric.label}本期较上次发布 {_amount(first)}"
    columns = [("label", "指标"), ("before_number", "上次发布"), ("now_number", "本次发布")]
    columns.append(("amount_number", "变化"))
    shown = table.table(columns, [_row(change) for change in found])
    return [html.P(f"{told}{'，' + late if late else ''}。", className="summary"), shown]


def _row(change: former.Change) -> dict:
    return {
        "label": html.A(change.metric.label, href=f"/glossary#{change.metric.id}"),
        "before_number": numbers.of(change.before, change.metric),
        "now_number": numbers.of(change.now, change.metric),
        "amount_number": _amount(change),
    }


def _amount(change: former.Change) -> str:
    if change.amount is None:
        return "新有数据" if change.before is None else "不再有数据"
    return numbers.signed(change.amount, change.metric.unit)


def _replaced(drawing: Drawing) -> list:
    """Values that a later filing of the same record replaced."""
    rows = quality.revisions(drawing.view.snapshot)
    if not rows:
        return [html.P("本期没有重新报送而改变的值。", className="definition")]
    columns = [("what", "领域"), ("key", "记录"), ("heading", "列"), ("old_value", "原值")]
    columns += [("new_value", "新值"), ("old_file", "原文件"), ("new_file", "新文件")]
    shown = [row | {"what": SUBJECTS.get(row["subject"], row["subject"])} for row in rows]
    told = f"重新报送改变的值（列出 {numbers.plain(len(rows))} 处）"
    return [table.fold(told, table.table(columns, shown))]


def _moment(snapshot: str) -> str:
    """When the snapshot 20261123-050442-… was published, on the clock of this machine."""
    return moments.text(datetime.strptime(snapshot[:15], "%Y%m%d-%H%M%S"))
