"""Many viewers while snapshots are published, and a worker killed under them.

Bounded: so many viewers, so many seconds, loopback only. Every answer is compared with the first
one of the same snapshot and panel, so a view that mixes two snapshots is found.
"""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from components import catalog
from components.panel import PLAIN
from data import paths, warehouse
from etl import build, publish
from tests import signed
from tests import small as bureau
from tests.test_browser import serve

PANELS = [panel.id for panel in catalog.PANELS.values() if panel.kind == PLAIN][:8]
PAUSE = 1.5  # seconds between two looks of a viewer, oftener than the browser
MORE = {"energy": (bureau.ROWS["energy"][0], [(bureau.SCHOOL, "2026-10", 500, 5000, 90000)])}


@pytest.fixture
def two_snapshots(small, tmp_path, monkeypatch):
    """Two snapshots with different numbers in a var/ of their own; returns their ids."""
    shutil.copytree(paths.var(), tmp_path / "var")
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    files = bureau.write(tmp_path / "more", tmp_path / "var" / "cards", MORE, "more_")
    second = build.load(files, "测试").snapshot
    warehouse.close()
    return small, second


@pytest.fixture
def served(two_snapshots, tmp_path):
    with (tmp_path / "gunicorn.log").open("wb+") as log:
        process, address = serve(paths.var(), log)
        yield process, address.removeprefix("http://"), two_snapshots
        process.terminate()
        process.wait(30)


