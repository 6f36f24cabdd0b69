"""plan vehicles|rooms|assets|warehouse: which surplus could meet which shortage."""

import argparse
from importlib import import_module

from data.commands import asked, printed
from data.errors import AllocationError

KINDS = {
    "vehicles": ("allocation_vehicles", "vehicles"),
    "rooms": ("allocation_rooms", "rooms"),
    "assets": ("allocation_goods", "assets"),
    "warehouse": ("allocation_goods", "warehouse_goods"),
}
COLUMNS = ("origin", "goes_to", "kind", "count", "amount", "km", "items")


def add(commands) -> None:
    """Registers the command."""
    command = commands.add_parser("plan", help="调配：以最少移动把各处调入一个范围")
    command.add_argument("kind", choices=KINDS, help="车辆、房间、资产、公物仓")
    command.add_argument("--region", help="地区代码，默认全区")
    command.add_argument("--band", help="下限,上限（按指标单位），如 3.5,5.5")
    command.add_argument("--count", action="store_true", help="只求件数最少，不计距离")
    asked.add_format(command)
    command.set_defaults(run=_plan, period=None, type=None, basis=None)


def _plan(options: argparse.Namespace) -> None:
    view, (module, name) = asked.scope(options), KINDS[options.kind]
    # scipy costs half a second and 50 MB: only who plans pays
    words = import_module("data.analysis.allocation_words")
    problem = getattr(import_module(f"data.analysis.{module}"), name)(view, _band(options.band))
    told = words.outcome(problem, not options.count)
    labels = {row["key"]: row["label"] for row in told.plan.places}
    rows = [
        {
            **move,
            "origin": labels[move["origin"]],
            "goes_to": labels[move["goes_to"]],
            "count": len(move["items"]),
            "items": "、".join(move["items"]),
        }
        for move in told.plan.moves
    ]
    about = {
        "metric": problem.metric, "unit": problem.unit, "region": view.region,
        "period": view.covered.code, "snapshot": view.snapshot, "band": problem.band,
        "gini_before": told.before.gini, "gini_after": told.after.gini,
        "places": [_finite(row) for row in told.plan.places],
    }  # fmt: skip
    shown = [{name: row[name] for name in COLUMNS} for row in rows]
    printed.rows(options.format, words.sentences(told), shown, about)


def _band(text: str | None) -> tuple[float, float] | None:
    if not text:
        return None
    try:
        low, high = map(float, text.replace("，", ",").split(","))
    except ValueError:
        raise AllocationError(
            f"范围“{text[:40]}”无法识别。请写作 --band 下限,上限，如 --band 3.5,5.5。"
        ) from None
    return low, high


def _finite(row: dict) -> dict:
    """No upper bound is no number."""
    return {**row, "high": None if row["high"] == float("inf") else row["high"]}
