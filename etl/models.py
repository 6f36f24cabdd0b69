"""SQL models: each file one table of its name, built in the order of what they read."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import duckdb

from data import paths
from data.errors import BuildError
from etl.words import listed, name

FOLDER = Path(__file__).resolve().parent / "models"
WORD = re.compile(r"\b(?:stg|dim|fct|agg)_\w+\b")
COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
GRAIN = re.compile(r"^--\s*grain:\s*(.+)$", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class Model:
    """One SQL file; `grain` are the columns that make a row the only one of its kind."""

    path: Path
    sql: str
    grain: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.path.stem

    def reads(self) -> set[str]:
        """The models this one mentions."""
        return set(WORD.findall(COMMENT.sub(" ", self.sql))) - {self.name}


def load(folder: Path = FOLDER) -> list[Model]:
    """The models of a folder (staging/ and marts/), each after those that it reads."""
    paths = [*folder.glob("staging/stg_*.sql"), *folder.glob("marts/*_*.sql")]
    models = {path.stem: read(path) for path in sorted(paths)}
    graph = {model.name: model.reads() & models.keys() for model in models.values()}
    try:
        return [models[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        raise BuildError(
            f"模型互相引用，无法排序：{' → '.join(error.args[1])}。请改正 SQL。"
        ) from None


@cache
def program() -> str:
    """A hash of all that decides what a build makes of the same files."""
    parts = [*FOLDER.rglob("*.sql"), *FOLDER.parent.glob("*.*"), *paths.REFERENCE.glob("*.csv")]
    digest = hashlib.sha256()
    for part in sorted(parts):
        digest.update(part.name.encode() + part.read_bytes())
    return digest.hexdigest()[:16]


def build(connection: duckdb.DuckDBPyConnection, model: Model) -> int:
    """Creates the model's table and checks its grain; returns how many rows it has."""
    try:
        connection.execute(f"create table {name(model.name)} as {model.sql}")
    except duckdb.Error as error:
        error.add_note(f"in {model.path}")
        raise
    _check_grain(connection, model)
    return connection.execute(f"select count(*) from {name(model.name)}").fetchall()[0][0]


def read(path: Path) -> Model:
    """The model of one file. Raises BuildError when it does not name its grain."""
    sql = path.read_text(encoding="utf-8").strip().rstrip(";")
    grain = GRAIN.search(sql)
    if not grain:
        raise BuildError(f"模型 {path.name} 缺少“-- grain: 列, 列”一行，无法检查主键。请补上。")
    return Model(path, sql, tuple(part.strip() for part in grain[1].split(",")))


def _check_grain(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Stops on a grain that is empty or repeated: a region spelt a new way, a key filed twice."""
    keys = ", ".join(map(name, model.grain))
    empty = " or ".join(f"{name(column)} is null" for column in model.grain)
    found = connection.execute(
        f"select {keys}, count(*) from {name(model.name)} group by {keys}"
        f" having count(*) > 1 or {empty} limit 1"
    ).fetchall()
    if not found:
        return
    *values, count = found[0]
    pairs = listed([f"{column}={value}" for column, value in zip(model.grain, values, strict=True)])
    wrong = "有空值" if None in values else f"重复 {count} 行"
    raise BuildError(
        f"模型 {model.name} 的主键（{', '.join(model.grain)}）{wrong}，例如 {pairs}"
        f"{_sources(connection, model, values)}。数据没有发布；请改正来源文件或模型后重新装载。"
    )


def _sources(connection: duckdb.DuckDBPyConnection, model: Model, values: list) -> str:
    """Where rows with that key come from, when the model still knows its files."""
    columns = {
        column[0] for column in connection.execute(f"describe {name(model.name)}").fetchall()
    }
    if not {"file_id", "sheet", "row_no"} <= columns:
        return ""
    same = " and ".join(f"m.{name(column)} is not distinct from ?" for column in model.grain)
    rows = connection.execute(
        f"select file_name, m.sheet, m.row_no from {name(model.name)} as m"
        f" join source_file using (file_id) where {same} order by all limit 5",
        values,
    ).fetchall()
    return "；来自 " + "、".join(f"{file}“{sheet}”第 {row} 行" for file, sheet, row in rows)
