"""Whether this server can answer: the snapshot it shows, its age, and what is wrong."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime

from data import manifests, paths, snapshots, warehouse
from data.errors import DashboardError

ROOM = 200 << 20  # bytes free below which no load would succeed
SKEW = 300  # seconds by which a snapshot may seem to come from the future
OK, DEGRADED, DOWN = "ok", "degraded", "down"


@dataclass(frozen=True)
class Health:
    """`checks`: each "ok" or a word that names what is wrong; no word tells of the machine."""

    snapshot: str | None
    age_seconds: int | None
    checks: dict[str, str]

    @property
    def status(self) -> str:
        """down: nothing can be shown; degraded: shown, but somebody should look."""
        if self.checks["snapshot"] != OK:
            return DOWN
        return OK if set(self.checks.values()) == {OK} else DEGRADED


def look() -> Health:
    """Asks the shown snapshot a real question."""
    checks = {"disk": OK if free() >= ROOM else "full"}
    try:
        found = snapshots.chosen()
        told = warehouse.row(found.id, "select built_at from snapshot_info")
    except DashboardError as error:
        return Health(None, None, {"snapshot": type(error).__name__, **checks})
    age = (datetime.now(UTC) - told["built_at"].replace(tzinfo=UTC)).total_seconds()
    checks["pointer"] = "fallback" if found.why else OK
    checks["clock"] = OK if age >= -SKEW else "behind"
    return Health(found.id, max(int(age), 0), {"snapshot": OK, **checks})


def free() -> int:
    """Bytes that are free where var/ lies, 0 when it is not there."""
    try:
        return shutil.disk_usage(paths.var()).free
    except OSError:
        return 0


def kept() -> int:
    """How many snapshots lie on disk."""
    return len(manifests.published())
