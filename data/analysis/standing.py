"""Where one stands among others: ranks with n and ties, why a rank changed, and how sure a rate is.

Who did not report cannot rank; under 5 in the running nobody is scored; a share of fewer than 30
cases is shown with its interval and has no rank.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from data.metrics.metric import Metric

FEWEST_PEERS, FEWEST_CASES = 5, 30


@dataclass(frozen=True)
class Place:
    """One of the compared: `rank` 1 is the best, equal values share it; None with the reason why.

    `tied` says that others have the same rank; `interval` is the Wilson interval of a share, in %.
    """

    key: str
    label: str
    value: float | None
    rank: int | None
    tied: bool
    n: int
    reason: str = ""
    interval: tuple[float, float] | None = None


def ranked(
    metric: Metric, rows: Sequence[dict], unreported: frozenset[str] = frozenset(),
    counted: bool = False,
) -> list[Place]:  # fmt: skip
    """The rows of `metrics.fetch` in the order of their rank, those without one last, by key.

    `unreported` are the keys that owe a return; `counted` says that numerator and denominator are
    numbers of cases. n counts those in the running. A metric without a good direction ranks the
    largest first.
    """
    reasons = {row["key"]: _reason(row, unreported, counted) for row in rows}
    running = [row for row in rows if not reasons[row["key"]]]
    few = len(running) < FEWEST_PEERS
    values = [row["value"] for row in running]
    found = []
    for row in rows:
        reason, value = reasons[row["key"]], row["value"]
        if not reason and few:
            reason = f"可比的只有 {len(running)} 个，不足 {FEWEST_PEERS} 个，不排名"
        better = sum(v < value if metric.good == "down" else v > value for v in values) if (
            not reason) else 0  # fmt: skip
        found.append(
            Place(
                row["key"], row["label"], value, None if reason else better + 1,
                not reason and values.count(value) > 1, len(running), reason,
                _interval(row) if counted else None,
            )
        )  # fmt: skip
    return sorted(found, key=lambda place: (place.rank is None, place.rank or 0, place.key))


def rank_change(
    metric: Metric, now: Place, before: Place, now_row: dict, before_row: dict
) -> str:  # fmt: skip
    """Why a rank changed: which of numerator and denominator moved the value more, or that the
    value went the other way and it was the others who moved."""
    if now.rank is None or before.rank is None:
        return f"{now.label}：{now.reason or '上期' + before.reason}。"
    step = before.rank - now.rank
    if not step:
        return f"{now.label}第 {now.rank} 名（共 {now.n} 个），名次未变。"
    way = f"{'升' if step > 0 else '降'} {abs(step)} 位到第 {now.rank} 名（共 {now.n} 个）"
    better = (now.value - before.value) * (-1 if metric.good == "down" else 1)
    if better * step < 0:
        told = f"本身由 {before.value:.4g} 变为 {now.value:.4g}，是其他各个变得更多"
        return f"{now.label}{way}，{told}。"
    return f"{now.label}{way}，{_cause(now_row, before_row)}。"


def wilson(cases: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson score interval of a share of n cases, 0 to 1; all of it when there are none."""
    if n <= 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = cases / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def _reason(row: dict, unreported: frozenset[str], counted: bool) -> str:
    if row["key"] in unreported:
        return "有应报未报，不排名"
    if row["value"] is None:
        return "没有数据，不排名"
    if counted and row["denominator"] < FEWEST_CASES:
        return f"样本 {row['denominator']:.0f} 个，不足 {FEWEST_CASES} 个，不排名"
    return ""


def _interval(row: dict) -> tuple[float, float] | None:
    if not row["denominator"]:
        return None
    low, high = wilson(row["numerator"], row["denominator"])
    return low * 100, high * 100


def _cause(now: dict, before: dict) -> str:
    """The value's change, split over numerator and denominator half and half (Shapley)."""
    if now["value"] == before["value"]:
        return "本身数值未变，是其他各个变了"
    if not now["denominator"] or not before["denominator"]:
        return f"数值由 {before['value']:.4g} 变为 {now['value']:.4g}"
    inverse = [1 / before["denominator"], 1 / now["denominator"]]
    above = (now["numerator"] - before["numerator"]) * sum(inverse) / 2
    below = (inverse[1] - inverse[0]) * (now["numerator"] + before["numerator"]) / 2
    which = "分子" if abs(above) >= abs(below) else "分母"
    pair = "numerator" if which == "分子" else "denominator"
    grew = "增加" if now[pair] > before[pair] else "减少"
    return f"主要因{which}{grew}（{before[pair]:,.2f} → {now[pair]:,.2f}）"
