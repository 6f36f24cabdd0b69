"""peers ID --institution CODE: one institution among institutions like it."""

import argparse
import csv
import json
import sys
from dataclasses import asdict

from data import basis, metrics
from data.analysis import peers, quotas
from data.commands import asked


def add(commands) -> None:
    """Registers the command."""
    command = commands.add_parser("peers", help="一家机构与同类机构比较")
    command.add_argument("id", metavar="ID", help="指标编号，见 list")
    command.add_argument("--institution", required=True, help="统一社会信用代码")
    asked.add_scope(command)
    asked.add_format(command)
    command.set_defaults(run=_peers)


def _peers(options: argparse.Namespace) -> None:
    view = asked.scope(options)
    metric = metrics.find(options.id)
    found = peers.likeness(metric, view, options.institution)
    told = basis.sentence(metric, view)
    row = {"metric": metric.id, "institution": options.institution, **asdict(found), "basis": told}
    if options.id == quotas.METRIC:
        row["quota"] = quotas.judged(view, options.institution)
    if options.format == "json":
        answer = row | {"snapshot": view.snapshot}
        print(json.dumps(answer, ensure_ascii=False, indent=1, allow_nan=False))
    elif options.format == "csv":
        writer = csv.DictWriter(sys.stdout, list(row), lineterminator="\n")
        writer.writeheader()
        writer.writerow(row)
    else:
        for line in filter(None, (found.sentence, row.get("quota"))):
            print(line)
        if told:
            print(f"因子：{told}")
        print(f"{view.covered.label}  数据版本：{view.snapshot}")
