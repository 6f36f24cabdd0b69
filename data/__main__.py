"""python -m data: what the current snapshot knows, on the command line, the same as the pages."""

import argparse
import os
import sys

from data.commands import COMMANDS
from data.errors import DashboardError


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; 1 and one Chinese sentence on stderr when it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m data", description="指标查询（当前数据版本）")
    commands = parser.add_subparsers(required=True, metavar="命令")
    for command in COMMANDS:
        command.add(commands)
    options = parser.parse_args(arguments)
    try:
        options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # the reader (head, less) has seen enough; nothing may be written at exit either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except DashboardError as error:
        print(f"错误：{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
