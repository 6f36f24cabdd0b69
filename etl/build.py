"""A build: files read into a new database, checked, modelled, verified and published.

All or nothing: the first file that cannot be read stops the build and the current snapshot stays.
"""

from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from data import paths, warehouse
from data.errors import TemplateError, blaming
from data.manifests import Manifest
from etl import (
    blocks,
    cards,
    checks,
    disk,
    doubts,
    findings,
    known_sheets,
    lock,
    models,
    originals,
    outline,
    publish,
    read,
    recover,
    redacted,
    seal,
    search,
    secret,
    tables,
)
from etl.card import Card
from etl.originals import Original
from etl.outcome import Outcome
from etl.progress import Progress
from etl.recognise import origin
from etl.take import Take
from etl.watermark import Pulled

MEMORY = "1GB"  # of DuckDB; what does not fit is put on disk for a while


def load(
    found: list[Path], what: str, *, fresh: bool = False, always: bool = False,
    models_folder: Path = models.FOLDER, cards_folder: Path = cards.FOLDER,
    progress: Progress | None = None, pulled: Pulled | None = None,
) -> Outcome:  # fmt: skip
    """Publishes a snapshot of what is current and the files, or says that nothing is new.

    `fresh` leaves out what is current; `always` builds even when no file is new.
    `pulled`: the one file was read from a database; its card, and from where to where.
    """
    with disk.told(what), lock.held(what):
        publish.sweep()
        known = cards.load([cards_folder, paths.var() / "cards"])
        ordered, progress = models.load(models_folder), progress or Progress()
        healed = "" if fresh else recover.heal(
            lambda lost: _built(Build(ordered, known, progress, lost=lost), [], always=True)
        )  # fmt: skip
        build = Build(ordered, [pulled.choose(known)] if pulled else known, progress, pulled=pulled)
        build.outcome.healed = healed
        return _built(build, found, fresh, always)


def _built(build: "Build", found: list[Path], fresh: bool = False, always: bool = False) -> Outcome:
    """Runs a build in a file of its own, of which nothing stays but what was published."""
    build.path = publish.build_path()
    try:
        return build.run(found, fresh, always)
    finally:
        build.path.unlink(missing_ok=True)
        publish.sweep()  # copies in UTF-8 of what was read


@dataclass
class Build:
    """One build on its way: the database file, its connection and what is told meanwhile."""

    models: list[models.Model]
    cards: list[Card]
    progress: Progress
    outcome: Outcome = field(default_factory=Outcome)
    addressed: bool = False  # cells of text tables get letters too, as a spreadsheet shows them
    pulled: Pulled | None = None
    lost: list[Original] = field(default_factory=list)  # kept files that come in again
    path: Path = field(init=False)
    personal: redacted.Personal = field(init=False)

    def run(self, found: list[Path], fresh: bool, always: bool) -> Outcome:
        with originals.keeping(self.progress, found) as kept:
            with closing(self.connect()) as self.connection:
                manifest = self._fill(kept, fresh, always)
            if manifest:
                self.progress.phase("核对并发布", 1)
                self.outcome.snapshot = publish.publish(self.path, manifest)
        return self.outcome

    def _fill(self, kept: list[Original], fresh: bool, always: bool) -> Manifest | None:
        """Puts everything into the database; None when there is nothing new to publish."""
        tables.create(self.connection)
        current = None if fresh else publish.current_id()
        if current:
            tables.carry(self.connection, warehouse.folder() / f"{current}.duckdb")
        if self.pulled:
            self.pulled.check(self.connection)
        first = self._next_file_id()
        self._add([*self.lost, *kept])
        if not (self.outcome.added or always):
            return None
        if self.pulled:
            self.pulled.note(self.connection, first)
        self._complete(first)
        sealed = seal.seal(self.connection)
        self.connection.execute("checkpoint")  # closing would say nothing of a full disk
        return sealed

    def connect(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(str(self.path), config=tables.SETTINGS)
        connection.execute(f"set temp_directory = '{self.path.parent / 'spill'}'")
        connection.execute(f"set memory_limit = '{MEMORY}'")
        return connection

    def _next_file_id(self) -> int:
        query = "select coalesce(max(file_id), 0) + 1 from source_file"
        return self.connection.execute(query).fetchall()[0][0]

    def _add(self, kept: list[Original]) -> None:
        """Reads the files that are not yet in the database."""
        rows = self.connection.execute("select sha256 from source_file").fetchall()
        have = {row[0] for row in rows}
        self.progress.phase("读取文件", len(kept))
        for original in kept:
            if original.sha256 in have:
                self.outcome.known.append(original.name)
                self.progress.step()
                continue
            have.add(original.sha256)
            with blaming(original.name):
                self.progress.step(self.take_in(original))
            hidden = secret.has_rows(self.connection, self._next_file_id() - 1)
            self.outcome.redacted += redacted.protect(original, hidden, self.personal)
            self.outcome.added.append(original.name)

    def take_in(self, original: Original) -> int:
        """Takes one file in; returns how many rows it had."""
        file_id = self._next_file_id()
        secret.refuse_name(original.name, original.sha256)
        sheets = read.sheets(original.path, original.name, self.path.parent)
        for sheet in sheets if self.addressed else []:
            sheet.addressed = True
        try:
            matches = known_sheets.of(self.connection, self.cards, original, file_id, sheets)
            rows = sum(self._take(file_id, original, *matched, matches) for matched in matches)
            secret.note_unread(self.connection, file_id, matches)
            self.personal = redacted.areas(sheets, matches)
        except TemplateError as error:
            told = TemplateError(f"文件“{original.name}”：{error}")
            raise told.at(error.sheet, error.cell) from None
        told = [file_id, original.name, original.sha256, original.bytes]
        told += [datetime.now(UTC).replace(tzinfo=None), origin(original.name, matches)]
        self.connection.execute("insert into source_file values (?, ?, ?, ?, ?, ?)", told)
        return rows

    def _take(self, file_id: int, original: Original, sheet, match, matches: list) -> int:
        """Takes a table in and adds the next one of its sheet to `matches`; returns its rows."""
        take = Take(self.connection, file_id, sheet, match, blocks.words(self.cards))
        rows = take.run()
        if take.rest:
            matches.append((take.rest, blocks.recognised(self.cards, take.rest)))
            secret.refuse_sheets(original.name, original.sha256, [take.rest], matches[-1:])
        return rows

    def _complete(self, first_new: int) -> None:
        """Everything that follows from the raw records."""
        self.progress.phase("检查记录", 1)
        checks.refuse(self.connection, first_new)
        doubts.raise_doubts(self.connection)
        tables.finish(self.connection, {card.name: card.title for card in self.cards})
        self.outcome.sources = self._sources(first_new)
        roster = "from institution_word limit 1"
        self.outcome.no_roster = not self.connection.execute(roster).fetchall()
        outline.create(self.connection)
        self.progress.phase("计算模型", len(self.models))
        for model in self.models:
            self.progress.step(models.build(self.connection, model))
        findings.create(self.connection)
        search.create(self.connection)

    def _sources(self, first_new: int) -> list[dict]:
        found = self.connection.execute(
            "from dim_source where file_id >= ? order by all", [first_new]
        )
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
