"""Whoever reads: the one whose request runs, or the operator at the machine's own command line.

What a viewer may see is a *cut* of a snapshot: a region's subtree at a clearance, written behind
the id as `<id>@<region>.<clearance>`. `warehouse.current_id()` gives the viewer's own cut, and the
warehouse refuses every other one, so a request that was tampered with reads nothing.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache

from data import reference
from data.access import roles

WHOLE = "640000"
NOTHING = "!"


@dataclass(frozen=True)
class Viewer:
    """One who reads. `cut` is the suffix of the snapshots allowed: None any, "" the whole one."""

    name: str
    role: str
    region: str = WHOLE
    shown: str = ""

    @property
    def cut(self) -> str | None:
        if self.role == roles.OPERATOR:
            return None
        if self.role == roles.NOBODY:
            return NOTHING
        clearance = roles.clearance(self.role)
        if self.region == WHOLE and clearance == roles.SENSITIVE:
            return ""
        return f"@{self.region}.{clearance}"

    @property
    def title(self) -> str:
        """How a print and the top bar name the viewer."""
        return self.shown or self.name

    @property
    def is_person(self) -> bool:
        """Whether somebody with an account has signed in."""
        return self.role in roles.ACCOUNTS

    @property
    def signature(self) -> str:
        """Name and account, as exports and prints carry them."""
        return self.name if self.title == self.name else f"{self.title}（{self.name}）"

    @property
    def role_name(self) -> str:
        return roles.LABELS[self.role]

    @property
    def region_name(self) -> str:
        """The name of the root of the viewer's subtree."""
        return region_names().get(self.region, self.region)

    def may(self, what: str) -> bool:
        """Whether the role has the right, one of those in data/access/roles.py."""
        return what in roles.ALLOWED[self.role]


OPERATOR = Viewer("操作员", roles.OPERATOR)
DEMO = Viewer("demo", roles.DEMO, shown="演示用户")
NOBODY = Viewer("", roles.NOBODY)

_current: ContextVar[Viewer] = ContextVar("viewer", default=OPERATOR)


def current() -> Viewer:
    """Whose request this is; the operator outside any request."""
    return _current.get()


def become(viewer: Viewer) -> None:
    """From here on, in this request, the viewer reads."""
    _current.set(viewer)


@contextmanager
def acting(viewer: Viewer):
    """The viewer reads inside the block."""
    token = _current.set(viewer)
    try:
        yield
    finally:
        _current.reset(token)


def of_cut(snapshot: str, name: str) -> Viewer:
    """Somebody who may see just this cut: what a process started for a viewer reads as; the
    operator where nobody has signed in."""
    region, _, clearance = snapshot.partition("@")[2].partition(".")
    if not region:
        return Viewer(name, roles.LEADER) if name else OPERATOR
    role = {roles.SENSITIVE: roles.LEADER, roles.INTERNAL: roles.ANALYST}.get(clearance, roles.WALL)
    return Viewer(name or "简报", role, region)


@cache
def region_names() -> dict[str, str]:
    """Names of all regions of the reference table by code."""
    return {row["region"]: row["name"] for row in reference.table("regions")}
