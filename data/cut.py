"""The cut of a snapshot: what a viewer may see of it, as views that stand in for its tables.

Every query names its tables plainly, so it meets the view and never the table: rows of institutions
outside the subtree are not there, and fields above the clearance are masked, for each read that is
and each that will be written. A table of no known shape has no view: a read of it fails.
"""

import re
from datetime import UTC, datetime

from data import reference

WHOLE = "640000"
FORM = re.compile(r"@(\d{6}[BTN]?)\.([sio])")
SHOWN = {"s": ("公开", "内部", "敏感"), "i": ("公开", "内部"), "o": ("公开",)}

# Known to everybody: calendars, factors, the map; reference tables (ref_…) too.
PUBLIC = {"dim_day", "dim_month", "dim_deadline", "dim_energy_factor", "dim_region_alias",
          "map_info", "dim_region_tree"}  # fmt: skip
# About a whole file: only of files all of whose rows lie in the subtree.
OF_FILE = {"dim_source", "quarantine", "doubt", "control_total", "source_sheet", "source_watermark",
           "blank_cell", "cumulative_column", "rewritten_cell", "unread_column", "unread_part",
           "unread_sheet"}  # fmt: skip
# What points from a row to its cell: of every file with a row in the subtree.
ADDRESSES = {"cell_row", "source_column"}
# Who a row as it was filed names; of its cells nothing else.
NAMED = ("file_id", "sheet", "row_no", "institution_code", "institution_name")
# Steps of the build that nothing reads.
BUILD = ("raw_", "stg_", "in_", "filed_", "counted_", "own_amount", "superseded",
         "institution_word", "local_code", "region_word")  # fmt: skip

PLATE = (
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z]"
    "[·•\\s-]?[A-HJ-NP-Za-hj-np-z0-9]{4,5}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳]"
)
TELEPHONE = "(^|[^0-9])1[3-9][0-9]{9}([^0-9]|$)"
IDENTITY = "(^|[^0-9])[0-9]{17}[0-9Xx]([^0-9Xx]|$)"


def schema(suffix: str) -> str:
    """The name of the schema that holds a cut."""
    return "cut_" + "_".join(FORM.fullmatch(suffix).groups()).lower()


def statements(
    tables: dict[str, list[str]], suffix: str, schema: str, salt: str, whole: str = "whole"
) -> list[str]:
    """SQL that makes the cut in `schema` of a database where the snapshot is attached as `whole`.

    `tables` are the columns of each table of the snapshot; `schema` is named with its database.
    """
    made = _statements(tables, suffix, schema, salt)
    return [sql.replace("whole.", f"{whole}.") for sql in made]


def _statements(tables: dict[str, list[str]], suffix: str, schema: str, salt: str) -> list[str]:
    region, clearance = FORM.fullmatch(suffix).groups()
    made = [
        f"create macro {schema}.squeeze(t) as whole.main.squeeze(t)",
        f"create table {schema}.cut_region as select distinct region from whole.dim_region_tree"
        f" where ancestor = '{region}'",
        f"create table {schema}.cut_institution as select institution from whole.dim_institution"
        f" where region in (from {schema}.cut_region)",
        _files(tables, schema),
    ]
    for table, columns in tables.items():
        body = _body(table, columns, schema, region)
        if body:
            masked = _masked(table, columns, clearance, salt)
            made.append(f"create view {schema}.{table} as select {masked} from ({body})")
    return made


def _files(tables: dict[str, list[str]], schema: str) -> str:
    """cut_file: each file with a row in the subtree, and whether all its rows are."""
    placed = [
        f"select file_id, institution in (from {schema}.cut_institution) as inside"
        f" from whole.{table}"
        for table, columns in tables.items()
        if {"file_id", "institution"} <= set(columns) and table.startswith(("fct_", "dim_"))
        and "region" not in columns
    ] + [
        f"select file_id, region in (from {schema}.cut_region) as inside from whole.{table}"
        for table, columns in tables.items()
        if {"file_id", "region"} <= set(columns) and table.startswith(("fct_", "dim_"))
    ]  # fmt: skip
    every = " union all ".join(placed) or "select 0 as file_id, false as inside where false"
    return (
        f"create table {schema}.cut_file as select file_id, bool_and(coalesce(inside, false))"
        f" as own from ({every}) group by file_id having bool_or(inside)"
    )


