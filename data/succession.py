"""机构沿革: who took over from whom, so that two periods can count the same people and buildings."""

from fractions import Fraction
from functools import lru_cache
from itertools import groupby

from data import quality, warehouse
from data.period import Month

Shares = dict[str, dict[str, Fraction]]


@lru_cache(maxsize=8)
def changes(snapshot: str) -> tuple[dict, ...]:
    """One row per change, oldest first: institution, successor, kind, changed_on, month (the first
    one that counts), share (of people and buildings, 0 to 1), document_no, names and demo.

    `share` is None where a split does not state it; `successor` where the roster does not know it.
    """
    if not quality.holds(snapshot, "dim_institution_change"):
        return ()
    found = warehouse.rows(
        snapshot,
        "select change.institution, change.successor, change.kind, change.changed_on, change.month,"
        " cast(change.share_pct as varchar) as share, change.document_no, change.demo,"
        " origin.name as institution_name, heir.name as successor_name"
        " from dim_institution_change as change"
        " left join dim_institution as origin on origin.institution = change.institution"
        " left join dim_institution as heir on heir.institution = change.successor"
        " order by change.month, change.institution, change.successor",
    )
    return tuple(row | {"share": row["share"] and Fraction(row["share"]) / 100} for row in found)


def between(rows: tuple[dict, ...], earlier: Month, later: Month) -> list[dict]:
    """Those of the changes that count after the one month and not after the other."""
    return [row for row in rows if str(earlier) < str(row["month"])[:7] <= str(later)]


def shares(found: list[dict]) -> Shares:
    """For each institution the changes touch: which institutions hold it afterwards, and what
    share of it each; the shares of one institution sum to 1.

    Changes whose share or successor is not known are left out: what they moved cannot be told.
    """
    held: Shares = {}
    known = [row for row in found if row["share"] is not None and row["successor"]]
    for (_, origin), rows in groupby(known, key=lambda row: (row["month"], row["institution"])):
        moves = {row["successor"]: row["share"] for row in rows if row["successor"] != origin}
        for code in (origin, *moves):
            held.setdefault(code, {code: Fraction(1)})
        for holders in held.values():
            amount = holders.pop(origin, Fraction(0))
            for heir, share in moves.items():
                _add(holders, heir, amount * share)
            _add(holders, origin, amount * (1 - sum(moves.values())))
    return held


def unknown(found: list[dict]) -> list[dict]:
    """The changes whose share or successor is missing."""
    return [row for row in found if row["share"] is None or not row["successor"]]


def _add(holders: dict[str, Fraction], code: str, amount: Fraction) -> None:
    if amount:
        holders[code] = holders.get(code, Fraction(0)) + amount
