"""What a panel of the screens shows, as blocks of a document: its words, figure and tables."""

import json
from collections.abc import Iterator

from briefing.document import Block, Column, Figure, Heading, Note, Paragraph, Sentence, Table
from components import markup
from components.panel import GRID, Content, Drawing, Panel
from data.errors import DashboardError

TALLEST, MOST_ROWS = 500, 200
SKIPPED = {"button", "svg", "img", "input", "script", "select", "textarea"}
REMARKS = {"definition", "map-source", "panel-note", "source"}
HALF_SHEET = 3.0  # the widest share of a column against the narrowest
TILES = (Column("指标", 2.4), Column("数值", 2.0), Column("变化", 3.6))


def blocks(panel: Panel, drawing: Drawing, level: int = 1) -> tuple[list[Block], list[Table]]:
    """The blocks of a panel, and the tables too long for paper, which the workbook holds."""
    heading = [Heading(panel.title, level)] if panel.title else []
    if panel.kind == GRID:
        told = f"“{panel.title}”是逐行明细，请在页面上用“导出”取全部行。"
        return [*heading, Note(told)], []
    try:
        shown = panel.draw(drawing)
    except DashboardError as error:
        return [*heading, Note(str(error))], []
    made = list(_content(panel, shown))
    kept = [b for b in made if not isinstance(b, Table) or len(b.rows) <= MOST_ROWS]
    long = [b for b in made if isinstance(b, Table) and len(b.rows) > MOST_ROWS]
    kept += [Note(f"“{one.caption}”共 {len(one.rows):,} 行，见 Excel 附表。") for one in long]
    return ([*heading, *kept] if kept else []), long


def _content(panel: Panel, shown: Content) -> Iterator[Block]:
    nodes = [markup.node(part) for part in shown.children if part is not None]
    told = [block for node in nodes for block in _node(node, panel.title)]
    if shown.figure and shown.figure["data"]:
        yield from (block for block in told if isinstance(block, Paragraph))
        yield figure(panel.id, panel.title or panel.id, shown.figure, told)
        yield from (block for block in told if not isinstance(block, Paragraph))
    else:
        yield from told


def figure(name: str, caption: str, drawn: dict, told: list[Block]) -> Figure:
    """The figure of a panel; its summary is what the panel says first."""
    first = next((block.text for block in told if isinstance(block, Paragraph)), caption)
    height = min(TALLEST, int(drawn["layout"].get("height", 280)))
    return Figure(name, caption, first, drawn, height)


def _node(node: object, caption: str) -> Iterator[Block]:
    """The blocks under one node, in order."""
    if isinstance(node, str):
        return  # bare words belong to a control
    tag, attributes, *children = node
    classes = set(str(attributes.get("class", "")).split())
    if tag in SKIPPED or "pictures" in classes:
        return
    if tag == "table":
        yield from _table(attributes, children, caption)
    elif tag == "p" or tag == "li":
        if told := words(node):
            yield Note(told) if classes & REMARKS else Paragraph((Sentence(_closed(told)),))
    elif "kpis" in classes:
        yield Table(caption or "主要指标", TILES, tuple(map(_tile, children)))
    else:
        named = next((words(c) for c in children if c and c[0] == "summary"), "")
        title = f"{caption}：{named}" if named and caption else named or caption
        for child in children:
            if not (isinstance(child, list) and child[0] == "summary"):
                yield from _node(child, title)


def words(node: object, today: str = "") -> str:
    """The text under a node; parts that would run together are kept apart. What the browser
    counts itself (how many deadlines have passed) is counted as of `today`."""
    if isinstance(node, str):
        return node
    tag, attributes, *children = node
    if tag in SKIPPED or children == ["演示数据"]:
        return ""
    if days := attributes.get("data-overdue"):
        return f"{sum(n for day, n in json.loads(days).items() if day < today):,}"
    parts = [words(child, today) for child in children]
    return ("" if tag in ("p", "span", "b", "strong") else " ").join(p for p in parts if p).strip()


def _closed(told: str) -> str:
    return told if told.endswith(("。", "！", "？", "：")) else f"{told}。"


def _tile(article: list) -> tuple[str, str, str]:
    """Label, value and changes of a KPI tile."""
    _, _, head, *rest = article
    value = next((_apart(part) for part in rest if "strong" in repr(part)), "")
    more = [_apart(part) for part in rest if words(part) and _apart(part) != value]
    return words(head).removesuffix("演示数据").strip(), value, "，".join(more)


def _apart(node: list) -> str:
    """The texts of a line of a tile with a space between them."""
    return " ".join(part for part in map(words, node[2:]) if part)


def _table(attributes: dict, children: list, caption: str) -> Iterator[Table]:
    """A table of either kind: rows in one attribute, or rows as elements."""
    told = attributes.get("data-rows")
    if told:
        head = [name for name, _ in told["head"]]
        numbers = [side == "number" for _, side in told["head"]]
        body = [[words(cell) for cell in row] for row in told["body"]]
        caption = (told["caption"] or caption).removesuffix("，点数字看清单")
    else:
        rows = [[words(cell) for cell in row] for row in _rows(children)]
        head, body = (rows[0], rows[1:]) if rows else ([], [])
        numbers = [False, *([True] * (len(head) - 1))]
    if head and body:
        columns = tuple(
            Column(name, share, number)
            for name, share, number in zip(head, _shares(head, body), numbers, strict=True)
        )
        yield Table(caption, columns, tuple(map(tuple, body)))


def _rows(children: list) -> Iterator[list]:
    for part in children:
        if part[0] == "tr":
            yield part[2:]
        elif part[0] in ("thead", "tbody", "tfoot"):
            yield from _rows(part[2:])


def _shares(head: list[str], body: list[list[str]]) -> list[float]:
    """Widths by the longest text of each column, within a factor."""
    widest = [max(len(row[at]) for row in [head, *body]) for at in range(len(head))]
    least = max(1.0, min(widest))
    return [min(HALF_SHEET, max(1.0, width / least)) for width in widest]
