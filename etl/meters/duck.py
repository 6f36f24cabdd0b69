"""The default engine: DuckDB on this machine, a month at a time, in bounded memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from etl.meters.months import Month

MEMORY = "1200MB"
SPILL = "20GB"


class Duck:
    """Runs a model over the files of a month."""

    def __init__(self, work: Path, memory: str = MEMORY):
        self.work, self.memory = work, memory
        self.name = f"duckdb {duckdb.__version__}"

    def write(self, model, month: Month, part: Path) -> None:
        """The rows of the model for the month, sorted by its grain, as one Parquet file."""
        with self.reading(month) as connection:
            save(connection, f"({model.sql})", model.grain, part)

    @contextmanager
    def reading(self, month: Month) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection in which `meter_reading` is the month's detail."""
        config = {
            "threads": 2,
            "memory_limit": self.memory,
            "temp_directory": str(self.work / "spill"),
            "max_temp_directory_size": SPILL,
            "preserve_insertion_order": False,
        }
        with duckdb.connect(config=config) as connection:
            connection.execute("set enable_progress_bar = false")
            connection.execute(
                f"create view meter_reading as select institution, read_at, kwh from {at(month)}"
            )
            yield connection

    def close(self) -> None:
        """Nothing is kept between months."""


def at(month: Month) -> str:
    """The month's files as a relation of DuckDB."""
    return f"read_parquet([{', '.join(map(quoted, month.files))}])"


def save(connection, relation: str, grain: tuple[str, ...], part: Path) -> None:
    """Writes a relation as Parquet, sorted by its grain so that the same rows are the same file."""
    connection.execute(
        f"copy (select * from {relation} order by {', '.join(grain)}) to {quoted(part)}"
        " (format parquet, compression zstd)"
    )


def quoted(path: Path) -> str:
    """A path as a literal of SQL."""
    return "'" + str(path).replace("'", "''") + "'"
