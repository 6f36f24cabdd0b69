"""doctor names each damage and mends what can be mended; a back-up gives the same numbers."""

import shutil
import subprocess

import pytest

from data import manifests, paths, snapshots, warehouse
from data.errors import RepairError
from etl import backup, doctor, lock
from etl.doctor import HANDS, MENDABLE, WELL

USED = "select month, electricity_kwh from fct_month order by month"


def examined(mend: bool = False) -> tuple[int, str]:
    """The exit code and what was said."""
    said = []
    return doctor.run(mend, said.append), "\n".join(said)


def cut(id_: str) -> None:
    path = manifests.path(id_)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-4096])


def break_pointer(first: str, second: str) -> str:
    (manifests.folder() / "CURRENT").write_text("")
    return "CURRENT 所指的数据版本“（空）”不能使用"


def break_current(first: str, second: str) -> str:
    cut(second)
    return f"CURRENT 所指的数据版本“{second}”不能使用：文件长度不符"


def break_older(first: str, second: str) -> str:
    cut(first)
    return f"数据版本 {first} 已损坏：文件长度不符"


def break_bits(first: str, second: str) -> str:
    path = manifests.path(first)
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    return f"数据版本 {first} 已损坏：内容与清单的校验值不符"


def lose_manifest(first: str, second: str) -> str:
    manifests.path(second).with_suffix(".json").unlink()
    return f"数据版本 {second} 的清单缺失或读不出来"


def open_rights(first: str, second: str) -> str:
    manifests.path(first).chmod(0o664)
    return "可以写入（权限 664）"


def leave_build(first: str, second: str) -> str:
    folder = paths.var() / "build"
    folder.mkdir(exist_ok=True)
    (folder / "1.duckdb.wal").write_text("x")
    return "build/1.duckdb.wal"


def leave_lock(first: str, second: str) -> str:
    gone = subprocess.Popen(["true"])
    gone.wait()
    (paths.var() / "build.lock").write_text(f"{gone.pid}\n某人\n某机\n某时\n装载\n")
    return f"进程 {gone.pid} 已不在"


def change_original(first: str, second: str) -> str:
    file = next((paths.var() / "files").glob("??/*.csv"))
    file.chmod(0o644)
    file.write_text("改")
    return f"{file.name} 内容已变"


DAMAGES = (
    break_pointer, break_current, break_older, break_bits, lose_manifest, open_rights, leave_build,
    leave_lock,
)  # fmt: skip


def test_a_sound_var_is_told_so(two):
    code, said = examined()
    assert code == WELL and "损坏" not in said and "没有需要处理的问题" in said


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda one: one.__name__)
def test_doctor_names_a_damage_mends_it_and_the_numbers_are_as_before(two, damage, monkeypatch):
    world, *ids = two
    before = world.ask(USED)
    warehouse.close()
    monkeypatch.setattr("etl.models.FOLDER", world.folder / "models")
    monkeypatch.setattr("etl.build.load.__kwdefaults__", {
        **doctor.damage.build.load.__kwdefaults__, "models_folder": world.folder / "models",
        "cards_folder": world.folder / "cards"}, raising=False)  # fmt: skip
    words = damage(*ids)
    code, said = examined()
    assert code == MENDABLE and words in said
    code, said = examined(mend=True)
    assert code == WELL and "已修复" in said, said
    assert examined() == (WELL, examined()[1])
    assert world.ask(USED) == before and snapshots.warning() == ""


def test_a_changed_original_is_set_aside_and_told_until_it_is_brought_back(two):
    world, *_ = two
    words = change_original("", "")
    assert examined()[0] == MENDABLE and words in examined()[1]
    examined(mend=True)
    code, said = examined()
    assert code == HANDS and "没有保存原件" in said
    assert list((paths.var() / "files").glob("??/*.damaged"))


def test_without_a_whole_snapshot_hands_are_needed_and_nothing_is_moved(two):
    _, first, second = two
    cut(first)
    cut(second)
    code, said = examined(mend=True)
    assert code == HANDS and "从备份恢复" in said
    assert manifests.path(second).exists()


def test_doctor_waits_while_somebody_builds(two):
    _, first, _ = two
    open_rights(first, "")
    with lock.held("装载 某文件"):
        code, said = examined(mend=True)
    assert code == MENDABLE and "另一个构建正在进行" in said


def test_a_restored_back_up_gives_equal_numbers_and_the_next_ones_share_the_originals(
    two, tmp_path, monkeypatch
):
    world, _, second = two
    before = world.ask(USED)
    made = [backup.make(tmp_path / "copies", 2)]
    monkeypatch.setattr(backup, "datetime", _Later)
    made.append(backup.make(tmp_path / "copies", 2))
    original = next(made[0].glob("files/??/*"))
    assert original.stat().st_ino == (made[1] / original.relative_to(made[0])).stat().st_ino
    warehouse.close()
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "empty"))
    assert backup.restore(made[1]) == second
    assert world.ask(USED) == before and examined()[0] == WELL
    with pytest.raises(RepairError, match="已有数据版本"):
        backup.restore(made[1])


class _Later(backup.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2099, 1, 1)


def test_a_damaged_back_up_is_refused_and_leaves_no_half_restored_state(two, tmp_path, monkeypatch):
    made = backup.make(tmp_path / "copies", 1)
    file = next(made.glob("snapshots/*.duckdb"))
    file.chmod(0o644)
    file.write_bytes(b"x" + file.read_bytes()[1:])
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "empty"))
    with pytest.raises(RepairError, match="已损坏"):
        backup.restore(made)
    assert snapshots.named() == "" and not manifests.published()
    shutil.rmtree(made / "files")
    with pytest.raises(RepairError, match="缺少"):
        backup.restore(made)


def test_a_back_up_inside_var_is_refused(two):
    with pytest.raises(RepairError, match="另一块磁盘"):
        backup.make(paths.var() / "copies", 1)
