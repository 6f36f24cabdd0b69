"""Sessions: kept on the server, so that ending one ends it everywhere at the next request."""

import hashlib
import secrets
from dataclasses import dataclass

from data.access import accounts, attempts, passwords, store
from data.access.viewer import Viewer
from data.errors import AccessError

IDLE, LONGEST = 8 * 3600, 7 * 24 * 3600
WRONG = "账号或口令不对。请核对后重试；连续失败会被暂时锁定。"
SEEN_EVERY = 60


@dataclass(frozen=True)
class Session:
    """Who is signed in, and the token their forms carry."""

    viewer: Viewer
    csrf: str
    digest: str


def sign_in(name: str, password: str, address: str) -> tuple[str, Viewer]:
    """A new session's secret, and who has it. Raises AccessError, the same for both."""
    attempts.check(name, address)
    row = accounts.known(name)
    if not passwords.fits(password, row and row["password"]):
        attempts.failed(name, address)
        raise AccessError(WRONG)
    attempts.forget(name)
    return start(name), accounts.seen_as(row)


def start(name: str) -> str:
    """A session's secret, always a new one: what a visitor brought along is never used."""
    token, now = secrets.token_urlsafe(32), store.now()
    with store.change() as held:
        held.execute("delete from session where seen_at < ? or started_at < ?",
                     [now - IDLE, now - LONGEST])  # fmt: skip
        held.execute("insert into session values (?, ?, ?, ?, ?)",
                     [_digest(token), name, secrets.token_urlsafe(24), now, now])  # fmt: skip
        held.execute("update account set seen_at = ? where name = ?", [now, name])
    return token


def find(token: str) -> Session | None:
    """The session with that secret, unless it has ended."""
    if not token:
        return None
    now, digest = store.now(), _digest(token)
    row = store.connection().execute(
        "select session.csrf, session.started_at, session.seen_at, account.* from session"
        " join account using (name) where digest = ?",
        [digest],
    ).fetchone()  # fmt: skip
    if row is None or now - row[2] > IDLE or now - row["started_at"] > LONGEST:
        return None
    if now - row[2] > SEEN_EVERY:
        with store.change() as held:
            held.execute("update session set seen_at = ? where digest = ?", [now, digest])
    return Session(accounts.seen_as(row), row["csrf"], digest)


def end(session: Session) -> None:
    """Signs out: this session and every other one of the account."""
    with store.change() as held:
        held.execute("delete from session where name = ?", [session.viewer.name])


def drop(session: Session) -> None:
    """Ends this one session alone."""
    with store.change() as held:
        held.execute("delete from session where digest = ?", [session.digest])


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
