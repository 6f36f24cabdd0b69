"""Detail to tables of days and months: what has changed is done again, the rest left alone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.errors import BuildError
from etl import models
from etl.meters import compare, duck, months
from etl.meters.duck import Duck, quoted
from etl.meters.months import Month

QUARTERS = 96
PARTS = ".parts"


@dataclass(frozen=True)
class Done:
    """What a run did: tables made anew and left, rows written, readings read."""

    made: int
    left: int
    rows: int
    readings: int


@cache
def l1() -> tuple[models.Model, ...]:
    """The models over the detail, by name."""
    return tuple(models.read(path) for path in sorted((models.FOLDER / "l1").glob("agg_*.sql")))


def summarise(
    todo: list[Month], out: Path, engine, tell: Callable[[int], None] = lambda readings: None
) -> Done:
    """Runs every model over every month that is not current; `tell` hears the readings read."""
    work = out / PARTS
    work.mkdir(parents=True, exist_ok=True)
    made = left = rows = readings = 0
    proven = False
    for month in todo:
        content = month.content()
        stale = [model for model in l1() if not months.is_current(out, model, month, content)]
        left += len(l1()) - len(stale)
        if stale:
            readings += checked(month, out)
            for model in stale:
                part = work / f"{model.name}-{month.code}.parquet"
                engine.write(model, month, part)
                if not proven and not isinstance(engine, Duck):
                    _prove(model, month, part, work)
                count = compare.rows(part)
                told = {"detail": content, "engine": engine.name, "rows": count}
                months.adopt(part, out, model, month, told)
                made, rows = made + 1, rows + count
            proven = True
        tell(readings)
    return Done(made, left, rows, readings)


def checked(month: Month, out: Path) -> int:
    """How many readings the month has. Raises BuildError when one stands there twice or outside."""
    with Duck(out / PARTS).reading(month) as connection:
        total, foreign = connection.execute(
            "select count(*), count(*) filter (where strftime(read_at, '%Y-%m') <> ?"
            " or read_at is null or institution is null) from meter_reading",
            [month.code],
        ).fetchone()
        if foreign:
            raise BuildError(
                f"{month.code} 的明细里有 {foreign:,} 条读数不在当月，或缺机构、时间。"
                "请按读数时间重新分月后重试；原有结果不变。"
            )
        twice = connection.execute(
            "select institution, cast(read_at as date), count(*) from meter_reading"
            " group by all having count(*) > ? or count(*) > count(distinct read_at)"
            " order by all limit 1",
            [QUARTERS],
        ).fetchone()
    if twice:
        raise BuildError(
            f"{month.code} 的明细里机构 {twice[0]} 在 {twice[1]} 有 {twice[2]} 条读数，有重复"
            f"（一天至多 {QUARTERS} 条）。请去掉重复的文件或记录后重试；原有结果不变。"
        )
    return total


def _prove(model, month: Month, part: Path, work: Path) -> None:
    """The equality gate: before its first month is taken, a second engine must equal DuckDB."""
    own = work / f"gate-{model.name}.parquet"
    Duck(work).write(model, month, own)
    differing = compare.differing(own, part)
    own.unlink()
    if differing:
        raise BuildError(
            f"模型 {model.name} 在第二引擎上与 DuckDB 有 {differing} 行不同（{month.code}）。"
            "结果没有采用；请改写该模型，或去掉 --engine。"
        )


def year_total(out: Path) -> list[tuple]:
    """(month, institutions, kWh, missing readings) of each month there is, for the report."""
    made = str(out / "agg_meter_month" / "month=*.parquet")
    with duck.duckdb.connect() as connection:
        return connection.execute(
            "select strftime(month, '%Y-%m'), count(*), sum(electricity_kwh), sum(missing_count)"
            f" from read_parquet({quoted(Path(made))}) group by month order by month"
        ).fetchall()
