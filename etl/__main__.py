"""python -m etl: load files, pull databases, make demo data, list, roll back, prune snapshots."""

import argparse
import sys
from pathlib import Path

from data import paths
from data.errors import DashboardError
from etl import build, lock, originals, publish
from etl.progress import Progress

LISTED = 20  # files up to which a load tells of each; of more only of those with refused rows


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; 1 (check: 2) and a Chinese sentence on stderr when it cannot be done."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options) or 0
    except DashboardError as error:
        print(f"\n错误：{error}" if sys.stderr.isatty() else f"错误：{error}", file=sys.stderr)
        return getattr(options, "failed", 1)
    except KeyboardInterrupt:
        print("\n已中止；当前数据版本不变。", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m etl", description="机关事务综合指挥仪表盘：数据装载"
    )
    commands = parser.add_subparsers(required=True, metavar="命令")
    _add_intake(commands)
    rebuild = commands.add_parser("rebuild", help="不读新文件，用当前数据重新检查并计算模型")
    rebuild.set_defaults(run=_rebuild)
    first = commands.add_parser("first", help="首次运行：生成演示数据，与公开数据一起装载")
    first.set_defaults(run=_first)
    demo = commands.add_parser("demo", help="生成演示表格并装载")
    demo.add_argument("--out", type=Path, metavar="DIR", help="写到哪里（默认 var/demo）")
    demo.add_argument("--no-load", action="store_true", help="只生成，不装载")
    demo.set_defaults(run=_demo)
    commands.add_parser("snapshots", help="列出数据版本").set_defaults(run=_snapshots)
    rollback = commands.add_parser("rollback", help="改用以前的数据版本")
    rollback.add_argument("id", metavar="ID")
    rollback.set_defaults(run=_rollback)
    prune = commands.add_parser("prune", help="清理旧的数据版本（不清理当前版本）")
    prune.add_argument("--keep", type=_positive, required=True, metavar="N", help="保留最新的几个")
    prune.set_defaults(run=_prune)
    return parser


def _add_intake(commands) -> None:
    """The commands through which data come in."""
    load = commands.add_parser("load", help="装载文件或文件夹，并发布新的数据版本")
    load.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="文件或文件夹")
    load.add_argument("--fresh", action="store_true", help="不保留当前版本中的数据")
    load.set_defaults(run=_load)
    pull = commands.add_parser("pull", help="从 var/sources.toml 中的数据库读取新的记录并装载")
    which = pull.add_mutually_exclusive_group(required=True)
    which.add_argument("name", nargs="?", metavar="NAME", help="来源名称")
    which.add_argument("--all", action="store_true", help="依次读取每个来源")
    pull.set_defaults(run=_pull)
    check = commands.add_parser("check", help="只核验一个文件，不改动任何数据，写回标注的工作簿")
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument("--json", type=Path, metavar="OUT", help="另写一份 JSON")
    check.add_argument(
        "--out", type=Path, metavar="DIR", help="标注的工作簿写到哪里（默认在原文件旁）"
    )
    check.set_defaults(run=_check, failed=2)
    learn = commands.add_parser("learn", help="为新的表样拟一张来源卡")
    learn.add_argument("file", type=Path, metavar="FILE")
    learn.add_argument("--yes", action="store_true", help="不逐项询问，直接写出来源卡")
    learn.set_defaults(run=_learn)
    watch = commands.add_parser("watch", help="装载收件箱 var/inbox 中的文件，并附说明归档")
    watch.add_argument("--once", action="store_true", help="处理完已经完整的文件后退出")
    watch.add_argument("--seconds", type=_positive, default=5, metavar="N", help="几秒查看一次")
    watch.set_defaults(run=_watch)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}”应是大于 0 的整数")
    return int(text)


def _load(options: argparse.Namespace) -> None:
    what = f"装载 {'、'.join(map(str, options.paths))}"
    _report(build.load(originals.find(options.paths), what, fresh=options.fresh))


def _pull(options: argparse.Namespace) -> None:
    from etl import database  # noqa: PLC0415 (SQLAlchemy is loaded by no other command)

    database.run(options.name, _report)


