"""Sentences of a briefing: they know direction, size and what a change means, and nothing more."""

from briefing.contents import speech
from briefing.document import Sentence
from components import numbers
from data.comparison import Comparison
from data.metrics.metric import Metric

NAMED = 3


def state(comparison: Comparison, whole: bool = False) -> Sentence:
    """人均综合能耗 41.2 千克标准煤，同比下降 1.3%; `whole` adds 环比."""
    metric = comparison.metric
    told = f"{metric.label} {speech.amount(comparison.now['value'], metric)}"
    changed = speech.change(comparison) if whole else (
        speech.against("同比", comparison.year_change, metric))  # fmt: skip
    if changed:
        told += f"，{changed}"
    return Sentence(f"{told}；", (metric.id,))


def breaks(compared: list[Comparison]) -> list[Sentence]:
    """What changed in the statistics behind them, each change told once."""
    found: dict[str, list[Metric]] = {}
    for one in compared:
        if one.broken:
            found.setdefault(one.broken, []).append(one.metric)
    return [
        Sentence(
            f"{speech.listed([metric.label for metric in members], what='项')}的口径"
            f"{told}，同比仅供参考。",
            tuple(metric.id for metric in members),
        )
        for told, members in found.items()
    ]


def closed(sentences: list[Sentence]) -> tuple[Sentence, ...]:
    """The sentences with the last semicolon turned into a full stop."""
    if not sentences:
        return ()
    last = sentences[-1]
    return (*sentences[:-1], Sentence(last.text.rstrip("；。") + "。", last.metrics))


def worsened(compared: list[Comparison]) -> list[Comparison]:
    """Those that changed against the wish by more than a trifle, the largest change first."""
    bad = [
        one for one in compared
        if numbers.verdict(one.year_change, one.metric) == "bad"
        and not speech.slight(one.year_change, one.metric)
    ]  # fmt: skip
    return sorted(bad, key=lambda one: -_weight(one))


def _weight(one: Comparison) -> float:
    """Size of a change, points and percents on one scale."""
    return abs(one.year_change) / (1 if one.metric.is_share else 0.01)


def problem(compared: list[Comparison], most: int = NAMED) -> list[Sentence]:
    """Which numbers went the wrong way; none when none did."""
    bad = worsened(compared)[:most]
    if not bad:
        return []
    told = "，".join(
        f"{one.metric.label}{speech.against('同比', one.year_change, one.metric)}" for one in bad
    )
    return [Sentence(f"需要关注的是，{told}。", tuple(one.metric.id for one in bad))]


def targets(compared: list[Comparison]) -> list[Sentence]:
    """Where the numbers with a target stand; none without targets."""
    aimed = [one for one in compared if speech.gap(one)]
    if not aimed:
        return []
    told = "，".join(f"{one.metric.label}{speech.gap(one)}" for one in aimed)
    return [Sentence(f"对照目标，{told}。", tuple(one.metric.id for one in aimed))]


def ranks(compared: list[Comparison], readings) -> list[Sentence]:
    """The best and worst places among the peers, of ratios with a good direction."""
    placed = [(one, readings.place(one.metric)) for one in compared if one.metric.good != "none"]
    placed = [(one, place) for one, place in placed if place]
    if not placed:
        return []
    placed.sort(key=lambda pair: pair[1].place)
    best = [pair for pair in placed if pair[1].place == 1][:NAMED]
    worst = [pair for pair in placed[::-1] if pair[1].last and pair not in best][:NAMED]
    named = [f"{'、'.join(one.metric.label for one, _ in pairs)}居{end}"
             for pairs, end in ((best, "首位"), (worst, "末位")) if pairs]  # fmt: skip
    if not named:
        one, place = placed[0]
        named = [f"{one.metric.label}位次最靠前，居第 {place.place} 位"]
    ids = tuple(one.metric.id for one, _ in [*best, *worst] or placed[:1])
    return [Sentence(f"在{readings.peers}中由优到劣排列，{'，'.join(named)}。", ids)]


def spread(rows: list[dict], metric: Metric, whole: float | None) -> Sentence | None:
    """Highest and lowest part of the scope against the whole; None with fewer than two."""
    known = sorted((row for row in rows if row["value"] is not None), key=lambda r: -r["value"])
    if len(known) < 2:
        return None
    first, last = known[0], known[-1]
    if first["value"] == last["value"]:
        same = speech.amount(first["value"], metric)
        return Sentence(f"从地区看，各地{metric.label}均为 {same}。", (metric.id,))
    ends = [f"{row['label']}最{end}，为 {speech.amount(row['value'], metric)}{_to(row, metric, whole)}"
            for row, end in ((first, "高"), (last, "低"))]  # fmt: skip
    return Sentence(f"从地区看，{metric.label}{'；'.join(ends)}。", (metric.id,))


def _to(row: dict, metric: Metric, whole: float | None) -> str:
    told = speech.times(row["value"], whole, metric) if whole is not None else ""
    return f"，{told}" if told else ""


def trend(rows: list[dict], metric: Metric) -> Sentence | None:
    """Range of the last months and where the last one stands; None with fewer than two."""
    known = [row for row in rows if row["value"] is not None]
    if len(known) < 2:
        return None
    low = min(known, key=lambda row: row["value"])
    high = max(known, key=lambda row: row["value"])
    what = "各月末" if metric.kind == "stock" else "单月"
    last = known[-1]
    told = f"从走势看，近 {len(known)} 个月{what}{metric.label}"
    if speech.amount(low["value"], metric) == speech.amount(high["value"], metric):
        return Sentence(f"{told}稳定在 {speech.amount(high['value'], metric)}。", (metric.id,))
    ends = [f"最{end} {speech.amount(row['value'], metric)}（{speech.month(row['key'])}）"
            for row, end in ((high, "高"), (low, "低"))]  # fmt: skip
    told += "、".join(ends)
    if last["key"] not in (low["key"], high["key"]):
        told += f"，{speech.month(last['key'])}为 {speech.amount(last['value'], metric)}"
    return Sentence(f"{told}。", (metric.id,))
