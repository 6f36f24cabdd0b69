"""专题: any page's current view on paper, panel by panel, with the filters of its address."""

from hashlib import sha256

from briefing.about import about
from briefing.contents import problems, screens, speech, words
from briefing.contents.readings import MOST_FINDINGS, Readings, reading
from briefing.contents.subjects import kpis
from briefing.document import Block, Document, Heading, Note, Paragraph, Table
from components import address, theme
from components.catalog import NOW, PANELS
from components.panel import Drawing, Panel
from data import basis, findings, scope, warehouse
from data.errors import BriefingError
from data.scope import PARAMETERS, Scope

TITLES = {
    "overview": "总览",
    "balance": "区域均衡",
    "assets": "国有资产",
    "vehicles": "公务用车",
    "offices": "办公用房",
    "energy": "公共机构节能",
    "satisfaction": "服务满意度",
    "problems": "问题督办",
    "quality": "数据质量",
    "glossary": "指标口径",
    "card": "一物一卡",
}
HELD = {*PARAMETERS, address.SNAPSHOT, "page"}


def compose(view: Scope, page: str, search: str = "", issued_by: str = "") -> Document:
    """The panels of a page (their names begin with its key) as the address shows them."""
    named = [one for one in PANELS.values() if one.id.split("-")[0] == page]
    if not named:
        keys = sorted({one.split("-")[0] for one in PANELS})
        raise BriefingError(f"没有页面“{page[:40]}”。可选：{'、'.join(keys)}。")
    title = TITLES.get(page, page)
    drawing = Drawing(view, theme.tokens("light"), search or view.search())
    blocks: list[Block] = _filters(view)
    sheets, readings = [], []
    for panel in named:
        told, long = _panel(panel, drawing, readings)
        blocks += told
        sheets += long
    info = warehouse.row(view.snapshot, "select demo from snapshot_info")
    return Document(
        series="机关事务专题",
        title=f"{view.region_name}{title}专题",
        blocks=tuple(blocks),
        sheets=tuple(sheets),
        readings=tuple(reading(one, view) for one in readings),
        demo=info["demo"],
        mark=_mark(search),
        **about(view, "", issued_by, "/" if page == "overview" else f"/{page}"),
    )


def _panel(panel: Panel, drawing: Drawing, readings: list) -> tuple[list[Block], list]:
    """The strip of numbers as a table, the list of problems as one, any other panel as it is."""
    page, _, part = panel.id.partition("-")
    if part == "now":
        known = Readings(drawing.view, NOW[page])
        readings += known.all
        lead = words.closed([words.state(one, whole=True) for one in known.all])
        told = [Heading("主要指标"), *([Paragraph(lead)] if lead else [])]
        return [*told, *kpis("主要指标", known.all, known)], []
    if panel.id == "problems-list":
        return [Heading(panel.title), *_cases(drawing)], []
    return screens.blocks(panel, drawing)


def _cases(drawing: Drawing) -> list[Block]:
    """Every problem the page's own conditions ask for, gravest first."""
    asked = drawing.asked
    wanted = {name: asked.get(name, "") for name in ("severity", "subject")}
    rows = findings.findings(
        drawing.view, **wanted, state=asked.get("state", "open"), search=asked.get("find", ""),
        limit=MOST_FINDINGS,
    )  # fmt: skip
    if not rows:
        return [Note(f"{drawing.view.region_name}没有符合条件的问题。")]
    return [Table("问题清单", problems.CASES, tuple(map(problems.case, rows)))]


def _mark(search: str) -> str:
    """A mark of what the address asks of the page itself, which its code does not hold."""
    own = {key: value for key, value in address.asked(search).items() if key not in HELD}
    return sha256(repr(sorted(own.items())).encode()).hexdigest()[:6] if own else ""


def _filters(view: Scope) -> list[Block]:
    """What the page was filtered by, printed so that the paper stands alone."""
    kinds = scope.institution_types()
    told = [f"地区：{view.region_name}", f"期间：{speech.when(view.covered)}"]
    if view.institution_type:
        told.append(f"机构类型：{kinds[view.institution_type]}")
    if view.basis != basis.CALORIFIC:
        told.append(f"折标：{basis.BASES[view.basis]}")
    if view.comparable:
        told.append("按可比口径")
    return [Note(f"筛选条件　{'；'.join(told)}。")]
