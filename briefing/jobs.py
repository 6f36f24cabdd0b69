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

from briefing import signing
from components import moments
from components.paper import FORMATS
from data import paths
from data.access import audit, viewer
from data.errors import AccessError, BriefingError
from data.scope import Scope

QUEUED, WORKING, DONE, FAILED = "queued", "working", "done", "failed"


def folder() -> Path:
    """Where briefings made for the browser lie, for each one who signed in their own.

    Raises AccessError for somebody who may see nothing.
    """
    who = viewer.current()
    if who.cut == viewer.NOTHING:
        raise AccessError("请先登录。刷新页面即到登录页。")
    base = paths.var() / "briefings"
    base = base / who.cut.removeprefix("@") if who.cut else base
    return base / sha256(who.name.encode()).hexdigest()[:16] if who.is_person else base


def start(asked: dict[str, str], formats: tuple[str, ...]) -> str:
    """Starts a document, or finds the one already made of the same things; returns its id.

    `asked` are options of `python -m briefing build` by name; the snapshot is one of them.
    Raises ScopeError, BriefingError, or AccessError when it asks for more than the viewer may see
    or sign.
    """
    Scope.parse(asked.get("search", ""), asked["snapshot"])
    if not set(formats) <= set(FORMATS):
        told = "、".join(map(str, formats))[:40]
        raise BriefingError(f"没有“{told}”这种格式。可选：{'、'.join(FORMATS)}。")
    asked = signing.checked(asked)
    options = [f"--{name}={value}" for name, value in sorted(asked.items()) if value]
    options += [f"--format={one}" for one in formats]
    job = sha256("\0".join(options).encode()).hexdigest()[:16]
    if _is_there(state(job)):
        return job
    told = {name: value for name, value in asked.items() if value}
    audit.write("briefing", told | signing.people(asked))
    report(job, QUEUED)
    command = [sys.executable, "-m", "briefing", "build", *options, "--out", str(folder())]
    who = viewer.current()
    if who.is_person:
        command += [f"--whom={who.name}", f"--taken={who.signature} {moments.now()}"]
    with (folder() / f"{job}.log").open("ab") as log:
        subprocess.Popen(
            [*command, "--job", job], cwd=paths.PROJECT, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
    return job


def _is_there(told: dict) -> bool:
    """Whether a job is under way, or done with its files still there."""
    if told.get("state") == DONE:
        return all((folder() / name).exists() for name in told["files"])
    return told.get("state") in (QUEUED, WORKING)


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
