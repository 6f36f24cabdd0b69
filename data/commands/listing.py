"""list: every metric with its state, kind, direction, unit and formula."""

import argparse

from data import metrics

KINDS = {"stock": "时点", "flow": "时期"}
GOOD = {"up": "越高越好", "down": "越低越好", "none": "不作优劣"}


def add(commands) -> None:
    """Registers the command."""
    commands.add_parser("list", help="列出全部指标").set_defaults(run=_list)


def _list(_: argparse.Namespace) -> None:
    for subject, members in metrics.SUBJECTS.items():
        print(f"{subject}（{len(members)} 项）")
        for metric in members:
            state = "已核" if metric.verified else "待核"
            print(
                f"  {metric.id:38} {state}  {KINDS[metric.kind]}  {GOOD[metric.good]}"
                f"  {metric.label}（{metric.unit}）  {metric.formula}"
            )
