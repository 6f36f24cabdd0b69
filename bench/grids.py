"""Grids: a page of rows with its totals, at the top, far down, sorted by any column and searched.

Needs a published snapshot; python -m bench.province makes one of the size of a province.
"""

import statistics
from collections.abc import Iterator

from bench.measure import Figure, p95, seconds
from components import grid
from data import ledgers, warehouse
from data.scope import Scope

NAMES = ("institutions-energy", "vehicles", "assets", "rooms", "reviews", "records")
RECORDS = "?metric=asset_original_value_cny"
"""The number whose rows stand for `records`: as many as there are assets."""
FAR = (5_000, 20_000, 200_000, 400_000)
WORDS = ("政府", "12", "zc")


def measure() -> Iterator[Figure]:
    """Every page is asked for once: no page was there before, only the connection was opened."""
    view = Scope.parse("", warehouse.current_id())
    taken = {}
    for name in NAMES:
        query = RECORDS if name == "records" else ""
        shown = [column.id for column in ledgers.find(name, view, query).shown]
        if name == NAMES[0]:
            warehouse.row(view.snapshot, "select 1")
        taken[name] = [
            (seconds(lambda one=one, n=name, q=query: grid.answer(n, view, *one, q)), one)
            for one in _asked(shown)
        ]
    every = [spent for times in taken.values() for spent, _ in times]
    told = ", ".join(
        f"{name} {1000 * max(times, key=lambda one: one[0])[0]:.0f}"
        for name, times in taken.items()
    )
    detail = f"{len(every)} pages, median {1000 * statistics.median(every):.0f}; slowest: {told}"
    yield Figure("grid page with totals, p95 ms", 1000 * p95(every), 150, detail=detail)


def _asked(shown: list[str]) -> list[tuple[dict, str]]:
    """What is asked of one ledger: blocks from the top on, each order, an order far down, words."""
    found = [(_block(at), "") for at in (0, *FAR)]
    found += [(_block(0, one), "") for one in shown]
    found += [(_block(at, shown[2]), "") for at in FAR]
    return found + [(_block(0), words) for words in WORDS]


def _block(start: int, sorted_by: str = "") -> dict:
    order = [{"colId": sorted_by, "sort": "desc"}] if sorted_by else []
    return {"startRow": start, "endRow": start + grid.BLOCK, "sortModel": order}
