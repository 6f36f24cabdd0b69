"""Every region's briefing of three periods against `data value`, on the whole demo; and offline."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from briefing import build, compose, schedule
from briefing.contents.annex import exact
from components import numbers
from data import metrics, paths, warehouse
from data.scope import Scope

PERIODS = ("2026Q3", "2026M10", "2025")


def text_of(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True)
    return re.sub(r"\s", "", done.stdout.decode())


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The id of a snapshot of the whole demo, as `make run` builds it."""
    before = os.environ.get("DASHBOARD_VAR")
    os.environ["DASHBOARD_VAR"] = str(tmp_path_factory.mktemp("whole") / "var")
    command = [sys.executable, "-m", "etl", "first"]
    subprocess.run(command, cwd=paths.PROJECT, check=True, capture_output=True)
    yield warehouse.current_id()
    warehouse.close()
    if before is None:
        del os.environ["DASHBOARD_VAR"]
    else:
        os.environ["DASHBOARD_VAR"] = before


@pytest.mark.soak
@pytest.mark.parametrize("period", PERIODS)
def test_every_region_prints_exactly_what_data_value_gives(whole, period, tmp_path):
    regions = list(schedule.regions(whole))
    assert len(regions) == 28
    for region in regions:
        view = Scope.parse(f"?region={region}&period={period}", whole)
        told = compose.compose(view, signed_off="审核员")
        text = text_of(build.write(told, tmp_path)[0])
        assert "\ufffd" not in text
        assert len(told.readings) > 10
        for one in told.readings:
            metric = metrics.find(one.metric)
            value = metrics.total(metric, view)["value"]
            number, _ = numbers.parts(value, metric.unit, metric.digits)
            assert exact(value) in text and number in text, (region, one.metric)


def offline() -> bool:
    """Whether this machine lets us run a program without any network."""
    if not shutil.which("unshare"):
        return False
    return subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not offline(), reason="本机不允许断网运行（unshare -n）")
def test_a_briefing_is_made_with_the_network_cut(small, tmp_path):
    command = ["unshare", "-rn", sys.executable, "-m", "briefing", "build", "--period", "2026M09",
               "--sign-off", "审核员", "--out", str(tmp_path)]  # fmt: skip
    done = subprocess.run(command, cwd=paths.PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert next(tmp_path.glob("*.pdf")).read_bytes().startswith(b"%PDF")
