"""Where no group is too small, the wall and the paper for outsiders tell what data value tells."""

import json
import subprocess
from dataclasses import replace

import pytest

from app import app
from briefing import build, compose
from components.wall import scenes
from data import metrics, scope, small_groups, warehouse
from data.__main__ import main
from data.scope import Scope
from tests.test_small_groups import ENERGY, PERIOD, outside, told
from tests.test_wall import attributes, shown


@pytest.fixture(scope="module")
def client(thrice):
    return app.server.test_client()


def value(capsys, metric, region):
    """The number `python -m data value` prints."""
    main(["value", metric, "--region", region, "--format", "json"])
    rows = json.loads(capsys.readouterr().out)["rows"]
    return rows[0]["value"] if rows else None


@pytest.mark.parametrize("region", ["640000", "640100", "640402"])
@pytest.mark.parametrize("scene", list(scenes.BY_ID))
def test_the_numbers_are_those_of_data_value(client, capsys, scene, region):
    answer = shown(client, scene, f"?region={region}")
    for tile in attributes(answer["strip"], "data-metric"):
        expected = value(capsys, tile["data-metric"], region)
        assert tile["data-value"] == ("" if expected is None else repr(expected)), tile


def test_the_bars_are_those_of_data_value_too(client, capsys):
    bars = shown(client, "satisfaction")["slots"]["a"]["words"]
    main(["value", "satisfaction_rate_pct", "--by", "service_level", "--format", "json"])
    rows = {row["key"]: row["value"] for row in json.loads(capsys.readouterr().out)["rows"]}
    drawn = {one["data-key"]: float(one["data-value"]) for one in attributes(bars, "data-key")}
    assert drawn == rows


def test_three_times_the_bureau_hides_nothing_between_regions(thrice):
    whole = outside(thrice)
    for by in ("region", "unit", "institution_type", "month"):
        assert told(ENERGY, whole, by) == told(ENERGY, replace(whole, outward=False), by)


def test_the_paper_for_outsiders_names_nobody_and_says_what_it_leaves_out(thrice, tmp_path):
    view = Scope.parse(PERIOD, thrice).for_outsiders()
    made = build.write(compose.compose(view, signed_off="审核员"), tmp_path)[0]
    assert made.name.endswith("_对外版.pdf")
    read = subprocess.run(["pdftotext", "-layout", made, "-"], capture_output=True, check=True)
    paper = "".join(read.stdout.decode().split())
    found = warehouse.rows(thrice, "select name from dim_institution")
    issuer = "自治区机关事务管理局"
    assert [row["name"] for row in found if row["name"] in paper.replace(issuer, "")] == []
    assert small_groups.RULE.replace(" ", "") in paper
    assert "工作建议" not in paper


def test_a_region_hidden_in_the_whole_is_hidden_on_its_own(thrice):
    # every region in turn: told alone exactly when told among the others
    whole = outside(thrice)
    among = told(ENERGY, whole, "region")
    for code in scope.regions(thrice):
        if scope.regions(thrice)[code]["parent"] == "640000" and code in among:
            assert metrics.total(ENERGY, outside(thrice, code)) is not None
