"""Panels: every panel of every page, its callback against its own queries, its figure and JSON.

The floor of a panel is what it asked the warehouse, asked again, and its figure as JSON.
"""

import importlib
import statistics
from collections.abc import Iterator
from unittest import mock

import orjson

from bench.measure import Figure, p95, seconds
from components import catalog, theme
from components.panel import GRID, PLAIN, Drawing, Panel
from data import warehouse
from data.errors import DashboardError
from data.scope import Scope

app = importlib.import_module("app").app
RUNS = 7
WORST = 3
QUICK = 0.002  # seconds of queries under which a panel is words, and no ratio means anything


def measure() -> Iterator[Figure]:
    """Cold and remembered, over all panels together, then the panels furthest from their floor."""
    view, taken = Scope.parse("", warehouse.current_id()), {}
    for name in catalog.PANELS:
        found = _panel(name, view)
        if found and statistics.median(found["floor"]) > QUICK:
            taken[name] = found
    for kind, limit in (("cold", 1.5), ("warm", 0.35)):
        named = {name: _ratio(found, kind) for name, found in taken.items()}
        worst = sorted(named, key=named.get, reverse=True)[:WORST]
        detail = ", ".join(f"{name} {named[name]:.2f}" for name in worst)
        for told, of in (("median", statistics.median), ("p95", p95)):
            ours, floor = (of(_every(taken, one)) for one in (kind, "floor"))
            name = f"{kind} callback ÷ floor of {len(taken)} panels, {told}"
            both = f"{1000 * ours:.1f} / {1000 * floor:.1f} ms"
            yield Figure(name, ours / floor, limit, detail=f"{both}; {detail}")


def _panel(name: str, view: Scope) -> dict[str, list[float]] | None:
    """Seconds of each run of a panel; None when it has nothing to ask or to draw."""
    panel, colours = catalog.PANELS[name], theme.tokens("light")
    if panel.kind == GRID:
        return None
    try:
        panel.draw(Drawing(view, colours))
        asked = _asked(panel, view, colours)
        shown = panel.draw(Drawing(view, colours))
    except DashboardError:
        return None

    def floor() -> None:
        for sql, params in asked:
            warehouse.rows(view.snapshot, sql, *params)
        orjson.dumps(shown.figure)

    call(name, view.snapshot, "light")
    turns = [
        (seconds(floor), seconds(lambda one=one: call(name, view.snapshot, f"light{name}{one}")),
         seconds(lambda: call(name, view.snapshot, "light")))
        for one in range(RUNS)
    ]  # fmt: skip
    return {kind: [one[at] for one in turns] for at, kind in enumerate(("floor", "cold", "warm"))}


def _asked(panel: Panel, view: Scope, colours: dict) -> list[tuple[str, tuple]]:
    """The queries of a panel whose caches are warm."""
    found = []
    asked = warehouse.rows

    def noted(snapshot: str, sql: str, *params) -> list[dict]:
        found.append((sql, params))
        return asked(snapshot, sql, *params)

    with mock.patch.object(warehouse, "rows", noted):
        panel.draw(Drawing(view, colours))
    return found


def call(panel_id: str, snapshot: str, colours: str) -> bytes:
    """The answer of the callback that draws a panel."""
    panel = {"index": panel_id, "type": PLAIN}
    view = orjson.dumps({"search": "", "snapshot": snapshot, "theme": colours}).decode()
    asked = {
        "output": f'{{"index":["MATCH"],"type":"{PLAIN}"}}.data-drawn',
        "outputs": {"id": panel, "property": "data-drawn"},
        "inputs": [{"id": panel, "property": "data-view", "value": view}],
        "state": [{"id": panel, "property": "id", "value": panel}],
        "changedPropIds": ["x.data-view"],
    }
    answer = app.server.test_client().post("/_dash-update-component", json=asked)
    if answer.status_code != 200:
        raise RuntimeError(answer.text[:300])
    return answer.data


def _ratio(found: dict[str, list[float]], kind: str) -> float:
    return statistics.median(found[kind]) / statistics.median(found["floor"])


def _every(taken: dict, kind: str) -> list[float]:
    return [one for found in taken.values() for one in found[kind]]
