"""Suggestions: what a reallocation of idle cars and rooms could do, in words and as a table."""

import re
from importlib import import_module
from math import fsum

from briefing.contents import balance, speech
from briefing.contents.readings import Readings
from briefing.document import Block, Column, Heading, Note, Paragraph, Sentence, Table
from components import numbers
from data import scope
from data.errors import AllocationError
from data.scope import Scope

PLANS = (("allocation_vehicles", "vehicles"), ("allocation_rooms", "rooms"))
SUBJECTS = {"vehicles": "公务用车", "rooms": "办公用房"}
AMONG = {"vehicles": ("个", "县（市、区）"), "rooms": ("家", "单位")}
MOVES = (Column("调出", 1.6), Column("调入", 1.6), Column("类别", 2.4),
         Column("数量", 0.9, True), Column("公里", 1.0, True))  # fmt: skip
MOST_MOVES = 20


def chapter(readings: Readings) -> list[Block]:
    """What idle cars and rooms could do for the places below the band."""
    view = readings.view
    if not balance.measured(readings):
        return []
    told: list[Block] = []
    for module, name in PLANS:
        # scipy is heavy: only who writes this chapter pays for it
        words = import_module("data.analysis.allocation_words")
        try:
            problem = getattr(import_module(f"data.analysis.{module}"), name)(view, None)
            told += _plan(words.outcome(problem), words, name, view)
        except AllocationError as error:
            told.append(Note(f"{SUBJECTS[name]}：{error}"))
    return [Heading("统筹调剂存量", 2), *told] if told else []


def _plan(outcome, words, name: str, view: Scope) -> list[Block]:
    """A plan in words, with its moves where they fit into a table."""
    problem, moves = outcome.problem, outcome.plan.moves
    low, high = (numbers.plain(bound, problem.digits) for bound in problem.band)
    unit = speech.UNITS.get(problem.unit, problem.unit)
    space = "" if unit == "%" else " "
    aim = f"{SUBJECTS[name]}：以{problem.indicator} {low}—{high}{space}{unit}为均衡区间"
    ids = (problem.metric,)
    if not moves:
        return [Paragraph((Sentence(f"{aim}，目前没有需要或可以调剂的。", ids),))]
    rest = [Sentence(_official(row["text"]), ids) for row in words.sentences(outcome)[2:]]
    first = (Sentence(f"{aim}，{_moved(outcome)}", ids), Sentence(_after(outcome, name), ids))
    blocks: list[Block] = [Paragraph((*first, *rest))]
    if name == "vehicles" and len(moves) <= MOST_MOVES:
        blocks.append(_moves(outcome, view))
    return blocks


def _official(text: str) -> str:
    """The sentence of the screen as it stands in a document."""
    told = re.sub("([^；。]+?限制)挡住了其中 ", "受\\1不能调剂的有 ", text)
    return told.replace("可动用：", "本方案可动用的为：").replace(" m²", " 平方米")


def _moved(outcome) -> str:
    problem, moves = outcome.problem, outcome.plan.moves
    count = sum(len(move["items"]) for move in moves)
    size = f"{numbers.plain(count)} {problem.item}"
    if problem.item != problem.measure:
        area = fsum(move["amount"] for move in moves)
        measure = speech.UNITS.get(problem.measure, problem.measure)
        size += f"（{numbers.plain(area, problem.digits)} {measure}）"
    givers, takers = ({move[end] for move in moves} for end in ("origin", "goes_to"))
    return f"建议调剂 {size}，由 {len(givers)} 处调出、{len(takers)} 处调入。"


def _after(outcome, name: str) -> str:
    rows = outcome.plan.places
    inside = [
        sum(row["low"] - 1e-6 <= row[when] <= row["high"] + 1e-6 for row in rows)
        for when in ("before", "after")
    ]
    each, what = AMONG[name]
    told = f"调剂后，{numbers.plain(len(rows))} {each}{what}中处于区间内的由"
    told += f" {numbers.plain(inside[0])} {each}增至 {numbers.plain(inside[1])} {each}"
    low, high = outcome.before.gini, outcome.after.gini
    if low is None or high is None or numbers.plain(low, 3) == numbers.plain(high, 3):
        return f"{told}。"
    way = "降至" if high < low else "升至"
    return f"{told}，基尼系数由 {numbers.plain(low, 3)} {way} {numbers.plain(high, 3)}。"


def _moves(outcome, view: Scope) -> Table:
    names = {key: row["name"] for key, row in scope.regions(view.snapshot).items()}
    rows = tuple(
        (names.get(move["origin"], move["origin"]), names.get(move["goes_to"], move["goes_to"]),
         move["kind"], numbers.plain(len(move["items"])), numbers.plain(move["km"], 1))
        for move in outcome.plan.moves
    )  # fmt: skip
    return Table("公务用车调剂方案（辆）", MOVES, rows)
