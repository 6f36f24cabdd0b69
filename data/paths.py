"""Where things are: the project and its runtime state (`var/`, moved by DASHBOARD_VAR)."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
REFERENCE = PROJECT / "data" / "reference"
PUBLISHED = PROJECT / "data" / "published"


def var() -> Path:
    """The folder of all runtime state; read at each call so that tests can move it."""
    return Path(os.environ.get("DASHBOARD_VAR") or PROJECT / "var").resolve()
