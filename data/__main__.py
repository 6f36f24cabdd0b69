"""python -m data: any metric from the current snapshot, on the command line.

`list` names the metrics; `value ID` prints one for a scope, in total or split, with who reported.
"""

import argparse
import csv
import json
import sys
from urllib.parse import urlencode

from data import coverage, metrics, warehouse
from data.errors import DashboardError
from data.metrics.metric import Metric
from data.scope import Scope

COLUMNS = ("key", "label", "value", "numerator", "denominator", "institutions", "demo")


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; 1 and one Chinese sentence on stderr when it cannot be done."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except DashboardError as error:
        print(f"错误：{error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data", description="指标查询（当前数据版本）")
    commands = parser.add_subparsers(required=True, metavar="命令")
    commands.add_parser("list", help="列出全部指标").set_defaults(run=_list)
    value = commands.add_parser("value", help="打印一个指标")
    value.add_argument("id", metavar="ID", help="指标编号，见 list")
    value.add_argument("--region", help="地区代码，默认全区")
    value.add_argument("--period", help="期间：2026、2026H1、2026Q3、2026M10、2026M01-10，默认最新")
    value.add_argument("--type", help="机构类型代码，默认全部")
    value.add_argument("--by", default="", help="分组：region、unit、month、institution_type……")
    value.add_argument("--format", choices=("table", "csv", "json"), default="table")
    value.set_defaults(run=_value)
    return parser


def _list(_: argparse.Namespace) -> None:
    for subject, members in metrics.SUBJECTS.items():
        print(subject)
        for metric in members:
            state = "已核" if metric.verified else "待核"
            print(f"  {metric.id:34} {state}  {metric.label}（{metric.unit}）  {metric.formula}")


def _value(options: argparse.Namespace) -> None:
    metric = metrics.find(options.id)
    named = {name: getattr(options, name) for name in ("region", "period", "type")}
    asked = urlencode({name: value for name, value in named.items() if value})
    view = Scope.parse(asked, warehouse.current_id())
    rows = metrics.fetch(metric, view, options.by)
    {"table": _print_table, "csv": _print_csv, "json": _print_json}[options.format](
        metric, view, rows
    )


def _print_table(metric: Metric, view: Scope, rows: list[dict]) -> None:
    print(f"{metric.label}（{metric.unit}）  {view.region_name}  {view.covered.label}")
    for row in rows:
        value = "无数据" if row["value"] is None else f"{row['value']:.10g}"
        label = row["label"] or "合计"
        demo = "  演示数据" if row["demo"] else ""
        print(f"  {label}\t{value}\t{row['institutions']} 家{demo}")
    if not rows:
        print("  本期无数据")
    for subject, told in _coverage(view).items():
        print(
            f"{told['label']}：应报 {told['expected']} 家，实报 {told['reported']} 家（{subject}）"
        )
    print(f"公式：{metric.formula}\n依据：{metric.clause}\n数据版本：{view.snapshot}")


def _print_csv(metric: Metric, _view: Scope, rows: list[dict]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["metric", *COLUMNS])
    writer.writerows([metric.id, *(row[name] for name in COLUMNS)] for row in rows)


def _print_json(metric: Metric, view: Scope, rows: list[dict]) -> None:
    answer = {
        "metric": metric.id,
        "unit": metric.unit,
        "region": view.region,
        "period": view.covered.code,
        "snapshot": view.snapshot,
        "coverage": _coverage(view),
        "rows": [{name: row[name] for name in COLUMNS} for row in rows],
    }
    print(json.dumps(answer, ensure_ascii=False, indent=1))


def _coverage(view: Scope) -> dict[str, dict]:
    return {
        subject: {"label": label, **coverage.coverage(view, subject)}
        for subject, label in coverage.SUBJECTS.items()
    }


if __name__ == "__main__":
    sys.exit(main())
