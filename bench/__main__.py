"""python -m bench [NAME …]: runs benchmarks (all by default), prints and keeps a table."""

import importlib
import os
import platform
import sys
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PARTS = ("load", "growth", "findings", "forecast", "screens", "briefing", "server")
"""Modules of this folder with measure() -> list[Figure], in the order they run."""
TOLD = ("duckdb", "python-calamine", "dash", "plotly")


def main(names: list[str]) -> int:
    """1 when a figure misses its limit."""
    figures = []
    for part in names or PARTS:
        for figure in importlib.import_module(f"bench.{part}").measure():
            figures.append(figure)
            print(_line(figure), flush=True)
    if not names:
        (FOLDER / "results.md").write_text(_report(figures), encoding="utf-8")
    return 0 if all(figure.ok for figure in figures) else 1


def _line(figure) -> str:
    sign = "≤" if figure.at_most else "≥"
    state = "ok  " if figure.ok else "MISS"
    return f"{state} {figure.name:58} {figure.value:9.3f} {sign} {figure.limit:g}  {figure.detail}"


def _report(figures: list) -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in TOLD)
    head = (
        f"# make bench\n\n{datetime.now():%Y-%m-%d %H:%M} · {platform.platform()} ·"
        f" {os.cpu_count()} cores · Python {platform.python_version()} · {versions}\n\n"
    )
    return f"{head}```\n" + "\n".join(map(_line, figures)) + "\n```\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
