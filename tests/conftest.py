"""One small warehouse for all tests, built by the real etl from tiny real files."""

import os
import shutil
from contextlib import contextmanager

import pytest

from data import paths, warehouse
from etl import build, originals
from tests import changed as autumns
from tests import signed
from tests import small as bureau
from tests.loading import MONTHLY, World

LONG = {"test_crawl", "test_meters", "test_publish", "test_database", "test_commands",
        "test_browser_grid", "test_demo_values", "test_corpus", "test_wall_browser",
        "test_briefing", "test_upload_browser", "test_damage", "test_quality", "test_viewers",
        "test_strangers", "test_findings", "test_watch", "test_drill_browser"}  # fmt: skip
"""Files that take longest, by far."""


def pytest_collection_modifyitems(items):
    """The long files come first, so that no worker is left with one while the other is done."""
    items.sort(key=lambda item: item.path.stem not in LONG)


def pytest_collection_finish():
    """Every test is collected by now, and the app imported where one needs it."""
    signed.use()


@contextmanager
def published(bureau, folder, *more, **asked):
    """The id of a snapshot of a bureau's files, current in a var/ of its own."""
    before = os.environ.get("DASHBOARD_VAR")
    os.environ["DASHBOARD_VAR"] = str(folder / "var")
    files = bureau.write(folder / "files", folder / "var" / "cards", **asked)
    yield build.load([*more, *files], "测试").snapshot
    warehouse.close()
    if before is None:
        del os.environ["DASHBOARD_VAR"]
    else:
        os.environ["DASHBOARD_VAR"] = before


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """The id of a snapshot of the small bureau and the published files, current in its own var/."""
    found = originals.find([paths.PUBLISHED])
    with published(bureau, tmp_path_factory.mktemp("small"), *found) as snapshot:
        yield snapshot


@pytest.fixture(scope="module")
def thrice(tmp_path_factory):
    """The id of a snapshot of the small bureau three times over: no group is under three."""
    folder = tmp_path_factory.mktemp("thrice")
    with published(bureau, folder, tables=bureau.thrice()) as snapshot:
        yield snapshot


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """The id of a snapshot of the bureau whose institutions merged and split (tests/changed.py)."""
    with published(autumns, tmp_path_factory.mktemp("changed")) as snapshot:
        yield snapshot


def month(world, number: int, value: float):
    """A file of one institution's month: electricity in 万kWh, 6 t of water."""
    return world.csv(f"{number}.csv", [MONTHLY, ["一中", 2026, number, value, 6]])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with two snapshots: one of January (5 万kWh), one with February (6) added."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_VAR", str(folder / "var"))
        patch.setenv("DASHBOARD_MAP", "tiles")
        world = World(folder)
        first = world.load(world.roster(), month(world, 1, 5)).snapshot
        second = world.load(month(world, 2, 6)).snapshot
        warehouse.close()
    return folder, first, second


@pytest.fixture
def world(tmp_path, monkeypatch):
    """An empty world with a var/ of its own."""
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("DASHBOARD_MAP", "tiles")
    yield World(tmp_path)
    warehouse.close()


@pytest.fixture
def two(made, world):
    """A world with a copy of both snapshots, and their ids."""
    folder, *ids = made
    shutil.copytree(folder, world.folder, dirs_exist_ok=True)
    return world, *ids
