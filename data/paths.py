"""Where things are: the project and its runtime state (`var/`, moved by DASHBOARD_VAR)."""

import os
import shutil
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
REFERENCE = PROJECT / "data" / "reference"
PUBLISHED = PROJECT / "data" / "published"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def var() -> Path:
    """The folder of all runtime state; read at each call so that tests can move it."""
    return Path(os.environ.get("DASHBOARD_VAR") or PROJECT / "var").resolve()


def browser() -> str | None:
    """The Chromium that draws the charts of briefings, None when there is none."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)
