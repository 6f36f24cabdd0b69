"""python -m etl check: one file through the same engine, in a database that is thrown away.

Nothing is changed. Without a warehouse every institution is taken for known and there is no month
before; with one, its registers and the last thirteen months of the same subjects are read.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data import paths, warehouse
from data.errors import FileError
from etl import build, cards, checks, doubts, publish, tables, verdict
from etl.originals import Original
from etl.progress import Progress
from etl.subjects import SUBJECTS, Subject
from etl.verdict import Checked
from etl.words import name, quote

REGISTERS = ("institution", "vehicle", "building")
EARLIER = 1_000_000  # the file ids of what was known before, moved below those of the file
NO_ROSTER = "没有可用的机构名录：没有核对单位名称与代码；没有以前各月的数据：没有作跨月比较。"


@dataclass
class Judged:
    """A file that was read and judged, in a database that is about to go."""

    connection: duckdb.DuckDBPyConnection
    path: Path
    sha256: str
    notes: list[str]
    titles: dict[str, str]


def check(path: Path, cards_folder: Path = cards.FOLDER) -> Checked:
    """Checks one file. Raises FileError or TemplateError when it cannot be read at all."""
    with judged(path, cards_folder) as found:
        return told(found)


@contextmanager
def judged(path: Path, cards_folder: Path = cards.FOLDER) -> Iterator[Judged]:
    """The file's records as a load would take them, with what is refused and doubted of them."""
    if not path.is_file():
        raise FileError(f"找不到文件“{path}”。请核对路径是否写对，然后重试。")
    digest = publish.sha256(path)
    original = Original(path.name, path, digest, path.stat().st_size)
    known = cards.load([cards_folder, paths.var() / "cards"])
    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb.connect(config=tables.SETTINGS) as connection,
    ):
        tables.create(connection)
        scratch = Path(folder) / "check.duckdb"
        reading = build.Build([], known, Progress(), addressed=True)
        reading.path, reading.connection = scratch, connection
        reading.take_in(original)
        notes = _compare_with_the_warehouse(connection)
        doubts.raise_doubts(connection)
        titles = {card.name: card.title for card in known}
        yield Judged(connection, path, digest, notes, titles)


def _compare_with_the_warehouse(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Takes in what is known from before, and judges; returns what could not be looked at."""
    if current := publish.current_id():
        _carry(connection, warehouse.folder() / f"{current}.duckdb")
    roster = connection.execute("select count(*) from filed_institution").fetchall()[0][0]
    checks.refuse(connection, 1, trusting=not roster)
    return [] if current and roster else [NO_ROSTER]


def _carry(connection: duckdb.DuckDBPyConnection, snapshot: Path) -> None:
    """The registers of the warehouse, and records of the file's subjects a year back."""
    connection.execute(f"attach {quote(snapshot)} as old (read_only)")
    here = {row[0] for row in connection.execute("select subject from source_sheet").fetchall()}
    there = tables.shared(connection)
    for subject in SUBJECTS.values():
        if subject.name not in here | set(REGISTERS):
            continue
        table = f"filed_{subject.name}"
        if table not in there:
            continue  # a snapshot from when all was kept as text; the next load brings it over
        columns = ", ".join(f"r.{name(column)}" for column in there[table][1:])
        connection.execute(
            f"""
            insert into {table} by name
            select r.file_id - {EARLIER} as file_id, {columns} from old.{table} as r
            where {_recent(subject)} and not exists (from old.quarantine as q
                where q.file_id = r.file_id and q.sheet = r.sheet
                and q.row_no = r.row_no and q.rule <> 'cumulative')
            and not exists (from old.superseded as s where s.raw_row = r.rowid
                and s.subject = {quote(subject.name)})
            """
        )
    if "cumulative_column" in there:
        connection.execute(
            f"insert into cumulative_column select file_id - {EARLIER}, * exclude (file_id)"
            " from old.cumulative_column"
        )
    connection.execute("detach old")


def _recent(subject: Subject) -> str:
    """SQL that is true for records near the months of the file."""
    if not subject.column("month"):
        return "true"
    seen = f"month) from filed_{subject.name} where file_id > 0)"
    return f"r.month between (select min({seen} - interval 13 month and (select max({seen}"


def told(judged: Judged) -> Checked:
    """What is to be said of a file."""
    connection = judged.connection

    def ask(sql: str) -> list[dict]:
        found = connection.execute(sql)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    return verdict.of(ask, 1, judged.path, judged.sha256, judged.titles, judged.notes)
