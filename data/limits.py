"""Limits of one question to the warehouse: how long it may take and how much memory it may use.

One watcher a process interrupts what is overdue; a question costs it two entries in a dict.
DASHBOARD_QUERY_SECONDS and DASHBOARD_QUERY_MEMORY (such as 2GB) change the limits.
"""

import os
import threading
import time
from typing import Protocol

from data.errors import QueryError

SECONDS = float(os.environ.get("DASHBOARD_QUERY_SECONDS") or 30)
MEMORY = os.environ.get("DASHBOARD_QUERY_MEMORY") or "1GB"
LOOK = 0.1  # seconds between two looks at what is running


def too_long() -> QueryError:
    """What is told of a question that was interrupted."""
    return QueryError(
        f"这项查询超过 {SECONDS:g} 秒仍未完成，已停止。请缩小地区或期间后重试；"
        "如经常出现，请管理员调大 DASHBOARD_QUERY_SECONDS。"
    )


def too_large() -> QueryError:
    """What is told of a question that wanted more memory than it may have."""
    return QueryError(
        f"这项查询需要的内存超过上限（{MEMORY}），已停止。请缩小地区或期间后重试；"
        "如经常出现，请管理员调大 DASHBOARD_QUERY_MEMORY。"
    )


class Interruptible(Protocol):
    """What can be stopped from another thread: a DuckDB cursor."""

    def interrupt(self) -> None: ...


class Limited:
    """`with Limited(cursor):` it is interrupted when the block takes longer than allowed."""

    def __init__(self, cursor: Interruptible, seconds: float | None = None):
        self.cursor, self.seconds = cursor, SECONDS if seconds is None else seconds

    def __enter__(self) -> None:
        _watcher.add(self.cursor, time.monotonic() + self.seconds)

    def __exit__(self, *_) -> None:
        _watcher.remove(self.cursor)


class _Watcher:
    """The thread that looks; started with the first question, and again in a forked process."""

    def __init__(self):
        self.lock = threading.Lock()
        self.busy = threading.Event()
        self.due: dict[int, tuple[float, Interruptible]] = {}
        self.thread: threading.Thread | None = None

    def add(self, cursor: Interruptible, due: float) -> None:
        with self.lock:
            self.due[id(cursor)] = (due, cursor)
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._run, daemon=True, name="limits")
                self.thread.start()
        self.busy.set()

    def remove(self, cursor: Interruptible) -> None:
        """After this the cursor is not interrupted any more: both happen under the lock."""
        with self.lock:
            del self.due[id(cursor)]

    def _run(self) -> None:
        while True:
            self.busy.wait()
            time.sleep(LOOK)
            self._look()

    def _look(self) -> None:
        """Apart from the loop, whose names would hold the last cursor and so its file for good."""
        now = time.monotonic()
        with self.lock:
            for due, cursor in self.due.values():
                if due <= now:
                    cursor.interrupt()
            if not self.due:
                self.busy.clear()


_watcher = _Watcher()
