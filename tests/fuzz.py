"""Mutated files put through the reading and the checks: `python -m tests.fuzz FIRST COUNT`.

Even seeds are energy tables (mutations.py), odd ones any form that ships (mutated_forms.py). What a
file truly says is known from how it was made. Fifty files share a database, which is what
most of the time goes for; each twentieth goes alone through all that `etl check` does. One line a seed:
the seed, what was done to the file, what is wrong (nothing: a tab alone); before each file its seed
behind an @, so that a crash can be laid at its door. Seeds behind COUNT are left out.
"""

import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import duckdb

from data.errors import DashboardError
from etl import build, cards, check, checks, doubts, publish, report, returned, tables
from etl.originals import Original
from etl.progress import Progress
from tests import corpus, mutated_forms, mutations
from tests.test_corpus import COUNTED

BATCH, ALONE = 50, 20
MOST_SECONDS = 10  # of a file, within this process


@dataclass
class Run:
    """A seed on its way."""

    seed: int
    attempt: mutations.Attempt
    form: mutated_forms.Form | None = None
    wrong: str = ""
    file_id: int | None = None


@dataclass
class Tally:
    """How many records were there to be true, and how many were accepted: a fuzz of which nothing
    is accepted shows nothing."""

    stated: int = 0
    accepted: int = 0
    by_card: dict = field(default_factory=dict)


tally = Tally()


def made(seed: int) -> Run:
    """The file of a seed."""
    if seed % 2 == 0:
        return Run(seed, mutations.attempt(seed // 2))
    return Run(seed, *mutated_forms.attempt(seed // 2))


@cache
def known(shipped: bool, folder: Path) -> list:
    """The cards by which the files are read."""
    (folder / "cards").mkdir(exist_ok=True)
    (folder / "cards" / "energy.yml").write_text(corpus.CARD, "utf-8")
    return cards.load([cards.FOLDER if shipped else folder / "cards"])


def together(runs: list[Run], folder: Path) -> None:
    """Takes files of one kind into one database, judges them and says what is wrong with each."""
    with duckdb.connect(config=tables.SETTINGS) as connection:
        connection.execute("set threads = 1")
        connection.execute(
            "pragma disable_optimizer"
        )  # the time goes for planning; those alone keep it
        tables.create(connection)
        reading = build.Build(
            [], known(runs[0].form is not None, folder), Progress(), addressed=True
        )
        reading.path, reading.connection = folder / "fuzz.duckdb", connection
        for run in runs:
            _take(run, reading, folder)
        checks.refuse(connection, 1, trusting=True)
        doubts.raise_doubts(connection)
        for run in runs:
            if run.file_id is not None and not run.wrong:
                run.wrong = _untrue(run, connection, run.file_id)


def _take(run: Run, reading: build.Build, folder: Path) -> None:
    """Takes one file in, or finds it refused in a sentence; in processor time, for others work too."""
    print(f"@{run.seed}", flush=True)
    path, started = folder / run.attempt.name, time.process_time()
    path.write_bytes(run.attempt.content)
    original = Original(path.name, path, publish.sha256(path), path.stat().st_size)
    file_id = reading._next_file_id()
    try:
        reading.take_in(original)
        run.file_id = file_id
    except DashboardError as error:
        run.wrong = _sentence(run, error)
    except Exception as error:  # a crash is what this looks for
        run.wrong = _crash(error)
    if run.file_id is None:
        _forget(reading.connection, file_id)
    if time.process_time() - started > MOST_SECONDS:
        run.wrong = f"took {time.process_time() - started:.0f} s"
    path.unlink()


def _forget(connection: duckdb.DuckDBPyConnection, file_id: int) -> None:
    """Takes out what was read of a file before it was refused, as a load does by stopping."""
    found = connection.execute(
        "select table_name from duckdb_columns() where column_name = 'file_id'"
        " and table_name in (select table_name from duckdb_tables() where not temporary)"
    )
    for (table,) in found.fetchall():
        connection.execute(f"delete from {table} where file_id = ?", [file_id])


def alone(run: Run, folder: Path) -> None:
    """One file through everything `etl check` does."""
    print(f"@{run.seed}", flush=True)
    path = folder / run.attempt.name
    path.write_bytes(run.attempt.content)
    known(False, folder)
    try:
        with check.judged(path, cards.FOLDER if run.form else folder / "cards") as judged:
            run.wrong = _untrue(run, judged.connection, 1)
            checked = check.told(judged)
        report.lines(checked)
        returned.write(checked, folder / "returned")
    except DashboardError as error:
        run.wrong = _sentence(run, error)
    except Exception as error:  # a crash is what this looks for
        run.wrong = _crash(error)
    path.unlink()


def _sentence(run: Run, error: DashboardError) -> str:
    clear = "请" in str(error) and run.attempt.name in str(error)
    return "" if clear else f"no sentence: {error}"


def _crash(error: Exception) -> str:
    return f"crashed: {type(error).__name__}: {error}"


def _untrue(run: Run, connection: duckdb.DuckDBPyConnection, file_id: int) -> str:
    """What the accepted records of a file say and the file does not."""
    if run.attempt.may is None:
        return ""
    if run.form is None:
        found = connection.execute(f"from ({COUNTED}) where file_name = ?", [run.attempt.name])
        return mutations.untrue(found.fetchall(), run.attempt.may)
    found = mutated_forms.said(connection, run.form, file_id)
    counted = tally.by_card.setdefault(run.form.card.name, [0, 0])
    counted[0] += len(run.attempt.may)
    counted[1] += len(found)
    rows = connection.execute("select heading from unread_column where file_id = ?", [file_id])
    unread = {row[0] for row in rows.fetchall()}
    return mutated_forms.untrue(found, run.form, run.attempt.may, unread)


def main(first: int, count: int, left_out: set[int]) -> None:
    """One line a seed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for start in range(first, first + count, 2 * BATCH):
            seeds = [seed for seed in range(start, min(start + 2 * BATCH, first + count))
                     if seed not in left_out]  # fmt: skip
            runs = [made(seed) for seed in seeds]
            for run in runs:
                if run.seed // 2 % ALONE == 0:
                    alone(run, folder)
            rest = [run for run in runs if run.seed // 2 % ALONE]
            for part in (rest[0::2], rest[1::2]):
                for kind in {run.form is None for run in part}:
                    together([run for run in part if (run.form is None) == kind], folder)
            for run in runs:
                said = " ".join(run.wrong.split())[:300]
                print(f"{run.seed}\t{run.attempt.how if said else ''}\t{said}", flush=True)
    for card, (stated, accepted) in sorted(tally.by_card.items()):
        print(f"#{card}\t{stated}\t{accepted}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), set(map(int, sys.argv[3:])))
