"""The query string of an address: what a page is asked beside its view, and changes of it."""

from urllib.parse import parse_qsl, urlencode


def asked(search: str | None) -> dict[str, str]:
    """The parameters of an address; the last one counts when a name stands twice."""
    return dict(parse_qsl((search or "").lstrip("?")))


def changed(search: str | None, **parts: str | None) -> str:
    """The same address with these parameters; one that is None or empty is left out."""
    wanted = {name: value for name, value in (asked(search) | parts).items() if value}
    return f"?{urlencode(wanted)}" if wanted else ""