def _check(options: argparse.Namespace) -> int:
    from etl import check, report, returned  # noqa: PLC0415 (openpyxl is loaded by no other)

    checked = check.check(options.file)
    print("\n".join(report.lines(checked)))
    if options.json:
        report.write_json(checked, options.json)
    path, said = returned.write(checked, options.out or options.file.parent)
    print(f"标注的工作簿：{path}\n{said}".rstrip())
    return report.exit_code(checked)


def _learn(options: argparse.Namespace) -> int:
    from etl import learn  # noqa: PLC0415 (no other command needs it)

    return learn.run(options.file, options.yes)


def _watch(options: argparse.Namespace) -> None:
    from etl import watch  # noqa: PLC0415 (needed by this command alone)

    watch.Watch(options.seconds).run(options.once)


def _rebuild(_: argparse.Namespace) -> None:
    _report(build.load([], "重新计算", always=True))


def _first(_: argparse.Namespace) -> None:
    if current := publish.current_id():
        if publish.is_up_to_date(current):
            print(f"已有数据版本 {current}，不再装载公开数据与演示数据。")
        else:
            print(f"程序或参考表已更新，用现有数据重新计算数据版本 {current}。", file=sys.stderr)
            _rebuild(_)
        return
    files = _written_demo(paths.var() / "demo")
    _report(build.load([*originals.find([paths.PUBLISHED]), *files], "首次装载"))


def _demo(options: argparse.Namespace) -> None:
    files = _written_demo(options.out or paths.var() / "demo")
    if not options.no_load:
        _report(build.load(files, "装载演示数据"))


def _written_demo(folder: Path) -> list[Path]:
    """Writes the demo spreadsheets and returns those to load."""
    from etl import demo  # noqa: PLC0415 (imports much that no other command needs)

    progress = Progress()
    progress.phase(f"生成演示表格：{folder}", 0)
    return demo.write(folder, progress=progress.tell)


def _snapshots(_: argparse.Namespace) -> None:
    current, found = publish.current_id(), publish.listing()
    if not found:
        print("还没有任何数据版本。请运行 python -m etl load 文件路径。")
    for manifest in found:
        mark = "*" if manifest.id == current else " "
        note = "含演示数据" if manifest.demo else ""
        print(
            f"{mark} {manifest.id}  {manifest.built_at}Z  {manifest.bytes / 1e6:,.1f} MB"
            f"  {manifest.files} 个文件  {manifest.rows:,} 行  {note}".rstrip()
        )


def _rollback(options: argparse.Namespace) -> None:
    with lock.held(f"改用数据版本 {options.id}"):
        publish.point_to(options.id)
    print(f"当前数据版本：{options.id}")


def _prune(options: argparse.Namespace) -> None:
    with lock.held("清理数据版本"):
        gone = publish.prune(options.keep)
    print(f"已清理 {len(gone)} 个数据版本。" if gone else "没有可清理的数据版本。")


def _report(outcome: build.Outcome) -> None:
    """Tells what a load did."""
    if outcome.healed:
        print(outcome.healed, file=sys.stderr)
    for file in outcome.known:
        print(f"已装载过，跳过：{file}")
    if not outcome.snapshot:
        print("没有新的文件，数据版本不变。")
        return
    for source in outcome.sources:
        if source["rows_refused"] or len(outcome.sources) <= LISTED:
            print("{file_name}（{card}）：读取 {rows_read:,} 行，接收 {rows_accepted:,} 行，"
                  "拒收 {rows_refused:,} 行".format_map(source))  # fmt: skip
    accepted, refused = (sum(source[key] for source in outcome.sources)
                         for key in ("rows_accepted", "rows_refused"))  # fmt: skip
    print(
        f"已发布数据版本 {outcome.snapshot}：新装载 {len(outcome.added)} 个文件，"
        f"接收 {accepted:,} 行，拒收 {refused:,} 行（拒收原因见“数据质量”页或 quarantine 表）。"
    )


if __name__ == "__main__":
    sys.exit(main())
