"""records ID: the rows that add up to a metric, each with file, sheet and row, and the check."""

import argparse
import csv
import json
import sys

from data import basis, metrics, records
from data.commands import asked
from data.metrics.metric import Metric
from data.scope import Scope

COLUMNS = ("value", "institution_name", "month", "object", "file_name", "sheet", "row_no", "cell",
           "demo")  # fmt: skip


def add(commands) -> None:
    """Registers the command."""
    command = commands.add_parser("records", help="打印一个指标背后的明细行，并核对合计")
    command.add_argument("id", metavar="ID", help="指标编号，见 list")
    asked.add_scope(command)
    command.add_argument("--part", choices=tuple(records.PARTS), default="numerator",
                         help="分子（默认）或分母")  # fmt: skip
    command.add_argument("--limit", type=int, default=20, metavar="N", help="打印几行，默认 20")
    command.add_argument("--offset", type=int, default=0, metavar="N", help="从第几行起，默认 0")
    command.add_argument("--order", default="-value", help="排序的列，前加 - 为从大到小")
    command.add_argument("--search", default="", help="只要单位、对象或文件名中有这些字的行")
    asked.add_format(command)
    command.set_defaults(run=_records)


def _records(options: argparse.Namespace) -> None:
    metric, view = metrics.find(options.id), asked.scope(options)
    page = records.records(
        metric, view, options.part, limit=options.limit, offset=options.offset,
        order=options.order, search=options.search,
    )  # fmt: skip
    {"table": _print_table, "csv": _print_csv, "json": _print_json}[options.format](
        metric, view, options.part, page
    )


def _print_table(metric: Metric, view: Scope, part: str, page: dict) -> None:
    print(f"{metric.label}（{metric.unit}）{records.PARTS[part]}  {view.region_name}"
          f"  {view.covered.label}")  # fmt: skip
    for row in page["rows"]:
        month = str(row["month"])[:7] if row["month"] else ""
        place = row["cell"] or f"第 {row['row_no']} 行"
        demo = "  演示数据" if row["demo"] else ""
        print(f"  {row['value']:.10g}\t{row['institution_name'] or ''}\t{month}\t{row['object']}"
              f"\t{row['file_name']}“{row['sheet']}”{place}{demo}")  # fmt: skip
    print(f"共 {page['count']:,} 行，合计 {page['total'] or 0:.10g}")
    checked = records.check(metric, view)
    for name, stated in checked.stated.items():
        print(f"{records.PARTS[name]}：指标 {stated or 0:.12g}，明细合计"
              f" {checked.added[name] or 0:.12g}（{checked.rows[name]:,} 行）")  # fmt: skip
    left = records.excluded(metric, view, part)
    reasons = {why: sum(row["why"] == why for row in left) for why in _reasons(left)}
    if reasons:
        told = "；".join(f"{why} {count} 家" for why, count in reasons.items())
        print(f"未计入的单位：{told}")
    print(checked.sentence)
    if told := basis.sentence(metric, view):
        print(f"因子：{told}")
    print(f"数据版本：{view.snapshot}")


def _reasons(left: list[dict]) -> list[str]:
    """The reasons that occur, in the order they come."""
    return list(dict.fromkeys(row["why"] for row in left))


def _print_csv(metric: Metric, view: Scope, _part: str, page: dict) -> None:
    names, told = (*COLUMNS, "basis"), {"basis": basis.sentence(metric, view)}
    writer = csv.DictWriter(sys.stdout, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(row | told for row in page["rows"])


def _print_json(metric: Metric, view: Scope, part: str, page: dict) -> None:
    checked = records.check(metric, view)
    answer = {
        "metric": metric.id, "part": part, "region": view.region, "period": view.covered.code,
        "basis": basis.sentence(metric, view),
        "snapshot": view.snapshot, "count": page["count"], "total": page["total"],
        "stated": checked.stated, "added": checked.added, "agrees": checked.agrees,
        "sources": records.sources(metric, view, part),
        "excluded": records.excluded(metric, view, part), "rows": page["rows"],
    }  # fmt: skip
    print(json.dumps(answer, ensure_ascii=False, indent=1, default=str, allow_nan=False))
