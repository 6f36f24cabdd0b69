"""Damage to what is published: no wrong number, nothing accepted is lost, every page says so."""

import subprocess
import sys
import threading
import time
from datetime import UTC, datetime

import pytest

from app import server
from data import connections, limits, manifests, paths, scrub, snapshots, warehouse
from data.errors import QueryError, RepairError, SnapshotGoneError
from etl import disk, publish, seal
from tests.conftest import month

LOAD = """
import sys
from pathlib import Path
from tests.loading import World
from data.errors import DashboardError
try:
    World(Path(sys.argv[1])).load(*map(Path, sys.argv[2:]))
except DashboardError as error:
    sys.exit(str(error))
"""


def used(world) -> list[int]:
    """Electricity of each month, in kWh."""
    return [
        int(row[0]) for row in world.ask("select electricity_kwh from fct_month order by month")
    ]


def truncate(id_: str) -> None:
    path = manifests.path(id_)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(id_: str) -> None:
    """One bit in every block of 256 KB but the headers: wherever a table lies, it is hit."""
    path = manifests.path(id_)
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    for at in range(3 * 4096 + 5000, len(content), 1 << 18):
        content[at] ^= 4
    path.write_bytes(content)


def delete(id_: str) -> None:
    manifests.path(id_).unlink()


@pytest.mark.parametrize("damage", [truncate, flip, delete])
def test_a_damaged_snapshot_gives_way_to_the_newest_whole_one_and_every_page_says_so(two, damage):
    world, first, second = two
    assert used(world) == [50000, 60000]
    damage(second)
    scrub.look()
    assert warehouse.current_id() == first
    assert used(world) == [50000]
    told = server.test_client().get("/snapshot").json
    assert told["id"] == first
    assert f"数据版本 {second} 不能使用" in told["said"] and "doctor --mend" in told["said"]


@pytest.mark.parametrize("text", ["", "\n", "20990101-000000-00000000", "乱码\x00"])
def test_a_pointer_to_nothing_gives_way_to_the_newest_whole_snapshot(two, text):
    world, _, second = two
    (manifests.folder() / "CURRENT").write_text(text)
    assert warehouse.current_id() == second
    assert used(world) == [50000, 60000]
    assert second in snapshots.warning()
    (manifests.folder() / "CURRENT").unlink()
    assert warehouse.current_id() == second and snapshots.warning()


@pytest.mark.parametrize("damage", [truncate, delete])
def test_the_next_load_brings_back_what_the_lost_snapshot_held(two, damage):
    world, _, second = two
    damage(second)
    scrub.look()
    outcome = world.load(month(world, 3, 7))
    assert f"数据版本 {second} 不能使用" in outcome.healed and "1 个" in outcome.healed
    assert used(world) == [50000, 60000, 70000]
    assert snapshots.warning() == "" and outcome.snapshot > second


def test_a_load_stops_when_it_cannot_be_known_what_was_lost(two):
    world, first, second = two
    delete(second)
    manifests.path(second).with_suffix(".json").unlink()
    with pytest.raises(RepairError, match=f"rollback {first}"):
        world.load(month(world, 3, 7))
    publish.point_to(first)
    world.load(month(world, 2, 6), month(world, 3, 7))
    assert used(world) == [50000, 60000, 70000]


def test_a_question_that_meets_a_bad_block_gets_a_sentence_never_a_number(two):
    world, first, second = two
    assert warehouse.current_id() == second
    flip(second)  # nobody has looked yet: the question itself finds it
    with pytest.raises(SnapshotGoneError, match=second):
        world.ask("select sum(electricity_kwh), count(institution_name) from stg_energy")
    assert warehouse.current_id() == first
    assert used(world) == [50000]


def test_without_any_whole_snapshot_a_sentence_says_what_to_do(two):
    _, first, second = two
    truncate(first)
    truncate(second)
    with pytest.raises(SnapshotGoneError, match="doctor"):
        warehouse.current_id()
    told = server.test_client().get("/snapshot").json
    assert told["id"] is None and "没有其他完整的版本" in told["said"]


def test_one_process_tells_the_others_what_it_found(two):
    _, first, second = two
    flip(second)
    look = "from data import scrub; print(scrub.look())"
    subprocess.run([sys.executable, "-c", look], cwd=paths.PROJECT, check=True, stdout=-3)
    assert warehouse.current_id() == first
    good = manifests.path(second)
    good.write_bytes(good.read_bytes())  # written anew: what was found no longer holds
    assert snapshots.flaw(second) == ""
    assert scrub.look() and snapshots.flaw(second)


def test_a_damaged_snapshot_cannot_be_rolled_back_to(two):
    _, first, _ = two
    truncate(first)
    with pytest.raises(SnapshotGoneError, match="不完整"):
        publish.point_to(first)


def test_ids_go_on_when_the_clock_is_set_back(world, monkeypatch):
    first = world.load(world.roster(), month(world, 1, 5)).snapshot

    class Yesterday(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2001, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(seal, "datetime", Yesterday)
    second = world.load(month(world, 2, 6)).snapshot
    assert second > first and second[:15] != "20010101-000000"
    assert warehouse.current_id() == second
    assert used(world) == [50000, 60000]


def test_two_loads_at_once_lose_nothing_and_the_second_is_told(world):
    world.load(world.roster())
    files = [month(world, 1, 5), month(world, 2, 6)]
    running = [
        subprocess.Popen([sys.executable, "-c", LOAD, str(world.folder), str(file)],
                         cwd=paths.PROJECT, stderr=subprocess.PIPE, text=True)
        for file in files
    ]  # fmt: skip
    said = [process.communicate()[1] for process in running]
    for process, words in zip(running, said, strict=True):
        assert process.returncode == 0 or "另一个构建正在进行" in words, words
    world.load(*files)
    assert used(world) == [50000, 60000]


def test_a_question_that_takes_too_long_is_stopped_and_the_next_is_answered(two, monkeypatch):
    world, *_ = two
    monkeypatch.setattr(limits, "SECONDS", 0.3)
    endless = "select count(*) from range(100000000000) as t where t.range % 7 = 3"
    began = time.monotonic()
    with pytest.raises(QueryError, match="超过 0.3 秒"):
        world.ask(endless)
    assert time.monotonic() - began < 10
    assert used(world) == [50000, 60000]
    beside = threading.Thread(target=lambda: pytest.raises(QueryError, world.ask, endless))
    beside.start()
    while beside.is_alive():
        assert used(world) == [50000, 60000]


def test_a_question_that_takes_too_much_memory_is_refused_and_the_next_is_answered(
    two, monkeypatch
):
    world, *_ = two
    small = {**connections.SETTINGS, "memory_limit": "40MB", "max_temp_directory_size": "8MB"}
    monkeypatch.setattr(connections, "SETTINGS", small)
    with pytest.raises(QueryError, match="需要的内存超过上限"):
        world.ask("select list(range) from range(9000000)")
    with pytest.raises(QueryError, match="请缩小地区或期间"):
        list(warehouse.stream(warehouse.current_id(), "select list(range) from range(9000000)"))
    assert used(world) == [50000, 60000]
    with server.test_request_context():
        error = limits.too_large()
        assert server.handle_user_exception(error)[1] == 503


def test_what_is_free_on_the_disk_is_known_before_var_exists(world):
    assert disk.free() > 0
