"""python -m briefing: build writes briefings now, schedule writes those that are due."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from briefing import build, charts, compose, jobs, schedule, slides
from briefing import view as views
from components import address
from data import warehouse
from data.access import viewer
from data.errors import BriefingError, DashboardError
from data.scope import Scope

FORMATS = ("pdf", "docx", "xlsx")


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; 1 and one Chinese sentence on stderr when it cannot be done."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except DashboardError as error:
        print(f"错误：{error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m briefing", description="简报")
    commands = parser.add_subparsers(required=True, metavar="命令")
    one = commands.add_parser("build", help="生成简报")
    one.add_argument("--region", default="", help="地区代码，默认全区")
    one.add_argument("--all", action="store_true", help="全区、各市、各县区每个一份")
    one.add_argument("--period", help="期间，如 2026Q3；默认最新")
    one.add_argument(
        "--topic", default="", help="专题：assets、vehicles、offices、energy、satisfaction"
    )
    one.add_argument("--page", default="", help="专题：页面的当前视图，如 energy、problems")
    one.add_argument(
        "--slides", nargs="?", const="yes", default="", help="汇报材料：大屏各景一页一景，附讲稿"
    )
    one.add_argument("--search", default="", help="页面地址问号以后的部分，带来全部筛选")
    one.add_argument("--snapshot", help="数据版本，默认当前")
    one.add_argument("--sign-off", default="", metavar="姓名", help="报送率不足时签发")
    one.add_argument(
        "--outward", nargs="?", const="yes", default="",
        help="对外版：不列单位名称，不足三家的分组不公布",
    )  # fmt: skip
    one.add_argument("--issued-by", default="", help="编发单位")
    for hidden in ("--job", "--whom", "--taken"):  # what a browser's request is made with
        one.add_argument(hidden, default="", help=argparse.SUPPRESS)
    _add_due(commands)
    _add_output(one, _build)
    return parser


def _add_due(commands) -> None:
    due = commands.add_parser("schedule", help="生成到期的简报，没有变化的略过（供定时任务使用）")
    due.add_argument("--region", action="append", help="可重复，默认全区、各市、各县区")
    _add_output(due, _schedule)


def _add_output(command: argparse.ArgumentParser, run: Callable) -> None:
    command.add_argument("--out", type=Path, default=jobs.folder(), help="写到哪个文件夹")
    command.add_argument("--format", action="append", choices=FORMATS, help="可重复，默认 pdf")
    command.set_defaults(run=run)


def _build(options: argparse.Namespace) -> int:
    charts.warm()
    if options.job:
        return _job(options)
    snapshot = options.snapshot or warehouse.current_id()
    codes = list(schedule.regions(snapshot)) if options.all else [options.region]
    failed = 0
    for number, code in enumerate(codes, 1):
        try:
            for path in _one(options, _view(options, code, snapshot)):
                print(f"{number}/{len(codes)} {path}", flush=True)
        except DashboardError as error:
            if not options.all:
                raise
            failed += 1
            print(f"{number}/{len(codes)} {code}：{error}", file=sys.stderr)
    return 1 if failed else 0


def _one(options: argparse.Namespace, view: Scope, **more) -> list[Path]:
    if options.outward and (options.slides or options.page):
        raise BriefingError(
            "页面专题和汇报材料逐家列出单位，不出对外版。请改选综合简报或领域专题，"
            "或去掉“对外版”作内部使用。"
        )
    if options.slides:
        told = slides.compose(view, options.issued_by)
    elif options.page:
        told = views.compose(view, options.page, options.search, options.issued_by)
    else:
        told = compose.compose(
            view, options.sign_off, options.issued_by, options.topic, build.begin
        )
    told = replace(told, taken=options.taken)
    return build.write(told, options.out, tuple(options.format or ("pdf",)), **more)


def _view(options: argparse.Namespace, region: str, snapshot: str) -> Scope:
    """The scope of the address given, with region and period where they are named."""
    named = {"region": region, "period": options.period}
    view = Scope.parse(address.changed(options.search, **_given(named)), snapshot)
    return view.for_outsiders() if options.outward else view


def _given(named: dict) -> dict:
    return {name: value for name, value in named.items() if value}


def _job(options: argparse.Namespace) -> int:
    """One briefing asked for in the browser, as its viewer sees the data."""
    with viewer.acting(viewer.of_cut(options.snapshot, options.whom)):
        return _made(options)


def _made(options: argparse.Namespace) -> int:
    """Makes it; how far it is stands in the job's file."""
    jobs.report(options.job, jobs.QUEUED)
    with jobs.turn():
        jobs.report(options.job, jobs.WORKING)
        try:
            view = _view(options, options.region, options.snapshot)
            made = _one(options, view, step=lambda done, of: jobs.report(
                options.job, jobs.WORKING, done=done, of=of))  # fmt: skip
        except DashboardError as error:
            jobs.report(options.job, jobs.FAILED, words=str(error))
            return 1
        jobs.report(options.job, jobs.DONE, files=[path.name for path in made])
    return 0


def _schedule(options: argparse.Namespace) -> int:
    snapshot = warehouse.current_id()
    regions = options.region or list(schedule.regions(snapshot))
    formats = tuple(options.format or ("pdf",))
    with jobs.turn():
        failed = schedule.run(snapshot, options.out, regions, formats, print)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
