"""The server under gunicorn: CPU of an empty callback, memory of a worker that has drawn all.

Needs a published snapshot (python -m etl first).
"""

import http.client
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson

from bench.measure import Figure
from data import paths

PORT = 8972
CALLS = 400
WALK = ("/", "/balance", "/assets", "/vehicles", "/offices", "/energy", "/satisfaction")
EMPTY = orjson.dumps(
    {
        "output": "bench-empty-out.children",
        "outputs": {"id": "bench-empty-out", "property": "children"},
        "inputs": [{"id": "bench-empty-in", "property": "children", "value": "x"}],
        "changedPropIds": ["bench-empty-in.children"],
    }
)


def measure() -> list[Figure]:
    """CPU milliseconds a call, and the proportional memory of the larger worker."""
    with _running("floor") as master:
        floor = _empty(master)
    with _running("server") as master:
        told = f"{CALLS} calls, gunicorn gthread; Dash alone {floor:.2f}"
        return [Figure("empty callback, ms CPU", _empty(master), 0.5, detail=told), _memory(master)]


@contextmanager
def _running(name: str) -> Iterator[int]:
    """The process id of gunicorn serving `name` of bench/empty.py."""
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
    environment = {**os.environ, "PORT": str(PORT)}
    server = subprocess.Popen(
        [*command, f"bench.empty:{name}"],
        cwd=paths.PROJECT, env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        server.stdout.readline()  # says that it listens
        yield server.pid
    finally:
        server.terminate()
        server.wait(20)


def _empty(master: int) -> float:
    _post(CALLS // 4)
    before = _cpu(master)
    _post(CALLS)
    return (_cpu(master) - before) / CALLS * 1000


def _post(calls: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", PORT)
    for _ in range(calls):
        connection.request(
            "POST", "/_dash-update-component", EMPTY, {"Content-Type": "application/json"}
        )
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(body[:300])
    connection.close()


def _memory(master: int) -> Figure:
    connection = http.client.HTTPConnection("127.0.0.1", PORT)
    for path in WALK * 4:
        connection.request("GET", path)
        connection.getresponse().read()
    largest = max(map(_pss, _workers(master)))
    told = f"after {len(WALK) * 4} pages; figures themselves come with bench screens"
    return Figure("PSS of a worker, MB", largest, 100, detail=told)


def _workers(master: int) -> list[int]:
    children = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii")
    return [int(pid) for pid in children.split()]


def _cpu(master: int) -> float:
    """Seconds of CPU the workers have used."""
    ticks = 0
    for pid in _workers(master):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _pss(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1000
    raise RuntimeError(f"no Pss of process {pid}")
