"""How cold a period was: heating degree days of a region, from a dated reference table.

The table has no measured row for Ningxia yet; without rows for every month of a period nothing is
corrected for the weather, and the sentence of the term says so.
"""

from fractions import Fraction

from data import reference, scope
from data.period import Month


def heating_days(snapshot: str, region: str, months: list[Month]) -> Fraction | None:
    """Degree days of the months, of the nearest region with a row for each; None when unknown."""
    known = {
        (row["region"], row["month"]): Fraction(row["heating_degree_days"])
        for row in reference.table("degree_days")
        if row["heating_degree_days"]
    }
    if not known:
        return None
    for place in scope.lineage(snapshot, region)[::-1]:
        found = [known.get((place["region"], str(month))) for month in months]
        if None not in found and sum(found):
            return sum(found)
    return None
