"""The only reader that opens DuckDB: published snapshots, read-only, one at a time per request.

A snapshot is an immutable file `var/snapshots/<id>.duckdb`; data/snapshots.py says which is shown.
It is looked at on each call, so a new publication is seen by the next request without a restart.
Whoever draws a page asks once for `current_id()` and passes that id to every read, so that one
page never mixes two snapshots.

An id may carry a cut, `<id>@<region>.<clearance>`: what one viewer may see of the snapshot
(data/cut.py). Inside a request only the viewer's own cut is read, whatever was asked for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb

from data import limits, manifests, rowset, snapshots
from data.access import viewer
from data.connections import (
    DAMAGE,
    SETTINGS,
    attach_side,
    check,
    close,
    cursor,
    forget,
    gone,
    plain,
)
from data.errors import SnapshotGoneError
from data.manifests import ID, folder

__all__ = ["ID", "Both", "alike", "both", "check", "close", "columns", "current_id", "folder",
           "plain", "row", "rows", "stream"]  # fmt: skip

BROKEN = (*DAMAGE, duckdb.FatalException, duckdb.InternalException)


def current_id() -> str:
    """The id of the snapshot to show, cut to what the viewer may see of it.

    It is the published one, or while that is damaged another.

    Raises EmptyWarehouseError before the first one, SnapshotGoneError when none is whole.
    """
    return snapshots.chosen().id + (viewer.current().cut or "")


def alike(other: str, snapshot: str) -> str:
    """Another snapshot in the cut of this one."""
    return plain(other) + snapshot[len(plain(snapshot)) :]


def rows(snapshot: str, sql: str, *params) -> list[dict]:
    """Rows of a query on one snapshot, as dicts in the order the query gives."""
    reading = cursor(snapshot)
    try:
        with _answered(snapshot), limits.Limited(reading):
            return rowset.dicts(reading.execute(sql, list(params)))
    finally:
        reading.close()


def stream(snapshot: str, sql: str, *params, batch: int = 2000) -> Iterator[dict]:
    """The rows of a long result, read a batch at a time on a cursor of its own."""
    reading = cursor(snapshot)
    try:
        with _answered(snapshot), limits.Limited(reading):
            result = reading.execute(sql, list(params))
            found = result.fetchmany(batch)
        names = [column[0] for column in result.description]
        while found:
            for one in found:
                yield dict(zip(names, map(rowset.plain, one), strict=True))
            with _answered(snapshot), limits.Limited(reading):
                found = result.fetchmany(batch)
    finally:
        reading.close()


def row(snapshot: str, sql: str, *params) -> dict | None:
    """The first row of a query, None when there is none."""
    found = rows(snapshot, sql, *params)
    return found[0] if found else None


def columns(snapshot: str, table: str) -> dict[str, str]:
    """The columns of a table with their types, as the viewer's cut has them; none without it."""
    check(snapshot)
    return _columns(manifests.path(plain(snapshot)), snapshot).get(table, {})


@lru_cache(maxsize=8)
def _columns(_path: Path, snapshot: str) -> dict[str, dict[str, str]]:
    """Of every table, once: a snapshot never changes, and the catalogue is slow to ask."""
    sql = (
        "select table_name, map(list(column_name order by column_index),"
        " list(data_type order by column_index)) as types from duckdb_columns()"
        " where database_name = current_database() and schema_name = current_schema() group by 1"
    )
    return {row["table_name"]: row["types"] for row in rows(snapshot, sql)}


@contextmanager
def both(past: str, now: str) -> Iterator["Both"]:
    """Two snapshots in one connection."""
    connection = duckdb.connect(config={**SETTINGS, "enable_external_access": True})
    try:
        for side, snapshot in {"past": past, "now": now}.items():
            attach_side(connection, side, snapshot)
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
        return rowset.dicts(self.connection.execute(sql, list(params)))


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
    whole = plain(snapshot)
    if snapshots.flaw(whole) or manifests.judge(whole):
        forget(whole)
        raise SnapshotGoneError(gone(whole)) from None
