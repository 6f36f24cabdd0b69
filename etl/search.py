"""dim_search: everything that can be looked up, with each way of writing it, pinyin among them.

`words` holds the ways one a line, in lower case, a line break before the first and after the last:
so that one scan finds what is contained, and a break before or after tells a beginning or a whole.
"""

import duckdb
from pypinyin import Style, lazy_pinyin

CHUNK = 5000
NAMES = {
    "dim_institution": ("name", "short_name"),
    "fct_building": ("building_name",),
    "fct_asset": ("asset_name",),
    "institution_alias": ("alias",),
}
PLACED = """
    left join dim_institution as place on place.institution = one.institution
    left join dim_region as area on area.region = place.region
"""
KINDS = {
    "dim_institution": """
        select 'institution' as kind, one.institution as id, one.name as title,
            area.name as hint,
            concat_ws(chr(10), one.name, one.short_name, one.institution, full_name.pinyin,
                full_name.initials, short.pinyin, short.initials, other.words) as words
        from dim_institution as one
        left join dim_region as area on area.region = one.region
        left join spelt as full_name on full_name.name = one.name
        left join spelt as short on short.name = one.short_name
        left join (
            select institution_code, string_agg(concat_ws(chr(10), alias, pinyin, initials),
                chr(10) order by alias) as words
            from institution_alias left join spelt on spelt.name = alias group by institution_code
        ) as other on other.institution_code = one.institution
    """,
    "fct_building": f"""
        select 'building' as kind, one.building_code as id,
            coalesce(one.building_name, one.building_code) as title,
            concat_ws('，', place.name, area.name) as hint,
            concat_ws(chr(10), one.building_name, one.building_code, one.certificate_no,
                spelt.pinyin, spelt.initials) as words
        from fct_building as one {PLACED} left join spelt on spelt.name = one.building_name
    """,
    "fct_room": f"""
        select 'room' as kind, one.room_code as id, one.room_code as title,
            concat_ws('，', house.building_name, one.room_use, place.name) as hint,
            concat_ws(chr(10), one.room_code, house.building_name) as words
        from fct_room as one {PLACED}
        left join fct_building as house on house.building_code = one.building_code
    """,
    "fct_vehicle": f"""
        select 'vehicle' as kind, one.plate as id, one.plate as title,
            concat_ws('，', one.brand_model, place.name, area.name) as hint,
            concat_ws(chr(10), one.plate, one.vehicle_code, one.brand_model) as words
        from fct_vehicle as one {PLACED}
    """,
    "fct_asset": f"""
        select 'asset' as kind, one.asset_code as id,
            concat_ws(' ', one.asset_name, one.asset_code) as title,
            concat_ws('，', place.name, area.name) as hint,
            concat_ws(chr(10), one.asset_code, one.asset_name, one.certificate_no,
                spelt.pinyin, spelt.initials) as words
        from fct_asset as one {PLACED} left join spelt on spelt.name = one.asset_name
    """,
}


def create(connection: duckdb.DuckDBPyConnection) -> int:
    """Writes dim_search from the marts that there are; returns its rows."""
    tables = {name for (name,) in connection.execute("show tables").fetchall()}
    if not {"dim_institution", "institution_alias"} <= tables:
        return 0
    _spell(connection, [(table, name) for table in NAMES if table in tables
                        for name in NAMES[table]])  # fmt: skip
    kept = [sql for table, sql in KINDS.items()
            if table in tables and (table != "fct_room" or "fct_building" in tables)]  # fmt: skip
    connection.execute(
        "create table dim_search as select kind, id, title, hint,"
        " concat(chr(10), lower(words), chr(10)) as words from ("
        + " union all ".join(f"({sql})" for sql in kept)
        + ") order by kind, id"
    )
    return connection.execute("select count(*) from dim_search").fetchall()[0][0]


def _spell(connection: duckdb.DuckDBPyConnection, columns: list[tuple[str, str]]) -> None:
    """The temporary table `spelt`: each distinct name with its pinyin and initials."""
    every = " union ".join(f"select {column} as name from {table}" for table, column in columns)
    found = connection.execute(f"select name from ({every}) where name is not null order by name")
    names = [name for (name,) in found.fetchall()]
    connection.execute(
        "create or replace temp table spelt (name varchar, pinyin varchar, initials varchar)"
    )
    for start in range(0, len(names), CHUNK):
        some = names[start : start + CHUNK]
        full = ["".join(lazy_pinyin(name)) for name in some]
        first = ["".join(lazy_pinyin(name, style=Style.FIRST_LETTER)) for name in some]
        connection.execute(
            "insert into spelt select unnest($1), unnest($2), unnest($3)", [some, full, first]
        )
