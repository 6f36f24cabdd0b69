"""The commands that make demo data: first, demo."""

import argparse
import sys
from pathlib import Path

from data import paths
from etl import build, originals, publish
from etl.commands.publishing import rebuild
from etl.commands.told import tell
from etl.meters import command as meters
from etl.progress import Progress


def add(commands) -> None:
    """first and demo."""
    first = commands.add_parser("first", help="首次运行：生成演示数据，与公开数据一起装载")
    first.set_defaults(run=_first)
    demo = commands.add_parser("demo", help="生成演示表格并装载")
    demo.add_argument("--out", type=Path, metavar="DIR", help="写到哪里（默认 var/demo）")
    demo.add_argument("--no-load", action="store_true", help="只生成，不装载")
    meters.add_scale(demo)
    demo.set_defaults(run=_demo)


def _first(_: argparse.Namespace) -> None:
    if current := publish.current_id():
        if publish.is_up_to_date(current):
            print(f"已有数据版本 {current}，不再装载公开数据与演示数据。")
        else:
            print(f"程序或参考表已更新，用现有数据重新计算数据版本 {current}。", file=sys.stderr)
            rebuild()
        return
    files = _written_demo(paths.var() / "demo")
    tell(build.load([*originals.find([paths.PUBLISHED]), *files], "首次装载"))


def _demo(options: argparse.Namespace) -> None:
    if options.scale == meters.NATIONAL:
        meters.demo(options)
        return
    files = _written_demo(options.out or paths.var() / "demo")
    if not options.no_load:
        tell(build.load(files, "装载演示数据"))


def _written_demo(folder: Path) -> list[Path]:
    """Writes the demo spreadsheets and returns those to load."""
    from etl import demo  # noqa: PLC0415 (imports much that no other command needs)

    progress = Progress()
    progress.phase(f"生成演示表格：{folder}", 0)
    return demo.write(folder, progress=progress.tell)
