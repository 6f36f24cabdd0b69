"""What can be wrong with var/, each damage by name with what mends it (python -m etl doctor)."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from data import manifests, paths, snapshots
from data.errors import DashboardError, EmptyWarehouseError
from etl import build, disk, manifest, publish, recover, redacted

ROOM = 3  # a load writes a second snapshot and spills: this many times the present one
LEAST = 200 << 20  # bytes free below which nothing should be loaded


@dataclass(frozen=True)
class Damage:
    """One damage: what is wrong, what mends it (None: hands are needed), and what then was done."""

    what: str
    mend: Callable[[], object] | None
    done: str
    locks: bool = False
    """Whether the mending takes the build lock itself, as a load does."""


def pointer() -> Iterator[Damage]:
    """CURRENT, when it does not name a whole snapshot."""
    try:
        found = snapshots.chosen()
    except EmptyWarehouseError:
        return
    except DashboardError as error:
        yield Damage(str(error), None, "")
        return
    if not found.why or _may_be_made_again(found.named):
        return
    what = f"CURRENT 所指的数据版本“{found.named or '（空）'}”不能使用：{found.why}。"
    try:
        again = recover.lost(found)
    except DashboardError as error:
        yield Damage(f"{what}{error}", None, "")
        return
    done = f"已改用 {found.id}" + (f"，并补装 {len(again)} 个已报送的文件" if again else "")
    yield Damage(what, lambda: _heal(found), done, locks=True)


def _may_be_made_again(named: str) -> bool:
    """Whether only the manifest is lost, which its own check tells and mends."""
    is_there = manifests.ID.fullmatch(named) and manifests.path(named).exists()
    return bool(is_there) and manifests.manifest(named) is None


def _heal(found: snapshots.Choice) -> None:
    """Loads again what was lost, then sets what is damaged aside."""
    build.load([], "修复数据版本")
    if manifests.ID.fullmatch(found.named) and found.named != found.id:
        aside(found.named)


def manifest_files() -> Iterator[Damage]:
    """Snapshots without a manifest: made again from the file, if the file proves to be whole."""
    for id_ in manifests.published():
        if manifests.manifest(id_) is None:
            what = f"数据版本 {id_} 的清单缺失或读不出来。"
            again = manifest.made_again(id_)
            if again is None:
                yield Damage(
                    f"{what}文件内容也与编号不符。", lambda i=id_: aside(i), "已移到 damaged/"
                )
            else:
                yield Damage(
                    what, lambda m=again: publish.write_manifest(m), "已按文件内容重写清单"
                )


def contents() -> Iterator[Damage]:
    """Every snapshot read in full: length, SHA-256, rights."""
    for id_ in manifests.published():
        if manifests.manifest(id_) is None:
            continue
        why = snapshots.flaw(id_) or manifests.judge(id_)
        file = manifests.path(id_)
        if why and id_ == snapshots.named():
            continue  # the check of CURRENT tells and heals it
        if why:
            yield Damage(
                f"数据版本 {id_} 已损坏：{why}。", lambda i=id_: aside(i), "已移到 damaged/"
            )
        elif file.stat().st_mode & 0o222:
            what = f"数据版本 {id_} 的文件可以写入（权限 {file.stat().st_mode & 0o777:o}）。"
            yield Damage(what, lambda f=file: f.chmod(0o444), "已改为只读")


def aside(id_: str) -> None:
    """Moves a damaged snapshot out of the way; nothing is deleted."""
    folder = manifests.folder() / "damaged"
    folder.mkdir(exist_ok=True)
    for ending in (".duckdb", ".json", ".verdict"):
        part = manifests.path(id_).with_suffix(ending)
        if part.exists():
            part.replace(folder / part.name)


def leftovers() -> Iterator[Damage]:
    """What killed processes left behind."""
    var, found = paths.var(), manifests.folder()
    parts = [*(var / "build").glob("*"), *found.glob("*.new"), *found.glob("*.part")]
    parts += [*found.glob("*.wal"), *found.glob("*.tmp"), *var.glob("pull-*")]
    parts += [*(var / "files").glob("incoming"), *(var / "briefings").glob(".*.part")]
    parts += [one for one in (var / "spill").glob("*") if not _alive(one.name)]
    parts += publish.orphans()
    for part in parts:
        what = f"中断的进程留下的临时文件 {part.relative_to(var)}（{_size(part) / 1e6:,.1f} MB）。"
        yield Damage(what, lambda p=part: _remove(p), "已删除")


def originals() -> Iterator[Damage]:
    """Kept files whose content is not what their name says, and files that should be there."""
    folder, bad = paths.var() / "files", set()
    for file in sorted(folder.glob("??/*.*")):
        if redacted.MARK in file.name:
            continue  # a copy without what names persons; it has no hash of its own
        if file.suffix != ".damaged" and manifests.sha256(file) != file.stem:
            bad.add(file.stem)
            what = f"保存的原件 {file.relative_to(paths.var())} 内容已变，与文件名中的校验值不符。"
            hint = "已改名为 .damaged；数据不受影响，原件请从备份恢复或请报送单位重发"
            yield Damage(what, lambda f=file: f.replace(f"{f}.damaged"), hint)
    try:
        sealed = manifests.manifest(snapshots.chosen().id)
    except DashboardError:
        return
    for sha256, name, *_ in sealed.sources:
        found = [one for one in folder.glob(f"{sha256[:2]}/{sha256}*") if one.suffix != ".damaged"]
        if not found and sha256 not in bad:
            yield Damage(
                f"已装载的文件“{name}”没有保存原件（涉密标志行除外）。数据不受影响；"
                "如有备份请恢复 var/files，否则请报送单位重发存档。", None, "",
            )  # fmt: skip


def lock() -> Iterator[Damage]:
    """A lock file that names a process which is gone; the kernel freed the lock itself."""
    file = paths.var() / "build.lock"
    pid = file.read_text(encoding="utf-8").split("\n")[0] if file.exists() else ""
    if pid and not _alive(pid):
        what = f"build.lock 里登记的进程 {pid} 已不在（锁已自动释放，只是登记没有清掉）。"
        yield Damage(what, lambda: file.write_text(""), "已清空登记")


def space() -> Iterator[Damage]:
    """Too little room for the next load."""
    newest = next(iter(manifests.published()), None)
    size = manifests.path(newest).stat().st_size if newest else 0
    if disk.free() < max(LEAST, ROOM * size):
        yield Damage(
            f"磁盘空间不足：还剩 {disk.free() / 1e6:,.0f} MB，下一次装载约需"
            f" {max(LEAST, ROOM * size) / 1e6:,.0f} MB。请清理磁盘，例如 python -m etl prune --keep 3。",
            None, "",
        )  # fmt: skip


CHECKS = {
    "清单": manifest_files,
    "数据版本内容": contents,
    "当前数据版本": pointer,
    "临时文件": leftovers,
    "保存的原件": originals,
    "构建锁": lock,
    "磁盘空间": space,
}


def _alive(pid: str) -> bool:
    return pid.isdecimal() and Path(f"/proc/{pid}").exists()


def _size(path: Path) -> int:
    inside = path.rglob("*") if path.is_dir() else [path]
    return sum(one.stat().st_size for one in inside)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
