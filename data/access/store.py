"""The store of accounts, sessions, failed sign-ins and wall links: var/access/users.sqlite."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from data import paths
from data.access import secret
from data.errors import AccessError

SCHEMA = """
create table if not exists account (
    name text primary key, role text not null, region text not null, password text,
    shown text not null default '', issuer text, subject text, created_at real not null,
    changed_at real not null, seen_at real);
create unique index if not exists account_identity on account (issuer, subject);
create table if not exists session (
    digest text primary key, name text not null references account (name) on delete cascade,
    csrf text not null, started_at real not null, seen_at real not null);
create table if not exists failure (whom text not null, at real not null);
create index if not exists failure_whom on failure (whom, at);
create table if not exists wall (
    id text primary key, region text not null, expires_at real not null, revoked integer not null,
    created_at real not null, note text not null);
create table if not exists timing (
    day text not null, panel text not null, name text not null, times integer not null,
    total_ms real not null, worst_ms real not null, primary key (day, panel, name));
create table if not exists pending (state text primary key, value text not null, at real not null);
"""
_local = threading.local()


def connection() -> sqlite3.Connection:
    """This thread's connection. Raises AccessError when the store cannot be opened."""
    key = mark(f"{paths.var()}/access/users.sqlite")
    if not key or getattr(_local, "key", None) != key:
        path = secret.folder() / "users.sqlite"
        _local.connection, _local.key = _opened(path), mark(str(path))
    return _local.connection


def mark(path: str) -> tuple | None:
    """What a connection is for: this file, in this process. Another file in its place, as after a
    restore, has another mark; None while there is none."""
    try:
        return path, os.getpid(), os.stat(path).st_ino  # noqa: PTH116 (a Path costs more)
    except OSError:
        return None


def _opened(path) -> sqlite3.Connection:
    try:
        made = sqlite3.connect(path, timeout=10, isolation_level=None)
        made.row_factory = sqlite3.Row
        made.execute("pragma journal_mode = wal")
        made.execute("pragma foreign_keys = on")
        made.execute("pragma synchronous = normal")
        made.executescript(SCHEMA)
        path.chmod(0o600)
        return made
    except (sqlite3.Error, OSError) as error:
        raise AccessError(
            f"账号库 {path} 打不开（{error}）。请检查目录权限与磁盘空间后重试。"
        ) from None


@contextmanager
def change() -> Iterator[sqlite3.Connection]:
    """A transaction that writes: whole or not at all."""
    held = connection()
    held.execute("begin immediate")
    try:
        yield held
        held.execute("commit")
    except BaseException:
        held.execute("rollback")
        raise


def now() -> float:
    """Seconds since 1970."""
    return time.time()
