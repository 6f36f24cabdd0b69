"""The commands of whoever runs the machine: doctor, preflight, backup, restore."""

import argparse
from pathlib import Path


def add(commands) -> None:
    """doctor, preflight, backup and restore."""
    doctor = commands.add_parser(
        "doctor", help="检查 var/ 的损坏（退出码 0 正常、1 可修复、2 需人工）"
    )
    doctor.add_argument("--mend", action="store_true", help="修复能修复的")
    doctor.set_defaults(run=_doctor, failed=2)
    preflight = commands.add_parser(
        "preflight", help="检查本机是否具备运行条件（退出码 0 具备、1 不具备）"
    )
    preflight.set_defaults(run=_preflight)
    backup = commands.add_parser("backup", help="把数据版本、原件、来源卡等备份到一个文件夹")
    backup.add_argument("to", type=Path, metavar="TO", help="放备份的文件夹")
    backup.add_argument("--keep", type=int, default=7, metavar="N", help="保留最新的几份（默认 7）")
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", help="从一份备份恢复到空的 var/")
    restore.add_argument("source", type=Path, metavar="FROM", help="某一份备份的文件夹")
    restore.set_defaults(run=_restore)


def _doctor(options: argparse.Namespace) -> int:
    from etl import doctor  # noqa: PLC0415 (needed by this command alone)

    return doctor.run(options.mend)


def _preflight(_: argparse.Namespace) -> int:
    from etl import preflight  # noqa: PLC0415 (needed by this command alone)

    return preflight.run()


def _backup(options: argparse.Namespace) -> None:
    from etl import backup  # noqa: PLC0415 (needed by these two commands alone)

    print(f"备份完成：{backup.make(options.to, options.keep)}")


def _restore(options: argparse.Namespace) -> None:
    from etl import backup  # noqa: PLC0415 (needed by these two commands alone)

    print(f"恢复完成，当前数据版本：{backup.restore(options.source)}")
