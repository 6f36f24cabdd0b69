"""One small warehouse for all tests, built by the real etl from tiny real files."""

import os

import pytest

from data import paths, warehouse
from etl import build, originals
from tests import small as bureau


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """The id of a snapshot of the small bureau and the published files, current in its own var/."""
    folder = tmp_path_factory.mktemp("small")
    before = os.environ.get("DASHBOARD_VAR")
    os.environ["DASHBOARD_VAR"] = str(folder / "var")
    files = bureau.write(folder / "files", folder / "var" / "cards")
    yield build.load([*originals.find([paths.PUBLISHED]), *files], "测试").snapshot
    warehouse.close()
    if before is None:
        del os.environ["DASHBOARD_VAR"]
    else:
        os.environ["DASHBOARD_VAR"] = before
