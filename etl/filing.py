"""What is kept of a file from the inbox, beside its report: nothing that names a person.

A loaded file is filed as var/files has it: as it was sent, or the copy without persons, or, where
rows were secret, not at all. A refused file of which the columns can be seen is filed without those
that name a person; one marked secret is not filed at all, nor is one nobody can read, for nobody
can tell whether it names persons: its report has name, size and hash, and the sender has the file.
"""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data import paths
from data.errors import SecretError
from etl import publish, read, redacted, secret
from etl.words import listed

OWNER = 0o600
UNREAD = (
    "本文件打不开，无法确认其中有没有个人信息或涉密内容，按规定没有留存原件；"
    "请报送单位用自己手中的原件改正后重新报送。"
)


@dataclass(frozen=True)
class Kept:
    """The bytes to file in place of the original, or the original itself, or nothing."""

    said: str = ""
    original: bool = True
    copy: bytes | None = None
    suffix: str = ""

    def put(self, path: Path, target: Path) -> None:
        """Puts what is kept at the target and takes the original away."""
        if self.copy is not None:
            target.write_bytes(self.copy)
            path.unlink()
        elif self.original:
            shutil.move(path, target)
        else:
            path.unlink()
        if target.exists():
            target.chmod(OWNER)


def of_loaded(path: Path) -> Kept:
    """What is kept of a file that was loaded, or had been before."""
    digest, folder = publish.sha256(path), paths.var() / "files"
    if copy := redacted.of(folder, digest):
        said = "本文件含个人信息，这里只保存了去掉这些内容的副本。"
        return Kept(said, copy=copy.read_bytes(), suffix=copy.suffix)
    if not any((folder / digest[:2]).glob(f"{digest}.*")):
        return Kept("本文件有涉密标志的行，没有留存原件。", original=False)
    return Kept()


def of_refused(path: Path, error: Exception) -> Kept:
    """What is kept of a file that was not loaded."""
    if isinstance(error, SecretError):
        return Kept("本文件含有涉密标志，没有留存原件。", original=False)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            sheets = read.sheets(path, path.name, Path(scratch))
            personal = redacted.anywhere(sheets)
            if not (personal.areas or redacted.has_numbers(sheets)):
                return Kept()
            copy, suffix = redacted.copied(personal)
    except Exception:  # a bug too: nobody can tell what the file holds
        return Kept(UNREAD, original=False)
    named = f"（{listed(personal.named, 6)}）" if personal.named else ""
    return Kept(
        f"本文件含个人信息{named}，这里只保存了去掉这些内容的副本。", copy=copy, suffix=suffix
    )


def target(path: Path, fate: str, kept: Kept) -> Path:
    """Where the file goes: under its fate and month, by a name that no other file there has."""
    month = paths.var() / fate / f"{datetime.now():%Y-%m}"
    month.mkdir(parents=True, exist_ok=True)
    name = secret.masked(path.stem)
    suffix = path.suffix if kept.suffix in ("", path.suffix.lower()) else path.suffix + kept.suffix
    place, number = month / f"{name}{suffix}", 1
    while place.exists() or (not kept.original and place.with_name(f"{place.name}.txt").exists()):
        number += 1
        place = month / f"{name}_{number}{suffix}"
    return place