@dataclass
class Crowd:
    """Viewers that look until told to stop, and what went wrong."""

    host: str
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    first: dict[tuple[str, str], bytes] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    mixed: list[tuple[str, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    asked: int = 0
    tries: int = 1

    def start(self, viewers: int) -> list[threading.Thread]:
        made = [
            threading.Thread(target=self._view, args=(at, signed.cookie())) for at in range(viewers)
        ]
        for one in made:
            one.start()
        return made

    def _view(self, number: int, cookie: str) -> None:
        """Polls as the page does; when another snapshot is shown, asks for its panels."""
        self.over.wait(PAUSE * (number % 20) / 20)
        shown, link = "", http.client.HTTPConnection(self.host, timeout=60)
        while not self.over.is_set():
            told = self._ask(link, cookie, "GET", "/snapshot")
            id_ = json.loads(told)["id"] if told else shown
            for panel in PANELS if id_ != shown else PANELS[number % len(PANELS) :][:1]:
                self._compare(id_, panel, self._ask(link, cookie, "POST", *question(id_, panel)))
            shown = id_
            self.over.wait(PAUSE)
        link.close()

    def _ask(self, link, cookie: str, method: str, path: str, body: str | None = None) -> bytes:
        """One answer; what is not 200 counts as failed after `tries`."""
        why, heads = "", {"Content-Type": "application/json", "Cookie": cookie}
        for _ in range(self.tries):
            try:
                link.request(method, path, body, heads)
                answer = link.getresponse()
                content = answer.read()
                if answer.status == 200:
                    with self.lock:
                        self.asked += 1
                    return content
                why = f"{answer.status} {content[:200]!r}"
            except (OSError, http.client.HTTPException) as error:
                link.close()
                why = repr(error)
        with self.lock:
            self.failed.append(f"{path}: {why}")
        return b""

    def _compare(self, id_: str, panel: str, content: bytes) -> None:
        # links name their snapshot while it is not the current one: words and numbers count here
        content = re.sub(rb"[?&]|amp;|snapshot=[0-9a-f-]+", b"", content)
        with self.lock:
            self.seen.add(id_)
            if content and self.first.setdefault((id_, panel), content) != content:
                self.mixed.append((id_, panel))


def question(snapshot: str, panel: str) -> tuple[str, str]:
    """What the browser sends for one panel."""
    view = json.dumps({"search": "", "snapshot": snapshot, "theme": "light"})
    id_ = {"index": panel, "type": PLAIN}
    asked = {
        "output": f'{{"index":["MATCH"],"type":"{PLAIN}"}}.data-drawn',
        "outputs": {"id": id_, "property": "data-drawn"},
        "inputs": [{"id": id_, "property": "data-view", "value": view}],
        "state": [{"id": id_, "property": "id", "value": id_}],
        "changedPropIds": ["x.data-view"],
    }
    return "/_dash-update-component", json.dumps(asked)


def workers(process) -> list[int]:
    path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(pid) for pid in path.read_text().split()]


def memory(process) -> float:
    """MB of the server and its workers, each page counted once (PSS)."""
    total = 0
    for pid in [process.pid, *workers(process)]:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
        total += int(told.split("Pss:")[1].split()[0])
    return total / 1000


@pytest.mark.parametrize(
    ("viewers", "seconds"), [(20, 12), pytest.param(200, 600, marks=pytest.mark.soak)]
)
def test_no_request_fails_and_no_view_mixes_while_snapshots_are_published(served, viewers, seconds):
    viewers = int(os.environ.get("VIEWERS") or viewers)
    seconds = int(os.environ.get("SECONDS") or seconds)
    process, host, ids = served
    crowd = Crowd(host)
    watching = crowd.start(viewers)
    began, turn, taken = time.monotonic(), 0, []
    while time.monotonic() < began + seconds or (crowd.seen < set(ids) and turn < seconds):
        crowd.over.wait(2.0 if seconds < 60 else 10.0)
        turn += 1
        publish.point_to(ids[turn % 2])
        taken.append((time.monotonic() - began, memory(process)))
    crowd.over.set()
    for one in watching:
        one.join(90)
    assert not crowd.failed, (len(crowd.failed), crowd.failed[:3])
    assert not crowd.mixed, crowd.mixed[:3]
    assert crowd.seen == set(ids) and crowd.asked > viewers * seconds / PAUSE / 4
    differ = [panel for panel in PANELS if crowd.first[ids[0], panel] != crowd.first[ids[1], panel]]
    assert differ, "the two snapshots read the same: mixing could not be seen"
    warm = [size for at, size in taken if at > seconds * 0.3]
    print(f"\n{viewers} viewers, {seconds} s: {crowd.asked:,} answers, {turn} publications, "
          f"memory {warm[0]:.0f} to {warm[-1]:.0f} MB: {[round(size) for _, size in taken]}")  # fmt: skip
    if seconds >= 60:
        assert warm[-1] <= warm[0] * 1.05


def test_a_killed_worker_is_replaced_and_no_wrong_number_is_seen(served):
    process, host, ids = served
    crowd = Crowd(host, tries=3)
    watching = crowd.start(8)
    before = workers(process)
    while crowd.asked < 60:
        crowd.over.wait(0.05)
    os.kill(before[0], signal.SIGKILL)
    while len(workers(process)) < 2 or before[0] in workers(process):
        crowd.over.wait(0.05)
    had = crowd.asked
    while crowd.asked < had + 60:
        crowd.over.wait(0.05)
    crowd.over.set()
    for one in watching:
        one.join(60)
    assert not crowd.failed, crowd.failed[:3]
    assert not crowd.mixed and crowd.seen == {ids[1]}


def test_clients_that_drip_their_request_are_ended_and_the_others_answered(served):
    _, host, _ = served
    address = tuple(host.split(":"))
    dripping = [socket.create_connection(address) for _ in range(12)]  # more than threads
    for one in dripping:
        one.sendall(b"GET / HTTP/1.1\r\nHost: here\r\nX-Slow: ")
        one.settimeout(60)
    others = [http.client.HTTPConnection(host, timeout=60) for _ in range(8)]
    over = threading.Event()
    drip = threading.Thread(target=_drip, args=(dripping, over))
    drip.start()
    for one in others:
        one.request("GET", "/healthz")
        assert one.getresponse().status == 200
        one.close()
    for one in dripping:
        with suppress(ConnectionError):
            while one.recv(4096):
                pass  # until the server ends it
        one.close()
    over.set()
    drip.join()


def _drip(clients: list[socket.socket], over: threading.Event) -> None:
    """A byte of a header now and then, sooner than any time-out of a socket."""
    while not over.wait(0.2):
        for one in clients:
            with suppress(OSError):
                one.sendall(b"a")
