"""Snapshot files and their manifests, and what was found when one was last read in full.

What was found is a small file beside the snapshot (<id>.verdict), so that every server process
shows the same snapshot at the same moment.
"""

import hashlib
import json
import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path

from data import paths

ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{8}")
BLOCK = 4 << 20
Counts = dict[str, list[int]]
"""Per table: rows, and the sum of the hashes of its rows."""


@dataclass(frozen=True)
class Manifest:
    """What a snapshot is and holds, as written beside it."""

    id: str
    built_at: str
    demo: bool
    files: int
    rows: int
    tables: Counts
    sha256: str
    bytes: int
    program: str = ""
    sources: list[list[str]] = field(default_factory=list)
    """Each file that is in it: SHA-256 and name."""


def folder() -> Path:
    """Where snapshots and `CURRENT` live."""
    return paths.var() / "snapshots"


def path(id_: str) -> Path:
    """The file of a snapshot."""
    return folder() / f"{id_}.duckdb"


def published() -> list[str]:
    """The ids of the files that are there, newest first."""
    found = (file.stem for file in folder().glob("*.duckdb"))
    return sorted((id_ for id_ in found if ID.fullmatch(id_)), reverse=True)


def manifest(id_: str) -> Manifest | None:
    """The manifest of a snapshot, None when it is missing or cannot be read."""
    file = path(id_).with_suffix(".json")
    try:
        return _manifest(file, file.stat().st_mtime_ns)
    except (OSError, ValueError, TypeError):
        return None


def verdict(id_: str, state: os.stat_result, newer: float = float("inf")) -> str | None:
    """What the last full reading of the file as it is now found, "" for nothing.

    None: it was not read since it was written, or longer than `newer` seconds ago.
    """
    try:
        file = _verdict_path(id_)
        told = json.loads(file.read_text(encoding="utf-8"))
        valid = told["file"] == _signature(state) and time.time() - file.stat().st_mtime < newer
        return told["found"] if valid else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def judge(id_: str, pause: Callable[[], None] = lambda: None) -> str:
    """Reads the whole file, compares its SHA-256, and keeps what it found for every process."""
    sealed = manifest(id_)
    try:
        state = path(id_).stat()
        digest = sha256(path(id_), pause)
    except OSError as error:
        return f"读不出来（{error.strerror}）"
    found = "" if sealed and digest == sealed.sha256 else "内容与清单的校验值不符"
    note(id_, state, found)
    return found


def note(id_: str, state: os.stat_result, found: str) -> None:
    """Keeps what was found of the file in that state; a full disk only costs the memory of it."""
    new = _verdict_path(id_).with_suffix(f".{os.getpid()}.part")
    try:
        new.write_text(json.dumps({"file": _signature(state), "found": found}), encoding="utf-8")
        new.replace(_verdict_path(id_))
    except OSError:
        new.unlink(missing_ok=True)


def _verdict_path(id_: str) -> Path:
    return path(id_).with_suffix(".verdict")


def _signature(state: os.stat_result) -> list[int]:
    """Changes with every writing to the file, and with every other file in its place."""
    return [state.st_ino, state.st_size, state.st_mtime_ns]


def sha256(file: Path, pause: Callable[[], None] = lambda: None) -> str:
    """The SHA-256 of a file, in hexadecimal; `pause` is called after each block."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while block := opened.read(BLOCK):
            digest.update(block)
            pause()
    return digest.hexdigest()


@lru_cache(maxsize=64)
def _manifest(file: Path, _mtime: int) -> Manifest:
    told = json.loads(file.read_text(encoding="utf-8"))
    known = {one.name for one in fields(Manifest)}
    return Manifest(**{name: value for name, value in told.items() if name in known})
