"""Back-ups: a folder with the current snapshot, the originals and the settings, checked both ways.

A back-up is whole or not there: it is written under another name, compared with its list of
SHA-256, and renamed. Originals are hard links to those of the back-up before where that can be.
"""

import json
import os
import shutil
from datetime import datetime
from pathlib import Path

from data import manifests, paths, snapshots
from data.errors import RepairError
from etl import disk, lock, publish

LIST = "SHA256.json"
MADE = {"build", "spill", "static", "snapshots", "demo", "metrics"}
"""Folders of var/ that can be made again, and the snapshots, of which the shown one is taken."""
LOCKS = (".lock", ".part")
SUFFIX = ".part"


def make(to: Path, keep: int) -> Path:
    """Writes one back-up under `to`, removes all but the newest `keep`; returns its folder."""
    to = to.resolve()
    if to.is_relative_to(paths.var()):
        raise RepairError(
            f"备份文件夹 {to} 在 {paths.var()} 里面，磁盘坏了会一起丢失。请换到另一块磁盘上。"
        )
    with disk.told("备份"), lock.held(f"备份到 {to}"):
        target = to / f"backup-{datetime.now():%Y%m%d-%H%M%S}"
        part = to / f"{target.name}{SUFFIX}"
        before = max(_made(to), default=None)
        try:
            part.mkdir(parents=True)
            _copy_all(part, before)
            part.rename(target)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    for old in sorted(_made(to))[: -max(keep, 1)]:
        shutil.rmtree(old)
    return target


def restore(source: Path) -> str:
    """Copies a back-up into an empty var/; returns the id of the snapshot that is shown then."""
    told = _listed(source)
    if snapshots.named() or manifests.published():
        raise RepairError(
            f"{paths.var()} 里已有数据版本，恢复会覆盖它们，因此没有恢复。"
            "请先把该文件夹改名，或用 DASHBOARD_VAR 指定一个空文件夹。"
        )
    with disk.told("恢复"), lock.held(f"从 {source} 恢复"):
        for name, sha256 in told.items():
            _copy(source / name, paths.var() / name, None, sha256)
        id_ = (source / "snapshots" / "CURRENT").read_text(encoding="utf-8").strip()
        publish.point_to(id_)
    if found := manifests.judge(id_):
        raise RepairError(f"恢复后的数据版本 {id_} 核对不符（{found}）。请换一份备份。")
    return id_


def _made(to: Path) -> list[Path]:
    return [one for one in to.glob("backup-*") if one.suffix != SUFFIX and (one / LIST).exists()]


def _copy_all(part: Path, before: Path | None) -> None:
    """Everything, then the list of what was copied, then the list is checked by reading back."""
    told = {}
    for file in _files():
        name = file.relative_to(paths.var()).as_posix()
        told[name] = _copy(file, part / name, before and before / name)
    text = json.dumps(told, ensure_ascii=False, indent=0)
    (part / LIST).write_text(text, encoding="utf-8")
    for name in _listed(part):
        if not name.startswith("files/") and manifests.sha256(part / name) != told[name]:
            raise RepairError(f"备份写入后核对不符：{name}。请检查备份所在的磁盘后重试。")


def _files() -> list[Path]:
    """What a back-up holds, the pointer last."""
    id_, var = snapshots.chosen().id, paths.var()
    found = [manifests.path(id_), manifests.path(id_).with_suffix(".json")]
    for part in sorted(var.iterdir()):
        if part.name not in MADE and not part.name.startswith("pull-"):
            found += sorted(part.rglob("*")) if part.is_dir() else [part]
    whole = [one for one in found if one.is_file() and one.suffix not in LOCKS]
    return [one for one in whole if one.name != "incoming"] + [manifests.folder() / "CURRENT"]


def _copy(file: Path, target: Path, before: Path | None, expected: str = "") -> str:
    """Copies and syncs; links to the same file of the back-up before. Returns the SHA-256."""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = manifests.sha256(file)
    if expected and digest != expected:
        raise RepairError(f"备份中的文件 {file} 已损坏（校验值不符）。请换一份备份。")
    if before and before.exists() and manifests.sha256(before) == digest:
        os.link(before, target)
        return digest
    shutil.copy2(file, target)
    with target.open("rb") as written:
        os.fsync(written.fileno())
    return digest


def _listed(source: Path) -> dict[str, str]:
    """The files of a back-up and their SHA-256, all of which are there."""
    try:
        told = json.loads((source / LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise RepairError(
            f"{source} 不是一份完整的备份（没有可读的 {LIST}）。请给出 backup-日期-时间 那一级文件夹。"
        ) from None
    if missing := [name for name in told if not (source / name).is_file()]:
        raise RepairError(
            f"备份 {source} 缺少 {len(missing)} 个文件，例如 {missing[0]}。请换一份备份。"
        )
    return told
