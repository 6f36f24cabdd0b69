"""Publishing: a snapshot is whole or not there, whatever happens to the build."""

import os
import random
import signal
import subprocess
import sys
import time

import duckdb
import pytest

from data import paths, warehouse
from data.errors import BuildBusyError, SnapshotGoneError
from etl import lock, publish, seal
from tests.loading import MONTHLY

KILLS = 20
LOAD = """
import sys
from pathlib import Path
from tests.loading import World
World(Path(sys.argv[1])).load(*map(Path, sys.argv[2:]), fresh=True)
"""


def month(world, name: str, value: float):
    return world.csv(name, [MONTHLY, ["一中", 2026, 1, value, 6]])


def start(world, *files) -> subprocess.Popen:
    """A build in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", LOAD, str(world.folder), *map(str, files)],
        cwd=paths.PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def assert_whole(id_: str, content: list) -> None:
    """The snapshot is current, fits its manifest to the byte, and answers as before."""
    assert warehouse.current_id() == id_
    path = warehouse.folder() / f"{id_}.duckdb"
    sealed = {manifest.id: manifest for manifest in publish.listing()}[id_]
    assert publish.sha256(path) == sealed.sha256
    with duckdb.connect(str(path), read_only=True) as connection:
        assert seal.count(connection) == sealed.tables
        assert connection.execute("from in_energy order by all").fetchall() == content


@pytest.mark.parametrize("kills", [KILLS, pytest.param(100, marks=pytest.mark.soak)])
def test_a_build_killed_at_any_moment_never_harms_the_current_snapshot(world, kills):
    roster = world.roster()
    id_ = world.load(roster, month(world, "a.csv", 5)).snapshot
    content = world.ask("from in_energy order by all")
    warehouse.close()
    rows = [["一中", year, at % 12 + 1, at, 6] for year in range(1900, 2000) for at in range(300)]
    big = world.csv("big.csv", [MONTHLY, *rows])
    began = time.monotonic()
    assert start(world, roster, big).wait() == 0
    took = time.monotonic() - began
    publish.point_to(id_)
    chance, killed = random.Random(640000), 0
    for _ in range(kills):
        build = start(world, roster, big)
        time.sleep(took * chance.uniform(0.05, 1.0))
        build.send_signal(signal.SIGKILL)
        if build.wait() == -signal.SIGKILL and warehouse.current_id() == id_:
            killed += 1
        else:  # it was done before the signal came
            publish.point_to(id_)
        assert_whole(id_, content)
    assert killed >= kills / 2
    again = world.load(month(world, "b.csv", 7))
    assert [row[1] for row in world.ask("select month, electricity_kwh from fct_month")] == [70000]
    assert again.snapshot == warehouse.current_id()
    assert not list((world.folder / "var").glob("build/*"))
    assert not list(warehouse.folder().glob("*.new"))


def test_a_second_build_is_told_who_holds_the_lock_and_since_when(world):
    with lock.held("装载 某文件"), pytest.raises(BuildBusyError) as error:
        world.load(world.roster())
    for word in ("装载 某文件", f"进程 {os.getpid()}", "自 20", "请"):
        assert word in str(error.value)
    assert world.load(world.roster()).snapshot


def test_the_lock_of_a_killed_build_is_free(world):
    hold = "import time; from etl import lock\nwith lock.held('x'): print(1, flush=True); time.sleep(60)"
    holder = subprocess.Popen(
        [sys.executable, "-c", hold], cwd=paths.PROJECT, stdout=subprocess.PIPE
    )
    holder.stdout.readline()
    with pytest.raises(BuildBusyError, match=f"进程 {holder.pid}"):
        world.load(world.roster())
    holder.kill()
    holder.wait()
    holder.stdout.close()
    assert world.load(world.roster()).snapshot


def test_a_reader_sees_a_new_snapshot_with_its_next_question(world):
    world.load(world.roster(), month(world, "a.csv", 5))
    held = warehouse.current_id()
    assert world.ask("select electricity from in_energy") == [("5",)]
    world.load(month(world, "b.csv", 6))
    assert world.ask("select electricity from in_energy") == [("6",)]
    assert warehouse.rows(held, "select electricity from in_energy") == [{"electricity": "5"}]


def test_rolling_back_brings_the_older_figures_back(world):
    first = world.load(world.roster(), month(world, "a.csv", 5)).snapshot
    world.load(month(world, "b.csv", 6))
    publish.point_to(first)
    assert world.ask("select electricity from in_energy") == [("5",)]
    with pytest.raises(SnapshotGoneError, match="“20990101-000000-00000000”不存在"):
        publish.point_to("20990101-000000-00000000")


def test_pruning_keeps_the_newest_and_never_removes_the_current_one(world):
    ids = [world.load(world.roster()).snapshot]
    ids += [world.load(month(world, f"{at}.csv", at)).snapshot for at in range(3)]
    publish.point_to(ids[0])
    assert publish.prune(1) == [ids[2], ids[1]]
    assert [manifest.id for manifest in publish.listing()] == [ids[3], ids[0]]
    assert warehouse.current_id() == ids[0]


def test_a_snapshot_cannot_be_written_to_and_names_itself(world):
    id_ = world.load(world.roster()).snapshot
    path = warehouse.folder() / f"{id_}.duckdb"
    assert path.stat().st_mode & 0o777 == 0o444
    assert world.ask("select id, files, rows, demo from snapshot_info") == [(id_, 1, 2, False)]


def test_what_was_loaded_before_is_carried_on_and_fresh_leaves_it_out(world):
    world.load(world.roster(), month(world, "a.csv", 5))
    world.load(world.csv("c.csv", [MONTHLY, ["永宁财政", 2026, 1, 1, 1]]))
    assert world.ask("select file_id, file_name from dim_source order by 1") == [
        (1, "roster.csv"), (2, "a.csv"), (3, "c.csv"),
    ]  # fmt: skip
    assert len(world.ask("from in_energy")) == 2
    world.load(world.roster(), fresh=True)
    assert world.ask("select file_name from dim_source") == [("roster.csv",)]


def test_snapshots_of_the_same_second_still_sort_as_they_were_published(world):
    ids = [world.load(world.roster()).snapshot]
    ids += [world.load(month(world, f"{at}.csv", at)).snapshot for at in range(4)]
    assert ids == sorted(ids)
    assert [manifest.id for manifest in publish.listing()] == ids[::-1]
