"""What every command asks alike: the scope and the format of the answer."""

import argparse
from urllib.parse import urlencode

from data import warehouse
from data.scope import Scope


def add_scope(command: argparse.ArgumentParser) -> None:
    """Adds --region, --period, --type and --basis."""
    command.add_argument("--region", help="地区代码，默认全区")
    command.add_argument(
        "--period", help="期间：2026、2026H1、2026Q3、2026M10、2026M01-10，默认最新"
    )
    command.add_argument("--type", help="机构类型代码，默认全部")
    command.add_argument(
        "--basis", help="电力折标口径：calorific 当量值（默认）或 equivalent 等价值"
    )


def add_format(command: argparse.ArgumentParser) -> None:
    """Adds --format."""
    command.add_argument("--format", choices=("table", "csv", "json"), default="table")


def scope(options: argparse.Namespace) -> Scope:
    """The scope asked for, on the current snapshot. Raises ScopeError with the bad value."""
    named = {name: getattr(options, name, None) for name in ("region", "period", "type", "basis")}
    search = urlencode({name: value for name, value in named.items() if value})
    return Scope.parse(search, warehouse.current_id())
