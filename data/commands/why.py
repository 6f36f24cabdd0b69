"""why ID: the terms of a change, who stands behind them, and that they sum to it."""

import argparse
import csv
import json
import sys

from data import basis, metrics
from data.analysis import why, words
from data.commands import asked

COLUMNS = ("key", "label", "value", "share", "institutions", "sentence")


def add(commands) -> None:
    """Registers the command."""
    command = commands.add_parser("why", help="说明一个指标为什么变化")
    command.add_argument("id", metavar="ID", help="指标编号，见 list")
    asked.add_scope(command)
    command.add_argument("--against", choices=why.AGAINST, default="year", help="同比或环比")
    command.add_argument("--comparable", action="store_true", help="可比口径")
    command.add_argument("--by", choices=why.GROUPS, default="term", help="分组")
    command.add_argument("--top", type=int, default=5, help="每项列出几家")
    asked.add_format(command)
    command.set_defaults(run=_why)


def _why(options: argparse.Namespace) -> None:
    found = why.explain(
        metrics.find(options.id), asked.scope(options), options.against, options.comparable,
        options.by, max(options.top, 0),
    )  # fmt: skip
    {"table": _print_table, "csv": _print_csv, "json": _print_json}[options.format](found)


def _print_table(found: why.Explanation) -> None:
    metric, view = found.metric, found.view
    unit = words.unit(metric)
    followed = "可比口径" if found.comparable else "实际口径"
    print(f"{metric.label}（{metric.unit}）  {view.region_name}  {followed}")
    print(
        f"{found.earlier.label} {words.figure(found.before)}"
        f" → {view.covered.label} {words.figure(found.now)}"
        f"，变化 {words.signed(found.change)} {unit}"
    )
    for row in found.rows:
        share = "" if row.share is None else f"{row.share:.1%}"
        print(f"  {row.label}\t{words.signed(row.value)}\t{share}\t{row.institutions} 家")
        print(f"    {row.sentence}")
        for name, amount in row.leaders:
            print(f"      {name}\t{words.signed(amount)}")
    total = sum(row.value for row in found.rows)
    mark = "✓" if total == found.change else "✗"
    print(f"各项合计 {words.signed(total)} = 变化 {words.signed(found.change)} {mark}")
    told = basis.sentence(metric, view)
    for line in [*found.notes, *([f"因子：{told}"] if told else []), *_absent(found.absent)]:
        print(line)
    print(f"数据版本：{view.snapshot}")


def _absent(rows: tuple[dict, ...]) -> list[str]:
    if not rows:
        return []
    told = "、".join(
        f"{row['name']}（上期缺 {row['before']} 个月，本期缺 {row['now']} 个月）"
        for row in rows[:10]
    )
    return [f"任一期有缺报的 {len(rows)} 家：{told}{'等' if len(rows) > 10 else ''}"]


def _print_csv(found: why.Explanation) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["metric", *COLUMNS])
    for row in found.rows:
        writer.writerow([found.metric.id, *(getattr(row, name) for name in COLUMNS)])


def _print_json(found: why.Explanation) -> None:
    rows = [
        {name: getattr(row, name) for name in COLUMNS}
        | {"leaders": [{"name": name, "value": amount} for name, amount in row.leaders]}
        for row in found.rows
    ]
    answer = {
        "metric": found.metric.id, "unit": words.unit(found.metric), "region": found.view.region,
        "period": found.view.covered.code, "against": found.earlier.code,
        "comparable": found.comparable, "basis": basis.sentence(found.metric, found.view),
        "before": found.before, "now": found.now,
        "change": found.change, "rows": rows, "absent": list(found.absent),
        "notes": list(found.notes), "snapshot": found.view.snapshot,
    }  # fmt: skip
    print(json.dumps(answer, ensure_ascii=False, indent=1, default=float))
