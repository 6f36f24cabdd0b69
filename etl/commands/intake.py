"""The commands through which data come in: load, pull, check, learn, watch."""

import argparse
from pathlib import Path

from data.errors import DashboardError, FileError, TemplateError
from etl import build, originals
from etl.commands.told import positive, tell

SCREEN = Path("-")


def add(commands) -> None:
    """load, pull, check, learn, watch."""
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
    check.add_argument("file", type=Path, metavar="FILE", nargs="?")
    check.add_argument(
        "--json", type=Path, metavar="OUT", nargs="?", const=SCREEN,
        help="另写一份 JSON；不写 OUT 时只在屏幕上输出 JSON",
    )  # fmt: skip
    check.add_argument(
        "--out", type=Path, metavar="DIR", help="标注的工作簿写到哪里（默认在原文件旁）"
    )
    check.set_defaults(run=_check, failed=2)
    _add_learn(commands)
    watch = commands.add_parser("watch", help="装载收件箱 var/inbox 中的文件，并附说明归档")
    watch.add_argument("--once", action="store_true", help="处理完已经完整的文件后退出")
    watch.add_argument("--seconds", type=positive, default=5, metavar="N", help="几秒查看一次")
    watch.set_defaults(run=_watch)


def _add_learn(commands) -> None:
    learn = commands.add_parser("learn", help="为新的表样拟一张来源卡")
    learn.add_argument("file", type=Path, metavar="FILE")
    learn.add_argument("--yes", action="store_true", help="不询问，直接写出没有疑问的来源卡")
    learn.add_argument(
        "--confirm", nargs="+", default=[], metavar="表头[=单位]",
        help="已由人核对的表头；没有写单位的写明单位，不要的写 表头=不读",
    )  # fmt: skip
    learn.set_defaults(run=_learn)


def _load(options: argparse.Namespace) -> int:
    what = f"装载 {'、'.join(map(str, options.paths))}"
    return tell(build.load(originals.find(options.paths), what, fresh=options.fresh))


def _pull(options: argparse.Namespace) -> None:
    from etl import database  # noqa: PLC0415 (SQLAlchemy is loaded by no other command)

    database.run(options.name, tell)


def _check(options: argparse.Namespace) -> int:
    from etl import check, report, returned  # noqa: PLC0415 (openpyxl is loaded by no other)

    if not options.file:  # check --json FILE
        options.file, options.json = options.json, SCREEN
    if not options.file:
        raise FileError("没有写要核验的文件。请写成 python -m etl check 文件。")
    try:
        checked = check.check(options.file)
    except DashboardError as error:
        _give_back(options, report.refused(options.file, error), error)
        raise
    if options.json != SCREEN:
        print("\n".join(report.lines(checked)))
    if options.json:
        report.write_json(checked.result, options.json)
    path, said = returned.write(checked, options.out or options.file.parent)
    if options.json != SCREEN:
        print(f"标注的工作簿：{path}\n{said}".rstrip())
    return report.exit_code(checked)


def _give_back(options: argparse.Namespace, checked, error: DashboardError) -> None:
    """The object and the notice of a file that is refused as a whole; the workbook with the place
    marked where it can be opened, nothing of its content where not."""
    from etl import report, returned  # noqa: PLC0415 (openpyxl is loaded by no other)

    if options.json:
        report.write_json(checked.result, options.json)
    if options.file.is_file():
        readable = isinstance(error, TemplateError)
        folder = options.out or options.file.parent
        path, _ = returned.write(checked, folder, notice_only=not readable)
        if options.json != SCREEN:
            print(f"{'标注的工作簿' if readable else '通知单'}：{path}")


def _learn(options: argparse.Namespace) -> int:
    from etl import learn  # noqa: PLC0415 (no other command needs it)

    return learn.run(options.file, options.yes, options.confirm)


def _watch(options: argparse.Namespace) -> None:
    from etl import watch  # noqa: PLC0415 (needed by this command alone)

    watch.Watch(options.seconds).run(options.once)
