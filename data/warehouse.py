"""The only reader that opens DuckDB: published snapshots, read-only, one at a time per request.

A snapshot is an immutable file `var/snapshots/<id>.duckdb`; the text file `CURRENT` beside it
names the one to show. It is looked at on each call (a stat), so a new publication is seen by the
next request without a restart. Whoever draws a page asks once for `current_id()` and passes that
id to every read, so that one page never mixes two snapshots.

An id may carry a cut, `<id>@<region>.<clearance>`: what one viewer may see of the snapshot
(data/cut.py). Inside a request only the viewer's own cut is read, whatever was asked for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from data.access import viewer
from data.connections import ID, SETTINGS, attach_side, check, close, cursor, folder, plain
from data.errors import EmptyWarehouseError, SnapshotGoneError

__all__ = ["ID", "Both", "alike", "both", "check", "close", "current_id", "folder", "plain",
           "row", "rows", "stream"]  # fmt: skip


def current_id() -> str:
    """The id of the published snapshot, cut to what the viewer may see of it.

    Raises EmptyWarehouseError before the first one.
    """
    try:
        name = (folder() / "CURRENT").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        name = ""
    if not name:
        raise EmptyWarehouseError(
            "还没有发布任何数据。请在服务器上运行 make run（首次自动装载公开数据与演示数据），"
            "或运行 python -m etl load 文件路径 装载本单位数据。"
        )
    return name + (viewer.current().cut or "")


def alike(other: str, snapshot: str) -> str:
    """Another snapshot in the cut of this one."""
    return plain(other) + snapshot[len(plain(snapshot)) :]


def rows(snapshot: str, sql: str, *params) -> list[dict]:
    """Rows of a query on one snapshot, as dicts in the order the query gives."""
    reading = cursor(snapshot)
    try:
        return _dicts(reading.execute(sql, list(params)))
    finally:
        reading.close()


def stream(snapshot: str, sql: str, *params, batch: int = 2000) -> Iterator[dict]:
    """The rows of a long result, read a batch at a time on a cursor of its own."""
    reading = cursor(snapshot)
    try:
        result = reading.execute(sql, list(params))
        names = [column[0] for column in result.description]
        while found := result.fetchmany(batch):
            for one in found:
                yield dict(zip(names, map(_plain, one), strict=True))
    finally:
        reading.close()


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
            attach_side(connection, side, snapshot)
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


def _dicts(result: duckdb.DuckDBPyConnection) -> list[dict]:
    names = [column[0] for column in result.description]
    return [dict(zip(names, map(_plain, row), strict=True)) for row in result.fetchall()]


def _plain(value: object) -> object:
    """Decimals are exact while they are summed; what is shown and sent is a float."""
    return float(value) if isinstance(value, Decimal) else value
