"""Where regions lie on a map: county outlines, or the tile grid that stands in for them."""

from functools import lru_cache

from data import warehouse


@lru_cache(maxsize=32)
def outlines(snapshot: str) -> tuple[dict, ...]:
    """One row per polygon part, the largest first within a region (`part` 0 carries the label).

    Columns: region, name, part, longitude, latitude (lists, degrees CGCS2000), label_longitude,
    label_latitude. Empty when the snapshot carries no outlines.
    """
    found = warehouse.rows(
        snapshot,
        "select outline.*, place.short_name as name from region_outline as outline"
        " join dim_region as place on place.region = outline.region"
        " order by outline.region, len(outline.longitude) desc",
    )
    seen: set[str] = set()
    for part in found:
        part["part"] = int(part["region"] in seen)
        seen.add(part["region"])
    return tuple(found)


@lru_cache(maxsize=32)
def grid(snapshot: str) -> tuple[dict, ...]:
    """One row per county of the tile grid: region, name, tile_row, tile_column."""
    found = warehouse.rows(
        snapshot,
        "select region, short_name as name, tile_row, tile_column from dim_region"
        " where tile_row is not null order by region",
    )
    return tuple(found)


@lru_cache(maxsize=32)
def map_info(snapshot: str) -> dict:
    """How regions are drawn (`kind` outline or tiles), from which `source`, under which number."""
    return warehouse.row(snapshot, "select * from map_info")
