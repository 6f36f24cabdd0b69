"""After a damage: the files that the lost snapshot held come in again from the originals kept.

The newest whole snapshot is carried on from; nothing that was accepted since is left behind.
"""

from collections.abc import Callable
from pathlib import Path

from data import manifests, paths, snapshots
from data.errors import EmptyWarehouseError, RepairError
from data.manifests import Manifest
from data.snapshots import Choice
from etl import publish, redacted
from etl.originals import Original


def heal(load: Callable[[list[Original]], object]) -> str:
    """Makes CURRENT name a whole snapshot with all that was accepted; returns what was done.

    `load` builds on the newest whole snapshot. Only the holder of the build lock may call it.
    Raises RepairError when it cannot be known what the lost one held.
    """
    try:
        found = snapshots.chosen()
    except EmptyWarehouseError:
        return ""
    if not found.why:
        return ""
    if again := lost(found):
        load(again)
        told = f"已在完整版本 {found.id} 上补装保存的原始文件 {len(again)} 个"
    else:
        publish.point_to(found.id)
        told = f"已改用完整版本 {found.id}，没有缺少的文件"
    return f"数据版本 {found.named or '（空）'} 不能使用（{found.why}）：{told}。"


def lost(found: Choice) -> list[Original]:
    """The files of the snapshot that should be shown, less those of the one that is.

    What was pulled from a database is not among them: the next pull reads it again.
    """
    wanted = _wanted(found)
    if wanted == found.id:
        return []
    was, now = manifests.manifest(wanted), manifests.manifest(found.id)
    if was is None or _untold(was) or _untold(now):
        raise RepairError(
            f"数据版本 {wanted} 不能使用（{found.why}），也无从得知其中比完整版本 {found.id} 多了哪些文件，"
            "因此没有装载，以免漏掉已报送的数据。请先运行 python -m etl doctor --mend；如仍不能修复，"
            f"运行 python -m etl rollback {found.id} 后重新装载此后报送的文件，或从备份恢复。"
        )
    have = {sha256 for sha256, *_ in now.sources}
    missing = [source for source in was.sources if source[0] not in have and not source[2]]
    return [_original(sha256, name) for sha256, name, _ in missing]


def _wanted(found: Choice) -> str:
    """The snapshot that should be shown: what CURRENT names, else the newest file there is."""
    return found.named if manifests.ID.fullmatch(found.named) else manifests.published()[0]


def _untold(manifest: Manifest) -> bool:
    """Whether the manifest is of an older program, which did not list the files."""
    return len(manifest.sources) < manifest.files


def _original(sha256: str, name: str) -> Original:
    folder = paths.var() / "files"
    if copy := redacted.of(folder, sha256):
        return Original(name, copy, sha256, copy.stat().st_size)
    path = folder / sha256[:2] / f"{sha256}{Path(name).suffix.lower()}"
    if not path.exists() or manifests.sha256(path) != sha256:
        raise RepairError(
            f"已报送的文件“{name}”的原件 {path.name[:12]}… 不在 {path.parent} 或已损坏，不能补装。"
            "请从备份恢复该文件，或请报送单位重新报送，然后重试。"
        )
    return Original(name, path, sha256, path.stat().st_size)
