"""A card proposed for a table nobody has described: which heading is which of our columns."""

import re
from dataclasses import dataclass, field

from etl import annotated, shapes, units
from etl.card import OWN_UNIT, Card
from etl.header import Header, headers
from etl.likeness import nearest, unit_of
from etl.scoring import TOTAL, TOTALS, Words, score_of
from etl.subjects import SUBJECTS, WHO, Subject
from etl.vocabulary import CODES, long_form, named, valued
from etl.words import squeeze

LONGEST = 14  # signs of a heading; titles and sentences are longer
LEAST = 0.45  # below this a heading is left out
PART = 0.8  # what a heading beside its own total counts
VALUE = re.compile(r"[-+]?[\d,]*\.?\d+%?|20\d\d[-./年].*")
NAMES = re.compile(r"20\d\d年?|\d{3,4}")
"""What stands in a row of headings though it looks like a value: years, codes of indicators."""
TELLING = {"plate", "building_code", "building_name", "room_code", "review_no"}
"""Columns that only one kind of thing has, where heading or values say so: an asset number stands
in registers of vehicles and of buildings too."""
CLOSE = 0.9  # of two headings this near to each other for a column a person has to choose
ASKED = 0.65  # the confidence then: below what counts as sure
YEAR_HEADINGS, MONTH_HEADINGS = ("年度", "年份", "年"), ("月份", "月")


@dataclass
class Proposal:
    """`columns` is column -> (heading, confidence 0 to 1, unit)."""

    subject: Subject
    header: Header
    columns: dict[str, tuple[str, float, str]]
    join: dict[str, list[str]] = field(default_factory=dict)
    left_over: list[str] = field(default_factory=list)
    unpivot: dict = field(default_factory=dict)
    telling: int = 0

    @property
    def weight(self) -> float:
        """How good the proposal is: certain columns count, missing needed ones cost."""
        found = sum(score**2 for _, score, _ in self.columns.values()) + 2 * len(self.join)
        found += len(self.unpivot.get("codes", ())) + 2 * self.telling
        return found - 1.0 * len(self.missing()) - 0.2 * len(self.left_over)

    def missing(self) -> list[str]:
        """Columns the subject needs and the table does not seem to have."""
        have = {*self.columns, *self.join, *self.unpivot.get("codes", {}).values()}
        lacking = [c.name for c in self.subject.columns if c.required and c.name not in have]
        named = self.subject.column(WHO[0]) and not self.subject.register
        return lacking + (["institution_name"] if named and not have & set(WHO) else [])


def words(cards: list[Card]) -> Words:
    """The dictionary of all known cards."""
    found: Words = {}
    for card in cards:
        for column in card.fields:
            for subject in (card.subject.name, ""):  # "" is any subject
                found.setdefault((subject, column.column.name), set()).update(column.headings)
    return found


def propose(head: list[list[str]], merged: list, known: Words) -> Proposal | None:
    """The best reading of a sheet's first rows, None when nothing is like anything known."""
    every = frozenset().union(*known.values())
    ranked = sorted(headers(head, merged), key=lambda h: _resembles(h, every), reverse=True)
    if not ranked or not any(ranked[0].headings):
        return None
    chosen = annotated.completed(ranked[0], head)
    values = {
        heading: [row[at] for row in head[chosen.end :] if at < len(row)]
        for at, heading in enumerate(chosen.headings)
    }
    best = max((_assign(subject, chosen, values, known) for subject in SUBJECTS.values()),
               key=lambda proposal: proposal.weight)  # fmt: skip
    shapes.fill(best, values)
    plain = dict(zip(chosen.headings, ranked[0].headings, strict=True))
    best.columns = {column: (plain[heading], score, unit)
                    for column, (heading, score, unit) in best.columns.items()}  # fmt: skip
    best.left_over = [plain[heading] for heading in best.left_over]
    return best


def _resembles(header: Header, every: frozenset[str]) -> tuple[float, int]:
    """How much of a row of headings is like headings we know; fewer rows win a tie."""
    found = {heading for heading in header.headings if heading}
    near = sum(nearest(heading, every) for heading in found)
    strange = sum(heading.isdecimal() or _is_no_heading(heading) for heading in found)
    strange += 2 * sum(map(_is_of_data, found)) + (len(found) if _has_title(header) else 0)
    strange += 2 * sum(":" in heading for heading in found)  # 填报单位:, 单位: stand above it
    return near - 0.5 * strange, -header.depth


