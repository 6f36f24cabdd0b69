"""What to say about a reallocation: what moves, what it changes, and why it may not be enough."""

from dataclasses import dataclass
from math import ceil, fsum

from data import numbers
from data.analysis.allocation import RULES, Plan, plan
from data.analysis.allocation_places import AGE, CITY, CLASS
from data.analysis.allocation_scope import PERCENT, Problem
from data.analysis.inequality import Balance, balance

RULE_WORDS = {AGE: "使用年限限制", CLASS: "编制限制", CITY: "不出市限制"}
BARRED = {"vehicles": (AGE, CLASS), "rooms": (CITY,), "assets": (AGE,), "warehouse": (AGE,)}


@dataclass(frozen=True)
class Outcome:
    """A plan with the balance of its indicator before and after it."""

    problem: Problem
    plan: Plan
    before: Balance
    after: Balance


def outcome(problem: Problem, by_distance: bool = True) -> Outcome:
    """The plan of a problem with before and after."""
    found = plan(problem.places, problem.lots, by_distance=by_distance)
    return Outcome(problem, found, *(_balance(found, when) for when in ("before", "after")))


def sentences(told: Outcome) -> list[dict]:
    """One row per sentence: metric (its id), text."""
    found = [_moved(told), _balanced(told), *_left(told), f"{told.problem.note}。"]
    if not told.plan.proved:
        found.append("问题较大，方案可行，但未能证明不存在更省的方案。")
    return [{"metric": told.problem.metric, "text": text} for text in found]


def _moved(told: Outcome) -> str:
    problem, moves = told.problem, told.plan.moves
    low, high = (numbers.plain(bound, problem.digits) for bound in problem.band)
    aim = f"{problem.indicator}调入 {low}—{high} {problem.unit} 的范围"
    if not moves:
        return f"{aim}：没有需要或可以调配的{problem.item}。"
    count = sum(len(move["items"]) for move in moves)
    km = fsum(move["km"] * len(move["items"]) for move in moves)
    givers, takers = ({move[end] for move in moves} for end in ("origin", "goes_to"))
    text = f"{aim}：需调配 {numbers.plain(count)} {problem.item}"
    if problem.item != problem.measure:
        area = fsum(move["amount"] for move in moves)
        text += f"（{numbers.text(area, problem.measure, problem.digits)}）"
    return (
        f"{text}，{len(givers)} 处调出、{len(takers)} 处调入，"
        f"合计 {numbers.plain(km)} {problem.item}·公里。"
    )


def _balanced(told: Outcome) -> str:
    places = told.plan.places
    inside = [sum(not _outside(row, row[when]) for row in places) for when in ("before", "after")]
    text = f"在范围内的由 {inside[0]} 处变为 {inside[1]} 处（共 {len(places)} 处）"
    low, high = told.before.gini, told.after.gini
    if low is None or high is None:
        return f"{text}。"
    words = numbers.plain(low, 3), numbers.plain(high, 3)
    if words[0] == words[1]:
        return f"{text}，基尼系数 {words[0]}，没有变化。"
    way = "降至" if high < low else "升至"
    return f"{text}，基尼系数由 {words[0]} {way} {words[1]}。"


def _left(told: Outcome) -> list[str]:
    """Why some stay outside: nothing to spare, or a rule that stands in the way."""
    problem, rows = told.problem, told.plan.places
    found = []
    missing = _missing(rows, problem)
    if missing:
        names = [row["label"] for row in rows if row["low"] - row["after"] > 1e-6]
        amount = numbers.text(missing, problem.measure, _digits(problem))
        found.append(f"仍缺 {amount}：{_names(names)}。{_reason(told, missing)}")
    above = [row["label"] for row in rows if row["after"] - row["high"] > 1e-6]
    if above:
        found.append(f"仍高于上限：{_names(above)}，没有可动用的，或没有地方可接收。")
    return found


def _reason(told: Outcome, missing: float) -> str:
    problem = told.problem
    need = _missing([{**row, "after": row["before"]} for row in told.plan.places], problem)
    wanted = {place.goods for place in problem.places if place.short}
    lots = [lot for lot in problem.lots if lot.fit and wanted & {"", lot.kind}]
    spare = fsum(len(lot.items) * lot.size for lot in lots)
    unit, digits = problem.measure, _digits(problem)
    if spare < need:
        first = f"可动用 {numbers.text(spare, unit, digits)}，少于所缺 "
        found = [f"{first}{numbers.text(need, unit, digits)}"]
    else:
        found = ["可动用总量够，但不在能调的地方、类别，或调出后本处将低于下限"]
    for rule in BARRED[problem.kind]:
        freed = plan(problem.places, problem.lots, RULES - {rule})
        gained = missing - _missing(freed.places, problem)
        if round(gained, digits) > 0:
            more = numbers.text(gained, unit, digits)
            found.append(f"{RULE_WORDS[rule]}挡住了其中 {more}")
    return "；".join(found) + "。"


def _missing(rows: list[dict], problem: Problem) -> float:
    """What is short of the lower bounds, in whole items where items are counted."""
    short = [max(0.0, row["low"] - row["after"]) for row in rows]
    whole = problem.item == problem.measure
    return fsum(ceil(each - 1e-6) if whole else each for each in short if each > 1e-6)


def _digits(problem: Problem) -> int:
    return 0 if problem.item == problem.measure else problem.digits


def _outside(row: dict, amount: float) -> bool:
    return row["low"] - amount > 1e-6 or amount - row["high"] > 1e-6


def _names(names: list[str]) -> str:
    more = f"等 {len(names)} 处" if len(names) > 5 else ""
    return "、".join(names[:5]) + more


def _balance(found: Plan, when: str) -> Balance:
    rows = [
        {
            "key": row["key"],
            "label": row["label"],
            "group": "",
            "resource": row[when],
            "people": row["base"],
        }
        for row in found.places
    ]
    return balance(rows, PERCENT)
