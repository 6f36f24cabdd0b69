"""python -m data prints the numbers the pages show."""

import csv
import io
import json

import pytest

from data import metrics
from data.__main__ import main
from data.scope import Scope


def run(capsys, *arguments):
    code = main(list(arguments))
    return code, *capsys.readouterr()


def test_the_value_of_a_metric_is_the_one_the_pages_read(small, capsys):
    code, out, _ = run(
        capsys, "value", "energy_total_tce", "--period", "2026M09-10", "--format", "json"
    )
    answer = json.loads(out)
    view = Scope.parse("?period=2026M09-10", small)
    shown = metrics.total(metrics.find("energy_total_tce"), view)["value"]
    assert (code, answer["rows"][0]["value"]) == (0, shown)
    assert answer["coverage"]["energy"]["expected"] == 5


def test_a_split_comes_as_csv_row_by_row(small, capsys):
    _, out, _ = run(
        capsys, "value", "vehicles_count", "--by", "unit", "--region", "640100", "--format", "csv"
    )
    rows = list(csv.DictReader(io.StringIO(out)))
    # finance keeps V1 and V2; the school's V3 is scrapped, the street office and it have none
    counts = {row["label"]: float(row["value"]) for row in rows}
    assert counts == {"银川市本级": 2, "兴庆区": 0, "西夏区": 0}


def test_the_table_tells_formula_clause_and_who_reported(small, capsys):
    _, out, _ = run(capsys, "value", "energy_per_head_kgce")
    for told in ("人均综合能耗", "公式：", "依据：GB/T 2589—2020", "应报 5 家", small):
        assert told in out


def test_every_metric_is_listed_with_its_state(capsys):
    _, out, _ = run(capsys, "list")
    assert all(name in out for name in metrics.METRICS)
    assert out.count("待核") == sum(not metric.verified for metric in metrics.METRICS.values())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("value", "no_such"), "没有指标“no_such”"),
        (("value", "vehicles_count", "--region", "990000"), "地区代码“990000”不存在"),
        (("value", "vehicles_count", "--period", "x"), "期间“x”无法识别"),
        (("value", "vehicles_count", "--by", "colour"), "不能按“colour”分组"),
    ],
)
def test_what_does_not_exist_is_told_on_stderr(small, capsys, arguments, words):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (1, "")
    assert words in err
