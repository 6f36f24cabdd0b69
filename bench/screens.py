"""Screens: what a first visit downloads, what a panel costs on the server, how fast it redraws.

Needs a published snapshot (python -m etl first) and, for the last figures, Chromium.
"""

import importlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

import dash
from playwright.sync_api import TimeoutError, sync_playwright

from bench import grids, panels
from bench.measure import Figure, p95
from components import shell
from data import paths, warehouse

app = importlib.import_module("app").app
PORT = 8971
CHANGES = 24
PATIENCE = 30_000  # ms; a slow machine is a miss, not a crash
SIZES = ("dim_institution", "fct_energy_use", "fct_asset", "fct_room", "fct_vehicle",
         "fct_vehicle_month", "fct_review")  # fmt: skip
SUITE = re.compile(r'(?:src|href)="(/[^"]+)"')
REDRAWN = """region => {
    const near = [...document.querySelectorAll('[data-panel]')].filter(
        body => body.parentElement.getBoundingClientRect().top < innerHeight);
    return near.length && near.every(body =>
        body.ariaBusy !== 'true' && body.dataset.view && body.dataset.view.includes(region));
}"""
UNSEEN = """() => [...document.querySelectorAll('[data-panel]')].filter(body =>
    body.dataset.view && body.parentElement.getBoundingClientRect().top > innerHeight + 240).length
"""


def measure() -> Iterator[Figure]:
    """The figures in the order of the issue, each as soon as it is known."""
    yield _size()
    yield from _download()
    yield _components()
    for part in (panels.measure, grids.measure, _browser):
        yield from part()


def _download() -> list[Figure]:
    """Everything the page 总览 names, as sent to a browser that takes gzip."""
    client = app.server.test_client()
    takes = {"Accept-Encoding": "gzip"}
    slim = (paths.PROJECT / "assets" / "plotly" / "cartesian.min.js").exists()
    index = client.get("/").text
    sizes = {path: len(client.get(path, headers=takes).data) for path in SUITE.findall(index)}
    limit = 900 if slim else 2000
    whose = "slim" if slim else "full"
    told = f"{len(sizes)} files, {whose} plotly, without panel answers"
    return [Figure("first load of 总览, kB", sum(sizes.values()) / 1000, limit, detail=told)]


def _size() -> Figure:
    """How large the snapshot is that is measured on."""
    snapshot = warehouse.current_id()
    counted = [
        f"{name.removeprefix('fct_').removeprefix('dim_')} "
        f"{warehouse.row(snapshot, f'select count(*) as n from {name}')['n']:,}"
        for name in SIZES
    ]
    return Figure("tables measured on", len(counted), len(SIZES), detail=", ".join(counted))


def _components() -> Figure:
    """Dash components of 总览 with its shell; all words of a panel are one attribute of one."""
    page = next(one for one in dash.page_registry.values() if one["path"] == "/")
    count = sum(1 + len(list(one._traverse())) for one in (shell.layout(), page["layout"]()))
    return Figure("Dash components of 总览", count, 150)


def _browser() -> list[Figure]:
    """Seconds from a change of filter to the last panel in sight redrawn, in Chromium."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        print("没有 Chromium，未测筛选到重画的时间。")
        return []
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "app:server"]
    environment = {**os.environ, "PORT": str(PORT)}
    server = subprocess.Popen(
        command, cwd=paths.PROJECT, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        server.stdout.readline()  # says that it listens
        taken, unseen = _redraws(chromium)
    finally:
        server.terminate()
        server.wait(20)
    told = f"median {statistics.median(taken):.3f} s of {len(taken)}"
    return [
        Figure("filter change to last panel in sight, p95 s", p95(taken), 0.4, detail=told),
        Figure("panels out of sight that were asked for", unseen, 0),
    ]


def _redraws(chromium: str) -> tuple[list[float], int]:
    taken = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1600, "height": 1000})
        page.set_default_timeout(PATIENCE)
        page.goto(f"http://127.0.0.1:{PORT}/")
        page.wait_for_function(REDRAWN, arg="")
        unseen = page.evaluate(UNSEEN)
        other = "#filter-region option:not([disabled]):not(:checked)"
        others = page.locator(other).evaluate_all("all => all.map(one => one.value)")
        for region in others[:CHANGES]:
            started = time.perf_counter()
            page.locator("#filter-region").select_option(region)
            with suppress(TimeoutError):  # its time is told as it is: a miss
                page.wait_for_function(REDRAWN, arg=region, polling="raf")
            taken.append(time.perf_counter() - started)
        browser.close()
    return taken, unseen
