"""python -m briefing build: briefings of a region, or of every region, into a folder."""

import argparse
import sys
from pathlib import Path
from urllib.parse import urlencode

from briefing import build, compose
from data import scope, warehouse
from data.errors import DashboardError
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
    one.add_argument("--region", default=scope.ROOT, help="地区代码，默认全区")
    one.add_argument("--all", action="store_true", help="每个地区一份")
    one.add_argument("--period", help="期间，如 2026Q3；默认最新")
    one.add_argument("--out", type=Path, default=Path("var/briefings"), help="写到哪个文件夹")
    one.add_argument("--format", action="append", choices=FORMATS, help="可重复，默认 pdf")
    one.add_argument("--sign-off", default="", metavar="姓名", help="报送率不足时签发")
    one.add_argument("--issued-by", default="", help="编发单位")
    one.set_defaults(run=_build)
    return parser


def _build(options: argparse.Namespace) -> int:
    snapshot = warehouse.current_id()
    codes = list(_regions(snapshot)) if options.all else [options.region]
    failed = 0
    for number, code in enumerate(codes, 1):
        asked = {"region": code} | ({"period": options.period} if options.period else {})
        view = Scope.parse(urlencode(asked), snapshot)
        try:
            told = compose.compose(view, options.sign_off, options.issued_by)
            for path in build.write(told, options.out, tuple(options.format or ("pdf",))):
                print(f"{number}/{len(codes)} {path}", flush=True)
        except DashboardError as error:
            if not options.all:
                raise
            failed += 1
            print(f"{number}/{len(codes)} {view.region_name}：{error}", file=sys.stderr)
    return 1 if failed else 0


def _regions(snapshot: str):
    """The region itself, its cities and counties."""
    return (code for code, row in scope.regions(snapshot).items()
            if row["level"] in ("region", "city", "county"))  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
