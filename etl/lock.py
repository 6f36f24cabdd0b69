"""One build at a time: a lock the kernel frees when its holder ends, however it ends."""

import fcntl
import getpass
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from data import paths
from data.errors import BuildBusyError


@contextmanager
def held(what: str) -> Iterator[None]:
    """Holds var/build.lock. Raises BuildBusyError, naming the holder, when another has it."""
    path = paths.var() / "build.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildBusyError(_busy(path)) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n{_user()}\n{socket.gethostname()}\n{_now()}\n{what}\n")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)  # what still stands here later was left by a killed process


def _busy(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    pid, user, host, since, what = (*lines, *["未知"] * 5)[:5]
    return (
        f"另一个构建正在进行：{what}（进程 {pid}，用户 {user}，主机 {host}，自 {since} 起）。"
        "请等它结束后再试；确需中止，请在该主机上结束该进程，锁会自动释放。"
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name, as in containers
        return str(os.getuid())


def _now() -> str:
    return datetime.now().astimezone().strftime("%Y-%m-%d %H:%M:%S %z")
