"""Failed sign-ins: after five of an account or twenty of an address one has to wait, each time
twice as long, a quarter of an hour at most."""

from data.access import store
from data.errors import AccessError

FREE = {"account": 5, "address": 20}
FIRST_WAIT, LONGEST_WAIT, REMEMBERED = 30, 900, 3600


def check(name: str, address: str) -> None:
    """Raises AccessError while the account or the address has to wait."""
    waits = [_wait("account", name), _wait("address", address)]
    if max(waits) > 0:
        raise AccessError(f"登录失败次数过多，请 {max(waits):.0f} 秒后再试，或请管理员重设口令。")


def failed(name: str, address: str) -> None:
    """Remembers a failed sign-in."""
    with store.change() as held:
        held.execute("delete from failure where at < ?", [store.now() - REMEMBERED])
        rows = [(_key("account", name), store.now()), (_key("address", address), store.now())]
        held.executemany("insert into failure values (?, ?)", rows)


def forget(name: str) -> None:
    """After a sign-in that went well, or when an administrator opens the account again."""
    with store.change() as held:
        held.execute("delete from failure where whom = ?", [_key("account", name)])


def _wait(kind: str, value: str) -> float:
    row = store.connection().execute(
        "select count(*) as times, max(at) as last from failure where whom = ? and at >= ?",
        [_key(kind, value), store.now() - REMEMBERED],
    ).fetchone()  # fmt: skip
    over = row["times"] - FREE[kind]
    if over < 0:
        return 0
    return row["last"] + min(FIRST_WAIT * 2**over, LONGEST_WAIT) - store.now()


def _key(kind: str, value: str) -> str:
    return f"{kind}:{value[:100].lower()}"
