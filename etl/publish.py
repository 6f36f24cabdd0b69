"""Snapshots: immutable files under var/snapshots and the pointer CURRENT to the one in use.

A file becomes a snapshot only when it was closed, synced, opened again and found to hold what its
manifest (<id>.json) says. Names are never used twice: a process that has a file of that name open
would go on reading the old one.
"""

import json
import os
import shutil
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from data import manifests, paths, snapshots, warehouse
from data.access import audit
from data.errors import AccessError, BuildError, EmptyWarehouseError, SnapshotGoneError
from data.manifests import Manifest, sha256
from etl import models, seal
from etl.tables import SETTINGS


def build_path() -> Path:
    """A new file for a build, in a folder of its own beside the snapshots."""
    folder = paths.var() / "build"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{os.getpid()}-{datetime.now(UTC):%Y%m%d%H%M%S%f}.duckdb"


def sweep() -> None:
    """Removes what dead builds left. Only the holder of the build lock may call it."""
    shutil.rmtree(paths.var() / "build", ignore_errors=True)
    parts = (*warehouse.folder().glob("*.new"), *warehouse.folder().glob("*.part"))
    for leftover in (*parts, *orphans()):
        leftover.unlink()


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
    try:
        write_manifest(Manifest(**sealed))
        build.chmod(0o444)
        build.rename(target)
        _sync(folder)
        told = {"snapshot": manifest.id, "files": manifest.files, "rows": manifest.rows}
        audit.write("publish", told)
        write(folder / "CURRENT", manifest.id)
    except (
        OSError,
        AccessError,
    ):  # a full disk: what could not be named by CURRENT was never published
        target.unlink(missing_ok=True)
        target.with_suffix(".json").unlink(missing_ok=True)
        raise
    return manifest.id


def write_manifest(manifest: Manifest) -> None:
    """Puts the manifest beside its snapshot."""
    path = manifests.path(manifest.id).with_suffix(".json")
    write(path, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))


def point_to(id_: str) -> None:
    """Makes a published snapshot the current one. Raises SnapshotGoneError when there is none."""
    if id_ not in {manifest.id for manifest in listing()}:
        raise SnapshotGoneError(
            f"数据版本“{id_}”不存在或已清理。请用 python -m etl snapshots 查看可用的版本。"
        )
    if why := snapshots.flaw(id_):
        raise SnapshotGoneError(f"数据版本“{id_}”不完整（{why}），不能改用。请改选其他版本。")
    audit.write("rollback", {"snapshot": id_})
    write(warehouse.folder() / "CURRENT", id_)


def listing() -> list[Manifest]:
    """The published snapshots, newest first."""
    return [sealed for id_ in manifests.published() if (sealed := manifests.manifest(id_))]


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
        for beside in (".json", ".verdict"):
            path.with_suffix(beside).unlink(missing_ok=True)
    return gone


def current_id() -> str | None:
    """The id of the snapshot to carry on from, None before the first."""
    try:
        return warehouse.current_id()
    except EmptyWarehouseError:
        return None


def _verify(build: Path, manifest: Manifest) -> None:
    """Opens the file as a reader would and compares what it holds with what was written."""
    with duckdb.connect(str(build), read_only=True, config=SETTINGS) as connection:
        found = seal.count(connection)
    if found != manifest.tables:
        wrong = [table for table in manifest.tables if found.get(table) != manifest.tables[table]]
        raise BuildError(
            f"构建文件写入后核对不符（{'、'.join(wrong)}），没有发布，旧数据仍在使用。"
            "请检查磁盘空间与硬件后重新装载。"
        )


def orphans() -> list[Path]:
    """What stands beside a snapshot that was never moved in.

    The manifest of one that was published and then lost stays: it says what was in it.
    """
    named, beside = snapshots.named(), [*warehouse.folder().glob("*.json")]
    beside += warehouse.folder().glob("*.verdict")
    gone = [path for path in beside if not path.with_suffix(".duckdb").exists()]
    return [path for path in gone if path.suffix == ".verdict" or path.stem > named]


def write(path: Path, text: str) -> None:
    """Replaces a small file in one step that survives a power cut."""
    new = path.with_name(path.name + ".new")
    try:
        new.write_text(text, encoding="utf-8")
        _sync(new)
        new.rename(path)
    finally:
        new.unlink(missing_ok=True)
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
