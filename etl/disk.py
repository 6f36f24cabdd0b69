"""A full or broken disk, told as such: the machine is at fault, and what was to be loaded waits."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from data import paths
from data.errors import DiskError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE}
SAID = ("No space left", "Disk quota exceeded", "Read-only file system", "Input/output error",
        "max_temp_directory_size")  # fmt: skip


@contextmanager
def told(what: str) -> Iterator[None]:
    """Raises DiskError, in words, for what fails because of the disk; `what` is not done."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise DiskError(_words(what, error.strerror)) from None
    except duckdb.Error as error:
        why = next((words for words in SAID if words in str(error)), "")
        if not why:
            raise
        raise DiskError(_words(what, why)) from None


def free() -> int:
    """Bytes that are free where var/ lies."""
    return shutil.disk_usage(existing()).free


def existing():
    """var/, or the nearest folder above it that is there."""
    return next(path for path in (paths.var(), *paths.var().parents) if path.exists())


def _words(what: str, why: str) -> str:
    return (
        f"磁盘写不进去（{why}；{paths.var()} 所在的磁盘还剩 {free() / 1e6:,.0f} MB），{what}没有完成，"
        "当前数据版本不变，要装载的文件没有动。请腾出空间（例如 python -m etl prune --keep 3）后重试。"
    )
