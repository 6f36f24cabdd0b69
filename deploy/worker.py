"""Gunicorn's threads given back in time: a client that drips its request holds none for long.

The time-out of a socket counts from its last byte, so a byte now and then would keep it open for
ever; here the whole request has a deadline. Behind nginx, which collects requests first, it never
comes to that.
"""

import socket
import threading
import time
from contextlib import suppress

from gunicorn.workers.gthread import TConn, ThreadWorker

HEADERS = 3.0  # seconds for the line and headers of a request
ANSWERED = 120.0  # seconds for its body and the answer; the longest question is stopped before
CHECKED = 0.5


class Worker(ThreadWorker):
    """A worker of threads in which every connection that is being served has a deadline."""

    def init_process(self) -> None:
        self.due: dict[TConn, float] = {}
        threading.Thread(target=self._end_overdue, daemon=True).start()
        super().init_process()

    def handle(self, conn):
        self.due[conn] = time.monotonic() + HEADERS
        try:
            return super().handle(conn)
        finally:
            del self.due[conn]

    def handle_request(self, req, conn):
        self.due[conn] = time.monotonic() + ANSWERED
        return super().handle_request(req, conn)

    def _end_overdue(self) -> None:
        while True:
            time.sleep(CHECKED)
            now = time.monotonic()
            for conn, due in self.due.copy().items():
                if due < now:
                    with suppress(OSError):
                        conn.sock.shutdown(socket.SHUT_RDWR)
