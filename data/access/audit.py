"""The audit log: append-only records, each sealed with the one before it (HMAC-SHA-256).

A record that was changed, removed or put in breaks the chain; the head, sealed apart, tells when
the newest were cut off. Who has the deployment's secret and the file could forge both: keep a copy
of `python -m data.access audit --head` elsewhere where that matters.
"""

import hashlib
import hmac
import json
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

from data.access import secret, store, viewer
from data.errors import AccessError

FIRST = "0" * 64
COLUMNS = ("at", "name", "role", "region", "event", "what", "address")
SCHEMA = """
create table if not exists record (
    number integer primary key, at text not null, name text not null, role text not null,
    region text not null, event text not null, what text not null, address text not null,
    seal text not null);
create table if not exists head (
    one integer primary key check (one = 1), number integer, seal text);
create index if not exists record_event on record (event, at);
create trigger if not exists record_stays before update on record
    begin select raise(abort, 'append only'); end;
create trigger if not exists record_remains before delete on record
    begin select raise(abort, 'append only'); end;
"""
_local = threading.local()


def connection() -> sqlite3.Connection:
    """This thread's connection to var/access/audit.sqlite."""
    path = secret.folder() / "audit.sqlite"
    key = store.mark(str(path))
    if not key or getattr(_local, "key", None) != key:
        made = sqlite3.connect(path, timeout=10, isolation_level=None)
        made.row_factory = sqlite3.Row
        made.execute("pragma journal_mode = wal")
        made.execute("pragma synchronous = normal")
        made.executescript(SCHEMA)
        path.chmod(0o600)
        _local.connection, _local.key = made, store.mark(str(path))
    return _local.connection


def write(event: str, what: dict | None = None, address: str = "", who=None) -> None:
    """Appends a record of the viewer. Raises AccessError when it cannot be kept."""
    who = who or viewer.current()
    told = json.dumps(what or {}, ensure_ascii=False, sort_keys=True)
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    record = (at, who.name, who.role, who.region, event, told[:4000], address[:60])
    try:
        held = connection()
        held.execute("begin immediate")
        try:
            _append(held, record)
            held.execute("commit")
        except BaseException:
            held.execute("rollback")
            raise
    except (sqlite3.Error, OSError) as error:
        raise AccessError(
            f"审计记录写不进 {secret.folder()}（{error}），操作没有执行。请检查磁盘空间与目录权限。"
        ) from None


def recent(event: str, region: str, most: int = 500) -> Iterator[sqlite3.Row]:
    """Records of an event by viewers of exactly that region, newest first."""
    yield from connection().execute(
        "select at, name, what from record where event = ? and region = ?"
        " order by number desc limit ?",
        [event, region, most],
    )


def _append(held: sqlite3.Connection, record: tuple) -> None:
    last = held.execute("select number, seal from record order by number desc limit 1").fetchone()
    number, before = (last["number"] + 1, last["seal"]) if last else (1, FIRST)
    seal = _seal(before, number, record)
    held.execute("insert into record values (?, ?, ?, ?, ?, ?, ?, ?, ?)", (number, *record, seal))
    held.execute("insert or replace into head values (1, ?, ?)", (number, _head(number, seal)))


def verify(held: sqlite3.Connection | None = None) -> tuple[int, str]:
    """How many records there are, and what is wrong with the first bad one ("" when nothing is)."""
    held = held or connection()
    before, number, count = FIRST, 0, 0
    for row in held.execute("select * from record order by number"):
        count += 1
        if row["number"] != number + 1:
            return count, f"第 {number + 1} 条记录缺失（其后是第 {row['number']} 条）"
        number = row["number"]
        if not hmac.compare_digest(row["seal"], _seal(before, number, tuple(row)[1:8])):
            return count, f"第 {number} 条记录（{row['at']}，{row['event']}）被改动过"
        before = row["seal"]
    head = held.execute("select number, seal from head").fetchone()
    if (head["number"] if head else 0) != number or (
        head and not hmac.compare_digest(head["seal"], _head(number, before))
    ):
        return count, f"末尾的记录被删除：应有 {head['number'] if head else 0} 条，现有 {number} 条"
    return count, ""


def head() -> str:
    """Number and seal of the newest record, to be kept elsewhere."""
    row = connection().execute("select number, seal from record order by number desc").fetchone()
    return f"{row['number']} {row['seal']}" if row else f"0 {FIRST}"


def _seal(before: str, number: int, record: tuple) -> str:
    text = json.dumps([before, number, *record], ensure_ascii=False)
    return hmac.new(secret.key("audit"), text.encode(), hashlib.sha256).hexdigest()


def _head(number: int, seal: str) -> str:
    return hmac.new(secret.key("head"), f"{number} {seal}".encode(), hashlib.sha256).hexdigest()
