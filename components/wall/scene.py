"""A scene: a strip of numbers, panels in their areas, the sentence above and the one red case."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256

import orjson

from components import markup, statics, theme
from components.panel import Content, Drawing
from components.wall import cases, foot, maps, strip
from data import findings, freshness
from data.comparison import Comparison
from data.scope import Scope

Lead = Callable[["Sight"], list]


@dataclass(frozen=True)
class Slot:
    """A panel of the wall: `area` is its place in the grid, `subject` whose data it shows."""

    area: str
    title: str
    subject: str
    draw: Callable[["Sight"], Content]
    note: str | Callable[["Sight"], str] = ""


@dataclass(frozen=True)
class Scene:
    """`main` is the metric it leads with, `strip` those of the KPI strip (`tiles` draws it where
    they are none), `subjects` the registers whose findings belong here (none: all), `page` where
    one asks further."""

    id: str
    title: str
    page: str
    main: str
    strip: tuple[str, ...]
    subjects: tuple[str, ...]
    lead: Lead
    slots: tuple[Slot, ...]
    tiles: Lead | None = None


class Sight:
    """A scene looked at for one view: what its sentence and its panels share, read once."""

    def __init__(self, scene: Scene, drawing: Drawing) -> None:
        self.scene, self.drawing, self.view = scene, drawing, drawing.view

    @cached_property
    def compared(self) -> dict[str, Comparison]:
        """The metrics of the strip with what they are compared with."""
        return strip.compared(self.scene.strip, self.drawing)

    @property
    def known(self) -> list[Comparison]:
        """Those that have a value here."""
        return [one for one in self.compared.values() if one.now]

    @cached_property
    def open(self) -> list[dict]:
        """Open findings, nearest deadline first."""
        return cases.open_findings(self.view, self.scene.subjects)

    @cached_property
    def reds(self) -> list[dict]:
        """The red ones among them."""
        return [row for row in self.open if row["severity"] == cases.RED]

    @cached_property
    def alerts(self) -> dict[str, int]:
        """Red findings by county or 本级, of the whole map."""
        wide = cases.reds(maps.above(self.view), self.scene.subjects)
        return cases.alerts(wide, self.view.snapshot)


@lru_cache(maxsize=96)
def told(scene: Scene, search: str, snapshot: str, speak: Lead | None) -> tuple[str, bytes]:
    """The stamp and the JSON of a scene; the same for the same snapshot and view. `speak` gives
    the notes of 汇报模式."""
    view = Scope.parse(search, snapshot).for_outsiders()
    sight = Sight(scene, Drawing(view, theme.tokens("dark"), search))
    answer = {
        "scene": scene.id,
        "snapshot": snapshot,
        "region": view.region_name,
        "period": view.covered.label,
        "as_of": str(view.covered.end),
        "red": len(sight.reds),
        "lead": _nodes(scene.lead(sight)),
        "case": _nodes(cases.urgent(sight.reds)),
        "strip": _nodes(_strip(sight)),
        "slots": {slot.area: _slot(slot, sight) for slot in scene.slots},
        "notes": _nodes(speak(sight)) if speak else [],
        "foot": _nodes(foot.line(scene.strip, sight.drawing)),
        "until": _until(snapshot),
    }
    content = orjson.dumps(answer)
    return sha256(content).hexdigest()[:16], content


@lru_cache(maxsize=32)
def alarms(search: str, snapshot: str, scenes: tuple[Scene, ...]) -> list[dict]:
    """The red findings new at this publication: their id and the scene that shows them."""
    view = Scope.parse(search, snapshot)
    found = findings.findings(view, severity=cases.RED, state="new", limit=cases.MOST)
    return [
        {"id": row["finding"], "scene": scene.id}
        for row in found
        for scene in [next((one for one in scenes if row["subject"] in one.subjects), None)]
        if scene
    ]


def _strip(sight: Sight) -> list:
    if sight.scene.tiles:
        return sight.scene.tiles(sight)
    return strip.tiles(sight.scene.strip, sight.compared, sight.drawing)


def _slot(slot: Slot, sight: Sight) -> dict:
    shown = slot.draw(sight)
    return {
        "title": slot.title,
        "note": slot.note if isinstance(slot.note, str) else slot.note(sight),
        "subject": slot.subject,
        "words": _nodes(shown.children),
        "figure": shown.figure,
    }


def _until(snapshot: str) -> dict[str, str]:
    """Subject by the last day on which its data are recent enough, "" without a deadline."""
    found = freshness.all_subjects(snapshot)
    return {one.subject: one.until.isoformat() if one.until else "" for one in found}


def _nodes(parts: list) -> list:
    return [markup.node(part) for part in parts if part is not None]


@lru_cache(maxsize=1)
def program() -> str:
    """A short name of what runs in the browser; a wall that runs another loads itself anew."""
    files = sorted(statics.ASSETS.glob("wall*"))
    return statics.stamp(b"".join(path.read_bytes() for path in files))


def envelope(stamp: str, content: bytes | None, snapshot: str, alarms: list[dict]) -> bytes:
    """The answer to a wall; without content it has this stamp already."""
    answer = {"stamp": stamp, "snapshot": snapshot, "program": program(), "alarms": alarms}
    answer["shown"] = orjson.Fragment(content) if content else None
    return orjson.dumps(answer)
