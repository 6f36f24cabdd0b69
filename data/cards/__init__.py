"""一物一卡: everything known of one institution, building, room, vehicle or asset, over its life."""

from collections.abc import Callable

from data import scope, warehouse
from data.cards import asset, estate, institution, vehicle
from data.cards.card import HOW, KINDS, Card, Entry, Listing, one
from data.errors import ScopeError
from data.scope import Scope

__all__ = ["KINDS", "Card", "Entry", "Listing", "above", "find"]

MAKE: dict[str, Callable[[Scope, str], Card]] = {
    "institution": institution.card,
    "building": estate.building,
    "room": estate.room,
    "vehicle": vehicle.card,
    "asset": asset.card,
}
TABLES = {
    "institution": ("dim_institution", "institution"),
    "building": ("fct_building", "building_code"),
    "room": ("fct_room", "room_code"),
    "vehicle": ("fct_vehicle", "plate"),
    "asset": ("fct_asset", "asset_code"),
}


def find(view: Scope, kind: str, id: str) -> Card:
    """The card of a thing. Raises ScopeError on an unknown kind or id, with what to do next."""
    _check_kind(kind)
    return MAKE[kind](view, id)


def above(view: Scope, kind: str, id: str) -> tuple[str, list[tuple[str, str, str]]]:
    """The region a thing belongs to, and (kind, id, name) from its institution down to itself.

    Raises ScopeError on an unknown kind or id.
    """
    _check_kind(kind)
    row = one(view, kind, *TABLES[kind], id)
    chain = []
    if row["institution"]:
        chain.append(("institution", row["institution"], row["holder_name"] or row["institution"]))
    if kind == "room" and row["building_code"]:
        chain.append(("building", row["building_code"], _building(view, row["building_code"])))
    if kind != "institution":
        names = {"building": "building_name", "asset": "asset_name"}
        chain.append((kind, id, row.get(names.get(kind, "")) or id))
    return row["holder_region"] or scope.home(view.snapshot), chain


def _building(view: Scope, code: str) -> str:
    found = warehouse.row(
        view.snapshot, "select building_name from fct_building where building_code = ?", code
    )
    return (found and found["building_name"]) or code


def _check_kind(kind: str) -> None:
    if kind not in KINDS:
        raise ScopeError(f"没有“{kind[:20]}”这种卡片。可用：{'、'.join(KINDS)}。{HOW}")
