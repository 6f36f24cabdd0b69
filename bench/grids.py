"""Grids: a page of rows with its totals, at the top, far down, sorted by any column and searched.

Needs a published snapshot; python -m bench.province makes one of the size of a province.
"""

import importlib
import statistics
from collections.abc import Iterator

from bench.measure import Figure, p95, seconds
from components import grid
from data import ledgers, warehouse
from data.scope import Scope

app = importlib.import_module("app").app
NAMES = ("institutions-energy", "vehicles", "assets", "rooms", "reviews")
RECORDS = "?metric=asset_original_value_cny"
"""The number whose rows stand for `records`: as many as there are assets."""
FAR = (5_000, 20_000, 200_000, 400_000)
WORDS = ("政府", "12", "zc")


def measure() -> Iterator[Figure]:
    """Every page is asked for once: no page was there before, only the connection was opened."""
    view = Scope.parse("", warehouse.current_id())
    for told, names in (("a ledger", NAMES), ("the rows behind a number", ("records",))):
        taken = {name: _taken(name, view) for name in names}
        every = [spent for times in taken.values() for spent in times]
        slowest = ", ".join(f"{name} {1000 * max(times):.0f}" for name, times in taken.items())
        middle = 1000 * statistics.median(every)
        detail = f"{len(every)} pages, median {middle:.0f}; slowest: {slowest}"
        yield Figure(f"page of {told}, p95 ms", 1000 * p95(every), 150, detail=detail)


def _taken(name: str, view: Scope) -> list[float]:
    """Seconds of each page of one ledger, with its totals."""
    query = RECORDS if name == "records" else ""
    shown = [column.id for column in ledgers.find(name, view, query).shown]
    warehouse.row(view.snapshot, "select 1")
    return [seconds(lambda one=one: _answer(name, view, one, query)) for one in _asked(shown)]


def _answer(name: str, view: Scope, asked: tuple, query: str) -> None:
    """As a request is answered, which looks once what is current."""
    with app.server.test_request_context():
        grid.answer(name, view, *asked, query)


def _asked(shown: list[str]) -> list[tuple[dict, str]]:
    """What is asked of one ledger: blocks from the top on, each order, an order far down, words."""
    found = [(_block(at), "") for at in (0, *FAR)]
    found += [(_block(0, one), "") for one in shown]
    found += [(_block(at, shown[2]), "") for at in FAR]
    return found + [(_block(0), words) for words in WORDS]


def _block(start: int, sorted_by: str = "") -> dict:
    order = [{"colId": sorted_by, "sort": "desc"}] if sorted_by else []
    return {"startRow": start, "endRow": start + grid.BLOCK, "sortModel": order}
