"""The only reader that opens DuckDB: published snapshots, read-only, one at a time per request.

A snapshot is an immutable file `var/snapshots/<id>.duckdb`; data/snapshots.py says which is shown.
It is looked at on each call, so a new publication is seen by the next request without a restart.
Whoever draws a page asks once for `current_id()` and passes that id to every read, so that one
page never mixes two snapshots.
"""

import os
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data import limits, manifests, paths, snapshots
from data.errors import SnapshotGoneError
from data.manifests import ID, folder
from data.rowset import dicts, plain

__all__ = ["ID", "Both", "both", "close", "current_id", "folder", "row", "rows", "stream"]

OPEN_AT_MOST = 4
SETTINGS = {
    "threads": 1,
    "memory_limit": limits.MEMORY,
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    "max_temp_directory_size": "2GB",
}

DAMAGE = (duckdb.IOException, duckdb.SerializationException)
BROKEN = (*DAMAGE, duckdb.FatalException, duckdb.InternalException)

_lock = threading.Lock()
_open: OrderedDict[Path, duckdb.DuckDBPyConnection] = OrderedDict()


def current_id() -> str:
    """The id of the snapshot to show: the published one, or while that is damaged another.

    Raises EmptyWarehouseError before the first one, SnapshotGoneError when none is whole.
    """
    return snapshots.chosen().id


def rows(snapshot: str, sql: str, *params) -> list[dict]:
    """Rows of a query on one snapshot, as dicts in the order the query gives."""
    cursor = _connection(snapshot).cursor()
    try:
        with _answered(snapshot), limits.Limited(cursor):
            return dicts(cursor.execute(sql, list(params)))
    finally:
        cursor.close()


def stream(snapshot: str, sql: str, *params, batch: int = 2000) -> Iterator[dict]:
    """The rows of a long result, read a batch at a time on a cursor of its own."""
    cursor = _connection(snapshot).cursor()
    try:
        with _answered(snapshot), limits.Limited(cursor):
            result = cursor.execute(sql, list(params))
            found = result.fetchmany(batch)
        names = [column[0] for column in result.description]
        while found:
            for one in found:
                yield dict(zip(names, map(plain, one), strict=True))
            with _answered(snapshot), limits.Limited(cursor):
                found = result.fetchmany(batch)
    finally:
        cursor.close()


def row(snapshot: str, sql: str, *params) -> dict | None:
    """The first row of a query, None when there is none."""
    found = rows(snapshot, sql, *params)
    return found[0] if found else None


@contextmanager
def both(past: str, now: str) -> Iterator["Both"]:
    """Two snapshots in one connection."""
    connection = duckdb.connect(config={**SETTINGS, "enable_external_access": True})
    try:
        for side, snapshot in {"past": past, "now": now}.items():
            path = str(_path(snapshot)).replace("'", "''")
            connection.execute(f"attach '{path}' as {side} (read_only)")
        connection.execute("set enable_external_access = false")
        with _answered(past, now), limits.Limited(connection):
            yield Both(connection)
    except DAMAGE:
        raise SnapshotGoneError(
            f"数据版本 {past} 或 {now} 已清理或损坏，无法比较。请改选现有的版本。"
        ) from None
    finally:
        connection.close()


@dataclass(frozen=True)
class Both:
    """Two attached snapshots: their tables are past.… and now.…"""

    connection: duckdb.DuckDBPyConnection

    def keep(self, side: str, name: str, sql: str, params: list) -> None:
        """The answer of one side to a query that names its tables plainly, as a table `name`."""
        self.connection.execute(f"use {side}")
        self.connection.execute(f"create temp table {name} as {sql}", params)

    def rows(self, sql: str, *params) -> list[dict]:
        """Rows of a query on both sides and what was kept of them."""
        return dicts(self.connection.execute(sql, list(params)))


@contextmanager
def _answered(*asked: str) -> Iterator[None]:
    """What goes wrong with a question is told in a sentence; the process lives on."""
    try:
        yield
    except duckdb.InterruptException:
        raise limits.too_long() from None
    except (duckdb.OutOfMemoryException, MemoryError):
        raise limits.too_large() from None
    except duckdb.Error as error:
        if isinstance(error, BROKEN) or type(error) is duckdb.Error:
            for snapshot in asked:
                _stop_if_damaged(snapshot)
        raise


def _stop_if_damaged(snapshot: str) -> None:
    """Reads a file that gave an error in full; when it is damaged, nobody opens it again."""
    if snapshots.flaw(snapshot) or manifests.judge(snapshot):
        with _lock:
            _open.pop(_path(snapshot), None)
        raise SnapshotGoneError(_gone(snapshot)) from None


def close() -> None:
    """Close every open snapshot (at exit, and between tests)."""
    with _lock:
        while _open:
            _open.popitem()[1].close()


def _connection(snapshot: str) -> duckdb.DuckDBPyConnection:
    """The shared connection of a snapshot; callers work on a cursor of their own."""
    path = _path(snapshot)
    with _lock:
        if path not in _open:
            _open[path] = _connect(snapshot)
        _open.move_to_end(path)
        while len(_open) > OPEN_AT_MOST:
            # Not closed by hand: a request may still read it; it closes with its last cursor.
            _open.popitem(last=False)
        return _open[path]


def _path(snapshot: str) -> Path:
    if not ID.fullmatch(snapshot):
        raise SnapshotGoneError(f"数据版本编号“{snapshot[:40]}”不合规则，请刷新页面查看最新版本。")
    return manifests.path(snapshot)


def _connect(snapshot: str) -> duckdb.DuckDBPyConnection:
    spill = paths.var() / "spill" / str(os.getpid())
    settings = {**SETTINGS, "temp_directory": str(spill)}
    try:
        spill.parent.mkdir(parents=True, exist_ok=True)
        connection = duckdb.connect(str(_path(snapshot)), read_only=True, config=settings)
        connection.execute("set lock_configuration = true")
        return connection
    except (duckdb.Error, OSError):
        if not snapshots.flaw(snapshot):
            manifests.judge(snapshot)
        raise SnapshotGoneError(_gone(snapshot)) from None


def _gone(snapshot: str) -> str:
    return (
        f"数据版本 {snapshot} 已清理或损坏，无法读取。请刷新页面查看最新版本；"
        "如仍出现，请管理员运行 python -m etl doctor 核对。"
    )
