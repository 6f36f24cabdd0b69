"""A disk that fills up at any stage of a load: nothing is lost, and it goes on once there is room."""

import subprocess
from pathlib import Path

import pytest

from data import manifests, paths, warehouse
from data.errors import DiskError
from etl import publish
from tests.conftest import month
from tests.loading import MONTHLY, World

SIZE = 24  # MB of the disk


@pytest.fixture
def disk(tmp_path, monkeypatch):
    """A small disk of its own for var/."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(place)]
    try:
        made = subprocess.run(command, capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("there is no mount here: a full disk cannot be made")
    if made.returncode:
        pytest.skip(f"mounting a small disk is not allowed here: {made.stderr.strip()}")
    monkeypatch.setenv("DASHBOARD_VAR", str(place / "var"))
    monkeypatch.setenv("DASHBOARD_MAP", "tiles")
    yield place
    warehouse.close()
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path, leave: int) -> Path:
    """Takes the room of the disk but for `leave` KB; returns what takes it."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:  # else closing would write once more
        try:
            while file.write(bytes(1 << 16)):
                pass
        except OSError:
            pass
    size = ballast.stat().st_size
    with ballast.open("r+b") as file:
        file.truncate(max(size - leave * 1024, 0))
    return ballast


def used(world) -> list[int]:
    return [
        int(row[0]) for row in world.ask("select electricity_kwh from fct_month order by month")
    ]


def test_a_disk_that_is_full_at_any_stage_costs_nothing_but_the_load(disk, tmp_path):
    world = World(tmp_path)
    first = world.load(world.roster(), month(world, 1, 5)).snapshot
    files, size = set((paths.var() / "files").rglob("*.csv")), manifests.path(first).stat().st_size
    rows = [["一中", 2026, 2, at, f"备注{at}" * 30] for at in range(2000)]
    second = world.csv("2.csv", [MONTHLY, *rows])
    stages = [0, 16, 128, 512, size // 2048, size // 1024 - 64, size // 1024 + 64]
    failed = 0
    for leave in stages:
        ballast = fill(disk, leave)
        try:
            world.load(second)
        except DiskError as error:
            failed += 1
            assert "磁盘" in str(error) and "请腾出空间" in str(error)
            assert warehouse.current_id() == first and used(world) == [50000]
            assert set((paths.var() / "files").rglob("*.csv")) == files
            assert manifests.published() == [first]
            assert not list((paths.var() / "build").glob("*"))
        else:
            publish.point_to(first)
            break
        finally:
            warehouse.close()
            ballast.unlink()
    assert failed >= 4
    world.load(month(world, 2, 6))
    assert used(world) == [50000, 60000]


@pytest.mark.parametrize("step", ["write_manifest", "write"])
def test_a_disk_that_fills_while_it_publishes_leaves_the_older_snapshot(
    disk, tmp_path, monkeypatch, step
):
    """The disk is filled for real just before the manifest, and just before CURRENT, is written."""
    world = World(tmp_path)
    first = world.load(world.roster(), month(world, 1, 5)).snapshot
    real = getattr(publish, step)

    def full(*given):
        if step == "write_manifest" or given[0].name == "CURRENT":
            fill(disk, 0)
        return real(*given)

    monkeypatch.setattr(publish, step, full)
    with pytest.raises(DiskError):
        world.load(month(world, 2, 6))
    monkeypatch.setattr(publish, step, real)
    assert manifests.published() == [first] and warehouse.current_id() == first
    (disk / "ballast").unlink()
    world.load(month(world, 2, 6))
    assert used(world) == [50000, 60000]
