"""Snapshots: immutable files under var/snapshots and the pointer CURRENT to the one in use.

A file becomes a snapshot only when it was closed, synced, opened again and found to hold what its
manifest (<id>.json) says. Names are never used twice: a process that has a file of that name open
would go on reading the old one.
"""

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from data import paths, warehouse
from data.errors import BuildError, EmptyWarehouseError, SnapshotGoneError
from etl import models
from etl.tables import SETTINGS
from etl.words import name

ID_TIME = "%Y%m%d-%H%M%S"
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


def build_path() -> Path:
    """A new file for a build, in a folder of its own beside the snapshots."""
    folder = paths.var() / "build"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{os.getpid()}-{datetime.now(UTC):%Y%m%d%H%M%S%f}.duckdb"


def sweep() -> None:
    """Removes what dead builds left. Only the holder of the build lock may call it."""
    shutil.rmtree(paths.var() / "build", ignore_errors=True)
    for leftover in [*warehouse.folder().glob("*.new"), *_orphans()]:
        leftover.unlink()


def count(connection: duckdb.DuckDBPyConnection) -> Counts:
    """Rows and hash sum of every table but snapshot_info, which holds the id made from them."""
    tables = connection.execute(
        "select table_name from duckdb_tables() where not temporary and not internal"
        " and database_name = current_database() and table_name <> 'snapshot_info' order by 1"
    ).fetchall()
    counts = {}
    for (table,) in tables:
        query = f"select count(*), coalesce(sum(hash(t)), 0) from {name(table)} as t"
        counts[table] = [int(figure) for figure in connection.execute(query).fetchall()[0]]
    return counts


def seal(connection: duckdb.DuckDBPyConnection) -> Manifest:
    """Writes snapshot_info, the last table; the manifest has no file hash yet."""
    tables, now = count(connection), datetime.now(UTC)
    content = hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()
    connection.execute(
        "create table snapshot_info as select ? as id, cast(? as timestamp) as built_at,"
        " coalesce(bool_or(origin = 'demo'), false) as demo, count(distinct file_id) as files,"
        " coalesce(cast(sum(rows_accepted) as bigint), 0) as rows from dim_source",
        [f"{_id_time(now)}-{content[:8]}", now.replace(tzinfo=None, microsecond=0)],
    )
    id_, built_at, demo, files, rows = connection.execute("from snapshot_info").fetchall()[0]
    return Manifest(id_, built_at.isoformat(), demo, files, rows, tables, "", 0, models.program())


def _id_time(now: datetime) -> str:
    """The time in an id: now, or a second past the newest id, so that ids sort as published."""
    newest = max((path.stem[:15] for path in warehouse.folder().glob("*.duckdb")), default="")
    told = now.strftime(ID_TIME)
    if told > newest:
        return told
    return (datetime.strptime(newest, ID_TIME) + timedelta(seconds=1)).strftime(ID_TIME)


def publish(build: Path, manifest: Manifest) -> str:
    """Makes a closed build current; returns its id. Raises BuildError if it is not as written."""
    if build.with_name(build.name + ".wal").exists():
        raise BuildError(f"构建文件 {build} 没有写完（还有 .wal）。旧数据仍在使用，请重新装载。")
    _sync(build)
    _verify(build, manifest)
    folder = warehouse.folder()
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{manifest.id}.duckdb"
    if target.exists():
        raise BuildError(f"数据版本 {manifest.id} 已存在，不能覆盖。请稍后重新装载。")
    sealed = asdict(manifest) | {"sha256": sha256(build), "bytes": build.stat().st_size}
    _write(target.with_suffix(".json"), json.dumps(sealed, ensure_ascii=False, indent=1))
    build.chmod(0o444)
    build.rename(target)
    _sync(folder)
    _write(folder / "CURRENT", manifest.id)
    return manifest.id


def point_to(id_: str) -> None:
    """Makes a published snapshot the current one. Raises SnapshotGoneError when there is none."""
    if id_ not in {manifest.id for manifest in listing()}:
        raise SnapshotGoneError(
            f"数据版本“{id_}”不存在或已清理。请用 python -m etl snapshots 查看可用的版本。"
        )
    _write(warehouse.folder() / "CURRENT", id_)


def listing() -> list[Manifest]:
    """The published snapshots, newest first."""
    found = sorted(warehouse.folder().glob("*.duckdb"), reverse=True)
    sealed = [path.with_suffix(".json") for path in found]
    return [Manifest(**json.loads(path.read_text("utf-8"))) for path in sealed if path.exists()]


def is_up_to_date(id_: str) -> bool:
    """Whether today's program and reference tables would build the snapshot the same."""
    return any(m.id == id_ and m.program == models.program() for m in listing())


def prune(keep: int) -> list[str]:
    """Removes all but the newest `keep` snapshots and the current one; returns their ids."""
    current = current_id()
    gone = [manifest.id for manifest in listing()[keep:] if manifest.id != current]
    for id_ in gone:
        path = warehouse.folder() / f"{id_}.duckdb"
        path.unlink()
        path.with_suffix(".json").unlink()
    return gone


def current_id() -> str | None:
    """The id of the current snapshot, None before the first."""
    try:
        return warehouse.current_id()
    except EmptyWarehouseError:
        return None


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _verify(build: Path, manifest: Manifest) -> None:
    """Opens the file as a reader would and compares what it holds with what was written."""
    with duckdb.connect(str(build), read_only=True, config=SETTINGS) as connection:
        found = count(connection)
    if found != manifest.tables:
        wrong = [table for table in manifest.tables if found.get(table) != manifest.tables[table]]
        raise BuildError(
            f"构建文件写入后核对不符（{'、'.join(wrong)}），没有发布，旧数据仍在使用。"
            "请检查磁盘空间与硬件后重新装载。"
        )


def _orphans() -> list[Path]:
    """Manifests whose snapshot was never moved in."""
    sealed = warehouse.folder().glob("*.json")
    return [path for path in sealed if not path.with_suffix(".duckdb").exists()]


def _write(path: Path, text: str) -> None:
    """Replaces a small file in one step that survives a power cut."""
    new = path.with_name(path.name + ".new")
    new.write_text(text, encoding="utf-8")
    _sync(new)
    new.rename(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
