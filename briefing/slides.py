"""汇报材料: the scenes of the wall on paper, one a page, with what to say under each."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from briefing.about import about
from briefing.contents import screens, speech, words
from briefing.contents.readings import reading
from briefing.document import (
    Block,
    Column,
    Document,
    Figure,
    Heading,
    NewPage,
    Paragraph,
    Sentence,
    Table,
)
from components import markup, theme
from components.panel import Drawing
from data import warehouse
from data.errors import BriefingError
from data.scope import Scope

SCENES = "components.wall.scenes"
WHITE = {"page": "#ffffff"}
HEIGHT, ZOOM, CASES = 160, 1.6, 3


def compose(view: Scope, issued_by: str = "") -> Document:
    """A cover, then the scenes; the wall and this read one definition of them."""
    if not find_spec("components.wall"):
        raise BriefingError("本版本没有大屏，不能出汇报材料。请升级后重试。")
    scenes, seen = import_module(SCENES).SCENES, []
    blocks = [block for scene in scenes for block in _scene(scene, view, seen)]
    found = {one.metric.id: one for one in seen}
    info = warehouse.row(view.snapshot, "select demo from snapshot_info")
    return Document(
        series="机关事务汇报材料",
        title=f"{view.region_name}机关事务运行情况汇报",
        blocks=tuple(blocks),
        readings=tuple(reading(one, view) for one in found.values()),
        demo=info["demo"],
        compact=True,
        **about(view, "", issued_by, "/wall"),
    )


def _scene(scene, view: Scope, seen: list) -> Iterator[Block]:
    """One page: its sentence, its numbers, its figures, and what to say."""
    drawing = Drawing(view, theme.tokens("light") | WHITE, view.search())
    sight = import_module("components.wall.scene").Sight(scene, drawing)
    seen += sight.known
    info = warehouse.row(view.snapshot, "select built_at from snapshot_info")
    today = f"{info['built_at']:%Y-%m-%d}"
    lead = "".join(screens.words(markup.node(part), today) for part in scene.lead(sight))
    yield NewPage()
    yield Heading(scene.title)
    yield Paragraph((Sentence(lead),))
    if sight.known:
        yield _numbers(sight.known)
    parts = list(_figures(scene, sight))
    yield from (part for part in parts if isinstance(part, Paragraph))
    yield from (part for part in parts if isinstance(part, Figure))
    yield Heading("讲稿", 2, counted=False)
    yield Paragraph(tuple(_said(scene, sight)))


def _numbers(known: list) -> Table:
    """The strip: one column a number, its value and its change."""
    columns = tuple(Column(one.metric.label) for one in known)
    values = tuple(speech.amount(one.now["value"], one.metric) for one in known)
    changes = tuple(
        speech.against("同比", one.year_change, one.metric) or "最新登记状态" for one in known
    )
    return Table("主要指标", columns, (values, changes), floats=False)


def _figures(scene, sight) -> Iterator[Block]:
    """The figures of the scene, two a row; those without data are left out."""
    for slot in scene.slots:
        shown = slot.draw(sight)
        drawn = shown.figure
        if not drawn or not drawn["data"]:
            yield from _lines(slot.title, shown)
            continue
        note = slot.note if isinstance(slot.note, str) else slot.note(sight)
        told = [screens.words(markup.node(part)) for part in shown.children if part is not None]
        sources = "；".join(line for line in told if "审图号" in line)
        name, title = f"{scene.id}-{slot.area}", slot.title
        summary = told[0] if told and told[0] else title
        yield Figure(
            name, title, summary, drawn, HEIGHT, sources or note, half=True, floats=False, zoom=ZOOM
        )


def _lines(title: str, shown) -> Iterator[Block]:
    """What the wall shows as bars of words: each line's name and number."""
    nodes = [markup.node(part) for part in shown.children if part is not None]
    bars = [line for node in nodes for line in node[2:] if "bars" in node[1].get("class", "")]
    told = [" ".join(w for w in map(screens.words, line[2:]) if w) for line in bars if line[2:]]
    if told:
        yield Paragraph((Sentence(f"{title}：{'；'.join(told)}。"),))


def _said(scene, sight) -> Iterator[Sentence]:
    """What the speaker says: each number and its change, targets, what worries, the red cases."""
    yield Sentence(f"这一页汇报{scene.title}。")
    yield from words.closed([words.state(one) for one in sight.known])
    yield from words.targets(sight.known)
    yield from words.problem(sight.known)
    if not sight.open:
        yield Sentence("目前没有未办结的问题。")
        return
    yield Sentence(f"目前未办结问题 {len(sight.open):,} 件，其中红色 {len(sight.reds):,} 件。")
    urgent = list(dict.fromkeys(f"{row['owner'] or row['region_name']}（{row['what']}）"
                                for row in sight.reds))[:CASES]  # fmt: skip
    if urgent:
        yield Sentence(f"最急的是{'、'.join(urgent)}，请责任单位按期办结。")
