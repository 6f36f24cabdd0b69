"""Screens: what a first visit downloads, what a panel costs on the server, how fast it redraws.

Needs a published snapshot (python -m etl first) and, for the last figures, Chromium.
"""

import gzip
import os
import re
import shutil
import statistics
import subprocess
import sys
import time

import dash
import orjson
from playwright.sync_api import sync_playwright
from werkzeug.utils import import_string

from bench.measure import Figure, ratio
from components import catalog, shell, theme
from components.figures import ranking
from components.panel import CHARTED, GRAPH, Drawing
from data import metrics, paths, warehouse
from data.scope import ROOT, Scope

PORT = 8971
PANEL = "vehicles-old"
CHANGES = 12
SUITE = re.compile(r'(?:src|href)="(/[^"]+)"')
REDRAWN = """region => {
    const near = [...document.querySelectorAll('[data-panel]')].filter(
        body => body.parentElement.getBoundingClientRect().top < innerHeight);
    return near.length && near.every(body =>
        body.ariaBusy !== 'true' && body.dataset.view && body.dataset.view.includes(region));
}"""


def measure() -> list[Figure]:
    """The figures in the order of the issue."""
    return [*_download(), _components(), *_panel(), *_browser()]


def _client():
    """A client of the app, loaded by name as gunicorn loads it."""
    return import_string("app:server").test_client()


def _download() -> list[Figure]:
    """Everything the page 总览 names, as sent to a browser that takes gzip."""
    client = _client()
    takes = {"Accept-Encoding": "gzip"}
    slim = (paths.PROJECT / "assets" / "plotly" / "cartesian.min.js").exists()
    index = client.get("/").text
    sizes = {path: len(client.get(path, headers=takes).data) for path in SUITE.findall(index)}
    if not slim:
        plotly = client.get("/_dash-component-suites/plotly/package_data/plotly.min.js").data
        sizes["plotly"] = len(gzip.compress(plotly, 9))
    limit = 900 if slim else 2000
    whose = "slim" if slim else "full"
    return [
        Figure(
            "first load of 总览, kB",
            sum(sizes.values()) / 1000,
            limit,
            detail=f"{len(sizes)} files, {whose} plotly, without panel answers",
        )
    ]


def _panel() -> list[Figure]:
    """A panel's callback against its query, a plain dict and JSON; then remembered."""
    snapshot = warehouse.current_id()
    view, colours = Scope.parse("", snapshot), theme.tokens("light")
    metric = metrics.find("vehicle_over_age_share_pct")
    ((_, sql, params),) = metrics.queries((metric,), view, "region")
    turn = iter(range(10**6))

    def floor() -> None:
        rows = warehouse.rows(snapshot, sql, *params)
        named = [{"key": r["key"], "label": r["key"], "value": r["top_0"]} for r in rows]
        whole = metrics.total(metric, view)["value"]
        orjson.dumps(ranking.draw(named, metric, colours, whole))

    def cold() -> None:
        _call(snapshot, f"light{next(turn)}")

    def warm() -> None:
        _call(snapshot, "light")

    catalog.PANELS[PANEL].draw(Drawing(view, colours))
    return [
        ratio("panel callback ÷ (query + dict + JSON)", cold, floor, 1.5, runs=25),
        ratio("remembered panel callback ÷ the same", warm, floor, 0.35, runs=25),
    ]


def _call(snapshot: str, colours: str) -> bytes:
    client = _client()
    panel = {"index": PANEL, "type": CHARTED}
    graph = {"index": PANEL, "type": GRAPH}
    view = orjson.dumps({"search": "", "snapshot": snapshot, "theme": colours}).decode()
    parts = [
        f'{{"index":["MATCH"],"type":"{kind}"}}.{prop}'
        for kind, prop in ((CHARTED, "data-drawn"), (GRAPH, "figure"), (GRAPH, "style"))
    ]
    asked = {
        "output": f"..{'...'.join(parts)}..",
        "outputs": [
            {"id": panel, "property": "data-drawn"},
            {"id": graph, "property": "figure"},
            {"id": graph, "property": "style"},
        ],
        "inputs": [{"id": panel, "property": "data-view", "value": view}],
        "state": [{"id": panel, "property": "id", "value": panel}],
        "changedPropIds": ["x.data-view"],
    }
    answer = client.post("/_dash-update-component", json=asked)
    if answer.status_code != 200:
        raise RuntimeError(answer.text[:300])
    return answer.data


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
        taken = _redraws(chromium)
    finally:
        server.terminate()
        server.wait(20)
    worst = statistics.quantiles(taken, n=20, method="inclusive")[-1]
    told = f"median {statistics.median(taken):.3f} s of {len(taken)}"
    return [Figure("filter change to last panel in sight, p95 s", worst, 0.4, detail=told)]


def _redraws(chromium: str) -> list[float]:
    taken = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1600, "height": 1000})
        page.goto(f"http://127.0.0.1:{PORT}/")
        page.wait_for_function(REDRAWN, arg="")
        found = page.locator("#filter-region option")
        options = found.evaluate_all("all => all.map(one => one.value)")
        for region in [one for one in options if one > ROOT][:CHANGES]:
            started = time.perf_counter()
            page.locator("#filter-region").select_option(region)
            page.wait_for_function(REDRAWN, arg=region, polling="raf")
            taken.append(time.perf_counter() - started)
        browser.close()
    return taken
