"""Open snapshots: one connection for a whole one, one that holds every cut of it asked for.

Only data/warehouse.py reads through these; whoever reads elsewhere goes through that.
"""

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from data import cut, limits, manifests, paths, snapshots
from data.access import secret, viewer
from data.errors import AccessError, SnapshotGoneError
from data.manifests import ID

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

_lock = threading.Lock()
_open: OrderedDict[tuple[Path, str], "duckdb.DuckDBPyConnection | Hub"] = OrderedDict()


@dataclass
class Hub:
    """A connection with every cut of a snapshot asked for so far, each in its schema."""

    connection: duckdb.DuckDBPyConnection
    schemas: set[str] = field(default_factory=set)

    def close(self) -> None:
        self.connection.close()


def plain(snapshot: str) -> str:
    """The id of the snapshot itself, as it is shown and printed."""
    return snapshot.partition("@")[0]


def close() -> None:
    """Close every open snapshot (at exit, and between tests)."""
    with _lock:
        while _open:
            _open.popitem()[1].close()


def forget(snapshot: str) -> None:
    """A damaged snapshot, which nobody opens again."""
    with _lock:
        for kind in ("", "cuts"):
            _open.pop((_path(snapshot), kind), None)


def cursor(snapshot: str) -> duckdb.DuckDBPyConnection:
    """A cursor on the snapshot, in the viewer's cut. Raises AccessError for another's."""
    suffix = check(snapshot)
    if not suffix:
        return _connection(snapshot).cursor()
    return _hub(snapshot, suffix).cursor().execute(f"use memory.{cut.schema(suffix)}")


def check(snapshot: str) -> str:
    """The cut the snapshot is asked for in. Raises AccessError when it is not the viewer's."""
    suffix = snapshot[len(plain(snapshot)) :]
    allowed = viewer.current().cut
    if allowed is not None and suffix != allowed:
        raise AccessError("这份数据不在您的权限范围内，或您的权限刚刚改变。请刷新页面后重试。")
    if suffix and not cut.FORM.fullmatch(suffix):
        raise AccessError(f"数据范围“{suffix[:40]}”不合规则。请刷新页面后重试。")
    return suffix


def _connection(snapshot: str) -> duckdb.DuckDBPyConnection:
    """The shared connection of a whole snapshot; callers work on a cursor of their own."""
    path = _path(snapshot)
    with _lock:
        return _kept((path, ""), lambda: _connect(snapshot))


def _hub(snapshot: str, suffix: str) -> duckdb.DuckDBPyConnection:
    """The connection that has every cut of a snapshot asked for so far, this one too."""
    path, name = _path(plain(snapshot)), cut.schema(suffix)
    with _lock:
        hub = _kept((path, "cuts"), lambda: Hub(_connect_hub(plain(snapshot))))
        if name not in hub.schemas:
            schema, tables = f"memory.{name}", _tables(hub.connection, "whole")
            made = cut.statements(tables, suffix, schema, secret.salt())
            hub.connection.execute(f"begin; create schema {schema}; {'; '.join(made)}; commit")
            hub.schemas.add(name)
        return hub.connection


def _kept(key: tuple[Path, str], connect: Callable) -> duckdb.DuckDBPyConnection:
    if key not in _open:
        _open[key] = connect()
    _open.move_to_end(key)
    while len(_open) > OPEN_AT_MOST:
        # Not closed by hand: a request may still read it; it closes with its last cursor.
        _open.popitem(last=False)
    return _open[key]


def _tables(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, list[str]]:
    found = connection.execute(
        "select table_name, list(column_name order by column_index) from duckdb_columns()"
        " where database_name = ? and not internal group by 1 order by 1",
        [database],
    )
    return dict(found.fetchall())


def _attach(connection: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    quoted = str(path).replace("'", "''")
    connection.execute(f"attach '{quoted}' as {name} (read_only)")


def attach_side(connection: duckdb.DuckDBPyConnection, side: str, snapshot: str) -> None:
    """A snapshot or its cut as the database `side`."""
    suffix = check(snapshot)
    if not suffix:
        return _attach(connection, _path(snapshot), side)
    _attach(connection, _path(plain(snapshot)), f"{side}_whole")
    tables = _tables(connection, f"{side}_whole")
    made = cut.statements(tables, suffix, f"{side}.main", secret.salt(), f"{side}_whole")
    connection.execute(f"attach ':memory:' as {side}; {'; '.join(made)}")
    return None


def _path(snapshot: str) -> Path:
    if not ID.fullmatch(snapshot):
        raise SnapshotGoneError(f"数据版本编号“{snapshot[:40]}”不合规则，请刷新页面查看最新版本。")
    return manifests.path(snapshot)


def _connect_hub(snapshot: str) -> duckdb.DuckDBPyConnection:
    with _told_when_gone(snapshot):
        hub = duckdb.connect(config=_settings() | {"enable_external_access": True})
        _attach(hub, _path(snapshot), "whole")
        hub.execute("set enable_external_access = false; set lock_configuration = true")
        return hub


def _connect(snapshot: str) -> duckdb.DuckDBPyConnection:
    with _told_when_gone(snapshot):
        connection = duckdb.connect(str(_path(snapshot)), read_only=True, config=_settings())
        connection.execute("set lock_configuration = true")
        return connection


def _settings() -> dict:
    spill = paths.var() / "spill" / str(os.getpid())
    spill.parent.mkdir(parents=True, exist_ok=True)
    return {**SETTINGS, "temp_directory": str(spill)}


@contextmanager
def _told_when_gone(snapshot: str) -> Iterator[None]:
    try:
        yield
    except (duckdb.Error, OSError):
        if not snapshots.flaw(snapshot):
            manifests.judge(snapshot)
        raise SnapshotGoneError(gone(snapshot)) from None


def gone(snapshot: str) -> str:
    """What to say of a snapshot that cannot be read."""
    return (
        f"数据版本 {snapshot} 已清理或损坏，无法读取。请刷新页面查看最新版本；"
        "如仍出现，请管理员运行 python -m etl doctor 核对。"
    )
