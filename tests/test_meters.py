"""Meters: detail summed a month at a time, what has changed done again, two engines alike."""

import json
import os
import shutil
import socket
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from etl import __main__ as command
from etl.meters import compare, months, portable, run
from etl.meters.duck import Duck
from etl.models import Model

ROOT = Path(__file__).resolve().parent.parent


def detail(folder, month, readings, name="part-0"):
    """A detail file: (institution, days and quarters since the month began, kWh) each."""
    start = datetime.strptime(month, "%Y-%m")
    path = folder / f"month={month}" / f"{name}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(
            "create table t (institution varchar, read_at timestamp, kwh decimal(12, 3))"
        )
        connection.executemany(
            "insert into t values (?, ?, ?)",
            [(who, start + timedelta(minutes=15 * at), kwh) for who, at, kwh in readings],
        )
        connection.execute(f"copy t to '{path}' (format parquet)")
    return path


def rows(out, model, columns, month="2025-01"):
    with duckdb.connect() as connection:
        path = months.table(out, model, month)
        return connection.execute(f"select {columns} from '{path}'").fetchall()


def summarised(folder, **more):
    out = folder / "out"
    done = run.summarise(months.found(folder / "in"), out, Duck(out / run.PARTS), **more)
    return out, done


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Two days of one institution: 1 kWh a quarter, silent for two, standing still after."""
    folder = tmp_path_factory.mktemp("meters")
    day_one = [("甲", at, 1 + at % 3) for at in range(96)]  # 1, 2, 3, 1, 2, 3 …
    day_one[40] = ("甲", 40, None)
    day_one[41] = ("甲", 41, None)
    day_two = [("甲", 96 + at, 7 if at < 12 else 0) for at in range(96)]
    detail(folder / "in", "2025-01", day_one + day_two)
    return folder, *summarised(folder)


def test_a_day_is_the_sum_of_its_quarter_hours(small):
    # day one: 96 readings are 32 times 1 + 2 + 3 = 192; without numbers 40 (2) and 41 (3): 187
    # its first 24 quarters are the night: 8 × 6 = 48; the peak 3 kWh a quarter hour is 12 kW
    # day two: 12 × 7 = 84, all at night; 7 × 4 = 28 kW
    found = rows(small[1], "agg_meter_day", "electricity_kwh, night_kwh, peak_kw, missing_count")
    assert [tuple(map(float, row)) for row in found] == [(187, 48, 12, 2), (84, 84, 28, 0)]


def test_the_quantiles_of_a_month_are_exact(small):
    # 190 readings in order: 84 zeros, 32 ones, 31 twos, 31 threes, 12 sevens; at 0.1 and 0.5 of
    # the way from the first to the last: numbers 18.9 (0) and 94.5 (1, a quarter hour: 4 kW)
    found = rows(small[1], "agg_meter_month", "base_kw, median_kw, readings_count")
    assert [tuple(map(float, row)) for row in found] == [(0, 4, 190)]


def test_silence_and_standing_still_are_told_with_their_beginning(small):
    gap = rows(small[1], "agg_meter_gap", "gaps_count, longest_gap_count, first_gap_at")
    assert gap == [(1, 2, datetime(2025, 1, 1, 10, 0))]  # quarter 40 begins at 10:00
    flat = rows(small[1], "agg_meter_flat", "unchanged_count, cast(kwh as int), since")
    assert flat == [(12, 7, datetime(2025, 1, 2))]


def test_days_off_have_a_profile_of_their_own(tmp_path):
    # 2025-01-04 is a Saturday: quarter 3 × 96
    detail(tmp_path / "in", "2025-01", [("甲", 0, 2), ("甲", 1, 3), ("甲", 3 * 96, 4)])
    out, _ = summarised(tmp_path)
    found = rows(out, "agg_meter_profile", "day_off, hour, cast(electricity_kwh as int)")
    assert found == [(False, 0, 5), (True, 0, 4)]


def test_only_months_that_changed_are_done_again(tmp_path):
    detail(tmp_path / "in", "2025-01", [("甲", 0, 1)])
    detail(tmp_path / "in", "2025-02", [("甲", 0, 2)])
    out, first = summarised(tmp_path)
    assert (first.made, first.left) == (2 * len(run.l1()), 0)
    assert summarised(tmp_path)[1] == run.Done(0, 2 * len(run.l1()), 0, 0)
    detail(tmp_path / "in", "2025-02", [("乙", 0, 5)], "part-1")
    again = summarised(tmp_path)[1]
    assert (again.made, again.left, again.readings) == (len(run.l1()), len(run.l1()), 2)
    assert len(rows(out, "agg_meter_day", "*", "2025-02")) == 2


def test_a_table_that_was_damaged_or_half_adopted_is_done_again(tmp_path):
    detail(tmp_path / "in", "2025-01", [("甲", 0, 1)])
    out, _ = summarised(tmp_path)
    path = months.table(out, "agg_meter_day", "2025-01")
    path.write_bytes(path.read_bytes()[:-9])
    months.table(out, "agg_meter_month", "2025-01").with_suffix(".json").unlink()
    assert summarised(tmp_path)[1].made == 2
    assert len(rows(out, "agg_meter_day", "*")) == 1


def test_a_month_at_a_time_equals_one_pass_and_shards_equal_one_run(tmp_path):
    demo = ["demo", "--scale", "national", "--institutions", "9", "--out", str(tmp_path / "in")]
    assert command.main(demo) == 0
    for shard in ("1/3", "2/3", "3/3", "1/1"):
        out = tmp_path / ("whole" if shard == "1/1" else "shards")
        asked = ["l1", "--detail", str(tmp_path / "in"), "--out", str(out), "--shard", shard]
        assert command.main(asked) == 0
    compared = compare.folders(tmp_path / "whole", tmp_path / "shards")
    assert len(compared) == 12 * len(run.l1()) and not any(row[2] for row in compared)
    with duckdb.connect() as connection:
        connection.execute(
            f"create view meter_reading as from read_parquet('{tmp_path}/in/*/*.parquet',"
            " hive_partitioning = false)"
        )
        for model in run.l1():
            made = f"from read_parquet('{tmp_path}/whole/{model.name}/*.parquet')"
            for left, right in ((made, model.sql), (model.sql, made)):
                differing = f"select count(*) from (({left}) except all ({right}))"
                assert connection.execute(differing).fetchone() == (0,), model.name
        assert connection.execute("select count(*) from meter_reading").fetchone() == (9 * 35040,)


@pytest.mark.parametrize(
    ("readings", "words"),
    [
        ([("甲", 0, 1), ("甲", 0, 1)], "机构 甲 在 2025-01-01 有 2 条读数，有重复"),
        ([("甲", 31 * 96, 1)], "有 1 条读数不在当月"),
        ([(None, 0, 1)], "缺机构、时间"),
    ],
)
def test_detail_that_would_count_twice_or_elsewhere_is_refused(tmp_path, capsys, readings, words):
    detail(tmp_path / "in", "2025-01", readings)
    assert command.main(["l1", "--detail", str(tmp_path / "in"), "--out", str(tmp_path)]) == 1
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--shard", "3/2"], "--shard 3/2 应写成 k/n"),
        (["--month", "2026-01"], "明细里没有 2026-01；现有 2025-01 至 2025-01"),
        (["--engine", "flink"], "--engine flink 不认识"),
        (["--detail", "/nowhere"], "/nowhere 里没有 month=2025-01 这样按月分开的 Parquet 明细"),
    ],
)
def test_a_wrong_argument_is_told_in_one_sentence(tmp_path, capsys, more, words):
    detail(tmp_path / "in", "2025-01", [("甲", 0, 1)])
    asked = ["l1", "--detail", str(tmp_path / "in"), "--out", str(tmp_path), *more]
    assert command.main(asked) == 1
    assert words in capsys.readouterr().err


def test_every_model_is_portable():
    for model in run.l1():
        assert "approx" not in portable.spark(model).lower()


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("select list(kwh) from meter_reading", "写法"),
        ("select lag(kwh) over (partition by a) from meter_reading", "没有写明次序或范围"),
        ("select sum(kwh) over (order by read_at) from meter_reading", "没有写明次序或范围"),
        ("select datediff('month', a, b) from meter_reading", "只能按天计"),
        ("select strptime(a, '%Y') from meter_reading", "写法"),
    ],
)
def test_what_the_second_engine_may_run_differently_stops_by_name(sql, words):
    with pytest.raises(Exception, match=f"agg_x.*{words}"):
        portable.spark(Model(Path("agg_x.sql"), sql, ("a",)))


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    """A real master with two workers on loopback, and their folder; ended afterwards."""
    if not shutil.which("java"):
        pytest.skip("没有 Java，Spark 引擎没有运行：apt-get install openjdk-17-jre-headless")
    pytest.importorskip("pyspark", reason="没有安装 pyspark：见 requirements-spark.txt")
    folder = tmp_path_factory.mktemp("spark")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    env = {**os.environ, "DASHBOARD_VAR": str(folder), "PORT": port, "MEMORY": "1g"}
    subprocess.run([ROOT / "deploy/spark/start.sh"], env=env, check=True)
    yield f"spark://127.0.0.1:{port}", folder / "spark"
    subprocess.run([ROOT / "deploy/spark/stop.sh"], env=env, check=True)


def test_spark_gives_the_same_rows_though_a_worker_dies_in_mid_job(spark, tmp_path):
    master, folder = spark
    demo = ["demo", "--scale", "national", "--institutions", "60", "--out", str(tmp_path / "in")]
    assert command.main(demo) == 0
    asked = ["--detail", str(tmp_path / "in"), "--month", "2025-02"]
    assert command.main(["l1", *asked, "--out", str(tmp_path / "own")]) == 0
    job = subprocess.Popen(
        [ROOT / ".venv/bin/python", "-m", "etl", "l1", *asked, "--out", tmp_path / "spark",
         "--engine", master], cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    first = months.table(tmp_path / "spark", "agg_meter_day", "2025-02").with_suffix(".json")
    while not first.exists():  # the first of five tables is there: the job is at work
        with pytest.raises(subprocess.TimeoutExpired):
            job.wait(0.1)
    victim = int((folder / "worker-1.pid").read_text())
    os.killpg(victim, 9)
    assert job.wait() == 0, job.stdout.read()
    compared = compare.folders(tmp_path / "own", tmp_path / "spark")
    assert [row[2] for row in compared] == [0] * len(run.l1())
    told = json.loads(first.read_text(encoding="utf-8"))
    assert told["engine"].startswith("spark 4.")
