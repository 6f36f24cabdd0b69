"""As known then: earlier publications answer for themselves, and changes add up to a difference."""

import os

import pytest

from data import history, metrics, paths, warehouse
from data.__main__ import main
from data.errors import DashboardError, SnapshotGoneError
from data.scope import Scope
from etl import build, originals, publish
from tests import small as bureau
from tests.small import FINANCE, STREET

KWH = metrics.find("electricity_per_m2_kwh")
SEARCH = "?period=2026M10"


@pytest.fixture(scope="module")
def filed(tmp_path_factory):
    """Two publications: finance's October filed again, the street's October filed late."""
    folder = tmp_path_factory.mktemp("history")
    before = os.environ.get("DASHBOARD_VAR")
    os.environ["DASHBOARD_VAR"] = str(folder / "var")
    files = bureau.write(folder / "files", folder / "var" / "cards")
    first = build.load([*originals.find([paths.PUBLISHED]), *files], "测试").snapshot
    head = (folder / "files" / "energy.csv").read_text("utf-8").splitlines()[0]
    late = folder / "late.csv"
    late.write_text(
        f"{head}\n{FINANCE},2026-10,100,2000,26000,,,,,140,14000,,560\n"
        f"{STREET},2026-10,20,400,700,,,,,10,,,\n", "utf-8",
    )  # fmt: skip
    yield first, build.load([late], "测试").snapshot
    warehouse.close()
    if before is None:
        del os.environ["DASHBOARD_VAR"]
    else:
        os.environ["DASHBOARD_VAR"] = before


def test_an_earlier_publication_gives_the_number_as_it_was(filed):
    first, second = filed
    view = Scope.parse(SEARCH, second)
    # then 20,000 + 1,000 + 5,000 over 2,000 + 5,000 + 4,000 m²; now 6,000 and 700 more over 11,400
    assert history.then(KWH, view, first)["value"] == pytest.approx(26000 / 11000, rel=1e-12)
    assert metrics.total(KWH, view)["value"] == pytest.approx(32700 / 11400, rel=1e-12)


def test_what_changed_adds_up_to_the_difference_with_its_reason(filed):
    first, second = filed
    told = history.changed(KWH, Scope.parse(SEARCH, second), first)
    assert (told["then"], told["now"], told["difference"]) == (26000, 32700, 6700)
    assert [(row["why"], row["institution"], row["old"], row["new"]) for row in told["rows"]] == [
        (history.REFILED, FINANCE, 20000, 26000), (history.NEW, STREET, None, 700)
    ]  # fmt: skip
    assert sum(row["change"] for row in told["rows"]) == told["difference"]
    area = history.changed(KWH, Scope.parse(SEARCH, second), first, "denominator")
    # finance's area was filed again unchanged: only the street's 400 m² is new
    assert [(row["why"], row["change"]) for row in area["rows"]] == [(history.NEW, 400)]


@pytest.mark.parametrize("metric", metrics.METRICS.values(), ids=lambda metric: metric.id)
def test_changes_of_every_metric_add_up(filed, metric):
    first, second = filed
    view = Scope.parse(SEARCH, second)
    for part in ("numerator", *(("denominator",) if metric.is_ratio else ())):
        told = history.changed(metric, view, first, part)
        if metric.summed:
            for named in ("rows", "reasons"):
                added = sum(row["change"] for row in told[named])
                assert added == pytest.approx(told["difference"], rel=1e-9, abs=1e-9)
        assert told["count"] == sum(row["rows"] for row in told["reasons"])
        stated = metrics.total(metric, view)
        if stated and stated[part] is not None:
            assert told["now"] == pytest.approx(stated[part], rel=1e-9)


def test_nothing_changed_since_the_same_publication(filed):
    _, second = filed
    told = history.changed(KWH, Scope.parse(SEARCH, second), second)
    assert (told["difference"], told["rows"]) == (0, [])


def test_the_publication_of_a_day_is_the_newest_up_to_it(filed):
    day = history.snapshots()[-1]["built_at"][:10]
    assert history.newest_on(day) == filed[1]


@pytest.mark.parametrize(
    ("day", "words"), [("2020-01-01", "最早的是"), ("gestern", "日期“gestern”无法识别")]
)
def test_a_day_without_a_publication_is_a_sentence(filed, day, words):
    with pytest.raises(SnapshotGoneError, match=words):
        history.newest_on(day)


def test_a_metric_the_program_did_not_have_yet_is_a_sentence(filed, monkeypatch):
    monkeypatch.setattr(history.ledgers, "summed", lambda metric, part: ["solar_kwh"])
    with pytest.raises(DashboardError, match="还没有指标“单位建筑面积电耗”所需的 solar_kwh"):
        history.then(KWH, Scope.parse(SEARCH, filed[1]), filed[0])


def test_the_commands_print_both_numbers_and_the_reasons(filed, capsys):
    first, second = filed
    scope = ("--period", "2026M10")
    assert main(["then", KWH.id, "--snapshot", first, *scope]) == 0
    assert f"{first}：2.363636364" in capsys.readouterr().out  # 26,000 / 11,000
    assert main(["changed", KWH.id, "--since", first, *scope]) == 0
    out = capsys.readouterr().out
    assert "更正重报\t银川市财政局\t2026-10\t\t20000 → 26000" in out
    assert "各行合计 +6700 = 变化 ✓" in out


def test_a_pruned_publication_is_a_sentence(filed, capsys):
    warehouse.close()
    gone = publish.prune(1)
    assert gone == [filed[0]]
    assert main(["then", KWH.id, "--snapshot", gone[0]]) == 1
    assert "不存在或已清理" in capsys.readouterr().err
