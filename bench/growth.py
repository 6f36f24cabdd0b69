"""How the queries of the panels grow with the records: marts at 1, 10 and 100 times the demo.

Twice: with more records of the institutions there are (the tables of single records grow, those by
institution and month do not), and with more institutions (every mart grows).
"""

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np

from bench.measure import Figure, seconds
from data import metrics, paths, warehouse
from data.scope import Scope

TIMES, RUNS = (1, 10, 100), 5
SPLITS = ("", "region", "month")


def measure() -> Iterator[Figure]:
    """The exponent of both kinds of growth, fitted over the three sizes."""
    snapshot = warehouse.current_id()
    asked = list(_asked(Scope.parse("", snapshot)))
    marts = sorted({metric.mart.table for metric in metrics.METRICS.values()})
    single = [name for name in marts if name.startswith("fct_")]
    for told, growing in (("records", single), ("institutions", marts)):
        taken, rows = zip(*(_taken(snapshot, growing, one, asked) for one in TIMES), strict=True)
        exponent = float(np.polyfit(np.log(TIMES), np.log(taken), 1)[0])
        each = ", ".join(
            f"{1000 * spent:.0f} ms at {count:,} rows"
            for spent, count in zip(taken, rows, strict=True)
        )
        yield Figure(
            f"growth of {len(asked)} panel queries, {told}, exponent", exponent, 0.2, detail=each
        )


def _asked(view: Scope) -> Iterator[tuple[str, list]]:
    """The queries of every metric: in total, by region, by month."""
    for members in metrics.BY_MART.values():
        for by in SPLITS:
            able = tuple(one for one in members if not by or by in metrics.splits(one))
            for _, sql, params in metrics.queries(able, view, by):
                yield sql, params


def _taken(snapshot: str, growing: list[str], times: int, asked: list) -> tuple[float, int]:
    """Median seconds of all queries together with the tables so many times as long; their rows."""
    with tempfile.TemporaryDirectory(dir=paths.var()) as folder:
        path = shutil.copy(warehouse.folder() / f"{snapshot}.duckdb", Path(folder) / "grown.duckdb")
        rows = _grow(path, growing, times)
        with duckdb.connect(str(path), read_only=True, config=warehouse.SETTINGS) as connection:
            spent = [seconds(lambda: _ask(connection, asked)) for _ in range(RUNS)]
    return statistics.median(spent), rows


def _grow(path: Path, growing: list[str], times: int) -> int:
    with duckdb.connect(str(path)) as connection:
        for table in growing:
            columns = [row[0] for row in connection.execute(f"describe {table}").fetchall()]
            told = ", ".join(
                "institution || '-' || copy" if name == "institution" else f'"{name}"'
                for name in columns
            )
            connection.execute(
                f"insert into {table} select {told} from {table}, range(1, {times}) as more(copy)"
            )
        sizes = [connection.execute(f"select count(*) from {name}").fetchone()[0]
                 for name in growing]  # fmt: skip
    return sum(sizes)


def _ask(connection: duckdb.DuckDBPyConnection, asked: list) -> None:
    for sql, params in asked:
        connection.execute(sql, params).fetchall()
