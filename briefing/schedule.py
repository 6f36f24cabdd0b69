"""Briefings that fall due with a new snapshot: the last whole month, quarter and year."""

from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from briefing import build, compose
from briefing.document import Document
from data import scope
from data.errors import BriefingError
from data.period import Month, Period
from data.scope import Scope

LOG = "briefings.log"
HEAD = "time\tregion\tperiod\tsnapshot\tfingerprint\toutcome\n"
LEVELS = ("region", "city", "county")


def due(snapshot: str) -> list[Period]:
    """The newest month, quarter and year that have all their months."""
    last = scope.months(snapshot)[1]
    found = []
    for months in (1, 3, 12):
        end = Month.of((last.index + 1) // months * months - 1)
        found.append(Period(end.year, end.number - months + 1, end.number))
    return found


def run(
    snapshot: str, folder: Path, regions: list[str], formats: tuple[str, ...],
    tell: Callable[[str], None],
) -> int:  # fmt: skip
    """Writes what is due and new; returns how many failed. Every outcome stands in the log."""
    seen = _seen(folder)
    failed = 0
    asked = [(region, period) for period in due(snapshot) for region in regions]
    for number, (region, period) in enumerate(asked, 1):
        outcome = _one(Scope(snapshot, region, period), folder, formats, seen)
        failed += outcome.startswith("未出")
        tell(f"{number}/{len(asked)} {region} {period.label}：{outcome}")
    return failed


def _one(view: Scope, folder: Path, formats: tuple[str, ...], seen: dict) -> str:
    mark = ""
    try:
        told = compose.compose(view, begin=build.begin)
        mark = fingerprint(told)
        if seen.get((view.region, view.period.code)) == mark:
            return "没有变化，略过"
        outcome = "、".join(path.name for path in build.write(told, folder, formats))
    except BriefingError as error:
        outcome = f"未出：{error}"
    _log(folder, view, mark if not outcome.startswith("未出") else "", outcome)
    return outcome


def fingerprint(told: Document) -> str:
    """A mark of what a briefing says, whatever snapshot it was made from."""
    return sha256(repr((told.title, told.period, told.blocks)).encode()).hexdigest()[:16]


def regions(snapshot: str) -> Iterator[str]:
    """The whole, its cities and counties."""
    found = scope.offered(snapshot)
    return (code for code, row in found.items() if row["level"] in LEVELS)


def _seen(folder: Path) -> dict[tuple[str, str], str]:
    """The last mark of each region and period in the log."""
    try:
        lines = (folder / LOG).read_text(encoding="utf-8").splitlines()[1:]
    except FileNotFoundError:
        return {}
    rows = [line.split("\t") for line in lines]
    return {(row[1], row[2]): row[4] for row in rows if len(row) > 4 and row[4]}


def _log(folder: Path, view: Scope, mark: str, outcome: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    now = f"{datetime.now():%Y-%m-%d %H:%M:%S}"
    row = (now, view.region, view.period.code, view.snapshot, mark, outcome)
    with (folder / LOG).open("a", encoding="utf-8") as log:
        if not log.tell():
            log.write(HEAD)
        log.write("\t".join(row).replace("\n", " ") + "\n")
