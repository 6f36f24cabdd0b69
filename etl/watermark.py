"""How far a database was read: kept in the snapshot, so that a rollback also takes it back."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import duckdb

from data import warehouse
from data.errors import BuildBusyError
from etl import publish
from etl.card import Card

Watermark = datetime | date | int | float | Decimal | str
LAST = "select kind, watermark from source_watermark where source = ? order by file_id desc limit 1"
STRICT = re.compile(r">\s*:watermark\b(?!\s*[-:])")
HAS_TABLE = "from duckdb_tables() where table_name = 'source_watermark'"


@dataclass(frozen=True)
class Pulled:
    """What one pull read: of which source, after which watermark (None: all) up to which."""

    source: str
    since: Watermark | None
    until: Watermark
    choose: Callable[[list[Card]], Card]
    """Which of the known cards the rows are read by."""

    def check(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Raises BuildBusyError when the data changed while the database was read.

        After a rollback the rows between the old and the new watermark would be missing for good.
        """
        found = connection.execute(LAST, [self.source]).fetchone()
        if found != (self.since if self.since is None else as_text(self.since)):
            raise BuildBusyError(
                f"读取数据库来源“{self.source}”期间，当前数据版本的水位变了，这次读到的没有装载。"
                f"请重新运行 python -m etl pull {self.source}。"
            )

    def note(self, connection: duckdb.DuckDBPyConnection, file_id: int) -> None:
        """Keeps the new watermark beside the file that brought it."""
        connection.execute(
            "insert into source_watermark values (?, ?, ?, ?)",
            [file_id, self.source, *as_text(self.until)],
        )


def last(source: str) -> Watermark | None:
    """How far the source was read in the current snapshot, None when it never was."""
    current = publish.current_id()
    if not current or not warehouse.row(current, HAS_TABLE):
        return None
    found = warehouse.row(current, LAST, source)
    return from_text(**found) if found else None


def tied(column: str, query: str, until: Watermark, ties: int) -> str:
    """What to say where a row that comes later with the same watermark would never be read: the
    query asks for more than it, and it is a day or no fine time and stands in several rows."""
    fine = isinstance(until, datetime) and until.microsecond
    daily = isinstance(until, date) and not isinstance(until, datetime)
    if fine or not (daily or ties > 1) or not STRICT.search(query):
        return ""
    return (
        f"提示：有 {ties:,} 行的 {column} 同为 {until}，以后再写入的同一值的行不会读到；"
        f"会有这种情况的，请把 query 中的 > :watermark 改为 >= :watermark（重读的行不重复计入）。"
    )


def as_text(value: Watermark) -> tuple[str, str]:
    """Kind and text from which the very same value can be made again."""
    if isinstance(value, datetime | date):
        return "time" if isinstance(value, datetime) else "date", value.isoformat()
    kind = {str: "text", float: "float"}.get(type(value), "number")
    return kind, str(value)


def from_text(kind: str, watermark: str) -> Watermark:
    """The value as_text was given."""
    match kind:
        case "time":
            return datetime.fromisoformat(watermark)
        case "date":
            return date.fromisoformat(watermark)
        case "text":
            return watermark
        case "float":
            return float(watermark)
    return int(watermark) if watermark.lstrip("-").isdecimal() else Decimal(watermark)
