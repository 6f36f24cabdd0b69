"""python -m etl: load files, pull databases, make demo data, list, roll back, prune snapshots."""

import argparse
import os
import sys

from data.errors import DashboardError
from etl.commands import COMMANDS


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; 1 (check: 2) and a Chinese sentence on stderr when it cannot be done."""
    options = _parser().parse_args(arguments)
    try:
        code = options.run(options) or 0
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # the reader (head, less) has seen enough; nothing may be written at exit either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
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
    for module in COMMANDS:
        module.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