def _body(table: str, columns: list[str], schema: str, region: str) -> str:
    """The rows of a table within the subtree; empty for a table that has no place in a cut."""
    whole, here = f"from whole.{table}", f"(from {schema}.cut_institution)"
    own = f"(select file_id from {schema}.cut_file where own)"
    special = _named(table, columns, schema) or _special(table, columns, schema, region)
    if special or table.startswith(BUILD):
        return special
    if region == WHOLE:
        return f"select * {whole}"
    if table in PUBLIC or table.startswith("ref_"):
        return f"select * {whole}"
    if table in OF_FILE:
        return f"select * {whole} where file_id in {own}"
    if table in ADDRESSES:
        return f"select * {whole} where file_id in (select file_id from {schema}.cut_file)"
    if "region" in columns:
        return f"select * {whole} where region in (from {schema}.cut_region)"
    if "institution" in columns:
        return f"select * {whole} where institution in {here}"
    return ""


def _named(table: str, columns: list[str], schema: str) -> str:
    """Rows as they were filed, of institutions of the subtree: which row, and whom it names."""
    refs = (
        "(select ref from whole.dim_institution_ref where institution in"
        f" (from {schema}.cut_institution))"
    )
    if table == "stg_post":
        return f"select * from whole.stg_post where institution_ref in {refs}"
    if table.startswith("raw_") and set(NAMED) <= set(columns):
        names = [f"whole.main.squeeze({name}) in {refs}" for name in NAMED[3:]]
        return f"select {', '.join(NAMED)} from whole.{table} where {' or '.join(names)}"
    return ""


def _special(table: str, columns: list[str], schema: str, region: str) -> str:
    """Tables with a rule of their own, where the subtree is less than the whole."""
    if region == WHOLE:
        return ""
    whole, here = f"from whole.{table}", f"(from {schema}.cut_institution)"
    above = f"(select ancestor from whole.dim_region_tree where region = '{region}')"
    of_file = f"{whole} join {schema}.cut_file as cut using (file_id)"
    rules = {
        "dim_region": f"select * {whole} where region in (from {schema}.cut_region)"
        f" or region in {above}",
        "institution_alias": f"select * {whole} where institution_code in {here}",
        "revision": f"select * {whole} where new_file_id in"
        f" (select file_id from {schema}.cut_file where own)",
        "snapshot_info": "select * replace (null as files, null as rows, coalesce((select"
        f" bool_or(demo) from whole.dim_institution where institution in {here}), false) as demo)"
        f" {whole}",
        "source_file": f"select * exclude (own) replace (if(own, bytes, null) as bytes,"
        f" if(own, sha256, '~' || md5(sha256 || '{region}')) as sha256) {of_file}",
        "dim_institution_change": f"select * replace (if(successor in {here}, successor, null)"
        f" as successor) {whole} where institution in {here}",
        "dim_search": f"select * {whole} where (kind, id) in ({_things(schema)})",
    }  # fmt: skip
    return rules.get(table, "")


def _things(schema: str) -> str:
    """(kind, id) of everything in the subtree that can be looked up."""
    kinds = {"building": ("fct_building", "building_code"), "room": ("fct_room", "room_code"),
             "vehicle": ("fct_vehicle", "plate"), "asset": ("fct_asset", "asset_code")}  # fmt: skip
    here = f"institution in (from {schema}.cut_institution)"
    parts = [f"select 'institution', institution from {schema}.cut_institution"]
    parts += [f"select '{kind}', {key} from whole.{table} where {here}"
              for kind, (table, key) in kinds.items()]  # fmt: skip
    return " union all ".join(parts)


def _masked(table: str, columns: list[str], clearance: str, salt: str) -> str:
    """The columns of a table, those above the clearance masked as the table of classes says."""
    today = datetime.now(UTC).date()
    rows = reference.dated("field_classes", today, model=table)
    changed = [
        f'{_mask(row["mask"], row["field"], salt)} as "{row["field"]}"'
        for row in rows
        if row["class"] not in SHOWN[clearance] and row["field"] in columns
    ]
    return f"* replace ({', '.join(changed)})" if changed else "*"


def _mask(kind: str, column: str, salt: str) -> str:
    """SQL of a masked value. A plate becomes a name of its own, the same wherever it stands."""
    name = f'"{column}"'
    alias = f"(left({name}, 2) || '※' || left(md5('{salt}' || {name}), 8))"
    text = f"regexp_replace(cast({name} as varchar), '{PLATE}', '（车牌已隐去）', 'g')"
    text = f"regexp_replace({text}, '{TELEPHONE}', '\\1（电话已隐去）\\2', 'g')"
    text = f"regexp_replace({text}, '{IDENTITY}', '\\1（证件号已隐去）\\2', 'g')"
    return {
        "plate": alias,
        "object": f"if(regexp_full_match({name}, '{PLATE}'), {alias}, {text})",
        "thing": f"if(kind = 'vehicle', {alias}, {name})",
        "text": text,
        "person": f"if({name} is null, null, left({name}, 1) || '※※')",
        "hidden": f"if({name} is null, null, '（内部）')",
    }[kind]
