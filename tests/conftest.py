"""One small warehouse for all tests, built by the real etl from tiny real files."""

import os
from contextlib import contextmanager

import pytest

from data import paths, warehouse
from etl import build, originals
from tests import changed as autumns
from tests import signed
from tests import small as bureau


def pytest_collection_finish():
    """Every test is collected by now, and the app imported where one needs it."""
    signed.use()


@contextmanager
def published(bureau, folder, *more):
    """The id of a snapshot of a bureau's files, current in a var/ of its own."""
    before = os.environ.get("DASHBOARD_VAR")
    os.environ["DASHBOARD_VAR"] = str(folder / "var")
    files = bureau.write(folder / "files", folder / "var" / "cards")
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
def changed(tmp_path_factory):
    """The id of a snapshot of the bureau whose institutions merged and split (tests/changed.py)."""
    with published(autumns, tmp_path_factory.mktemp("changed")) as snapshot:
        yield snapshot
