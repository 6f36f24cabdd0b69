"""value ID: one metric for a scope, in total or split, with who reported."""

import argparse
import csv
import json
import sys
from dataclasses import asdict

from data import basis, coverage, metrics, numbers, scope
from data.analysis import honest
from data.commands import asked
from data.errors import ScopeError
from data.metrics.metric import Metric
from data.scope import Scope

COLUMNS = ("key", "label", "value", "numerator", "denominator", "institutions", "demo")


def add(commands) -> None:
    """Registers the command."""
    command = commands.add_parser("value", help="打印一个指标")
    command.add_argument("id", metavar="ID", help="指标编号，见 list")
    asked.add_scope(command)
    command.add_argument(
        "--by", default="", help="分组：region、unit、month、institution_type……各指标另有自己的分组"
    )
    asked.add_format(command)
    command.set_defaults(run=_value)


def _value(options: argparse.Namespace) -> None:
    metric = metrics.find(options.id)
    view = asked.scope(options)
    rows = metrics.fetch(metric, view, options.by)
    {"table": _print_table, "csv": _print_csv, "json": _print_json}[options.format](
        metric, view, rows
    )


def _print_table(metric: Metric, view: Scope, rows: list[dict]) -> None:
    print(f"{metric.label}（{metric.unit}）  {view.region_name}  {view.covered.label}")
    for row in rows:
        value = "无数据" if row["value"] is None else numbers.exact(row["value"])
        label = row["label"] or "合计"
        demo = "  演示数据" if row["demo"] else ""
        print(f"  {label}\t{value}\t{row['institutions']} 家{demo}")
    if not rows:
        print(f"  本期无数据{_why(metric, view)}")
    if range_ := _bounds(metric, view):
        print(_range(range_, metric))
    for subject, told in _coverage(view).items():
        print(
            f"{told['label']}：应报 {told['expected']} 家，实报 {told['reported']} 家（{subject}）"
        )
    print(f"公式：{metric.formula}\n依据：{metric.clause}（{_state(metric)}）")
    for label, words in (("说明", metric.note), ("因子", basis.sentence(metric, view))):
        if words:
            print(f"{label}：{words}")
    print(f"数据版本：{view.snapshot}")


def _bounds(metric: Metric, view: Scope) -> honest.Bounds | None:
    """The bounds of a total that is returned month by month; None for any other metric."""
    if not honest.bounded(metric):
        return None
    try:
        return honest.bounds(metric, view)
    except ScopeError:
        return None  # no year before to estimate from


def _range(found: honest.Bounds, metric: Metric) -> str:
    """The share reported and what the whole would be with the missing months."""
    share = "" if found.share is None else f"报送率 {found.share:.1%}，"
    if not found.owed:
        return f"完整性：{share}没有缺报"
    if found.unknown == found.owed:
        return f"完整性：{share}缺报 {found.owed} 家·月，都无从估计"
    low, middle, high = (numbers.exact(end) for end in (found.low, found.middle, found.high))
    told = f"完整性：{share}缺报 {found.owed} 家·月；补齐后估计 {middle} {metric.unit}"
    told += f"（{low} 至 {high}）"
    return told + (f"，其中 {found.unknown} 家·月无从估计，未计入" if found.unknown else "")


def _why(metric: Metric, view: Scope) -> str:
    """What to ask for instead, when a register only knows today's state."""
    last = scope.months(view.snapshot)[1]
    known = metric.has_history or str(view.covered.end) == str(last)
    return "" if known else f"：台账只记现状，此项只有 {last} 的数，请改用含该月的期间"


def _state(metric: Metric) -> str:
    return "已核" if metric.verified else "待核"


def _print_csv(metric: Metric, view: Scope, rows: list[dict]) -> None:
    subject = metric.mart.subject
    told = coverage.coverage(view, subject) if subject in coverage.SUBJECTS else {}
    more = (told.get("expected"), told.get("reported"), basis.sentence(metric, view))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["metric", *COLUMNS, "expected", "reported", "basis"])
    writer.writerows([metric.id, *(row[name] for name in COLUMNS), *more] for row in rows)


def _print_json(metric: Metric, view: Scope, rows: list[dict]) -> None:
    answer = {
        "metric": metric.id,
        "unit": metric.unit,
        "region": view.region,
        "period": view.covered.code,
        "basis": basis.sentence(metric, view),
        "verified": metric.verified,
        "snapshot": view.snapshot,
        "coverage": _coverage(view),
        "bounds": asdict(found) if (found := _bounds(metric, view)) else None,
        "rows": [{name: row[name] for name in COLUMNS} for row in rows],
    }
    print(json.dumps(answer, ensure_ascii=False, indent=1, allow_nan=False))


def _coverage(view: Scope) -> dict[str, dict]:
    return {
        subject: {"label": label, **coverage.coverage(view, subject)}
        for subject, label in coverage.SUBJECTS.items()
    }
