"""The inbox: files put there for `etl watch`, and the reports it writes when it has filed them."""

import base64
import binascii
import os
import re
import unicodedata
from pathlib import Path

from data import paths, warehouse
from data.errors import EmptyWarehouseError, FileError

LARGEST = 50 * 1024 * 1024
TABLES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv", ".txt")
FATES = ("done", "refused")
MARKED = "标注"
"""The folder beside the filed files with the marked workbooks for their senders."""
BOOKS = (".xlsx", ".xlsm")
LONGEST = 180  # bytes of a name, so that a number and `.part` still fit


def folder() -> Path:
    """Where files wait to be loaded."""
    return paths.var() / "inbox"


def put(name: str, contents: str) -> str:
    """Writes an upload (a data address) into the inbox; returns the name it got there.

    Raises FileError when it is too large, no table by its name, or came incomplete.
    """
    safe = safe_name(name)
    if Path(safe).suffix.lower() not in TABLES:
        raise FileError(f"“{safe}”不是表格文件。可上传：{'、'.join(TABLES)}。")
    try:
        content = base64.b64decode(contents.partition(",")[2], validate=True)
    except (binascii.Error, ValueError):
        raise FileError(f"“{safe}”没有传完整，请重新上传。") from None
    if len(content) > LARGEST:
        raise FileError(
            f"“{safe}”有 {len(content) // 2**20} MB，上限 50 MB。"
            "请拆分后上传，或在服务器上用 python -m etl load 装载。"
        )
    folder().mkdir(parents=True, exist_ok=True)
    return _written(safe, content).name


def safe_name(name: str) -> str:
    """The file's own name without folders, control characters or a leading dot or tilde."""
    last = unicodedata.normalize("NFC", name or "").replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    kept = re.sub(r'[<>:"|?*]', "_", kept).strip().lstrip(".~$ ")
    stem, suffix = Path(kept).stem, Path(kept).suffix
    while len((stem + suffix).encode()) > LONGEST:
        stem, suffix = (stem[:-1], suffix) if stem else (stem, suffix[:-1])
    return (stem + suffix) or "上传文件"


def reports(most: int) -> list[dict]:
    """The newest reports of filed files: name, fate (done or refused), at (seconds), text, and
    marked (the address of its marked workbook below var/, or None)."""
    found = []
    for fate in FATES:
        for path in (paths.var() / fate).glob("*/*.txt"):
            kept, waiting = path.with_suffix(""), folder() / path.stem
            if kept.exists() or not waiting.exists():  # else it was not filed yet
                found.append((path.stat().st_mtime, fate, path))
    return [
        {"name": path.stem, "fate": fate, "at": at, "text": path.read_text(encoding="utf-8"),
         "marked": _marked(path)}
        for at, fate, path in sorted(found, reverse=True)[:most]
    ]  # fmt: skip


def marked_stem(name: str) -> str:
    """What the marked workbook of a filed file is called, without 核验 and the suffix: that of
    三月.xlsx is 三月, that of 三月.csv is 三月.csv, so that both can lie in one folder."""
    path = Path(name)
    return path.stem if path.suffix.lower() in BOOKS else name


def marked(address: str) -> Path | None:
    """The marked workbook at an address below var/ as `reports` gives it, None when it is none."""
    parts = Path(address).parts
    if len(parts) != 4 or parts[0] not in FATES or parts[2] != MARKED or ".." in parts:
        return None
    path = paths.var() / address
    return path if path.suffix in BOOKS and path.is_file() else None


def _marked(report: Path) -> str | None:
    """The marked workbook that belongs to a report, if there is one."""
    stem = report.parent / MARKED / f"{marked_stem(report.stem)}_核验"
    books = (stem.with_name(f"{stem.name}{suffix}") for suffix in BOOKS)
    return next((str(book.relative_to(paths.var())) for book in books if book.exists()), None)


def only_open_data() -> bool:
    """Whether the current publication holds nothing but demo and published files, or nothing."""
    try:
        current = warehouse.current_id()
    except EmptyWarehouseError:
        return True
    sql = "select count(*) as own from source_file where origin = 'reported'"
    return not warehouse.row(current, sql)["own"]


def _written(name: str, content: bytes) -> Path:
    """Writes under a name that is free; whole or not there at all."""
    stem, suffix = Path(name).stem, Path(name).suffix
    part = folder() / f".{name}.{os.getpid()}.part"
    part.write_bytes(content)
    for number in range(1, 1000):
        target = folder() / (name if number == 1 else f"{stem}_{number}{suffix}")
        try:
            os.link(part, target)  # unlike a rename, never takes the place of another file
        except FileExistsError:
            continue
        part.unlink()
        return target
    part.unlink()
    raise FileError(f"收件箱里已有太多名为“{name}”的文件。请先运行 python -m etl watch --once。")
