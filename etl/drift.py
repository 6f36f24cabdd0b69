"""A known template that has changed: both lists side by side, and which heading was renamed.

A sheet whose optional column came back under another spelling (电费（元） now 电费（万元）) would load
with that column empty; it is stopped instead.
"""

from data.errors import TemplateError
from etl.card import Card
from etl.likeness import core, likeness
from etl.measure import bare
from etl.words import listed

ALIKE = 0.6  # from here on a new heading is shown as the likely new name of a missing one


def apart(card: Card, headings: tuple[str, ...]) -> str:
    """What the sheet has and the card does not know, and what may have been renamed."""
    new = _new(card, headings)
    gone = [group for group in card.required() if not set(group) & set(headings)]
    pairs = [
        (likeness(old, heading), old, heading)
        for group in gone for old in group for heading in new
    ]  # fmt: skip
    renamed = [f"“{heading}”似为“{old}”" for score, old, heading in sorted(pairs, reverse=True)
               if score >= ALIKE]  # fmt: skip
    said = f"表中另有来源卡不认得的：{listed(new) or '无'}"
    return said + (f"；可能改了名：{listed(renamed, 6)}" if renamed else "")


def stop_when_renamed(card: Card, headings: tuple[str, ...]) -> None:
    """Raises TemplateError when a column that is not there stands under another spelling."""
    new = {core(heading): heading for heading in _new(card, headings)}
    there = {*headings, *map(bare, headings)}  # a unit in the heading is read, not drift
    for field in card.fields:
        if set(field.headings) & there:
            continue
        for heading in field.headings:
            if (now := new.get(core(heading))) and core(heading):
                raise TemplateError(
                    f"表样有变化：表中的“{now}”与来源卡 {card.name} 的“{heading}”像是同一列，写法或单位不同，"
                    f"不能确定。{apart(card, headings)}。请改回原来的表头，或把新表头补入来源卡后重新装载。"
                )


def _new(card: Card, headings: tuple[str, ...]) -> list[str]:
    return [heading for heading in headings if heading and not card.takes(heading)]
