"""Original files: found on disk, and kept for good under the SHA-256 of their content."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from data import paths
from data.errors import FileError, SecretError, blaming
from etl import disk, secret
from etl.progress import Progress

TABLES = {".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv", ".txt"}
BLOCK = 1 << 20
ANSWERS = "planted.csv"  # what the demo data hide, for measuring detection; never a source


@dataclass(frozen=True)
class Original:
    """A file as it was sent (`name`), kept at `path`."""

    name: str
    path: Path
    sha256: str
    bytes: int


def find(given: list[Path]) -> list[Path]:
    """The files, and in folders every table, sorted. Raises FileError on a path that is not there.

    Within folders hidden files, open-file marks (~$…), files that are no tables and the demo's
    list of planted findings are left out.
    """
    found = []
    for path in given:
        if not path.exists():
            raise FileError(f"找不到“{path}”。请核对路径是否写对、文件是否已移走，然后重试。")
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [file for file in inside if file == path or _is_table(file)]
    if not found:
        raise FileError(
            f"“{'、'.join(map(str, given))}”中没有表格文件（xlsx、xls、et、ods、csv）。请核对路径。"
        )
    return list(dict.fromkeys(found))


@contextmanager
def keeping(progress: Progress, found: list[Path]) -> Iterator[list[Original]]:
    """The files, copied under var/files; copies made now go again when the build fails."""
    progress.phase("保存原始文件", len(found))
    kept, made = [], []
    try:
        for path in found:
            with blaming(path.name):
                original, is_new = _keep(path)
            kept.append(original)
            made += [original.path] if is_new else []
            progress.step()
        yield kept
    except BaseException as error:
        for path in made:
            for one in path.parent.glob(f"{path.stem}.*"):  # a copy without persons too
                one.unlink()
        if isinstance(error, SecretError):
            secret.note_refused(error)
        raise


def _is_table(path: Path) -> bool:
    named = path.suffix.lower() in TABLES and path.name[0] not in ".~" and path.name != ANSWERS
    return named and path.is_file()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keep(path: Path) -> tuple[Original, bool]:
    """Copies the file under its hash; says whether it was not there before."""
    if secret.is_secret(path.name):
        secret.refuse_name(path.name, _digest(path))
    folder = paths.var() / "files"
    folder.mkdir(parents=True, exist_ok=True)
    copy, digest = folder / "incoming", hashlib.sha256()
    try:
        with path.open("rb") as source, copy.open("wb") as target:
            while block := source.read(BLOCK):
                digest.update(block)
                target.write(block)
    except OSError as error:
        if error.errno in disk.FULL:
            raise
        raise FileError(
            f"文件“{path}”无法读取（{error.strerror}）。请核对权限与路径后重试。"
        ) from None
    target = folder / digest.hexdigest()[:2] / f"{digest.hexdigest()}{path.suffix.lower()}"
    is_new = not target.exists()
    target.parent.mkdir(exist_ok=True)
    copy.chmod(0o444)
    copy.replace(target)
    return Original(path.name, target, digest.hexdigest(), target.stat().st_size), is_new
