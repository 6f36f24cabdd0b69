"""The commands over what is published: rebuild, snapshots, rollback, prune."""

import argparse

from etl import build, lock, publish
from etl.commands.told import positive, tell


def add(commands) -> None:
    """rebuild, snapshots, rollback, prune."""
    again = commands.add_parser("rebuild", help="不读新文件，用当前数据重新检查并计算模型")
    again.set_defaults(run=rebuild)
    commands.add_parser("snapshots", help="列出数据版本").set_defaults(run=_snapshots)
    rollback = commands.add_parser("rollback", help="改用以前的数据版本")
    rollback.add_argument("id", metavar="ID")
    rollback.set_defaults(run=_rollback)
    prune = commands.add_parser("prune", help="清理旧的数据版本（不清理当前版本）")
    prune.add_argument("--keep", type=positive, required=True, metavar="N", help="保留最新的几个")
    prune.set_defaults(run=_prune)


def rebuild(_: argparse.Namespace | None = None) -> None:
    """Publishes the same data anew, checked and modelled by today's program."""
    tell(build.load([], "重新计算", always=True))


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
