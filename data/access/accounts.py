"""Accounts: who there is, with which role, over which region's subtree."""

import re
import sqlite3

from data.access import passwords, roles, store, viewer
from data.access.viewer import Viewer
from data.errors import AccessError

NAME = re.compile(r"[A-Za-z0-9_.@一-鿿-]{2,40}")


def exist() -> bool:
    """Whether there is any account."""
    return store.connection().execute("select 1 from account limit 1").fetchone() is not None


def add(
    name: str, role: str, region: str, password: str | None, shown: str = "",
    identity: tuple[str, str] | None = None,
) -> Viewer:  # fmt: skip
    """A new account, signed in with by password, by (issuer, subject) of an identity, or both.

    Raises AccessError when something about it is wrong.
    """
    _check(name, role, region)
    if password is None and identity is None:
        raise AccessError("账号要有口令，或用 --issuer 与 --subject 绑定统一身份。")
    hashed = passwords.hashed(password, name) if password is not None else None
    row = (name, role, region, hashed, shown, *(identity or (None, None)), store.now(), store.now())
    try:
        with store.change() as held:
            held.execute(
                "insert into account (name, role, region, password, shown, issuer, subject,"
                " created_at, changed_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
    except sqlite3.IntegrityError:
        raise AccessError(
            f"账号“{name}”或它的统一身份已存在。请换一个名字，或先用 del-user 删除。"
        ) from None
    return Viewer(name, role, region, shown)


def delete(name: str) -> None:
    """Removes the account and ends its sessions. Raises AccessError when there is none."""
    with store.change() as held:
        _check_known(held.execute("delete from account where name = ?", [name]).rowcount, name)


def set_password(name: str, password: str) -> None:
    """A new password; every session of the account ends."""
    hashed = passwords.hashed(password, name)
    with store.change() as held:
        changed = held.execute(
            "update account set password = ?, changed_at = ? where name = ?",
            [hashed, store.now(), name],
        )
        _check_known(changed.rowcount, name)
        held.execute("delete from session where name = ?", [name])


def change_role(name: str, role: str, region: str) -> None:
    """Another role and region; sessions end, so that nothing of the old ones stays open."""
    _check(name, role, region)
    with store.change() as held:
        changed = held.execute(
            "update account set role = ?, region = ? where name = ?", [role, region, name]
        )
        _check_known(changed.rowcount, name)
        held.execute("delete from session where name = ?", [name])


def listing() -> list[dict]:
    """One row per account by name: name, role, region, shown, issuer, subject, created_at, seen_at
    (None before the first sign-in), sessions open and whether it has a password."""
    found = store.connection().execute(
        "select name, role, region, shown, issuer, subject, created_at, seen_at,"
        " password is not null as has_password,"
        " (select count(*) from session where session.name = account.name) as sessions"
        " from account order by name"
    )
    return [dict(row) for row in found]


def known(name: str) -> dict | None:
    """The row of an account, with its password's hash."""
    row = store.connection().execute("select * from account where name = ?", [name]).fetchone()
    return dict(row) if row else None


def by_identity(issuer: str, subject: str) -> dict | None:
    """The account bound to an identity."""
    row = store.connection().execute(
        "select * from account where issuer = ? and subject = ?", [issuer, subject]
    ).fetchone()  # fmt: skip
    return dict(row) if row else None


def seen_as(row: dict) -> Viewer:
    """Who the row of an account reads as."""
    return Viewer(row["name"], row["role"], row["region"], row["shown"])


def _check(name: str, role: str, region: str) -> None:
    if not NAME.fullmatch(name):
        raise AccessError(f"账号名“{name[:40]}”不合规则：2—40 个汉字、字母、数字或 _ . @ -。")
    if role not in roles.ACCOUNTS:
        told = "、".join(f"{one}（{roles.LABELS[one]}）" for one in roles.ACCOUNTS)
        raise AccessError(f"没有角色“{role[:20]}”。可用：{told}；大屏请用 wall-link。")
    if region not in viewer.region_names():
        raise AccessError(f"地区代码“{region[:20]}”不存在。请用六位代码，如 640100 银川市。")


def _check_known(changed: int, name: str) -> None:
    if not changed:
        raise AccessError(f"没有账号“{name[:40]}”。可用 python -m data.access list 查看全部账号。")
