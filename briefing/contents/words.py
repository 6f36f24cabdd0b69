"""Sentences of a briefing: they know direction, size and what a change means, and nothing more."""

from briefing.document import Sentence
from components import numbers
from data.comparison import Comparison
from data.metrics.metric import Metric

GOOD = {"good": "有所改善", "bad": "需要关注"}


def state(comparison: Comparison) -> Sentence:
    """人均综合能耗 214.8 kgce/人，同比上升 1.6%。"""
    metric = comparison.metric
    told = f"{metric.label} {numbers.of(comparison.now['value'], metric)}"
    if words := numbers.change_words(comparison):
        told += f"，{words}"
    if comparison.broken:
        told += f"（{comparison.broken}，同比仅供参考）"
    return Sentence(f"{told}；", (metric.id,))


def closed(sentences: list[Sentence]) -> tuple[Sentence, ...]:
    """The sentences with the last semicolon turned into a full stop."""
    if not sentences:
        return ()
    last = sentences[-1]
    return (*sentences[:-1], Sentence(last.text.rstrip("；。") + "。", last.metrics))


def spread(rows: list[dict], metric: Metric) -> Sentence | None:
    """Highest and lowest part of the scope; None with fewer than two."""
    known = sorted((row for row in rows if row["value"] is not None), key=lambda r: -r["value"])
    if len(known) < 2:
        return None
    first, last = known[0], known[-1]
    told = (
        f"{metric.label}最高的是{first['label']}（{numbers.of(first['value'], metric)}），"
        f"最低的是{last['label']}（{numbers.of(last['value'], metric)}）"
    )
    if metric.good == "none" or first["value"] == last["value"]:
        return Sentence(f"{told}。", (metric.id,))
    worst = first if metric.good == "down" else last
    return Sentence(f"{told}，{worst['label']}应重点核查。", (metric.id,))


def worsened(compared: list[Comparison]) -> list[Comparison]:
    """Those that changed against the wish, the largest relative change first."""
    bad = [one for one in compared if numbers.verdict(one.year_change, one.metric) == "bad"]
    return sorted(bad, key=lambda one: -abs(one.year_change))


def problem(compared: list[Comparison]) -> Sentence:
    """Which numbers went the wrong way, or that none did."""
    bad = worsened(compared)
    if not bad:
        judged = [one for one in compared if one.year_change is not None]
        why = "上述指标同比没有不利变化。" if judged else "上述指标没有可比的上年同期数。"
        return Sentence(why, tuple(one.metric.id for one in judged))
    told = "；".join(f"{one.metric.label}{numbers.change_words(one)}" for one in bad[:3])
    return Sentence(f"不利变化：{told}。", tuple(one.metric.id for one in bad[:3]))
