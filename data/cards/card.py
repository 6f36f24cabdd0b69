"""What a card is made of: facts of one row of a file, what happened when, rows and a trend."""

from dataclasses import dataclass, field

from data import warehouse
from data.errors import ScopeError
from data.grid import Column
from data.scope import Scope

KINDS = {
    "institution": "单位", "building": "楼座", "room": "房间", "vehicle": "车辆", "asset": "资产",
}  # fmt: skip
HOW = "请用“查找”（Ctrl+K）按名称、车牌、编号或拼音重新查找。"
LISTED = 50
"""Rows of each kind that the card of an institution or building shows."""


@dataclass(frozen=True)
class Entry:
    """What one row of one file says: its facts in order, and where it stands (`source`)."""

    title: str
    facts: tuple[tuple[Column, object], ...]
    source: dict
    differs: tuple[str, ...] = ()
    """Ids of facts that another entry of the card contradicts."""


@dataclass(frozen=True)
class Listing:
    """Rows on a card: `opens` maps a column to (kind, column of the id) of the card behind it.

    `count` is of all rows, of which the first are here; `proves` says what they add up to.
    """

    title: str
    columns: tuple[Column, ...]
    rows: list[dict]
    count: int
    opens: dict[str, tuple[str, str]] = field(default_factory=dict)
    proves: str = ""
    more: tuple[str, str] = ("", "")
    """Metric and words of the page with all of them."""


@dataclass(frozen=True)
class Card:
    """Everything known of one thing. `events` are rows with happened_on, stage, event,
    document_no, area_m2, cost_cny, result and their source; `trend` rows by month."""

    kind: str
    id: str
    name: str
    state: str
    region: str
    institution: str
    institution_name: str
    demo: bool
    above: tuple[tuple[str, str, str], ...] = ()
    """What it belongs to, outermost first: (kind, id, name)."""
    entries: tuple[Entry, ...] = ()
    events: tuple[dict, ...] = ()
    listings: tuple[Listing, ...] = ()
    trend: tuple[dict, ...] = ()
    said: tuple[str, ...] = ()


def one(view: Scope, kind: str, table: str, key: str, value: str) -> dict:
    """The row of a register with its file and institution. Raises ScopeError when unknown."""
    found = warehouse.row(
        view.snapshot,
        f"select one.*, source.file_name, place.name as holder_name, place.region as holder_region"
        f" from {table} as one left join source_file as source on source.file_id = one.file_id"
        " left join dim_institution as place on place.institution = one.institution"
        f" where one.{key} = ?",
        value,
    )
    if found is None:
        raise ScopeError(f"没有编号为“{value[:40]}”的{KINDS[kind]}，可能已从台账中删除。{HOW}")
    return found


def entry(title: str, row: dict, columns: tuple[Column, ...], differs: tuple = ()) -> Entry:
    """The columns of a row that are filled, with where the row stands."""
    facts = tuple((column, row[column.id]) for column in columns if row[column.id] is not None)
    return Entry(title, facts, source(row), differs)


def source(row: dict) -> dict:
    """file_name, sheet and row_no of a row."""
    return {name: row[name] for name in ("file_name", "sheet", "row_no")}


def happened(row: dict, on: str, stage: str, event: str, **more: object) -> list[dict]:
    """One event from a date of a register row; none when the date is empty."""
    if row[on] is None:
        return []
    blank = {"document_no": None, "area_m2": None, "cost_cny": None, "result": None}
    told = {"happened_on": row[on], "stage": stage, "event": event}
    return [blank | told | source(row) | more]


def in_order(events: list[dict]) -> tuple[dict, ...]:
    """Events from the first to the last; those of a day in the order of their stages."""
    return tuple(sorted(events, key=lambda e: (e["happened_on"], e["stage"], e["event"])))
