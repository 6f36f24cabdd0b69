"""How surely a heading and what stands below it are one of our columns: 0 to 1.

Known headings, the words of the trade, units and values speak for a column; a unit of another kind,
a word against it, and values none of which the column could have speak against it.
"""

import re

from etl import units
from etl.likeness import fits, nearest, unit_of
from etl.measure import bare
from etl.subjects import Subject
from etl.vocabulary import named, unlike, valued, vetoed
from etl.words import squeeze

ELSEWHERE = 0.85  # what a heading of another subject counts
VALUED = 0.8  # what values count that leave no doubt
AGAINST = 0.4  # what a word counts down that speaks against the column
MEASURED = 0.6  # what a unit counts that only one column of the subject can be in
UNLIKE = 0.7  # what values count down none of which is a word of the column
TOTALS = ("/合计", "/小计", "/总计", "/计")
TOTAL = re.compile("|".join(f"{word}$" for word in TOTALS))
NOBODY = re.compile(
    "^序号$|备注|姓名|电话$|电话号|手机|邮箱|附件|图片|操作$|颜色|车辆来源|车架|发动机(编?号|$)|SIM|"
    "凭证|供应商|供货|生产厂|货币|工号|站点|审核|申请人|录入|保修|年检"
)
"""Words of headings that no column of ours is filled from, unless a known card has that heading."""

Words = dict[tuple[str, str], set[str]]
"""Headings known for each subject and column."""


def score_of(subject: Subject, column, heading: str, values: list[str], known: Words) -> float:
    """Likeness to the headings known for the column, here or in other subjects, if values fit."""
    unit = unit_of(heading) if column.kind == "number" else ""
    heading = bare(TOTAL.sub("", heading))
    here = nearest(heading, frozenset(known.get((subject.name, column.name), ())))
    there = nearest(heading, frozenset(known.get(("", column.name), ())))
    money = "费" if column.unit == "cny" and unit.endswith("元") else ""  # 自来水/元 is a cost
    said = named(column.name, squeeze(heading) + money)
    wrong = (
        units.is_unit(unit)
        and column.unit
        and units.factor(unit, column.unit, column.dimension) is None
    )
    measured = unit and not wrong and _alone_in(unit, column, subject) and MEASURED
    score = max(here, ELSEWHERE * there, said, measured or 0) * (0.5 if wrong else 1)
    score *= fits(column, values)
    if vetoed(column.name, squeeze(heading)):
        score *= AGAINST
    if here < 1 and nobodys(heading):
        return score * AGAINST
    score *= UNLIKE if here < 1 and unlike(column.name, values) else 1
    return max(score, VALUED) if valued(column.name, values, heading) else score


def nobodys(heading: str) -> bool:
    """Whether the heading is of a kind that fills no column of ours."""
    return bool(NOBODY.search(heading))


def _alone_in(unit: str, column, subject: Subject) -> bool:
    """Whether no other column of the subject can be in the unit."""
    able = [other for other in subject.columns if other.kind == "number" and other.unit
            and units.factor(unit, other.unit, other.dimension) is not None]  # fmt: skip
    return able == [column]
