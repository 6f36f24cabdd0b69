"""Which snapshot is shown: the one CURRENT names while it is whole, else the newest whole one.

Whole means: file and manifest are there, the file is as long as the manifest says, and nobody has
found a damage in it since it was last written.
"""

import os
from dataclasses import dataclass

from data import manifests
from data.errors import EmptyWarehouseError, SnapshotGoneError

_kept: dict[str, tuple[tuple, "Choice"]] = {}
NEXT = "请管理员运行 python -m etl doctor --mend 修复。"


@dataclass(frozen=True)
class Choice:
    """The snapshot to show, the one CURRENT names, and why that is another ("" when it is not)."""

    id: str
    named: str
    why: str


def named() -> str:
    """What CURRENT says, "" when it is empty or not there."""
    try:
        told = (manifests.folder() / "CURRENT").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return told.strip()[:80]


def chosen() -> Choice:
    """The snapshot to show now.

    Asked several times a request; what it looked at is looked at again only when one of its files
    has changed.

    Raises EmptyWarehouseError before the first one, SnapshotGoneError when none is whole.
    """
    folder = str(manifests.folder())
    kept = _kept.get(folder)
    if kept and kept[0] == _marks(folder, kept[1].id):
        return kept[1]
    before = _marks(folder, wanted := named())
    found = _looked_up(wanted)
    if before and not found.why:
        _kept[folder] = before, found
    return found


def _marks(folder: str, id_: str) -> tuple | None:
    """What changes with any writing to CURRENT, the snapshot, its manifest or what stands beside
    them (a verdict is put there whole); None when one of them is not there."""
    looked = ("", "/CURRENT", f"/{id_}.duckdb", f"/{id_}.json")
    try:
        found = [os.stat(folder + name) for name in looked]  # noqa: PTH116 (a Path costs more)
    except (OSError, ValueError):  # a damaged CURRENT may name what is no name of a file
        return None
    return tuple((one.st_ino, one.st_size, one.st_mtime_ns) for one in found)


def _looked_up(wanted: str) -> Choice:
    why = flaw(wanted) if wanted else "CURRENT 文件是空的或不存在"
    if not why:
        return Choice(wanted, wanted, "")
    found = manifests.published()
    whole = next((id_ for id_ in found if not flaw(id_)), None)
    if whole:
        return Choice(whole, wanted, why)
    if not (wanted or found):
        raise EmptyWarehouseError(
            "还没有发布任何数据。请在服务器上运行 make run（首次自动装载公开数据与演示数据），"
            "或运行 python -m etl load 文件路径 装载本单位数据。"
        )
    raise SnapshotGoneError(
        f"数据版本 {wanted or found[0]} 不能使用（{flaw(wanted or found[0])}），也没有其他完整的版本。"
        "请管理员运行 python -m etl doctor 查明并修复，或从备份恢复。"
    )


def warning() -> str:
    """The sentence on every page while another snapshot is shown; "" when all is well."""
    try:
        found = chosen()
    except (EmptyWarehouseError, SnapshotGoneError):
        return ""
    if not found.why:
        return ""
    if found.id == found.named or not found.named:
        return f"当前数据版本的登记有误（{found.why}），正在显示最新的完整版本 {found.id}。{NEXT}"
    return (
        f"数据版本 {found.named} 不能使用（{found.why}），"
        f"正在显示最新的完整版本 {found.id}，数字可能不是最新的。{NEXT}"
    )


def flaw(id_: str) -> str:
    """Why a snapshot is not whole, in a few words; "" when nothing speaks against it."""
    if not manifests.ID.fullmatch(id_):
        return f"“{id_[:40]}”不是数据版本编号"
    try:
        state = manifests.path(id_).stat()
    except OSError:
        return "文件不在或无法读取"
    sealed = manifests.manifest(id_)
    if sealed is None or sealed.id != id_:
        return "清单缺失或损坏，无法核对"
    if state.st_size != sealed.bytes:
        return f"文件长度不符：应有 {sealed.bytes:,} 字节，实有 {state.st_size:,} 字节"
    return manifests.verdict(id_, state) or ""
