"""Rows of a live database as an original: read in chunks, written as csv, loaded like any file."""

import csv
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from functools import partial
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from data import paths
from data.errors import DashboardError, SourceError
from etl import build, sources, watermark
from etl.progress import Progress
from etl.sources import Source, wrong
from etl.watermark import Pulled, Watermark
from etl.words import listed

CHUNK = 5_000  # rows fetched at a time
CHINA = timezone(timedelta(hours=8))
CONNECT, QUERY = "连接不上数据库", "查询失败"
ADVICE = {
    CONNECT: "请核对 url 与网络、数据库是否在运行",
    QUERY: "请核对 query、该用户的权限与网络",
}
NOT_LET_IN = re.compile(r"(?i)password|denied|authenticat|认证|口令|密码")


@dataclass
class Reading:
    """What a query gave: columns, rows, the highest watermark and how many rows have it."""

    columns: list[str]
    rows: int = 0
    until: Watermark | None = None
    ties: int = 0


def run(name: str | None, report: Callable[[build.Outcome], None], **how) -> None:
    """Pulls the source, or all of them (None); one that fails does not keep the others back."""
    failed = []
    for source in sources.load().values() if name is None else [sources.get(name)]:
        try:
            if outcome := pull(source, **how):
                report(outcome)
        except DashboardError as error:
            failed.append(str(error))
    if failed:
        raise SourceError(" ".join(failed))


def pull(source: Source, progress: Progress | None = None, **how) -> build.Outcome | None:
    """Loads what is new since the last pull; None, said in a sentence, when nothing is."""
    progress = progress or Progress()
    since = watermark.last(source.name)
    paths.var().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pull-", dir=paths.var()) as folder:
        target = Path(folder) / f"{source.name}_{datetime.now(UTC):%Y%m%dT%H%M%SZ}.csv"
        found = read(source, since, target, progress)
        if not found.rows:
            print(_nothing(source, since))
            return None
        print(f"数据库来源“{source.name}”：读到 {found.rows:,} 行，"
              f"{source.watermark} 至 {found.until}。")  # fmt: skip
        if tied := watermark.tied(source.watermark, source.query, found.until, found.ties):
            print(tied)
        choose = partial(source.choose, columns=found.columns)
        pulled = Pulled(source.name, since, _later(source, since, found.until), choose)
        return build.load([target], f"读取数据库来源 {source.name}",
                          progress=progress, pulled=pulled, **how)  # fmt: skip


def read(source: Source, since: Watermark | None, target: Path, progress: Progress) -> Reading:
    """Writes what the query gives after `since` as a csv file of UTF-8, with a heading."""
    progress.phase(f"读取数据库来源 {source.name}", 0)
    after = source.start if since is None else since
    with (
        _connected(source) as connection,
        _told(source, QUERY),
        target.open("w", encoding="utf-8", newline="") as file,
    ):
        result = connection.execute(text(source.query), {"watermark": after})
        found = Reading(list(result.keys()))
        at, writer = _place(source, found.columns), csv.writer(file, lineterminator="\n")
        writer.writerow(found.columns)
        for rows in result.partitions(CHUNK):
            for row in rows:
                found.rows += 1
                writer.writerow([_cell(source, *pair) for pair in row._mapping.items()])
                mark = _mark(source, found.rows, row[at])
                later = _later(source, found.until, mark)
                found.ties = (found.ties if later == found.until else 0) + (later == mark)
                found.until = later
            progress.tell(f"{found.rows:,} 行")
    return found


@contextmanager
def _connected(source: Source) -> Iterator[Connection]:
    """A connection that reads with a cursor on the server, changes nothing, and is closed."""
    engine = sources.engine(source)
    try:
        with _told(source, CONNECT):
            connection = engine.connect()
        with closing(connection):
            yield connection.execution_options(
                stream_results=True, max_row_buffer=CHUNK, postgresql_readonly=True
            )
    finally:
        engine.dispose()


@contextmanager
def _told(source: Source, what: str) -> Iterator[None]:
    """An error of the database or disk as one sentence, without password, statement or trace."""
    try:
        yield
    except SQLAlchemyError as error:
        said = " ".join(str(getattr(error, "orig", None) or error).split())
        if password := source.with_credentials().password:
            said = said.replace(str(password), "***")
        advice = ADVICE[what]
        if what == CONNECT and NOT_LET_IN.search(said):
            advice = (
                f"用户名或密码不对，或没有权限；请核对环境变量 {' 与 '.join(source.credentials())}"
            )
        raise SourceError(
            f"数据库来源“{source.name}”：{what}（{said[:240]}）。{advice}，然后重新运行。"
        ) from None
    except OSError as error:
        raise SourceError(
            f"数据库来源“{source.name}”：读到的内容写不进 {paths.var()}（{error.strerror}）。"
            "请核对磁盘空间与权限后重新运行。"
        ) from None


def _place(source: Source, columns: list[str]) -> int:
    """Where the watermark column stands; stops when it is not there or a name is there twice."""
    if twice := [name for name in columns if columns.count(name) > 1]:
        raise wrong(source.name, f"查询给出两个“{twice[0]}”列，请用 as 给它们不同的名字")
    if source.watermark not in columns:
        raise wrong(
            source.name, f"查询没有给出水位列“{source.watermark}”，只有：{listed(columns, 40)}"
        )
    return columns.index(source.watermark)


def _mark(source: Source, row: int, value: object) -> Watermark:
    """The row's watermark; stops when it has none: such a row would never be read again."""
    if isinstance(value, Watermark):
        return value
    what = "是空的" if value is None else f"不是时间、日期、数字或文字（{type(value).__name__}）"
    raise wrong(
        source.name, f"第 {row} 行的水位列“{source.watermark}”{what}，请在数据库或 query 中改正"
    )


def _later(source: Source, one: Watermark | None, other: Watermark) -> Watermark:
    try:
        return other if one is None else max(one, other)
    except TypeError:
        why = f"水位列“{source.watermark}”的值不是同一种（{one}、{other}）"
        raise wrong(source.name, why) from None


def _cell(source: Source, column: str, value: object) -> object:
    """The value as a csv file holds it; times with a zone as Chinese time, which dates need."""
    match value:
        case None | str() | date() | time() | UUID() if not isinstance(value, datetime):
            return value
        case bool():
            return "是" if value else "否"
        case datetime():
            local = value.astimezone(CHINA).replace(tzinfo=None) if value.tzinfo else value
            return local.isoformat(sep=" ")
        case Decimal() if value.is_finite():
            return format(value, "f")
        case int() | float() | Decimal():
            return value
    raise wrong(
        source.name,
        f"列“{column}”的类型 {type(value).__name__} 不能写成表格，请在 query 中转成文字或去掉",
    )


def _nothing(source: Source, since: Watermark | None) -> str:
    if since is None:
        return (f"数据库来源“{source.name}”：从 {source.start} 起没有读到任何行，数据版本不变。"
                f"水位列不是时间的，请在 {sources.path()} 中写 start。")  # fmt: skip
    return f"数据库来源“{source.name}”：{since} 之后没有新的记录，数据版本不变。"
