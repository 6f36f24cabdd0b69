"""Where things are: the project and its runtime state (`var/`, moved by DASHBOARD_VAR)."""

import os
import shutil
from functools import lru_cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
REFERENCE = PROJECT / "data" / "reference"
PUBLISHED = PROJECT / "data" / "published"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def var() -> Path:
    """The folder of all runtime state; read at each call so that tests can move it."""
    return _resolved(os.environ.get("DASHBOARD_VAR") or str(PROJECT / "var"))


@lru_cache(maxsize=16)
def _resolved(path: str) -> Path:
    """Asked many times a request; following the links costs 0.1 ms."""
    return Path(path).resolve()


def browser() -> str | None:
    """The Chromium that draws the charts of briefings, None when there is none."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)
