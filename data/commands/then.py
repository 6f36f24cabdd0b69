"""then ID: a number as an earlier publication gave it; changed ID: what has changed it since."""

import argparse
import json

from data import history, metrics, records
from data.commands import asked
from data.errors import ScopeError
from data.metrics.metric import Metric

SHOWN = 20


def add(commands) -> None:
    """Registers both commands."""
    command = commands.add_parser("then", help="一个指标在以前的数据版本中是多少")
    command.add_argument("id", metavar="ID", help="指标编号，见 list")
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("--snapshot", metavar="ID", help="数据版本，见 python -m etl snapshots")
    which.add_argument("--on", metavar="DATE", help="当日所用的数据版本，如 2026-10-31")
    asked.add_scope(command)
    command.set_defaults(run=_then)
    command = commands.add_parser("changed", help="一个指标自某个数据版本以来因何变化")
    command.add_argument("id", metavar="ID", help="指标编号，见 list")
    command.add_argument("--since", required=True, metavar="SNAPSHOT", help="以前的数据版本")
    asked.add_scope(command)
    command.add_argument("--format", choices=("table", "json"), default="table")
    command.set_defaults(run=_changed)


def _then(options: argparse.Namespace) -> None:
    metric, view = metrics.find(options.id), asked.scope(options)
    id_ = options.snapshot or history.newest_on(options.on)
    before, now = history.then(metric, view, id_), metrics.total(metric, view)
    print(f"{metric.label}（{metric.unit}）  {view.region_name}  {view.period.label}")
    for snapshot, row in ((id_, before), (view.snapshot, now)):
        print(f"  数据版本 {snapshot}：{_told(row)}")


def _changed(options: argparse.Namespace) -> None:
    metric, view = metrics.find(options.id), asked.scope(options)
    parts = [part for part in records.PARTS if getattr(metric, part)]
    found = {part: history.changed(metric, view, options.since, part) for part in parts}
    if options.since > view.snapshot:
        raise ScopeError(
            f"数据版本 {options.since} 比当前版本 {view.snapshot} 新。请选以前的版本。"
        )
    if options.format == "json":
        print(json.dumps(found, ensure_ascii=False, indent=1, default=str))
        return
    print(f"{metric.label}  {view.region_name}  {view.period.label}  自 {options.since} 以来")
    for part, told in found.items():
        _print_part(records.PARTS[part], told)
        _print_sum(metric, told)


def _print_part(name: str, told: dict) -> None:
    print(f"{name}：{told['then']:.10g} → {told['now']:.10g}，变化 {told['difference']:+.10g}")
    for row in told["rows"][:SHOWN]:
        month = str(row["month"])[:7] if row["month"] else ""
        old, new = ("无" if row[side] is None else f"{row[side]:.10g}" for side in ("old", "new"))
        print(f"  {row['change']:+.10g}\t{row['why']}\t{row['institution_name'] or ''}\t{month}"
              f"\t{row['object']}\t{old} → {new}"
              f"\t{row['file_name']}“{row['sheet']}”第 {row['row_no']} 行")  # fmt: skip
    if told["count"] > SHOWN:
        print(f"  另有 {told['count'] - SHOWN} 行，以上为变化最大的 {SHOWN} 行")
    for row in told["reasons"]:
        print(f"  {row['why']}：{row['rows']} 行，合计 {row['change']:+.10g}")


def _print_sum(metric: Metric, told: dict) -> None:
    if not metric.summed:
        print(f"“{metric.label}”不能由各行相加，以上为增减或变动的各个值。")
        return
    added = sum(row["change"] for row in told["reasons"])
    agrees = abs(added - told["difference"]) <= records.CLOSE * max(1, abs(told["now"]))
    print(f"各行合计 {added:+.10g} {'= 变化 ✓' if agrees else '≠ 变化 ✗'}")


def _told(row: dict | None) -> str:
    return f"{row['value']:.10g}" if row else "无数据"
