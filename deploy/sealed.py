"""The lock of a bundle: every wheel in it by its SHA-256, for an install that asks no network.

    python -m deploy.sealed FOLDER      writes FOLDER/requirements.lock

What was fetched was held to requirements.lock of the project. A wheel that was built here from a
source is new, so the bundle names the hash of what it carries; a package that is missing stops it.
"""

import hashlib
import re
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[\w,]+\])?==([^\s;\\]+)", re.MULTILINE)


def main(folder: Path) -> int:
    """1 when a package of the project's lock is not in the folder in its version."""
    wanted = pins((PROJECT / "requirements.lock").read_text(encoding="utf-8"))
    found = {pin: digest for pin, digest in wheels(folder).items() if pin in wanted}
    missing = {name for name, _ in wanted} - {name for name, _ in found}
    if missing:
        told = "、".join(sorted(missing))
        print(f"离线包缺少：{told}。请检查网络后重新运行 make bundle。", file=sys.stderr)
        return 1
    lines = [f"{name}=={version} --hash=sha256:{found[name, version]}"
             for name, version in sorted(found)]  # fmt: skip
    (folder / "requirements.lock").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def pins(text: str) -> set[tuple[str, str]]:
    """Name and version of the packages of a lock; some have a version for each Python."""
    return {(normal(name), version) for name, version in PINNED.findall(text)}


def wheels(folder: Path) -> dict[tuple[str, str], str]:
    """SHA-256 by name and version of the wheels of a folder."""
    found = {}
    for path in folder.glob("*.whl"):
        name, version = path.name.split("-")[:2]
        found[normal(name), version] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def normal(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
