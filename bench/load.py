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
from pathlib import Path

import duckdb
import xlsxwriter
from python_calamine import CalamineWorkbook

from bench import province_csv
from bench.measure import Figure, seconds
from data import paths, warehouse
from etl import build, cards, checks, doubts, models, tables
from etl.originals import Original
from etl.progress import Progress

RUNS, LONG_RUNS = 5, 3
SHARES = (0.1, 1)
SHEET_ROWS = 200_000
TITLES = {"": ""}
"""Of cards that no file here has kept; titles are of no weight."""


def measure() -> list[Figure]:
    """The rows of the issue on loading, in its order."""
    folder = paths.var() / "bench"
    return [*_csv(folder), *_xlsx(folder), *_demo()]


def _csv(folder: Path) -> list[Figure]:
    """The province set, whole and a tenth, in turns with DuckDB's own loads."""
    sets = {share: province_csv.write(folder / f"province-{share:g}", share) for share in SHARES}
    taken = {kind: [] for kind in ("ours", "small", "text", "plain")}
    for _ in range(LONG_RUNS):
        for kind in ("text", "plain", "ours"):
            taken[kind].append(_apart(kind, *sets[1]))
        taken["small"].append(_apart("ours", *sets[SHARES[0]]))
    ours, small, text, plain = (
        statistics.median(run["seconds"] for run in runs) for runs in taken.values()
    )
    told = f"{ours:.1f} s / "
    peak = max(run["megabytes"] for run in taken["ours"])
    rows = [taken[kind][0]["rows"] for kind in ("ours", "small")]
    exponent = math.log(ours / small) / math.log(rows[0] / rows[1])
    return [
        Figure("load: province csv ÷ DuckDB all text into a file", ours / text, 0.5,
               detail=told + f"{text:.1f} s"),
        Figure("load: province csv ÷ DuckDB plain typed load", ours / plain, 2.7,
               detail=told + f"{plain:.1f} s"),
        Figure("load: province csv, peak memory, MB", peak, 1536, detail=f"{rows[0]:,} rows"),
        Figure("load: growth of the load, exponent", exponent, 1.1,
               detail=f"{small:.1f} s for {rows[1]:,} rows, {ours:.1f} s for {rows[0]:,}"),
    ]  # fmt: skip


def _xlsx(folder: Path) -> list[Figure]:
    """A workbook of 200,000 rows end to end, in turns with calamine alone."""
    path = folder / f"资产-{SHEET_ROWS}.xlsx"
    if not path.exists():
        _write_workbook(path)
    content = path.read_bytes()
    ours, floor = [], []
    for _ in range(RUNS):
        floor.append(seconds(lambda: _calamine(content)))
        ours.append(_apart("ours", path)["seconds"])
    mine, theirs = statistics.median(ours), statistics.median(floor)
    return [Figure("load: xlsx 200,000 × 15, speed ÷ calamine alone", theirs / mine, 0.5, False,
                   f"{mine:.2f} s / {theirs:.2f} s")]  # fmt: skip


def _calamine(content: bytes) -> int:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
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
        started, rows = time.perf_counter(), 0
        if kind == "marts":
            spent = _marts(files[0], target)
        else:
            rows = _load(files, target) if kind == "ours" else _plainly(files, target, kind)
            spent = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    told = {"seconds": spent, "cpu": time.process_time(), "rows": rows, "megabytes": peak}
    print(json.dumps(told))


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


def _write_workbook(path: Path) -> None:
    """Asset cards, fifteen columns of the kinds that registers have."""
    heads = ["统一社会信用代码", "单位名称", "资产编号", "资产名称", "资产分类代码", "资产分类名称",
             "数量", "价值（元）", "账面净值（元）", "使用年限", "取得日期", "使用状况", "存放地点",
             "权属证号", "盘点结果"]  # fmt: skip
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("资产卡片")
        sheet.write_row(0, 0, heads)
        for row in range(1, SHEET_ROWS + 1):
            worth = 1000 + row * 7919 % 900_000 / 100
            sheet.write_row(row, 0, [
                f"1164{row % 900:014}", f"第{row % 900}号单位", f"ZC{row:08}", "台式计算机",
                "A02010105", "计算机", 1, worth, round(worth * 0.4, 2), 6,
                f"20{row % 15 + 10}-{row % 12 + 1:02}-15",
                "在用", f"办公楼{row % 40}室", f"宁字{row:08}", "账实相符",
            ])  # fmt: skip


if __name__ == "__main__":
    _run(sys.argv[1], [Path(each) for each in sys.argv[2:]])
