"""Idle rooms, and institutions below the area approved for their posts, within each city."""

from data import warehouse
from data.analysis.allocation_places import Lot, Place
from data.analysis.allocation_scope import PERCENT, Problem, checked, place
from data.scope import Scope

LOW = 60.0
_INSTITUTIONS = """
select
    mart.institution as key, mart.region, who.name as label,
    cast(mart.usable_area_m2 as double) as have,
    cast(mart.approved_area_m2 as double) as base
from agg_office as mart
join dim_region_tree as within on within.region = mart.region and within.ancestor = ?
join dim_institution as who on who.institution = mart.institution
where mart.month = (select max(month) from dim_month)
order by mart.institution
"""
_ROOMS = """
select room.room_code as key, room.institution as origin, room.room_use as kind,
    cast(room.usable_area_m2 as double) as size
from fct_room as room
join agg_office as mart
    on mart.institution = room.institution
    and mart.month = (select max(month) from dim_month)
join dim_region_tree as within on within.region = mart.region and within.ancestor = ?
where room.basic_office and room.let_from is null and room.usable_area_m2 > 0
    and room.idle_since <= (select max(month_end) from dim_month)
    and (room.in_use_from is null or room.in_use_from <= (select max(month_end) from dim_month))
    and (room.disposed_on is null or room.disposed_on > (select max(month_end) from dim_month))
order by room.room_code
"""


def rooms(view: Scope, band: tuple[float, float] | None = None) -> Problem:
    """Institutions' basic office area against the approved one; whole idle rooms may move.

    Only within a city. Institutions without an approved area may give and never receive.
    """
    band = checked(band or (LOW, float(PERCENT)))
    found = warehouse.rows(view.snapshot, _INSTITUTIONS, view.region)
    places = [Place(**place(view, row, band)) for row in found]
    lots = [
        Lot(row["key"], row["origin"], row["kind"], (row["key"],), row["size"])
        for row in warehouse.rows(view.snapshot, _ROOMS, view.region)
    ]
    note = "可动用：登记闲置且未出租的办公室、服务用房、设备用房，整间划转，不出市"
    return Problem(
        "rooms", "实际占核定面积", "%", 1, "间", "m²", band, places, lots,
        "office_standard_use_pct", note,
    )  # fmt: skip
