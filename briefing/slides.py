"""汇报材料: the scenes of the wall on paper, one a page, with what to say under each."""

from collections.abc import Iterator
from dataclasses import replace

from briefing.about import about
from briefing.contents import screens, speech
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
from components.wall import notes
from components.wall.scene import Scene, Sight
from components.wall.scenes import SCENES
from data import warehouse
from data.scope import Scope

WHITE = {"page": "#ffffff"}
ZOOM, ASKED = 1.6, 5
LOW, TALL = 140, 240
"""Heights of figures in pixels."""


def compose(view: Scope, issued_by: str = "") -> Document:
    """A cover, then the scenes; the wall and this read one definition of them."""
    seen: list = []
    blocks = [block for scene in SCENES for block in _scene(scene, view, seen)]
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


def _scene(scene: Scene, view: Scope, seen: list) -> Iterator[Block]:
    """One page: its sentence, its numbers, its figures, and what to say."""
    drawing = Drawing(view, theme.tokens("light") | WHITE, view.search())
    sight = Sight(scene, drawing)
    seen += sight.known
    info = warehouse.row(view.snapshot, "select built_at from snapshot_info")
    today = f"{info['built_at']:%Y-%m-%d}"
    lead = "".join(screens.words(markup.node(part), today) for part in scene.lead(sight))
    yield NewPage()
    yield Heading(scene.title)
    yield Paragraph((Sentence(lead),))
    if len(sight.known) > 1:
        yield _numbers(sight.known)
    parts, said = list(_figures(scene, sight)), list(_said(sight))
    told = [part for part in parts if isinstance(part, Paragraph)]
    height = _room(told + said)
    yield from told
    yield from (replace(part, height=height) for part in parts if isinstance(part, Figure))
    yield from said


def _room(texts: list[Block]) -> int:
    """How high figures may be: what the words (40 signs a line of 22 pixels) leave of the page."""
    lines = sum(len(one.text) // 40 + 1 for one in texts if isinstance(one, Paragraph))
    return max(LOW, min(TALL, 500 - 22 * lines))


def _numbers(known: list) -> Table:
    """The strip: one column a number, its value and its change."""
    columns = tuple(Column(one.metric.label) for one in known)
    values = tuple(speech.amount(one.now["value"], one.metric) for one in known)
    changes = tuple(
        speech.against("同比", one.year_change, one.metric) or "最新登记状态" for one in known
    )
    return Table("主要指标", columns, (values, changes))


def _figures(scene: Scene, sight: Sight) -> Iterator[Block]:
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
        yield Figure(name, title, summary, drawn, LOW, sources or note, half=True, zoom=ZOOM)


def _lines(title: str, shown) -> Iterator[Block]:
    """What the wall shows as bars of words: each line's name and number."""
    nodes = [markup.node(part) for part in shown.children if part is not None]
    bars = [line for node in nodes for line in node[2:] if "bars" in node[1].get("class", "")]
    told = [" ".join(w for w in map(screens.words, line[2:]) if w) for line in bars if line[2:]]
    if told:
        yield Paragraph((Sentence(f"{title}：{'；'.join(told)}。"),))


def _said(sight: Sight) -> Iterator[Block]:
    """The notes of the wall: what to say, and what is likely to be asked."""
    yield Heading("讲解要点", 2, counted=False)
    yield Paragraph(tuple(Sentence(told) for told in notes.points(sight)))
    asked = [words for words, _ in notes.questions(sight)][:ASKED]
    if asked:
        yield Heading("可能的提问", 2, counted=False)
        listed = "　".join(f"{at}. {told}" for at, told in enumerate(asked, 1))
        yield Paragraph((Sentence(listed),))
