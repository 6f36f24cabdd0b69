"""Needed columns that no word gave away, told by the shape of a heading and of its values.

Trades differ in the noun (仪器编号, 器材名称, 核算月份), hardly in what ends the heading. Such a guess is
only made for the subject already chosen, of headings nothing else wants, and is always to be looked
at (the confidence is below what counts as sure).
"""

import re

from etl.likeness import fits
from etl.words import squeeze

GUESSED = 0.55
CODE, NAME = re.compile("(编号|编码|代码|号码?|[Ii][Dd])$"), re.compile("(名称?|全称)$")
OFFICE = re.compile(".{2,}([局厅部委办室院校学心馆府所站处科队会社司团乡镇]|街道)")
ENDS = {
    "asset_code": CODE, "building_code": CODE, "room_code": CODE, "review_no": CODE,
    "case_no": CODE, "event_no": CODE, "asset_name": NAME, "building_name": NAME,
    "project_name": NAME, "month": re.compile("月份?$|月度$|期$"), "reviewed_on": re.compile("(日期|时间)$"),
    "acquired_on": re.compile("(日期|时间|年月)$"), "happened_on": re.compile("(日期|时间)$"),
}  # fmt: skip


def fill(proposal, values: dict[str, list[str]]) -> None:
    """Gives each needed column that is missing the first left-over heading of its shape."""
    for name in proposal.missing():
        column = proposal.subject.column(name)
        for heading in proposal.left_over:
            seen = [cell.strip() for cell in values[heading] if cell.strip()]
            if len(seen) > 1 and _looks_like(name, heading, seen) and fits(column, seen) == 1.0:
                proposal.columns[name] = (heading, GUESSED, "")
                proposal.left_over.remove(heading)
                break


def _looks_like(name: str, heading: str, seen: list[str]) -> bool:
    """Whether heading and values have the shape of the column."""
    if name == "institution_name":
        return all(map(OFFICE.fullmatch, seen))
    ends = ENDS.get(name)
    if not ends or not ends.search(squeeze(heading).rpartition("/")[2]):
        return False
    return ends is not CODE or len(set(seen)) == len(seen)
