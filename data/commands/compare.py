"""compare ID …: metrics against the periods before, on the actual or the comparable basis."""

import argparse
import csv
import json
import sys

from data import basis, comparison, metrics
from data.analysis import quotas, targets
from data.analysis.words import unit
from data.commands import asked
from data.scope import Scope

NAMED = 20
COLUMNS = (
    "metric", "label", "unit", "basis", "now", "year_before", "year_change", "period_before",
    "period_change", "target_now", "target_path", "target_gap", "target_year_end", "target",
    "factor",
)  # fmt: skip


def add(commands) -> None:
    """Registers the command."""
    command = commands.add_parser("compare", help="同比、环比，实际口径或可比口径")
    command.add_argument("ids", metavar="ID", nargs="+", help="指标编号，见 list")
    asked.add_scope(command)
    command.add_argument("--comparable", action="store_true", help="可比口径：跟随机构沿革")
    asked.add_format(command)
    command.set_defaults(run=_compare)


def _compare(options: argparse.Namespace) -> None:
    view = asked.scope(options)
    found = [comparison.compare(metrics.find(id_), view, options.comparable) for id_ in options.ids]
    rows = [_row(one, view) for one in found]
    earlier = view.covered.year_before()
    subjects = sorted({one.metric.mart.subject for one in found})
    absent = {subject: comparison.absent(view, subject, earlier) for subject in subjects}
    broken = sorted({one.broken for one in found if one.broken})
    if options.format == "json":
        answer = {"region": view.region, "period": view.covered.code, "rows": rows,
                  "absent": absent, "breaks": broken, "snapshot": view.snapshot}  # fmt: skip
        print(json.dumps(answer, ensure_ascii=False, indent=1, allow_nan=False))
    elif options.format == "csv":
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    else:
        _print_table(view, rows, absent, broken)


def _row(one: comparison.Comparison, view: Scope) -> dict:
    def value(row: dict | None) -> float | None:
        return row["value"] if row else None

    followed = "可比口径" if one.comparable else "实际口径"
    figures = (
        value(one.now), value(one.year_before), one.year_change,
        value(one.period_before), one.period_change, *_target(one.against_target),
        basis.sentence(one.metric, view),
    )  # fmt: skip
    named = (one.metric.id, one.metric.label, unit(one.metric), followed)
    return dict(zip(COLUMNS, named + figures, strict=True))


def _target(against: targets.Against | None) -> tuple:
    """Now, path, gap, path at the end of the year, sentence; all None without targets."""
    if against is None:
        return (None,) * 5
    return against.now, against.path, against.gap, against.year_end, against.sentence


def _print_table(view, rows: list[dict], absent: dict[str, list], broken: list[str]) -> None:
    print(f"{view.region_name}  {view.covered.label}")
    for row in rows:
        points = row["unit"] == "个百分点"
        changes = [
            f"{name} {_change(row[f'{key}_change'], points)}（上期 {_figure(row[f'{key}_before'])}）"
            for name, key in (("同比", "year"), ("环比", "period"))
        ]
        print(f"  {row['label']}（{row['basis']}）\t{_figure(row['now'])}\t{'，'.join(changes)}")
        if row["target"]:
            print(f"    较目标：{row['target']}")
        if row["metric"] == quotas.METRIC:
            print(f"    {quotas.told(view)}")
    for line in dict.fromkeys(row["factor"] for row in rows if row["factor"]):
        print(f"因子：{line}")
    for line in broken:
        print(f"口径断点：{line}")
    for subject, owing in absent.items():
        names = "、".join(row["name"] for row in owing[:NAMED])
        if owing:
            more = "等，全部见 --format json" if len(owing) > NAMED else ""
            print(f"同比任一期有缺报（{subject}）{len(owing)} 家：{names}{more}")
    print(f"数据版本：{view.snapshot}")


def _figure(value: float | None) -> str:
    return "无数据" if value is None else f"{value:.10g}"


def _change(value: float | None, points: bool) -> str:
    if value is None:
        return "不可比"
    return f"{value:+.2f} 个百分点" if points else f"{value:+.2%}"
