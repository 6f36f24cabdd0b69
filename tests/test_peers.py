"""One institution among those like it: who is alike, the percentile, the way to the median."""

import json

import pytest

from data import metrics
from data.__main__ import main
from data.analysis import peers
from data.errors import MetricError
from data.scope import Scope
from tests.changed import FINANCE

METRIC = metrics.find("energy_per_m2_kgce")


def one(code, value, area=1000, kind="01", heating="电供暖"):
    return {"institution": code, "name": code, "type": kind, "heating": heating, "area": area,
            "above": value * area, "below": float(area), "value": float(value)}  # fmt: skip


def placed(monkeypatch, *rows):
    monkeypatch.setattr(peers, "_values", lambda metric, view: list(rows))
    return peers.likeness(METRIC, None, "me")


def test_the_percentile_counts_the_lower_and_half_of_the_equal(monkeypatch):
    rows = [one(str(value), value) for value in (5, 6, 8, 9, 12)]
    found = placed(monkeypatch, one("me", 8), *rows)
    # two lower, one equal of five: (2 + 0.5) / 5 = 50 %; the median is 8
    assert (found.percentile, found.median, found.n) == (50, 8, 5)
    assert "正在中位数" in found.sentence


def test_what_would_make_it_the_median_is_told(monkeypatch):
    rows = [one(str(value), value) for value in (5, 6, 8, 9, 12)]
    found = placed(monkeypatch, one("me", 10), *rows)
    # four of five are lower; 8 - 10 = -2 kgce/m² on 1,000 m²
    assert (found.percentile, found.to_median, found.numerator_to_median) == (80, -2, -2000)
    assert "分子变化 -2,000.00 即达到中位数" in found.sentence


def test_heating_is_given_up_before_size_and_size_before_type(monkeypatch):
    alike = [one(str(value), value, heating="独立供暖燃气") for value in range(1, 6)]
    assert "同采暖方式的不足" in placed(monkeypatch, one("me", 3), *alike).alike
    large = [one(str(value), value, area=9000) for value in range(1, 6)]
    assert "面积相近的不足" in placed(monkeypatch, one("me", 3), *large).alike


def test_fewer_than_five_alike_give_no_score(monkeypatch):
    found = placed(monkeypatch, one("me", 3), *[one(str(at), at, kind="021") for at in range(9)])
    assert (found.percentile, found.n) == (None, 0) and "不作比较" in found.sentence


def test_a_total_is_not_compared_between_institutions(changed):
    with pytest.raises(MetricError, match="energy_per_m2_kgce"):
        peers.likeness(
            metrics.find("energy_total_tce"), Scope.parse("?period=2026M10", changed), FINANCE
        )


def test_the_command_gives_the_value_that_value_gives(changed, capsys):
    asked = ["--period", "2026M09-10", "--format", "json"]
    main(["peers", METRIC.id, "--institution", FINANCE, *asked])
    answer = json.loads(capsys.readouterr().out)
    # 30 million kWh × 0.1229 = 3,687,000 kgce over 2,500 m²; only three offices report: no score
    assert (answer["value"], answer["percentile"]) == (1474.8, None)
    assert main(["peers", METRIC.id, "--institution", "x", *asked]) == 1
    assert "核对统一社会信用代码" in capsys.readouterr().err
