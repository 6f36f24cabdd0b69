"""Above the cells of 数据质量: what the address narrows them to, and the ways out of it."""

from dash import html

from components import links
from components.panel import Content, Drawing
from components.quality import OUTCOMES
from data import refusals

LABELS = {"outcome": "结果", "file": "文件", "rule": "规则"}


def above(drawing: Drawing) -> Content:
    """One sentence: which cells are listed, with links to all of them and back to the page."""
    asked = refusals.narrowed(drawing.search)
    told = "；".join(f"{LABELS[name]}：{OUTCOMES.get(v, v)}" for name, v in asked.items())
    said = [f"只列{told}。" if asked else "列出全部文件的拒收与存疑单元格。"]
    if asked:
        said += [links.cells(drawing.view, "列出全部"), "　"]
    said.append(html.A("返回数据质量", href=links.to("/quality", drawing.view)))
    return Content([html.P(said, className="summary")])
