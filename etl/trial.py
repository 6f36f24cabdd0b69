"""Workbooks are read once in a process of their own before they are read here.

The native reader ends its process when it cannot have the memory a damaged file asks for; no
exception comes of it. So another process reads first, with limits of memory and processor time, and
what ends it is a sentence about the file. It is kept for the next file, and runs beside the scan
for hidden cells and failed formulas: 0.1 ms for a small workbook. Of an xlsx larger than LARGE the
scan comes first: where every cell begins with its address the scan knows how much memory it takes,
and trying it would take half as long again as reading it; any other one (Marks.odd) is tried.
"""

import io
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from data import paths
from data.errors import FileError

MEMORY = 6 << 30  # bytes of address space; the largest sheet allowed (unseen.MOST_CELLS) fits
LARGE = 4 << 20  # bytes of a package, packed
SECONDS, PER_MEGABYTE = 8, 0.5  # of processor time for a file
KEPT = 512 << 20  # bytes of memory the process may hold on to; then the next file gets a new one
DONE, LAST = b"done\n", b"last\n"


@dataclass
class _Reader:
    """The process, and the process it belongs to: a fork needs one of its own."""

    process: subprocess.Popen
    owner: int


_lock = Lock()
_readers: list[_Reader] = []


@contextmanager
def of(path: Path, file_name: str) -> Iterator[None]:
    """Tries the file meanwhile. Raises FileError at the end when that ended the process."""
    with _lock:
        process = _process()
        try:
            _ask(process, path)
            yield
        except BaseException:
            _end(process)  # refused already: what its trial would say is of no interest
            raise
        if code := _answer(process):
            process = _process()  # not the file's fault if somebody ended the process at hand
            _ask(process, path)
            code = _answer(process)
        if code:
            raise _dangerous(file_name, code)


def _process() -> subprocess.Popen:
    """The process at hand, or a new one."""
    for reader in _readers:
        if reader.owner == os.getpid() and reader.process.poll() is None:
            return reader.process
    _readers.clear()
    made = subprocess.Popen(
        [sys.executable, "-m", "etl.trial"], cwd=paths.PROJECT, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
    )  # fmt: skip
    _readers.append(_Reader(made, os.getpid()))
    return made


def _ask(process: subprocess.Popen, path: Path) -> None:
    most = int(SECONDS + PER_MEGABYTE * (path.stat().st_size >> 20))
    with suppress(BrokenPipeError):  # it has ended meanwhile: its answer will be missing
        process.stdin.write(json.dumps([str(path.absolute()), most]).encode() + b"\n")


def _answer(process: subprocess.Popen) -> int:
    """0 when the file could be read, else with what the process ended."""
    said = process.stdout.readline()
    if said != DONE:
        _end(process, kill=said == b"")
    return 0 if said else process.returncode or -1


def _end(process: subprocess.Popen, *, kill: bool = True) -> None:
    if kill:
        process.kill()  # of one that has ended by itself the return code stays
    process.wait()
    _readers.clear()


def _dangerous(file_name: str, code: int) -> FileError:
    slow = code == -signal.SIGXCPU
    why = "用了过长的时间" if slow else f"要占用过多的内存（上限 {MEMORY >> 30} GB）或意外终止"
    return FileError(
        f"文件“{file_name}”不是可读取的工作簿：试读时{why}，内容多半已损坏。"
        "请用 Excel 或 WPS 打开核对，另存为 xlsx 后重新装载。"
    )


def work() -> None:
    """Reads each file named on stdin, and says when it is done, whatever came of it."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 (here only)

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin.buffer:
        path, most = json.loads(line)
        _limit(most)
        content = Path(path).read_bytes()
        with suppress(BaseException):  # told by the reading that follows, in its own words
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            for sheet in book.sheets_metadata:
                with suppress(BaseException):
                    book.get_sheet_by_name(sheet.name)
            del book
        large = _held() > KEPT
        sys.stdout.buffer.write(LAST if large else DONE)
        sys.stdout.buffer.flush()
        if large:
            return


def _held() -> int:
    """The memory this process holds, in bytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def _limit(seconds: int) -> None:
    """Gives the file its share of processor time on top of what was used so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    work()
