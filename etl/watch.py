"""Watches var/inbox: takes what is whole, loads it, files it under done or refused with a report.

A file is whole when its size and time are the same at two looks and no program has it open; one
that cannot be read gets a minute more, for a copy that has stalled would be lost with it. All
that are whole at once make one build; when that fails, it is made again without the file in whose
reading it failed, or they are halved until the bad one is alone.
A file that was loaded and not yet filed when the watch was killed is found by its hash and filed.
"""

import signal
import sys
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from data import warehouse
from data.errors import (
    BuildBusyError,
    DashboardError,
    DiskError,
    FileError,
    RepairError,
    SecretError,
    SnapshotGoneError,
)
from data.inbox import folder
from etl import build, disk, filing, inboxmarks, inboxreport, publish
from etl.verdict import Checked

UNFINISHED = (".part", ".tmp", ".crdownload", ".download", ".filepart")
WAITS = (BuildBusyError, DiskError, RepairError, SnapshotGoneError)  # no file's fault
ARRIVING = 60  # seconds a file that cannot be read may still be on its way
SLICE = 0.2  # seconds between looks at whether to stop


class Watch:
    """One run of the watch; `seconds` lie between two looks."""

    def __init__(self, seconds: float):
        self.seconds, self.stopping, self.seen = seconds, False, {}
        self.patience = 0

    def run(self, once: bool) -> None:
        """Looks until it is told to stop; with `once`, files what is whole by now and ends."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self.patience = 0 if once else ARRIVING
        folder().mkdir(parents=True, exist_ok=True)
        log(f"开始查看收件箱 {folder()}，每 {self.seconds:g} 秒一次；子文件夹不查看。")
        self.whole()
        while not self.stopping:
            self._wait()
            if not self.stopping:
                self._take(self.whole())
            if once:
                break
        log("已停止查看收件箱。")

    def whole(self) -> list[Path]:
        """The files that are as they were at the last look; remembers this one."""
        before, self.seen = self.seen, looked()
        return [path for path, state in self.seen.items() if before.get(path) == state]

    def _take(self, files: list[Path]) -> None:
        """Loads and files; what cannot be done now, for no fault of a file, waits for later."""
        try:
            if files:
                log(f"装载 {len(files)} 个文件：{'、'.join(path.name for path in files)}")
                self._load(files)
        except (*WAITS, OSError) as error:
            log(f"暂不能装载，文件留在收件箱，下次再试：{error}")
        finally:
            warehouse.close()

    def _load(self, files: list[Path]) -> None:
        """One build of all; without the file that an error is blamed on when it fails, or, when it
        is blamed on none, the halves one by one, for the sake of the good ones."""
        files = [path for path in files if path.exists()]
        while files and not self.stopping and (error := _failure(files)):
            blamed = getattr(error, "blamed", "")
            bad = files if len(files) == 1 else [path for path in files if path.name == blamed]
            if not bad:
                middle = len(files) // 2
                self._load(files[:middle])
                self._load(files[middle:])
                return
            self._refuse(bad[0], error)
            files = [path for path in files if path != bad[0]]

    def _refuse(self, path: Path, error: Exception) -> None:
        """Refuses the file, unless it cannot be read and came less than a minute ago."""
        age = time.time() - path.stat().st_mtime
        if isinstance(error, SecretError) or not isinstance(error, FileError):
            age = ARRIVING
        if age < self.patience:
            log(f"{path.name} 还打不开，可能没有传完，稍后再试。")
        else:
            refuse(path, error)

    def _wait(self) -> None:
        until = time.monotonic() + self.seconds
        while not self.stopping and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, SLICE))

    def _stop(self, number: int, _frame) -> None:
        """Stops after the build that is going on; the second time at once."""
        self.stopping = True
        signal.signal(number, signal.SIG_DFL)


def looked() -> dict[Path, tuple]:
    """Size and time of each file that nobody is still writing or has open, by name."""
    found = {}
    for path in sorted(folder().iterdir()):
        if path.name[0] in ".~" or path.suffix.lower() in UNFINISHED or _is_open(path):
            continue
        try:
            state = path.stat()
        except FileNotFoundError:
            continue
        if path.is_file():
            found[path] = (state.st_size, state.st_mtime_ns)
    return found


def _failure(files: list[Path]) -> Exception | None:
    """Loads and files all, or none: what went wrong then. Raises what is no file's fault."""
    try:
        outcome = build.load(files, f"装载收件箱中的 {len(files)} 个文件")
    except Exception as error:  # whatever one file does to the program, the others wait
        if isinstance(error, WAITS) or _is_full(error):
            raise
        return error
    for path in files:
        finish(path, path.name in outcome.known)
    return None


def _is_open(path: Path) -> bool:
    """Whether Excel, WPS or LibreOffice has put its mark beside the file."""
    marks = (f"~${path.name}", f"~${path.name[2:]}", f".~{path.name}", f".~lock.{path.name}#")
    return any(path.with_name(mark).exists() for mark in marks)


def _is_full(error: Exception) -> bool:
    """Whether the machine, not the file, is why it failed."""
    return isinstance(error, OSError) and error.errno in disk.FULL


def finish(path: Path, known: bool) -> None:
    """Files a loaded file under done; `known` says that its content was there before."""
    kept, digest = filing.of_loaded(path), publish.sha256(path)
    told = inboxreport.loaded(path, known, kept.said)
    checked = partial(inboxmarks.of_loaded, warehouse.current_id(), digest)
    log(f"已装载 {path.name}，归入 {_file(path, 'done', told, kept, checked)}")


def refuse(path: Path, error: Exception) -> None:
    """Files a file that could not be loaded under refused; a bug is told with its trace."""
    known = isinstance(error, DashboardError)
    if not known:
        log(f"装载 {path.name} 时程序出错：", error)
    kept = filing.of_refused(path, error)
    told = inboxreport.refused(path, str(error) if known else "", kept)
    target = _file(path, "refused", told, kept, partial(inboxmarks.of_refused, path, error))
    log(f"未装载 {path.name}，归入 {target}{'：' + str(error) if known else ''}")


def _file(
    path: Path, fate: str, told: str, kept: filing.Kept, judge: Callable[[], Checked | None]
) -> Path:
    """Writes the marked workbook and the report, then files what is kept; killed in between, the
    next look does all of it again."""
    target = filing.target(path, fate, kept)
    try:
        checked = judge()
        if marked := checked and inboxmarks.write(checked, kept, path, target):
            told += f"标注的工作簿：{marked.relative_to(target.parent)}，可退回报送单位。\n"
    except Exception as error:  # the file is filed without it: nothing else depends on it
        log(f"没有写出 {path.name} 的标注工作簿：", error)
    target.with_name(f"{target.name}.txt").write_text(told, encoding="utf-8")
    kept.put(path, target)
    return target


def log(line: str, error: Exception | None = None) -> None:
    """One dated line on stderr, with the trace of a bug below it."""
    print(f"{datetime.now():%Y-%m-%d %H:%M:%S} {line}", file=sys.stderr, flush=True)
    if error:
        import traceback  # noqa: PLC0415 (needed only when there is a bug)

        traceback.print_exception(error, file=sys.stderr)
