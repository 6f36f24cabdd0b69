"""The months of a detail folder, what each was read from, and what was made of it."""

import hashlib
import json
import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.errors import BuildError

DETAIL = "month={0:%Y-%m}"
FOLDER = re.compile(r"month=(\d{4}-(?:0[1-9]|1[0-2]))")


@dataclass(frozen=True)
class Month:
    """One unit of work: a month and the files that hold its readings."""

    code: str
    files: tuple[Path, ...]

    def content(self) -> dict[str, str]:
        """SHA-256 of each file by name: what the month is, whatever its dates say."""
        return {path.name: _sha256(path) for path in self.files}


def following(first: date) -> date:
    """The first day of the next month."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def found(detail: Path) -> list[Month]:
    """The months of a detail folder in their order. Raises BuildError when there is none."""
    months = []
    for folder in sorted(detail.glob("month=*")):
        if not FOLDER.fullmatch(folder.name):
            raise BuildError(
                f"明细文件夹名“{folder.name}”不是 month=2025-01 的写法。请改名后重试。"
            )
        files = tuple(sorted(folder.glob("*.parquet")))
        if files:
            months.append(Month(folder.name.removeprefix("month="), files))
    if not months:
        raise BuildError(
            f"{detail} 里没有 month=2025-01 这样按月分开的 Parquet 明细。"
            "请用 --detail 指定文件夹，或先运行 python -m etl demo --scale national 生成演示明细。"
        )
    return months


def shared(months: list[Month], shard: tuple[int, int]) -> list[Month]:
    """The months of shard k of n: each month belongs to exactly one shard."""
    number, count = shard
    return [month for place, month in enumerate(months) if place % count == number - 1]


def table(out: Path, model: str, month: str) -> Path:
    """Where the rows of a model and month lie."""
    return out / model / f"month={month}.parquet"


def is_current(out: Path, model, month: Month, content: dict[str, str]) -> bool:
    """Whether the table there was made by this SQL from these files, and is whole."""
    path = table(out, model.name, month.code)
    try:
        told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        size = path.stat().st_size
    except (FileNotFoundError, ValueError):
        return False
    return (told["model"], told["detail"], told["size"]) == (_hash(model.sql), content, size)


def adopt(part: Path, out: Path, model, month: Month, told: dict) -> None:
    """Puts a finished table and its manifest in place; a kill before the last rename redoes it."""
    path = table(out, model.name, month.code)
    path.parent.mkdir(parents=True, exist_ok=True)
    manifest = path.with_suffix(".json")
    manifest.unlink(missing_ok=True)
    told = {"model": _hash(model.sql), "size": part.stat().st_size, "sha256": _sha256(part), **told}
    _synced(part)
    part.rename(path)
    draft = manifest.with_suffix(".part")
    draft.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    _synced(draft)
    draft.rename(manifest)


def _synced(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
