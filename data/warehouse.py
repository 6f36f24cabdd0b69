"""The only reader that opens DuckDB: published snapshots, read-only, one at a time per request.

A snapshot is an immutable file `var/snapshots/<id>.duckdb`; the text file `CURRENT` beside it
names the one to show. It is looked at on each call (a stat), so a new publication is seen by the
next request without a restart. Whoever draws a page asks once for `current_id()` and passes that
id to every read, so that one page never mixes two snapshots.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from data import paths
from data.errors import EmptyWarehouseError, SnapshotGoneError

OPEN_AT_MOST = 4
SETTINGS = {
    "threads": 1,
    "memory_limit": "1GB",
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    "max_temp_directory_size": "2GB",
}

ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{8}")

_lock = threading.Lock()
_open: OrderedDict[Path, duckdb.DuckDBPyConnection] = OrderedDict()


def folder() -> Path:
    """Where snapshots and `CURRENT` live."""
    return paths.var() / "snapshots"


def current_id() -> str:
    """The id of the published snapshot. Raises EmptyWarehouseError before the first one."""
    try:
        name = (folder() / "CURRENT").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        name = ""
    if not name:
        raise EmptyWarehouseError(
            "还没有发布任何数据。请在服务器上运行 make run（首次自动装载公开数据与演示数据），"
            "或运行 python -m etl load 文件路径 装载本单位数据。"
        )
    return name


def rows(snapshot: str, sql: str, *params) -> list[dict]:
    """Rows of a query on one snapshot, as dicts in the order the query gives."""
    cursor = _connection(snapshot).cursor()
    try:
        return _dicts(cursor.execute(sql, list(params)))
    finally:
        cursor.close()


def stream(snapshot: str, sql: str, *params, batch: int = 2000) -> Iterator[dict]:
    """The rows of a long result, read a batch at a time on a cursor of its own."""
    cursor = _connection(snapshot).cursor()
    try:
        result = cursor.execute(sql, list(params))
        names = [column[0] for column in result.description]
        while found := result.fetchmany(batch):
            for one in found:
                yield dict(zip(names, map(_plain, one), strict=True))
    finally:
        cursor.close()


def row(snapshot: str, sql: str, *params) -> dict | None:
    """The first row of a query, None when there is none."""
    found = rows(snapshot, sql, *params)
    return found[0] if found else None


@contextmanager
def both(past: str, now: str) -> Iterator["Both"]:
    """Two snapshots in one connection, to be compared where they lie."""
    connection = duckdb.connect(config={**SETTINGS, "enable_external_access": True})
    try:
        for side, snapshot in {"past": past, "now": now}.items():
            path = str(_path(snapshot)).replace("'", "''")
            connection.execute(f"attach '{path}' as {side} (read_only)")
        connection.execute("set enable_external_access = false")
        yield Both(connection)
    except (duckdb.IOException, duckdb.SerializationException):
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
        return _dicts(self.connection.execute(sql, list(params)))


def close() -> None:
    """Close every open snapshot (at exit, and between tests)."""
    with _lock:
        while _open:
            _open.popitem()[1].close()


def _dicts(result: duckdb.DuckDBPyConnection) -> list[dict]:
    names = [column[0] for column in result.description]
    return [dict(zip(names, map(_plain, row), strict=True)) for row in result.fetchall()]


def _plain(value: object) -> object:
    """Decimals are exact while they are summed; what is shown and sent is a float."""
    return float(value) if isinstance(value, Decimal) else value


def _connection(snapshot: str) -> duckdb.DuckDBPyConnection:
    """The shared connection of a snapshot; callers work on a cursor of their own."""
    path = _path(snapshot)
    with _lock:
        if path not in _open:
            _open[path] = _connect(path)
        _open.move_to_end(path)
        while len(_open) > OPEN_AT_MOST:
            # Not closed by hand: a request may still read it; it closes with its last cursor.
            _open.popitem(last=False)
        return _open[path]


def _path(snapshot: str) -> Path:
    if not ID.fullmatch(snapshot):
        raise SnapshotGoneError(f"数据版本编号“{snapshot[:40]}”不合规则，请刷新页面查看最新版本。")
    return folder() / f"{snapshot}.duckdb"


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(path), read_only=True, config=SETTINGS)
        connection.execute("set lock_configuration = true")
        return connection
    except (duckdb.IOException, duckdb.SerializationException):
        raise SnapshotGoneError(
            f"数据版本 {path.stem} 已清理或损坏，无法读取。请刷新页面查看最新版本；"
            "如仍出现，请管理员运行 python -m etl snapshots 核对。"
        ) from None
