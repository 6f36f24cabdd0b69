"""Briefings asked for in the browser: one process a request, one at a time, state in a file.

A process of its own keeps the pages quick and gives its memory back; the lock makes requests
queue; the file says how far it is to whichever server process is asked.
"""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from data import paths
from data.access import viewer
from data.errors import AccessError, BriefingError

QUEUED, WORKING, DONE, FAILED = "queued", "working", "done", "failed"


def folder() -> Path:
    """Where briefings made for the browser lie, for each cut of the data its own.

    Raises AccessError for somebody who may see nothing.
    """
    seen = viewer.current().cut
    if seen == viewer.NOTHING:
        raise AccessError("请先登录。刷新页面即到登录页。")
    base = paths.var() / "briefings"
    return base / seen.removeprefix("@") if seen else base


def start(
    region: str, period: str, snapshot: str, formats: tuple[str, ...], topic: str = ""
) -> str:
    """Starts a briefing, or finds the one already made of the same things; returns its id."""
    asked = f"{region} {period} {snapshot} {topic} {' '.join(formats)}"
    job = sha256(asked.encode()).hexdigest()[:16]
    if state(job).get("state") in (QUEUED, WORKING, DONE):
        return job
    report(job, QUEUED)
    command = [sys.executable, "-m", "briefing", "build", "--region", region, "--period", period,
               "--snapshot", snapshot, "--topic", topic, "--out", str(folder())]  # fmt: skip
    command += ["--job", job, *(part for one in formats for part in ("--format", one))]
    with (folder() / f"{job}.log").open("ab") as log:
        subprocess.Popen(command, cwd=paths.PROJECT, stdout=log, stderr=log, start_new_session=True)
    return job


def state(job: str) -> dict:
    """How far a briefing is: state, done, of, words, files; {} when there is no such job.

    Raises BriefingError for an id that is none.
    """
    if not job.isalnum():
        raise BriefingError(f"简报任务“{job[:40]}”不存在。请在“简报”页重新生成。")
    try:
        told = json.loads(_file(job).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    if told["state"] in (QUEUED, WORKING) and not _alive(told["pid"]):
        return {**told, "state": FAILED, "words": "生成简报的进程中断了。请重新生成。"}
    return told


def report(job: str, now: str, **more) -> None:
    """Writes the state of a job whole, with the process that has it in hand."""
    folder().mkdir(parents=True, exist_ok=True)
    told = {"state": now, "pid": os.getpid(), **more}
    beside = _file(job).with_suffix(f".{os.getpid()}")
    beside.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    beside.replace(_file(job))


@contextmanager
def turn() -> Iterator[None]:
    """Waits until no other briefing is being made."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def waiting(job: str) -> int:
    """How many others stand before or beside it."""
    others = [path.stem for path in folder().glob("*.json") if path.stem != job]
    return sum(state(other).get("state") in (QUEUED, WORKING) for other in others)


def _file(job: str) -> Path:
    return folder() / f"{job}.json"


def _alive(pid: int) -> bool:
    try:
        with Path(f"/proc/{pid}/stat").open() as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
