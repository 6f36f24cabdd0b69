"""Loading against floors: csv beside DuckDB's own loads, xlsx beside python-calamine alone.

A load here ends with rows that are typed, judged (type, required, key, institution, plausibility)
and closed in a database file; the copy of the originals and the models come on top of it. Each load
is a process of its own, so that the peak of its memory is its own too.
"""

import io
import json
import math
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import duckdb
from python_calamine import CalamineWorkbook

from bench import asset_cards, province_csv
from bench.measure import Figure, seconds
from data import paths, warehouse
from etl import build, cards, checks, doubts, models, tables
from etl.originals import Original
from etl.progress import Progress

RUNS, LONG_RUNS = 5, 3
SHARES = (0.01, 0.1, 1)
"""Of the province set: 80,000, 660,000 and 6.4 million rows, 1, 10 and 100 times the demo's."""
SHEET_ROWS = 200_000
TITLES = {"": ""}
"""Of cards that no file here has kept; titles are of no weight."""


def measure() -> list[Figure]:
    """The rows of the issue on loading, in its order."""
    folder = paths.var() / "bench"
    return [*_csv(folder), *_xlsx(folder), *_demo()]


def _csv(folder: Path) -> list[Figure]:
    """The province set, whole and in part, in turns with DuckDB's own loads.

    Both floors end with a closed, checkpointed file, as ours does.
    """
    sets = {share: province_csv.write(folder / f"province-{share:g}", share) for share in SHARES}
    taken = {kind: [] for kind in ("text", "plain", *SHARES)}
    for _ in range(LONG_RUNS):
        for kind in ("text", "plain"):
            taken[kind].append(_apart(kind, *sets[1]))
        for share in SHARES:
            taken[share].append(_apart("ours", *sets[share]))
    peak = max(run["megabytes"] for run in taken[1])
    rows = [taken[share][0]["rows"] for share in SHARES]
    spent = [_median(taken[share], "seconds") for share in SHARES]
    told = ", ".join(f"{s:.1f} s for {n:,} rows" for s, n in zip(spent, rows, strict=True))
    lines = statistics.linear_regression(*([math.log(each) for each in of] for of in (rows, spent)))
    return [
        _beside("load: province csv ÷ DuckDB all text into a file", taken[1], taken["text"], 0.5),
        _beside("load: province csv ÷ DuckDB plain typed load", taken[1], taken["plain"], 2.7),
        _beside("load: the floors, plain typed ÷ all text", taken["plain"], taken["text"], 1),
        Figure("load: province csv, peak memory, MB", peak, 1536, detail=f"{rows[-1]:,} rows"),
        Figure("load: growth of the load, exponent", lines.slope, 1.1, detail=told),
    ]


def _median(runs: list[dict], what: str) -> float:
    return statistics.median(run[what] for run in runs)


def _beside(name: str, ours: list[dict], floor: list[dict], limit: float) -> Figure:
    """ours ÷ floor in seconds on the clock, which other work on the machine lengthens; the CPU
    seconds, which it hardly does, stand beside."""
    (mine, theirs), cpu = (
        [_median(runs, what) for runs in (ours, floor)] for what in ("seconds", "cpu")
    )
    told = f"{mine:.1f} s / {theirs:.1f} s; CPU {cpu[0]:.1f} / {cpu[1]:.1f} = {cpu[0] / cpu[1]:.2f}"
    return Figure(name, mine / theirs, limit, detail=told)


def _xlsx(folder: Path) -> list[Figure]:
    """A workbook of 200,000 rows end to end, in turns with calamine alone."""
    path = folder / f"资产-{SHEET_ROWS}.xlsx"
    if not path.exists():
        asset_cards.write(path, SHEET_ROWS)
    ours, floor = [], []
    for _ in range(RUNS):
        floor.append(_apart("calamine", path))
        ours.append(_apart("ours", path))
    found = _beside("load: xlsx 200,000 × 15, speed ÷ calamine alone", floor, ours, 0.5)
    return [replace(found, at_most=False)]


