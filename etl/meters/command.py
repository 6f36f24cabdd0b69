"""python -m etl l1 and l1-compare: the detail of meters to tables of days and months."""

import argparse
import re
from pathlib import Path

from data import paths
from data.errors import BuildError
from etl.meters import compare, months, run
from etl.meters.duck import MEMORY, Duck
from etl.progress import Progress

SHARD = re.compile(r"([1-9]\d*)/([1-9]\d*)")


NATIONAL = "national"


def add_scale(demo: argparse.ArgumentParser) -> None:
    """What python -m etl demo asks at a nation's size."""
    demo.add_argument("--scale", choices=["region", NATIONAL], default="region",
                      help="region 一个省区的表格（默认）；national 全国规模的 15 分钟电表明细")  # fmt: skip
    demo.add_argument(
        "--institutions", type=int, default=5000, metavar="N", help="电表家数（national）"
    )
    demo.add_argument("--year", type=int, default=2025, metavar="Y", help="电表年份（national）")


def demo(options: argparse.Namespace) -> None:
    """Writes a year of 15-minute readings; python -m etl l1 then sums them."""
    from etl.meters import demo as made  # noqa: PLC0415 (no other command needs it)

    folder = (options.out or paths.var() / "meters").resolve()
    rows = made.write(folder, options.institutions, options.year, Progress())
    size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
    print(
        f"演示电表明细：{options.institutions:,} 家、{rows:,} 条读数，{size / 1e6:,.0f} MB，在 {folder}"
    )
    print("下一步：python -m etl l1 分月汇总。")


def add(commands) -> None:
    """The two commands, added to those of python -m etl."""
    l1 = commands.add_parser("l1", help="分月汇总 15 分钟电表明细（只重做有变化的月份）")
    l1.add_argument("--detail", type=Path, metavar="DIR", help="明细文件夹（默认 var/meters）")
    l1.add_argument("--out", type=Path, metavar="DIR", help="结果写到哪里（默认 var/l1）")
    l1.add_argument("--engine", default="duckdb", help="duckdb（默认）或 spark://主机:端口")
    l1.add_argument("--shard", default="1/1", metavar="k/n", help="只做第 k 份（共 n 份）的月份")
    l1.add_argument("--month", action="append", metavar="2025-01", help="只做这个月（可重复）")
    l1.add_argument("--memory", default=MEMORY, help=f"DuckDB 至多用多少内存（默认 {MEMORY}）")
    l1.set_defaults(run=_l1)
    same = commands.add_parser("l1-compare", help="逐行比较两个结果文件夹")
    same.add_argument("one", type=Path, metavar="DIR")
    same.add_argument("other", type=Path, metavar="DIR")
    same.set_defaults(run=_compare)


def _l1(options: argparse.Namespace) -> None:
    detail = (options.detail or paths.var() / "meters").resolve()
    out = (options.out or paths.var() / "l1").resolve()
    todo = _chosen(months.found(detail), options)
    engine = _engine(options, out / run.PARTS)
    progress = Progress()
    progress.phase("汇总电表明细", len(todo))
    seen = [0]

    def tell(readings: int) -> None:
        progress.step(readings - seen[0])
        seen[0] = readings

    try:
        done = run.summarise(todo, out, engine, tell)
    finally:
        engine.close()
        progress.finish()
    print(
        f"{engine.name}：新做 {done.made} 张表、{done.rows:,} 行，读了 {done.readings:,} 条读数；"
        f"{done.left} 张没有变化，未重做。结果在 {out}"
    )
    for month, institutions, kwh, missing in run.year_total(out):
        print(f"{month}  {institutions:>7,} 家  {kwh:>20,.3f} kWh  缺 {missing:,} 条")


def _chosen(found: list[months.Month], options: argparse.Namespace) -> list[months.Month]:
    """The months asked for, of the shard asked for."""
    match = SHARD.fullmatch(options.shard)
    if not match or int(match[1]) > int(match[2]):
        raise BuildError(f"--shard {options.shard} 应写成 k/n，例如 2/4（第 2 份，共 4 份）。")
    wanted = set(options.month or [month.code for month in found])
    unknown = sorted(wanted - {month.code for month in found})
    if unknown:
        raise BuildError(
            f"明细里没有 {'、'.join(unknown)}；现有 {found[0].code} 至 {found[-1].code}。"
        )
    mine = months.shared(found, (int(match[1]), int(match[2])))
    return [month for month in mine if month.code in wanted]


def _engine(options: argparse.Namespace, work: Path):
    if options.engine == "duckdb":
        return Duck(work, options.memory)
    if not re.match(r"spark://|local(\[|$)", options.engine):
        raise BuildError(
            f"--engine {options.engine} 不认识。可用 duckdb，或 spark://主机:端口"
            "（例如 spark://127.0.0.1:7077）。"
        )
    try:
        from etl.meters.spark import Spark  # noqa: PLC0415 (only this engine needs sqlglot)
    except ImportError as error:
        raise BuildError(
            f"没有安装 {error.name}。请运行 .venv/bin/pip install -r requirements-spark.txt 后重试。"
        ) from None
    return Spark(options.engine, work)


def _compare(options: argparse.Namespace) -> int:
    """1 when a row differs."""
    found = compare.folders(options.one, options.other)
    for model, month, differing in found:
        if differing:
            print(f"{model}  {month}  {differing:,} 行不同")
    different = sum(1 for *_, differing in found if differing)
    print(f"比较 {len(found)} 张表，{different} 张不同。" if different else
          f"比较 {len(found)} 张表，逐行相同。")  # fmt: skip
    return 1 if different else 0
