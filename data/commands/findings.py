"""findings: what is wrong in a scope, with who has to act, by when and the rows that show it."""

import argparse
import csv
import json
import sys

from data import findings
from data.commands import asked
from data.scope import Scope

COLUMNS = ("finding", "severity", "rule", "what", "region_name", "owner", "object", "sentence",
           "normal", "clause", "step", "deadline", "first_seen", "last_seen", "resolved_on",
           "days", "demo")  # fmt: skip


def add(commands) -> None:
    """Registers the command."""
    command = commands.add_parser("findings", help="列出问题：程度、责任单位、依据、期限和证据")
    asked.add_scope(command)
    command.add_argument("--severity", default="", help=f"程度：{'、'.join(findings.SEVERITIES)}")
    command.add_argument(
        "--subject", default="", help="主题或规则：vehicle、room、energy_anomaly……"
    )
    command.add_argument("--state", default="open", help=f"状态：{'、'.join(findings.STATES)}")
    command.add_argument("--days", type=int, default=0, metavar="N", help="至少已有几天")
    command.add_argument("--search", default="", help="单位、对象或内容中的字")
    command.add_argument("--limit", type=int, default=20, metavar="N", help="列出几条，默认 20")
    asked.add_format(command)
    command.set_defaults(run=_findings)


def _findings(options: argparse.Namespace) -> None:
    view = asked.scope(options)
    rows = findings.findings(
        view, severity=options.severity, subject=options.subject, state=options.state,
        days=options.days, search=options.search, limit=options.limit,
    )  # fmt: skip
    {"table": _print_table, "csv": _print_csv, "json": _print_json}[options.format](view, rows)


def _print_table(view: Scope, rows: list[dict]) -> None:
    for row in rows:
        demo = "  演示数据" if row["demo"] else ""
        print(f"[{row['severity']}] {row['finding']}  {findings.sentence(row)}{demo}")
        evidence = findings.places(view, row["finding"])
        for place in evidence[:2]:
            print(f"    {place['file_name']}“{place['sheet']}”第 {place['row_no']} 行")
        more = f"；证据共 {len(evidence)} 行" if len(evidence) > 2 else ""
        print(f"    依据：{row['clause']}；首见 {row['first_seen']}{more}")
    told = "，".join(f"{row['key']} {row['findings']} 条" for row in findings.counts(view))
    print(f"{view.region_name}未办结的问题：{told or '没有'}\n数据版本：{view.snapshot}")


def _print_csv(_view: Scope, rows: list[dict]) -> None:
    writer = csv.DictWriter(sys.stdout, COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _print_json(view: Scope, rows: list[dict]) -> None:
    answer = {"region": view.region, "snapshot": view.snapshot, "findings": rows}
    print(json.dumps(answer, ensure_ascii=False, indent=1, default=str))
