"""A warm briefing against its own bare parts, a batch of every region, and cold from a shell."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import Figure, interleaved, seconds
from briefing import build, charts, compose, schedule, typeset
from briefing.document import Document
from data import paths, warehouse
from data.scope import Scope

RUNS = 5


def measure() -> list[Figure]:
    """Ratios of issue F; the floor is Plotly's SVG time, Typst's compile time and the queries."""
    snapshot = warehouse.current_id()
    view = Scope.parse("?region=640100", snapshot)
    told = compose.compose(view, signed_off="基准")
    asked = _queries(view)
    drawn = build.pictures(told)
    with TemporaryDirectory() as folder:
        room = Path(folder)
        warm = interleaved(lambda: _make(view, room), lambda: _bare(told, drawn, asked), RUNS)
        size = max(path.stat().st_size for path in room.iterdir()) / 1e6
        batch = _batch(snapshot, room, warm[1])
        cold = seconds(lambda: _cold(room))
    name = f"briefing, {len(told.figures)} charts: warm ÷ its bare parts"
    detail = f"{warm[0]:.2f} s / {warm[1]:.2f} s"
    return [
        Figure(name, warm[0] / warm[1], 1.5, detail=detail),
        batch,
        Figure("briefing: cold, seconds", cold, 8.0),
        Figure("briefing: MB of the PDF", size, 1.5),
    ]


def _make(view: Scope, room: Path) -> None:
    build.write(compose.compose(view, signed_off="基准", begin=build.begin), room)


def _bare(told: Document, drawn: dict[str, str], asked: list[tuple]) -> None:
    for sql, params in asked:
        warehouse.rows(told.snapshot, sql, *params)
    for one in told.figures:
        charts.draw(one.figure, one.height, one.caption)
    typeset.pdf(told, drawn)


def _queries(view: Scope) -> list[tuple]:
    """Every query a briefing asks, in order."""
    asked, rows = [], warehouse.rows

    def heard(snapshot: str, sql: str, *params) -> list[dict]:
        asked.append((sql, params))
        return rows(snapshot, sql, *params)

    warehouse.rows = heard
    try:
        compose.compose(view, signed_off="基准")
    finally:
        warehouse.rows = rows
    return asked


def _batch(snapshot: str, room: Path, bare: float) -> Figure:
    regions = list(schedule.regions(snapshot))
    spent = seconds(lambda: [_make(Scope.parse(f"?region={r}", snapshot), room) for r in regions])
    name = f"briefing: {len(regions)} regions ÷ as many bare documents"
    return Figure(name, spent / (bare * len(regions)), 1.5, detail=f"{spent:.1f} s")


def _cold(room: Path) -> None:
    command = [sys.executable, "-m", "briefing", "build", "--region", "640100", "--out", str(room),
               "--sign-off", "基准"]  # fmt: skip
    subprocess.run(command, cwd=paths.PROJECT, env=os.environ, check=True, capture_output=True)
