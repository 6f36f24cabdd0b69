"""Which groups may be told to outsiders: on the wall and in a 对外版 briefing, none under three.

A group of one or two institutions is as good as named. Hiding it alone would not hide it where the
sum is told, so the smallest other group of its family is hidden with it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping

LEAST = 3
WORD = "不公布"
FEW = f"不足 {LEAST} 家"
WHY = f"单位不足 {LEAST} 家，或能由它推出不足 {LEAST} 家的分组"
RULE = f"不足 {LEAST} 家单位的分组，以及能反推出它的分组，{WORD}"


def hidden(
    counts: Mapping[str, int], families: Mapping[str, str] | None = None, summed: bool = True
) -> frozenset[str]:
    """The groups not to be told, of `counts` (group to number of institutions).

    `families` says which groups make up one sum that is told (all of them when not given). Where
    groups are `summed`, every family with a small group also hides its smallest other one, of
    equals the last.
    """
    kin: dict[str, list[str]] = defaultdict(list)
    for key in counts:
        kin[families[key] if families else ""].append(key)
    found: set[str] = set()
    for members in kin.values():
        small = [key for key in members if counts[key] < LEAST]
        others = sorted((key for key in members if counts[key] >= LEAST), reverse=True)
        found.update(small)
        if small and others and summed:
            found.add(min(others, key=lambda key: counts[key]))
    return frozenset(found)


def gives_away(asked: Collection[str], unsaid: Collection[str]) -> bool:
    """Whether a sum over the groups `asked` betrays one of the `unsaid`: it holds some of them and
    not all, and the groups it holds beside them are told."""
    inside = set(unsaid) & set(asked)
    return bool(inside) and inside != set(unsaid)
