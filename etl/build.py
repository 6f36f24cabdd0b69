"""A build: files read into a new database, checked, modelled, verified and published.

All or nothing: the first file that cannot be read stops the build and the current snapshot stays.
"""

from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from data import paths, warehouse
from data.errors import TemplateError
from etl import (
    blocks,
    cards,
    checks,
    doubts,
    drift,
    findings,
    header,
    lock,
    models,
    originals,
    outline,
    publish,
    read,
    search,
    secret,
    tables,
)
from etl.card import Card
from etl.originals import Original
from etl.progress import Progress
from etl.recognise import origin, recognised
from etl.take import Take
from etl.watermark import Pulled


@dataclass
class Outcome:
    """What a load did: the id published (None when there was nothing new) and each file's fate."""

    snapshot: str | None = None
    added: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    sources: list[dict] = field(default_factory=list)
    """The rows of dim_source of the files that were added."""


def load(
    found: list[Path], what: str, *, fresh: bool = False, always: bool = False,
    models_folder: Path = models.FOLDER, cards_folder: Path = cards.FOLDER,
    progress: Progress | None = None, pulled: Pulled | None = None,
) -> Outcome:  # fmt: skip
    """Publishes a snapshot of what is current and the files, or says that nothing is new.

    `fresh` leaves out what is current; `always` builds even when no file is new.
    `pulled`: the one file was read from a database; its card, and from where to where.
    """
    with lock.held(what):
        publish.sweep()
        known = cards.load([cards_folder, paths.var() / "cards"])
        known_cards = [pulled.choose(known)] if pulled else known
        path, ordered = publish.build_path(), models.load(models_folder)
        try:
            build = Build(path, ordered, known_cards, progress or Progress(), pulled=pulled)
            return build.run(found, fresh, always)
        finally:
            path.unlink(missing_ok=True)
            publish.sweep()  # copies in UTF-8 of what was read


@dataclass
class Build:
    """One build on its way: the database file, its connection and what is told meanwhile."""

    path: Path
    models: list[models.Model]
    cards: list[Card]
    progress: Progress
    outcome: Outcome = field(default_factory=Outcome)
    addressed: bool = False  # cells of text tables get letters too, as a spreadsheet shows them
    pulled: Pulled | None = None

    def run(self, found: list[Path], fresh: bool, always: bool) -> Outcome:
        with closing(self._connect()) as self.connection:
            tables.create(self.connection)
            current = None if fresh else publish.current_id()
            if current:
                tables.carry(self.connection, warehouse.folder() / f"{current}.duckdb")
            if self.pulled:
                self.pulled.check(self.connection)
            first = self._next_file_id()
            with originals.keeping(self.progress, found) as kept:
                self._add(kept)
                if not (self.outcome.added or always):
                    return self.outcome
                if self.pulled:
                    self.pulled.note(self.connection, first)
                self._complete(first)
            manifest = publish.seal(self.connection)
        self.progress.phase("核对并发布", 1)
        self.outcome.snapshot = publish.publish(self.path, manifest)
        return self.outcome

    def _connect(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(str(self.path), config=tables.SETTINGS)
        connection.execute(f"set temp_directory = '{self.path.parent / 'spill'}'")
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
            self.progress.step(self.take_in(original))
            if secret.has_rows(self.connection, self._next_file_id() - 1):
                original.path.unlink(missing_ok=True)
            self.outcome.added.append(original.name)

    def take_in(self, original: Original) -> int:
        """Takes one file in; returns how many rows it had."""
        file_id = self._next_file_id()
        secret.refuse_name(original.name, original.sha256)
        sheets = read.sheets(original.path, original.name, self.path.parent)
        for sheet in sheets if self.addressed else []:
            sheet.addressed = True
        try:
            matches = self._matches(file_id, original, sheets)
            rows = sum(self._take(file_id, original, *matched, matches) for matched in matches)
            secret.note_unread(self.connection, file_id, matches)
        except TemplateError as error:
            raise TemplateError(f"文件“{original.name}”：{error}") from None
        told = [file_id, original.name, original.sha256, original.bytes]
        told += [datetime.now(UTC).replace(tzinfo=None), origin(original.name, matches)]
        self.connection.execute("insert into source_file values (?, ?, ?, ?, ?, ?)", told)
        return rows

    def _take(self, file_id: int, original: Original, sheet, match, matches: list) -> int:
        """Takes a table in and adds the next one of its sheet to `matches`; returns its rows."""
        drift.stop_when_renamed(match.card, match.header.headings)
        take = Take(self.connection, file_id, sheet, match, blocks.words(self.cards))
        rows = take.run()
        if take.rest:
            matches.append((take.rest, blocks.recognised(self.cards, take.rest)))
            secret.refuse_sheets(original.name, original.sha256, [take.rest], matches[-1:])
        return rows

    def _matches(self, file_id: int, original: Original, sheets: list):
        """The sheets a card recognises. Raises TemplateError when there are none."""
        matches, unread, why = [], [], ""
        for sheet in sheets:
            sheet, match, found = recognised(self.cards, sheet)
            if match:
                matches.append((sheet, match))
            elif sheet.hidden or not any(any(cell.strip() for cell in row) for row in sheet.head):
                unread.append((file_id, sheet.name, "隐藏工作表" if sheet.hidden else "空工作表"))
            else:
                unread.append((file_id, sheet.name, "没有来源卡认得这张表"))
                why = why or f"工作表“{sheet.name}”{header.nearest(self.cards, found)}"
        secret.refuse_sheets(original.name, original.sha256, sheets, matches)
        if not matches:
            why = why or "没有任何可读的数据（工作表都是空的或隐藏的）。请核对文件后重新装载。"
            raise TemplateError(why)
        if unread:
            self.connection.executemany("insert into unread_sheet values (?, ?, ?)", unread)
        return matches

    def _complete(self, first_new: int) -> None:
        """Everything that follows from the raw records."""
        self.progress.phase("检查记录", 1)
        checks.refuse(self.connection, first_new)
        doubts.raise_doubts(self.connection)
        tables.finish(self.connection, {card.name: card.title for card in self.cards})
        self.outcome.sources = self._sources(first_new)
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
