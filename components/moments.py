"""Moments: stored in UTC, told in the time of the machine that serves."""

from datetime import UTC, datetime


def now() -> str:
    """This moment on the clock of this machine."""
    return f"{datetime.now().astimezone():%Y-%m-%d %H:%M}"


def text(at: datetime) -> str:
    """A moment in UTC without its zone, as 2026-11-25 12:45 on the clock of this machine."""
    return f"{at.replace(tzinfo=UTC).astimezone():%Y-%m-%d %H:%M}"
