"""What to say about a balance: direction, size, and whether a change is more than chance."""

from math import fsum, sqrt

from data import numbers
from data.analysis.inequality import Balance, gini
from data.metrics.metric import Metric
from data.period import Period

NAMED = 3


def sentences(metric: Metric, found: Balance, what: str, groups: str) -> list[dict]:
    """One row per sentence: metric (its id), text. `what` names the regions, `groups` the split."""
    told = [_headline(metric, found, what), *_parts(found, groups), *_contributions(found)]
    told += [f"{metric.label}：{note}。" for note in found.notes]
    if found.missing:
        told.append(f"未计入（本期无数据）：{'、'.join(found.missing)}。")
    return [{"metric": metric.id, "text": text} for text in told if text]


def change(metric: Metric, series: list[tuple[Period, Balance]]) -> dict | None:
    """The sentence on the last balance against the first: metric, text; None without two.

    Regions with data in both are compared. The change counts as more than chance when it exceeds
    twice its jackknife error: how far it moves when any one region is left out.
    """
    known = [(period, found) for period, found in series if found.gini is not None]
    if len(known) < 2:
        return None
    (before, then), (after, now) = known[0], known[-1]
    moved, error, shared = difference(then, now)
    low, high = numbers.plain(now.gini - moved, 3), numbers.plain(now.gini, 3)
    if len(shared) < max(then.count, now.count):
        low, high = "", ""
    text = f"{metric.label}的基尼系数，{after.label}与{before.label}相比"
    if not round(moved, 3):
        text += "没有变化"
    else:
        way, meaning = ("上升", "扩大") if moved > 0 else ("下降", "缩小")
        text += f"{way} {numbers.plain(abs(moved), 3)}" + (f"（{low} → {high}）" if low else "")
        clear = abs(moved) > 2 * error
        text += f"，差距{meaning}" if clear else "，去掉个别地区即可改变，不足以说差距有变"
    return {"metric": metric.id, "text": f"{text}。按两期都有数据的 {len(shared)} 个地区比较。"}


def reporting(metric: Metric, counted: dict | None) -> list[dict]:
    """The sentence on who has not reported, as rows of metric and text; none when all have."""
    if not counted or counted["reported"] == counted["expected"]:
        return []
    text = (
        f"应报 {numbers.plain(counted['expected'])} 家，报齐 {numbers.plain(counted['reported'])} 家"
        "；缺报的月份不在数内，缺报多的地区不宜排位。"
    )
    return [{"metric": metric.id, "text": text}]


def difference(then: Balance, now: Balance) -> tuple[float, float, list[str]]:
    """Change of the Gini index over the shared regions, its jackknife error, their keys."""
    pairs = [
        {row["key"]: (row["resource"], row["people"]) for row in found.regions}
        for found in (then, now)
    ]
    shared = sorted(pairs[0].keys() & pairs[1].keys())

    def moved(keys: list[str]) -> float:
        old, new = ([each[key] for key in keys] for each in pairs)
        return gini(new) - gini(old) if all(any(p[0] for p in side) for side in (old, new)) else 0.0

    n = len(shared)
    if n < 3:
        return (moved(shared) if shared else 0.0), float("inf"), shared
    left = [moved([key for key in shared if key != out]) for out in shared]
    mean = fsum(left) / n
    return moved(shared), sqrt((n - 1) / n * fsum((each - mean) ** 2 for each in left)), shared


def _headline(metric: Metric, found: Balance, what: str) -> str:
    if found.count < 2:
        return ""
    low, high = found.regions[0], found.regions[-1]
    text = f"{metric.label}：{found.count} 个{what}之间"
    if low["value"] == high["value"]:
        return f"{text}完全一致，均为 {numbers.of(found.mean, metric)}。"
    measured = []
    if found.gini is not None:
        small = numbers.plain(found.gini_small, 3)
        measured.append(f"基尼系数 {numbers.plain(found.gini, 3)}（小样本校正 {small}）")
    if found.variation is not None:
        measured.append(f"变异系数 {numbers.plain(found.variation, 3)}")
    text += "，".join(measured)
    text += (
        f"；最高 {high['label']} {numbers.of(high['value'], metric)}，"
        f"最低 {low['label']} {numbers.of(low['value'], metric)}"
    )
    if found.ratio is not None:
        text += f"，最高是最低的 {numbers.plain(found.ratio, 2)} 倍"
    return f"{text}；总体 {numbers.of(found.mean, metric)}。"


def _parts(found: Balance, groups: str) -> list[str]:
    """How much of the difference lies between the groups."""
    if not found.theil or len(found.groups) < 2:
        return []
    between = found.theil_between / found.theil * 100
    index = numbers.plain(found.theil, 4)
    return [
        f"泰尔指数 {index}，其中 {numbers.text(between, '%', 1)} 在{groups}之间，"
        f"{numbers.text(100 - between, '%', 1)} 在其内部。"
    ]


def _contributions(found: Balance) -> list[str]:
    """Who makes most of the difference, and who is furthest from the whole, as quotients."""
    if not found.theil:
        return []
    most = sorted(found.regions, key=lambda row: (-row["contribution_pct"], row["key"]))[:NAMED]
    shares = "、".join(
        f"{row['label']} {numbers.text(row['contribution_pct'], '%', 1)}" for row in most
    )
    above = [row for row in found.regions[::-1] if numbers.plain(row["quotient"], 2) > "1.00"]
    below = [row for row in found.regions if numbers.plain(row["quotient"], 2) < "1.00"]
    told = [
        f"{side}：" + "、".join(_quotient(row) for row in rows[:NAMED])
        for side, rows in (("高于总体最多", above), ("低于总体最多", below))
        if rows
    ]
    first = f"对差距（泰尔指数）贡献最大：{shares}"
    return ["；".join([first, *told]) + ("（区位熵，1 为总体水平）。" if told else "。")]


def _quotient(row: dict) -> str:
    return f"{row['label']} {numbers.plain(row['quotient'], 2)}"
