"""What is installed is what was reviewed: every package pinned, every file known by its hash."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[\w,]+\])?==([^\s;\\]+)", re.MULTILINE)


def pins(name):
    """Version by package of a requirements file, names as PyPI compares them."""
    found = PINNED.findall((ROOT / name).read_text(encoding="utf-8"))
    return {re.sub(r"[-_.]+", "-", package).lower(): version for package, version in found}


def test_the_lock_pins_what_the_requirements_ask_for_and_all_that_comes_with_it():
    wanted, locked = pins("requirements.txt"), pins("requirements.lock")
    assert wanted.items() <= locked.items()
    assert {
        "flask",
        "werkzeug",
        "cryptography",
        "urllib3",
        "jinja2",
    } <= locked.keys() - wanted.keys()


def test_every_package_of_the_lock_has_the_hashes_of_its_files():
    parts = re.split(r"^(?=\S+==)", (ROOT / "requirements.lock").read_text("utf-8"), flags=re.M)
    assert len(parts) > 60
    assert not [part.split()[0] for part in parts[1:] if "--hash=sha256:" not in part]
