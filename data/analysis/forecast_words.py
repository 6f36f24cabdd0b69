"""What to say about a forecast: next month, the year's landing, and how far to trust it."""

from data import numbers
from data.analysis.forecast import NAIVE
from data.analysis.forecast_scope import Outlook
from data.metrics.metric import Metric


def sentences(told: Outlook) -> list[dict]:
    """One row per sentence: metric (its id), text."""
    found = [_next(told), _landing(told), _target(told), _trust(told)]
    found += [f"{told.joined}。"] if told.joined else []
    return [{"metric": told.metric.id, "text": text} for text in found if text]


def _next(told: Outlook) -> str:
    row = told.rows[0]
    return (
        f"{told.metric.label}：{row['label']}预计 {numbers.of(row['value'], told.metric)}"
        f"（80% 区间 {_range(row, told.metric)}）。"
    )


def _landing(told: Outlook) -> str:
    landing = told.landing
    if landing is None:
        return ""
    where = "年末" if told.metric.kind == "stock" else "全年"
    known = f"已有 {landing['known']} 个月" if landing["known"] else "尚无当年数据"
    text = (
        f"{landing['year']}年{where}预计 {numbers.of(landing['value'], told.metric)}"
        f"（80% 区间 {_range(landing, told.metric)}；{known}）"
    )
    return f"{text}{_against(landing, told.metric)}。"


def _against(landing: dict, metric: Metric) -> str:
    """The landing against the year before; a difference inside the interval is no difference."""
    before = landing["before"]
    if before is None or (not before and not metric.is_share):
        return ""
    amount = landing["value"] - before
    size = (
        f"{numbers.plain(abs(amount), metric.digits)} 个百分点" if metric.is_share
        else f"{numbers.plain(abs(amount / before) * 100, 1)}%"
    )  # fmt: skip
    if not any(digit in size for digit in "123456789"):
        return "，与上年持平"
    way = f"{'上升' if amount > 0 else '下降'} {size}"
    if landing["low80"] <= before <= landing["high80"]:
        return f"，比上年{way}，但上年水平仍在区间之内，升降未定"
    return f"，比上年{way}"


def _target(told: Outlook) -> str:
    landing = told.landing
    if landing is None:
        return ""
    if told.target is None:
        return f"{told.target_source}，只报落点。"
    goal = f"目标 {numbers.of(told.target, told.metric)}（{told.target_source}）"
    if landing["low80"] <= told.target <= landing["high80"]:
        return f"{goal}在 80% 区间之内，能否达到未定。"
    above = landing["low80"] > told.target
    side = "高于" if above else "低于"
    text = f"预计{side}{goal}"
    if told.metric.good == "none":
        return f"{text}。"
    reached = above == (told.metric.good == "up")
    return f"{text}，{'可以达到' if reached else '照此难以达到'}。"


def _trust(told: Outlook) -> str:
    found = told.forecast
    if found.mase is None:
        return f"历史不足以回测，按{found.model}推算，仅供参考。"
    mase = numbers.plain(found.mase, 2)
    text = f"过去 {found.tried} 个月逐月回测，{found.model}的 MASE 为 {mase}"
    if found.model == NAIVE:
        return f"{text}；没有别的方法更好，按上年同月推算。"
    return f"{text}，{NAIVE}为 {numbers.plain(found.past[NAIVE], 2)}，故采用前者。"


def _range(row: dict, metric: Metric) -> str:
    return f"{numbers.of(row['low80'], metric)} 至 {numbers.of(row['high80'], metric)}"