def _calamine(path: Path) -> int:
    book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    return sum(1 for _ in book.get_sheet_by_index(0).iter_rows())


def _demo() -> list[Figure]:
    """The marts of the current snapshot built anew, and how fast it opens."""
    snapshot = warehouse.folder() / f"{warehouse.current_id()}.duckdb"
    opened = statistics.median(seconds(lambda: _open(snapshot)) for _ in range(RUNS))
    spent = statistics.median(_apart("marts", snapshot)["seconds"] for _ in range(3))
    return [
        Figure("marts of the demo, CPU s", spent, 2, detail=f"{len(models.load())} models"),
        Figure("snapshot opens, ms", opened * 1000, 50, detail=snapshot.stem),
    ]  # fmt: skip


def _open(snapshot: Path) -> None:
    with duckdb.connect(str(snapshot), read_only=True, config=warehouse.SETTINGS) as connection:
        connection.execute("from snapshot_info").fetchall()


def _apart(kind: str, *args: object) -> dict:
    """One load in a process of its own: seconds, CPU seconds, rows, megabytes."""
    flat = [str(each) for arg in args for each in (arg if isinstance(arg, list) else [arg])]
    done = subprocess.run([sys.executable, "-m", "bench.load", kind, *flat], check=True,
                          capture_output=True, text=True, cwd=paths.PROJECT)  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def _run(kind: str, files: list[Path]) -> None:
    with tempfile.TemporaryDirectory(dir=paths.var()) as folder:
        target = Path(folder) / "bench.duckdb"
        started, before, rows = time.perf_counter(), time.process_time(), 0
        if kind == "marts":
            spent = _marts(files[0], target)
        else:
            rows = _work(kind, files, target)
            spent = time.perf_counter() - started
        cpu = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    told = {"seconds": spent, "cpu": cpu, "rows": rows, "megabytes": peak}
    print(json.dumps(told))


def _work(kind: str, files: list[Path], target: Path) -> int:
    """One load or read; returns how many rows it took in, 0 for the floors."""
    if kind == "ours":
        return _load(files, target)
    return _plainly(files, target, kind) if kind in ("text", "plain") else 0 * _calamine(files[0])


def _load(files: list[Path], target: Path) -> int:
    """Files to typed and judged records in a closed file, as a build does it."""
    reading = build.Build([], cards.load([cards.FOLDER]), Progress(io.StringIO()))
    reading.path = target
    with closing(reading.connect()) as reading.connection:
        connection = reading.connection
        tables.create(connection)
        taken = [Original(path.name, path, path.name, path.stat().st_size) for path in files]
        rows = sum(map(reading.take_in, taken))
        checks.refuse(connection, 1, trusting=not any(p.stem == "institution" for p in files))
        doubts.raise_doubts(connection)
        tables.finish(connection, TITLES)
    return rows


def _plainly(files: list[Path], target: Path, kind: str) -> int:
    """DuckDB's own load: every column text, or as it guesses."""
    text = ", all_varchar = true" if kind == "text" else ""
    with duckdb.connect(str(target), config=tables.SETTINGS) as connection:
        for path in files:
            connection.execute(
                f"create table \"{path.stem}\" as from read_csv('{path}', header = true{text})"
            )
    return 0


def _marts(snapshot: Path, target: Path) -> float:
    """CPU seconds of all models over what a snapshot holds."""
    with duckdb.connect(str(target), config=tables.SETTINGS) as connection:
        tables.create(connection)
        tables.carry(connection, snapshot)
        checks.refuse(connection, 1 << 30)
        doubts.raise_doubts(connection)
        tables.finish(connection, TITLES)
        started = time.process_time()
        for model in models.load():
            models.build(connection, model)
        return time.process_time() - started


if __name__ == "__main__":
    _run(sys.argv[1], [Path(each) for each in sys.argv[2:]])
