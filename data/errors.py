"""Errors a user may meet: each message says what is wrong, the value, and what to do next."""

from collections.abc import Iterator
from contextlib import contextmanager


class DashboardError(Exception):
    """Anything the product can explain in one Chinese sentence; bugs are not of this kind."""


class FileError(DashboardError):
    """A file that is missing, unreadable or not of a kind we read."""


class SecretError(FileError):
    """A file marked as secret: nothing of it is kept but its hash and its masked name."""

    def __init__(self, message: str, name: str, sha256: str):
        super().__init__(message)
        self.name, self.sha256 = name, sha256


class TemplateError(DashboardError):
    """A file no source card recognises, or a source card that contradicts itself.

    `sheet` and `cell` say where in the file that was seen, where it was in one place.
    """

    sheet = cell = ""

    def at(self, sheet: str, cell: str) -> "TemplateError":
        """The same with its place, unless it has one already."""
        if not self.cell:
            self.sheet, self.cell = sheet, cell
        return self


class BuildError(DashboardError):
    """A snapshot that could not be built; the current one stays."""


class BuildBusyError(BuildError):
    """Another build holds the lock."""


class ScopeError(DashboardError):
    """A region, period or institution type in the address that does not exist."""


class MetricError(DashboardError):
    """A metric or split that is not defined."""


class EmptyWarehouseError(DashboardError):
    """Nothing has been published yet."""


class SnapshotGoneError(DashboardError):
    """A snapshot that was asked for by id and is no longer on disk, or was damaged."""


class QueryError(DashboardError):
    """A question that took too long or too much memory; the server lives on. Answered 503."""


class DiskError(BuildError):
    """The disk is full or broken, not the file: what was to be loaded waits for later."""


class RepairError(DashboardError):
    """A back-up, a restoration or a repair that could not be done."""


class SourceError(DashboardError):
    """A database that is not set up, cannot be reached, or does not give what its source says."""


class DrawingError(DashboardError):
    """A chart of a document that could not be drawn."""


class BriefingError(DashboardError):
    """A briefing that may not or could not be made."""


class RequestError(DashboardError):
    """A request of the browser that is not of the form our own pages send; answered 400."""


class AnalysisError(DashboardError):
    """A computation that could not be finished."""


class AllocationError(DashboardError):
    """A reallocation that cannot be worked out: a band that makes no sense, or no solution."""


class ForecastError(DashboardError):
    """A series too short or too broken to be carried forward."""


class AccessError(DashboardError):
    """A read, account or sign-in that is not allowed."""


@contextmanager
def blaming(name: str) -> Iterator[None]:
    """Writes on an error of any kind which of several files was being read: `blamed`."""
    try:
        yield
    except Exception as error:
        error.blamed = name
        raise
