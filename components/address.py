"""The query string of an address: what a page is asked beside its view, and changes of it."""

from urllib.parse import parse_qsl, urlencode

from flask import g, has_request_context

from data import warehouse

SNAPSHOT = "snapshot"
"""The parameter that holds a page at an earlier snapshot, as a code on paper does."""


def asked(search: str | None) -> dict[str, str]:
    """The parameters of an address; the last one counts when a name stands twice."""
    return dict(parse_qsl((search or "").lstrip("?")))


def changed(search: str | None, **parts: str | None) -> str:
    """The same address with these parameters; one that is None or empty is left out."""
    wanted = {name: value for name, value in (asked(search) | parts).items() if value}
    return f"?{urlencode(wanted)}" if wanted else ""


def snapshot(search: str | None) -> str:
    """The snapshot an address is held at, else the current one."""
    return held(asked(search).get(SNAPSHOT)) or warehouse.current_id()


def pin(snapshot: str) -> str:
    """What holds an address at a snapshot, "" for the current one."""
    return "" if snapshot == _current() else warehouse.plain(snapshot)


def _current() -> str:
    """The current snapshot, looked at once a request: a page has many links."""
    if not has_request_context():
        return warehouse.current_id()
    if "current_snapshot" not in g:
        g.current_snapshot = warehouse.current_id()
    return g.current_snapshot


def held(snapshot: str | None) -> str:
    """The snapshot an address names, in the cut of who asks; "" when it names none."""
    return warehouse.alike(snapshot, warehouse.current_id()) if snapshot else ""
