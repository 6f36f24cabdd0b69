"""list: every metric with its state, unit and formula."""

import argparse

from data import metrics


def add(commands) -> None:
    """Registers the command."""
    commands.add_parser("list", help="列出全部指标").set_defaults(run=_list)


def _list(_: argparse.Namespace) -> None:
    for subject, members in metrics.SUBJECTS.items():
        print(subject)
        for metric in members:
            state = "已核" if metric.verified else "待核"
            print(f"  {metric.id:34} {state}  {metric.label}（{metric.unit}）  {metric.formula}")
