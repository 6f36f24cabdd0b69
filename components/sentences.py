"""One sentence a figure, computed from the very rows it draws."""

from components import numbers
from data.comparison import Comparison
from data.metrics.metric import Metric

SAID = 3  # metrics in a headline


def ranking(rows: list[dict], metric: Metric, whole: dict | None) -> str:
    """Highest, lowest, how far apart, and the whole they belong to."""
    known = sorted((row for row in rows if row["value"] is not None), key=lambda r: -r["value"])
    if not known:
        return f"{metric.label}：本期无数据。"
    first, last = known[0], known[-1]
    if len(known) == 1:
        return f"{first['label']}{metric.label} {numbers.of(first['value'], metric)}。"
    told = (
        f"{metric.label}最高：{first['label']} {numbers.of(first['value'], metric)}；"
        f"最低：{last['label']} {numbers.of(last['value'], metric)}"
    )
    if last["value"] > 0 and not metric.is_share:
        told += f"，相差 {numbers.plain(first['value'] / last['value'], 1)} 倍"
    if whole and whole["value"] is not None and metric.is_ratio:
        told += f"；整体 {numbers.of(whole['value'], metric)}"
    return f"{told}。共 {len(known)} 项。"


def trend(rows: list[dict], metric: Metric) -> str:
    """The last month, against the same month a year before, and the range of the window."""
    known = [row for row in rows if row["value"] is not None]
    if not known:
        return f"{metric.label}：本期无数据。"
    last = known[-1]
    told = f"{last['label']}{metric.label} {numbers.of(last['value'], metric)}"
    before = next((row for row in known if row["key"] == _year_before(last["key"])), None)
    if before and before["value"]:
        told += "，" + _against(last["value"], before["value"], metric)
    low = min(known, key=lambda row: row["value"])
    high = max(known, key=lambda row: row["value"])
    if low["value"] == high["value"] and len(known) > 1:
        return f"{told}；近 {len(known)} 个月没有变化。"
    return (
        f"{told}；近 {len(known)} 个月最高 {numbers.of(high['value'], metric)}（{high['label']}），"
        f"最低 {numbers.of(low['value'], metric)}（{low['label']}）。"
    )


def spread(known: list[float], quarters: list[float], metric: Metric) -> str:
    """Where the middle half of the institutions lies, and how far the ends are from it."""
    low, middle, high = (numbers.of(value, metric) for value in quarters)
    return (
        f"{len(known)} 家单位的{metric.label}中位数 {middle}，中间一半在 {low} 至 {high}；"
        f"最低 {numbers.of(known[0], metric)}，最高 {numbers.of(known[-1], metric)}。"
    )


def headline(comparisons: list[Comparison]) -> str:
    """The first metric and the two that most need a word, each with its change; those that got
    worse come first. Those without a value are silent."""
    known = [one for one in comparisons if one.now]
    chosen = known[:1] + sorted(known[1:], key=_worth, reverse=True)[: SAID - 1]
    told = []
    for one in known:
        if one in chosen:
            words = numbers.change_words(one)
            part = f"{one.metric.label} {numbers.of(one.now['value'], one.metric)}"
            told.append(f"{part}，{words}" if words else part)
    return "；".join(told) + "。" if told else ""


def _worth(one: Comparison) -> tuple[bool, bool, float]:
    """Worse first, then what changed for better, then by the size of the change."""
    amount = one.year_change
    verdict = numbers.verdict(amount, one.metric)
    size = abs(amount or 0) * (1 if one.metric.is_share else 100)
    return verdict == "bad", verdict == "good", size


def _against(now: float, before: float, metric: Metric) -> str:
    amount = now - before if metric.is_share else now / before - 1
    told = numbers.change(amount, metric)
    if told == "持平":
        return "同比持平"
    return f"同比{'上升' if amount > 0 else '下降'} {told[1:]}"


def _year_before(key: str) -> str:
    return f"{int(key[:4]) - 1}{key[4:]}"
