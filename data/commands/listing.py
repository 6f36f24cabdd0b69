"""list: every metric with its state, kind, direction, unit and formula."""

import argparse
import csv
import json
import sys

from data import metrics
from data.commands import asked
from data.metrics.metric import Metric

KINDS = {"stock": "时点", "flow": "时期"}
GOOD = {"up": "越高越好", "down": "越低越好", "none": "不作优劣"}


def add(commands) -> None:
    """Registers the command."""
    command = commands.add_parser("list", help="列出全部指标")
    asked.add_format(command)
    command.set_defaults(run=_list)


def _list(options: argparse.Namespace) -> None:
    {"table": _print_table, "csv": _print_csv, "json": _print_json}[options.format]()


def _print_table() -> None:
    for subject, members in metrics.SUBJECTS.items():
        print(f"{subject}（{len(members)} 项）")
        for metric in members:
            state = "已核" if metric.verified else "待核"
            print(
                f"  {metric.id:38} {state}  {KINDS[metric.kind]}  {GOOD[metric.good]}"
                f"  {metric.label}（{metric.unit}）  {metric.formula}"
            )


def _print_csv() -> None:
    rows = _rows()
    writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(row | {"splits": "、".join(row["splits"])} for row in rows)


def _print_json() -> None:
    print(json.dumps({"rows": _rows()}, ensure_ascii=False, indent=1, allow_nan=False))


def _rows() -> list[dict]:
    found = metrics.SUBJECTS.items()
    return [_row(subject, metric) for subject, members in found for metric in members]


def _row(subject: str, metric: Metric) -> dict:
    named = ("label", "unit", "formula", "kind", "good", "clause", "verified", "note")
    return {
        "metric": metric.id,
        "subject": subject,
        **{name: getattr(metric, name) for name in named},
        "current_only": metric.current_only,
        "splits": list(metrics.splits(metric)),
    }
