"""Chromium killed while charts are drawn: the next one starts another, and nothing is mixed up."""

import os
import signal
import threading
from pathlib import Path

from briefing import charts


def figure(value: int) -> dict:
    return {"data": [{"type": "bar", "x": [f"值{value}"], "y": [1]}], "layout": {}}


def browsers() -> list[int]:
    """The main Chromium processes that this process started, by way of playwright's driver."""
    found, mine = [], {os.getpid()}
    for _ in range(3):
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                told = stat.read_text().rsplit(")", 1)
            except OSError:
                continue
            if int(told[1].split()[1]) in mine:
                mine.add(int(stat.parent.name))
                found += (
                    [int(stat.parent.name)] if "chrom" in told[0] or "headless" in told[0] else []
                )
    return list(dict.fromkeys(found))


def test_charts_go_on_when_chromium_is_killed_under_them():
    drawn = {}

    def draw_all():
        for number in range(12):
            drawn[number] = charts.draw(figure(number), 200, f"图{number}")

    working = threading.Thread(target=draw_all)
    working.start()
    while len(drawn) < 3:
        working.join(0.02)
    killed = browsers()
    assert killed
    os.kill(killed[0], signal.SIGKILL)
    working.join(120)
    assert sorted(drawn) == list(range(12))
    for number, svg in drawn.items():
        assert f"值{number}<" in svg
    charts.close()
