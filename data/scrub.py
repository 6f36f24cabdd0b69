"""The shown snapshot read in full and compared with its manifest, off the path of any request.

Every server process runs one such thread, one of them at a time reads. A file is read when it is
first shown, when it was written to since, and once a day; what is found every process sees.
"""

import fcntl
import logging
import threading
import time

from data import manifests, paths, snapshots
from data.errors import DashboardError

LOOK = 2.0  # seconds between looks at which snapshot is shown
AGAIN = 24 * 3600.0  # seconds after which a file is read again
REST = 0.004  # seconds of rest after each block, so that requests go first

log = logging.getLogger("dashboard")


def start() -> None:
    """Begins to look, in a thread that ends with the process."""
    threading.Thread(target=_run, daemon=True, name="scrub").start()


def look() -> str:
    """Reads the shown snapshot if that is due; returns what was found wrong with it, or ""."""
    try:
        id_ = snapshots.chosen().id
        state = manifests.path(id_).stat()
    except (DashboardError, OSError):
        return ""
    if manifests.verdict(id_, state, AGAIN) is not None:
        return ""
    with (paths.var() / "scrub.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return ""
        return manifests.judge(id_, lambda: time.sleep(REST))


def _run() -> None:
    while True:
        try:
            if found := look():
                log.error("snapshot is damaged: %s", found)
        except OSError as error:  # a full disk or a missing folder must not end the looking
            log.error("snapshot could not be read: %s", error)
        time.sleep(LOOK)