def _has_title(header: Header) -> bool:
    """Whether the first of several rows is one text over most columns: the title of the table."""
    headings = [heading for heading in header.headings if heading]
    first = [heading.partition("/")[0] for heading in headings if "/" in heading]
    return len(first) > 0.6 * len(headings) and len(set(first)) == 1


def _is_of_data(heading: str) -> bool:
    """Whether a part below the first is a number or a day: a row of data, no heading."""
    below = heading.split("/")[1:]
    return any(VALUE.fullmatch(part) and not NAMES.fullmatch(part) for part in below)


def _is_no_heading(heading: str) -> bool:
    """Whether a title stands in front of the heading, or it is a sentence."""
    return any(len(part) > LONGEST for part in heading.split("/")) or heading.count("/") > 2


def _assign(subject: Subject, header: Header, values: dict, known: Words) -> Proposal:
    """The pairs of heading and column in order of confidence, each used once."""
    headings = [heading for heading in header.headings if heading]
    proposal = Proposal(subject, header, {})
    if subject.column("month"):
        _join_month(proposal, headings)
    taken = {heading for joined in proposal.join.values() for heading in joined}
    taken |= _unpivot(proposal, values)
    columns = [column for column in subject.columns if column.name not in proposal.join
               and not (proposal.unpivot and column.name in CODES.values())]  # fmt: skip
    pairs = sorted(
        ((score_of(subject, column, heading, values[heading], known) * _whole(heading, headings),
          heading, column)
         for heading in dict.fromkeys(headings) for column in columns if heading not in taken),
        key=lambda pair: -pair[0],
    )  # fmt: skip
    for score, heading, column in pairs:
        if score >= LEAST and heading not in taken and column.name not in proposal.columns:
            unit = unit_of(heading) if column.kind == "number" else ""
            known_unit = units.factor(unit, column.unit, column.dimension) is not None
            proposal.columns[column.name] = (heading, score, unit if known_unit else "")
            taken.add(heading)
    proposal.left_over = [heading for heading in headings if heading not in taken]
    _doubt(proposal, pairs)
    _pay(proposal)
    proposal.telling = sum(
        bool(named(name, squeeze(heading)) or valued(name, values[heading], heading))
        for name, (heading, _, _) in proposal.columns.items() if name in TELLING
    )  # fmt: skip
    return proposal


def _doubt(proposal: Proposal, pairs: list) -> None:
    """Makes a person look where a heading that was left over suits a column nearly as well."""
    for score, heading, column in pairs:
        taken = proposal.columns.get(column.name)
        if taken and heading in proposal.left_over and CLOSE * taken[1] <= score < taken[1] < 1:
            proposal.columns[column.name] = (taken[0], min(taken[1], ASKED), taken[2])


def _pay(proposal: Proposal) -> None:
    """What is paid for heat goes with the heat beside it, unless said to be by area."""
    cost = proposal.columns.get("area_heat_cost")
    paired = cost and "heat" in proposal.columns and "heat_cost" not in proposal.columns
    if paired and "面积" not in cost[0]:
        heading, score, unit = proposal.columns.pop("area_heat_cost")
        proposal.columns["heat_cost"] = (heading, min(score, ASKED), unit)


def _whole(heading: str, headings: list[str]) -> float:
    """Less than 1 for one part of what a heading beside it states as a total."""
    group = heading.rpartition("/")[0]
    parted = group and not TOTAL.search(heading)
    return PART if parted and any(group + word in headings for word in TOTALS) else 1.0


def _unpivot(proposal: Proposal, values: dict) -> set[str]:
    """Notes the long form of a sheet with indicator codes; returns the headings it takes: those of
    code and value, and of the unit of each row."""
    found = long_form(values)
    if not found or not proposal.subject.column("electricity"):
        return set()
    seen = {cell.strip() for cell in values[found[0]]} & CODES.keys()
    codes = {code: CODES[code] for code in sorted(seen)}
    proposal.unpivot = {"code": found[0], "value": found[1], "codes": codes}
    return {*found, *(heading for heading in values if squeeze(heading) in OWN_UNIT)}


def _join_month(proposal: Proposal, headings: list[str]) -> None:
    """A year and a month in columns of their own."""
    year = [heading for heading in headings if squeeze(heading) in YEAR_HEADINGS]
    month = [heading for heading in headings if squeeze(heading) in MONTH_HEADINGS]
    if len(year) == len(month) == 1:
        proposal.join["month"] = [year[0], month[0]]
