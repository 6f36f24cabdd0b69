"""Parts of a change to the terms of its metric: institution by institution, so that any grouping
of the contributions (by term, region, type or institution) adds up to the same change."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from data.analysis import matching, sources, weather
from data.analysis.decomposition import Levels, rates, shapley, summed
from data.analysis.matching import Part
from data.analysis.readings import Sides
from data.metrics.metric import Metric

STATUSES = {
    matching.MOVED_IN: "并入",
    matching.MOVED_OUT: "划出",
    matching.MOVED_WITHIN: "内部划转",
    matching.FOUNDED: "新纳入名录",
    matching.CLOSED: "退出名录",
    matching.MISSING: "缺报",
}
UNSPLIT = {"unsplit": "无法拆分"}
ENERGY = {
    "area": "建筑面积",
    "mix": "机构结构",
    "intensity": "单位面积用量",
    "weather": "天气",
} | UNSPLIT
VEHICLE = {
    "vehicles": "车辆数",
    "distance": "单车里程",
    "fuel": "单位里程油耗",
    "price": "油价",
    "charge": "充电费",
    "repair": "维修费",
    "insurance": "保险费",
    "toll": "过路停车费",
} | UNSPLIT
ASSET = {"acquired": "新增", "disposed": "处置", "transferred": "划转调出", "revalued": "重估"}


@dataclass(frozen=True)
class Contribution:
    """What one institution adds to the change through one term, in the unit of the metric."""

    institution: str
    term: str
    amount: Fraction


def terms(metric: Metric) -> dict[str, str]:
    """The terms of a metric with their labels, in the order they are told."""
    if metric.is_ratio:
        above, _, below = metric.formula.partition("÷")
        return {
            "numerator": f"分子“{above.strip()}”",
            "denominator": f"分母“{below.strip()}”",
        } | STATUSES
    if metric.id == sources.VEHICLE_COST:
        return VEHICLE | STATUSES
    if metric.id == sources.ASSET_VALUE:
        return ASSET | STATUSES
    if metric.mart.subject == "energy":
        return ENERGY | STATUSES
    return {"real": "真实变化"} | STATUSES


def contributions(
    metric: Metric, snapshot: str, sides: Sides, parts: list[Part], scale: Fraction
) -> list[Contribution]:
    """Every part as terms; their sum is the change from the parts' before to their now."""
    if metric.is_ratio:
        found = _ratio(parts, scale)
    else:
        found = _sums(metric, snapshot, sides, parts, scale)
    return [one for one in found if one.amount]


def _sums(
    metric: Metric, snapshot: str, sides: Sides, parts: list[Part], scale: Fraction
) -> Iterator[Contribution]:
    """The terms of a metric that is a sum over institutions."""
    real = [part for part in parts if part.status == matching.REAL]
    whole = tuple(
        summed(side[1] for side in sides_ if len(side) > 1)
        for sides_ in ([part.before for part in real], [part.now for part in real])
    )
    for part in parts:
        if part.status != matching.REAL:
            yield _plain(part, part.status, 0, scale)
        elif metric.id == sources.VEHICLE_COST:
            yield from _vehicle(part, scale)
        elif metric.id == sources.ASSET_VALUE:
            for at, sign in ((1, 1), (2, -1), (3, -1)):
                yield _plain(part, sources.ASSET_LEVELS[at], at, sign * scale)
        elif metric.mart.subject == "energy":
            yield from _energy(part, whole, _cold(snapshot, sides, part), scale)
        else:
            yield _plain(part, "real", 0, scale)


def _energy(
    part: Part, whole: tuple, cold: tuple[Fraction, Fraction] | None, scale: Fraction
) -> Iterator[Contribution]:
    """Area of all × this one's share of it × use per area × weather (of the heating part)."""
    heat = 2 if cold else None
    before, now = (
        (area, levels[1], levels[0] - (levels[heat] if heat else 0))
        for area, levels in zip(whole, (part.before, part.now), strict=True)
    )
    yield from _chain(part, before, now, ("area", "mix", "intensity"), scale)
    if heat:
        before, now = (
            (area, levels[1], levels[heat] / days, levels[heat])
            for area, levels, days in zip(whole, (part.before, part.now), cold, strict=True)
        )
        yield from _chain(part, before, now, ("area", "mix", "intensity", "weather"), scale)


def _vehicle(part: Part, scale: Fraction) -> Iterator[Contribution]:
    """Vehicles × km a vehicle × litres a km × price, and each other cost as it is."""
    chain = ("vehicles", "distance", "fuel", "price")
    yield from _chain(part, part.before[1:5], part.now[1:5], chain, scale)
    for at, name in enumerate(sources.VEHICLE_LEVELS[5:], 5):
        yield _plain(part, name, at, scale)
    rest = [sum(levels[4:]) - levels[0] for levels in (part.now, part.before)]
    yield Contribution(part.institution, "unsplit", (rest[1] - rest[0]) * scale)


def _chain(
    part: Part, before: Levels, now: Levels, names: tuple[str, ...], scale: Fraction
) -> Iterator[Contribution]:
    factors = rates(before, now)
    if factors is None:
        yield Contribution(part.institution, "unsplit", (now[-1] - before[-1]) * scale)
        return
    for name, amount in zip(names, shapley(*factors), strict=True):
        yield Contribution(part.institution, name, amount * scale)


def _ratio(parts: list[Part], scale: Fraction) -> Iterator[Contribution]:
    """N₁/D₁ − N₀/D₀ = ΣΔn·(1/D₀+1/D₁)/2 − ΣΔd·(N₀+N₁)/(2·D₀·D₁): a sum over institutions."""
    (above0, below0), (above1, below1) = totals(parts)
    per_above = (1 / below0 + 1 / below1) / 2 * scale
    per_below = -(above0 + above1) / (2 * below0 * below1) * scale
    for part in parts:
        above = (part.now[0] - part.before[0]) * per_above
        below = (part.now[1] - part.before[1]) * per_below
        if part.status != matching.REAL:
            yield Contribution(part.institution, part.status, above + below)
            continue
        yield Contribution(part.institution, "numerator", above)
        yield Contribution(part.institution, "denominator", below)


def totals(parts: list[Part]) -> tuple[Levels, Levels]:
    """Before and now of a view: all its parts summed, moved ones where they came from."""
    stay = [part for part in parts if part.status not in matching.MOVES]
    moved = [part for part in parts if part.status in matching.MOVES]
    before = [part.before for part in parts]
    back = [part.now for part in moved]  # what came in was not here before
    then = tuple(
        summed(levels) - summed(taken[at] for taken in back)
        for at, levels in enumerate(zip(*before, strict=True))
    )
    now = tuple(map(summed, zip(*(part.now for part in stay), strict=True)))
    return then, now


def _plain(part: Part, term: str, at: int, scale: Fraction) -> Contribution:
    return Contribution(part.institution, term, (part.now[at] - part.before[at]) * scale)


def _cold(snapshot: str, sides: Sides, part: Part) -> tuple[Fraction, Fraction] | None:
    """Degree days of both periods where the institution stands; None when not known, or when
    the metric has no part that heats."""
    if len(part.before) < 3:
        return None
    region = sides.places[part.institution]["region"]
    found = tuple(
        weather.heating_days(snapshot, region, [pair[at] for pair in sides.steps]) for at in (0, 1)
    )
    return None if None in found else found
