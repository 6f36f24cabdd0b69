"""The last table of a build and its manifest: what is in it, so that it can be proved later."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import duckdb

from data import manifests, snapshots
from data.manifests import Counts, Manifest
from etl import models
from etl.words import name

ID_TIME = "%Y%m%d-%H%M%S"
SOURCES = (
    "select sha256, file_name, coalesce(max(source), '') from source_file"
    " left join source_watermark using (file_id) group by file_id, sha256, file_name"
    " order by file_id"
)


def count(connection: duckdb.DuckDBPyConnection) -> Counts:
    """Rows and hash sum of every table but snapshot_info, which holds the id made from them."""
    tables = connection.execute(
        "select table_name from duckdb_tables() where not temporary and not internal"
        " and database_name = current_database() and table_name <> 'snapshot_info' order by 1"
    ).fetchall()
    counts = {}
    for (table,) in tables:
        query = f"select count(*), coalesce(sum(hash(t)), 0) from {name(table)} as t"
        counts[table] = [int(figure) for figure in connection.execute(query).fetchall()[0]]
    return counts


def seal(connection: duckdb.DuckDBPyConnection) -> Manifest:
    """Writes snapshot_info, the last table; the manifest has no file hash yet."""
    tables, now = count(connection), datetime.now(UTC)
    connection.execute(
        "create table snapshot_info as select ? as id, cast(? as timestamp) as built_at,"
        " coalesce(bool_or(origin = 'demo'), false) as demo, count(distinct file_id) as files,"
        " coalesce(cast(sum(rows_accepted) as bigint), 0) as rows from dim_source",
        [f"{_id_time(now)}-{mark(tables)}", now.replace(tzinfo=None, microsecond=0)],
    )
    return described(connection, tables, models.program())


def described(connection: duckdb.DuckDBPyConnection, tables: Counts, program: str) -> Manifest:
    """The manifest of a database that has its snapshot_info; without hash and size of the file."""
    id_, built_at, demo, files, rows = connection.execute("from snapshot_info").fetchall()[0]
    sources = [list(row) for row in connection.execute(SOURCES).fetchall()]
    return Manifest(id_, built_at.isoformat(), demo, files, rows, tables, "", 0, program, sources)


def mark(tables: Counts) -> str:
    """The end of an id, made from what is in the tables."""
    return hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()[:8]


def _id_time(now: datetime) -> str:
    """The time in an id: now, or a second past the newest id, so that ids sort as published.

    The newest may be lost or damaged, or from before the clock was set back.
    """
    names = [snapshots.named(), *(path.stem for path in manifests.folder().glob("*-*-*.*"))]
    newest = max((name[:15] for name in names if manifests.ID.fullmatch(name)), default="")
    told = now.strftime(ID_TIME)
    if told > newest:
        return told
    return (datetime.strptime(newest, ID_TIME) + timedelta(seconds=1)).strftime(ID_TIME)
