"""The opening sentences of the scenes, from what the scene itself shows."""

from dash import html

from components import numbers
from components.wall import cases, headlines
from components.wall.scene import Sight
from data import metrics, small_groups
from data.metrics.metric import Metric


def overview(sight: Sight) -> list:
    """What went the wrong way most and why, or the number that leads; then the red cases."""
    if not sight.known:
        return [f"{sight.view.covered.label}没有可汇总的数据。"]
    bad = headlines.worst(sight.known)
    told = bad or sight.compared["energy_per_head_kgce"]
    told = told if told.now else sight.known[0]
    start = "主要指标同比没有不利变化，" if bad is None else ""
    return [
        f"{sight.view.covered.part_label}{start}", *headlines.moved(told, sight.view),
        "；", *_red_count(sight), "。",
    ]  # fmt: skip


def _red_count(sight: Sight) -> list:
    if not sight.reds:
        return ["没有红色问题"]
    count = html.B(numbers.plain(len(sight.reds)), className="bad")
    return ["红色问题 ", count, " 项、逾期 ", cases.late(sight.reds), " 项"]


def one(metric: str, by: str, worst_of: str, sight: Sight) -> list:
    """One number, its change, progress and cause, then the part on the wrong end."""
    found = sight.compared[metric]
    if not found.now:
        return [_silent(found.metric, sight)]
    parts = [f"{sight.view.covered.part_label}", *headlines.moved(found, sight.view)]
    told = headlines.end(worst_of, by, sight.drawing)
    label = "" if worst_of == metric else metrics.find(worst_of).label
    return [*parts, f"；{label}{told}。" if told else "。"]


def _silent(metric: Metric, sight: Sight) -> str:
    if metrics.withheld(metric, sight.view):
        return f"“{metric.label}”{small_groups.WORD}：{small_groups.WHY}。"
    return f"{sight.view.covered.label}没有“{metric.label}”的数据。"


def problems(sight: Sight) -> list:
    """How many are open, how many of them late, how many red."""
    if not sight.open:
        return [f"{sight.view.region_name}没有未办结的问题。"]
    total = html.B(numbers.plain(len(sight.open)))
    return ["未办结问题 ", total, " 项，逾期 ", cases.late(sight.open), " 项；其中",
            *_red_count(sight), "。"]  # fmt: skip
