"""The tables every snapshot has before any model: raw records, where they came from, reference."""

from pathlib import Path

import duckdb

from data import paths
from data.errors import BuildError, SnapshotGoneError
from etl import cumulative, filed, findings
from etl.subjects import SUBJECTS
from etl.words import name, quote

MACROS = Path(__file__).resolve().parent / "macros.sql"
SETTINGS = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    "max_temp_directory_size": "20GB",
}
PLACE = "file_id integer, sheet varchar, row_no integer"
PROBLEM = (
    f"{PLACE}, column_name varchar, heading varchar, cell varchar, value varchar,"
    " rule varchar, message varchar"
)
KEPT = {
    "source_file": "file_id integer, file_name varchar, sha256 varchar, bytes bigint,"
    " loaded_at timestamp, origin varchar",
    "source_sheet": "file_id integer, sheet varchar, card varchar, card_version integer,"
    " subject varchar, header_row integer, rows_read bigint, control_totals bigint,"
    " card_title varchar, filer varchar",
    "source_column": "file_id integer, sheet varchar, column_name varchar, label varchar,"
    " heading varchar, letters varchar, position integer",
    "control_total": f"{PLACE}, column_name varchar, stated varchar, label varchar, word varchar,"
    " computed double, ok boolean",
    "unread_part": "file_id integer, sheet varchar, part varchar, reason varchar, content varchar",
    "rewritten_cell": f"{PLACE}, column_name varchar, stated varchar, taken varchar, why varchar",
    "blank_cell": f"{PLACE}, column_name varchar, stated varchar, meaning varchar",
    "cumulative_column": cumulative.TABLE,
    "unread_sheet": "file_id integer, sheet varchar, reason varchar",
    "unread_column": "file_id integer, sheet varchar, heading varchar, reason varchar",
    "cell_row": f"{PLACE}, column_name varchar, cell_row integer",
    "quarantine": PROBLEM,
    "doubt": PROBLEM,
    "fct_finding": findings.COLUMNS,
    "source_watermark": "file_id integer, source varchar, kind varchar, watermark varchar",
}
"""Tables carried from one snapshot to the next, beside the raw ones."""


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Macros, reference tables and the empty tables of raw records and their sources."""
    connection.execute(MACROS.read_text(encoding="utf-8").replace(*_needed_first()))
    for path in sorted(paths.REFERENCE.glob("*.csv")):
        connection.execute(
            f"create table {name('ref_' + path.stem)} as select * from read_csv("
            f"{quote(path)}, header = true, all_varchar = true, delim = ',', quote = '\"')"
        )
    _create_region_word(connection)
    for table, columns in KEPT.items():
        connection.execute(f"create table {table} ({columns})")
    for subject in SUBJECTS.values():
        connection.execute(f"create table filed_{subject.name} ({PLACE}, {filed.columns(subject)})")
        connection.execute(filed.view(subject))


def carry(connection: duckdb.DuckDBPyConnection, old: Path) -> None:
    """Copies what the snapshot `old` holds of raw records and sources; models are built anew."""
    try:
        connection.execute(f"attach {quote(old)} as old (read_only)")
    except duckdb.Error as error:
        raise SnapshotGoneError(
            f"当前数据版本 {old.stem} 无法打开（{str(error).splitlines()[0]}）。请用 python -m etl rollback"
            " 改用以前的版本，或用 load --fresh 从文件重新装载。"
        ) from None
    there = shared(connection)
    for table in [*KEPT, *(f"filed_{subject}" for subject in SUBJECTS)]:
        if columns := ", ".join(map(name, there.get(table, []))):
            connection.execute(f"insert into {table} ({columns}) select {columns} from old.{table}")
    for subject in SUBJECTS.values():
        if f"filed_{subject.name}" not in there:
            filed.take_over(connection, subject)
    connection.execute("detach old")


def shared(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Of each table that is here and in the snapshot `old`, the columns both have, in our order."""
    return dict(connection.execute(
        "select table_name, list(column_name order by here.column_index)"
        " from duckdb_columns() as here join duckdb_columns() as there"
        " using (table_name, column_name)"
        " where here.database_name = current_database() and there.database_name = 'old'"
        " group by table_name"
    ).fetchall())  # fmt: skip


def finish(connection: duckdb.DuckDBPyConnection, titles: dict[str, str]) -> None:
    """dim_source: one row per file and card: what was read, accepted, refused and doubted of it."""
    connection.executemany(
        "update source_sheet set card_title = ? where card = ? and card_title is null",
        [(title, card) for card, title in titles.items()],
    )
    connection.execute(
        """
        create table dim_source as
        with refused as (
            select file_id, sheet, count(distinct row_no) as rows_refused
            from quarantine group by file_id, sheet
        ),
        doubted as (
            select file_id, sheet, count(distinct row_no) as rows_doubtful
            from doubt where rule <> 'control_total' group by file_id, sheet
        )
        select file_id, file_name, sha256, bytes, loaded_at, card,
            max(card_version) as card_version, max(coalesce(card_title, card)) as card_title,
            subject, origin, string_agg(distinct filer, '、' order by filer) as filer,
            count(*) as sheets, cast(sum(rows_read) as bigint) as rows_read,
            cast(sum(rows_read) - sum(coalesce(rows_refused, 0)) as bigint) as rows_accepted,
            cast(sum(coalesce(rows_refused, 0)) as bigint) as rows_refused,
            cast(sum(coalesce(rows_doubtful, 0)) as bigint) as rows_doubtful,
            cast(sum(control_totals) as bigint) as control_totals
        from source_file join source_sheet using (file_id)
        left join refused using (file_id, sheet) left join doubted using (file_id, sheet)
        group by all order by file_id, card
        """
    )


def _needed_first() -> tuple[str, str]:
    """to_region reads region_word, which must exist before the macro."""
    macro = "create macro to_region"
    return macro, f"create table region_word (word varchar, region varchar);\n{macro}"


def _create_region_word(connection: duckdb.DuckDBPyConnection) -> None:
    """region_word: every way to name a region (code, name, short name, alias), one row per word."""
    connection.execute(
        """
        insert into region_word
        select distinct squeeze(word), region from (
            select unnest([region, name, short_name]) as word, region from ref_regions
            union all select alias, region from ref_region_aliases
        ) where word is not null
        """
    )
    twice = connection.execute(
        "select word, string_agg(region, '、') from region_word group by 1 having count(*) > 1"
    ).fetchall()
    if twice:
        raise BuildError(
            f"地区名“{twice[0][0]}”同时指向 {twice[0][1]}。"
            "请改正 data/reference/regions.csv 或 region_aliases.csv。"
        )
