"""A month's own amount where sums since January are filed (累计): this less the last.

Raw records keep what was stated. Which columns of a sheet are cumulative stands in
cumulative_column; own amounts are worked out anew in each build, from the filings that count, so
that a month filed late or again changes the month after it too.
"""

import duckdb

from data.errors import TemplateError
from etl import filed, named, repeats
from etl.card import Card
from etl.problems import mark
from etl.subjects import SUBJECTS, WHO, Subject
from etl.totals import figure
from etl.words import name, quote

SAID = "累计"
TABLE = "file_id integer, sheet varchar, subject varchar, column_name varchar, since varchar"
"""One row a cumulative column of a sheet; `since` is where it begins anew: year or quarter."""


AMOUNT = (
    "create table own_amount (subject varchar, raw_row bigint, column_name varchar, month date,"
    " since varchar, stated decimal(28, 4), amount decimal(28, 4))"
)


def note(connection: duckdb.DuckDBPyConnection, here: tuple, card: Card, titles: list) -> None:
    """Remembers the cumulative columns of a sheet. Raises TemplateError on an undeclared one."""
    said = next((cell.strip() for row in titles for cell in row if SAID in cell), "")
    if said and not card.cumulative and "month" in card.subject.key:
        raise TemplateError(
            f"工作表“{here[1]}”的表头上方写着“{said}”，而来源卡 {card.name} 没有声明哪些列是累计数，"
            "无法判断是当期还是累计。请核实后改正表题，或在来源卡中用 cumulative 写明，再重新装载。"
        )
    if rows := [
        [*here, card.subject.name, column, since] for column, since in card.cumulative.items()
    ]:
        connection.executemany("insert into cumulative_column values (?, ?, ?, ?, ?)", rows)


def begin(connection: duckdb.DuckDBPyConnection) -> None:
    """Forgets the amounts of the build before."""
    connection.execute(AMOUNT)
    connection.execute("delete from rewritten_cell where why = 'cumulative'")


def work_out(connection: duckdb.DuckDBPyConnection, subject: Subject, alone: bool) -> None:
    """own_<subject>: one row a record with cumulative cells, its own amounts in base units.

    A cell whose month before was not filed is refused; with `alone` (a file looked at without a
    warehouse) it is left as it is, for nothing is known of the months before.
    """
    columns = cumulative(connection, subject)
    if not columns:
        return
    wide = ", ".join(f"{name(column)} decimal(28, 4)" for column in columns)
    connection.execute(f"create table own_{subject.name} (raw_row bigint, {wide})")
    for column in columns:
        _create_filed(connection, subject, column)
        _subtract(connection, subject, column)
        _keep_stated(connection, subject, column)
        if not alone:
            mark(
                connection, "quarantine", subject, column, "cumulative", _without_the_month_before()
            )
    names = ", ".join(f"any_value(amount) filter (column_name = {quote(column)})"
                      for column in columns)  # fmt: skip
    connection.execute(
        f"insert into own_{subject.name} select raw_row, {names} from own_amount"
        f" where subject = {quote(subject.name)} group by raw_row"
    )


def cumulative(connection: duckdb.DuckDBPyConnection, subject: Subject) -> list[str]:
    """The columns that some sheet of the subject gives as cumulative."""
    found = connection.execute(
        "select distinct column_name from cumulative_column where subject = ? order by 1",
        [subject.name],
    ).fetchall()
    return [row[0] for row in found]


def records(connection: duckdb.DuckDBPyConnection, subject: Subject) -> str:
    """What to select records from, as stated but for cumulative cells: these as own amounts."""
    columns = cumulative(connection, subject)
    if not columns:
        return f"raw_{subject.name}"
    own = ", ".join(
        f"coalesce(cast(o.{name(column)} as varchar), r.{name(column)}) as {name(column)},"
        f" if(o.{name(column)} is null, r.{factor}, 1) as {factor}"
        for column in columns for factor in [name(column + "_factor")]
    )  # fmt: skip
    return (
        f"(select r.* replace ({own}) from raw_{subject.name} as r"
        f" left join own_{subject.name} as o on o.raw_row = r.rowid)"
    )


def meant(connection: duckdb.DuckDBPyConnection, subject: Subject) -> tuple[str, str]:
    """What the records mean: a select list (numbers in base units, own amounts) and its source."""
    own = set(cumulative(connection, subject))
    cells = ["r.rowid as raw_row, r.file_id, r.sheet, r.row_no"]
    for column in subject.columns:
        cell, called = filed.based(column), name(column.name)
        if column.name == WHO[0] and named.has(subject):
            cell = named.own_code(connection, column.name)
        if column.name in own:
            cell = f"coalesce(cast(o.{called} as double), {cell})"
        cells.append(f"{cell} as {called}")
    joined = f" left join own_{subject.name} as o on o.raw_row = r.rowid" if own else ""
    return ", ".join(cells), f"filed_{subject.name} as r{joined}"


def doubt_falls(connection: duckdb.DuckDBPyConnection) -> None:
    """Doubts own amounts below zero: a sum since January never falls."""
    on = connection.execute("from rule_row where rule = 'cumulative_falls'").fetchall()
    found = connection.execute(
        "select distinct subject, column_name from own_amount where amount < 0"
    )
    for subject, column in sorted(found.fetchall() if on else []):
        why = f"'是累计数，比上月的累计 ' || {figure('stated - amount')} || ' 小，请核实。'"
        mark(connection, "doubt", SUBJECTS[subject], column, "cumulative_falls",
             f"select raw_row, {why} as why from own_amount where amount < 0"
             f" and subject = {quote(subject)} and column_name = {quote(column)}")  # fmt: skip


def _create_filed(connection: duckdb.DuckDBPyConnection, subject: Subject, column: str) -> None:
    """filed: the filings of one column that count, cumulative (`since`) or not, in base units."""
    joins = repeats.who_joins() if set(WHO) <= set(subject.key) else ""
    cell = subject.column(column)
    connection.execute(
        f"""
        create or replace temp table filed as
        select r.rowid as raw_row, {repeats.key_columns(subject)}, c.since,
            r.month as filed_month, cast({filed.based(cell)} as decimal(28, 4)) as stated
        from filed_{subject.name} as r {joins}
        left join cumulative_column as c on c.file_id = r.file_id and c.sheet = r.sheet
            and c.column_name = {quote(column)}
        where {filed.stated(cell)} and {repeats.accepted(connection, subject)}
        """
    )


def _subtract(connection: duckdb.DuckDBPyConnection, subject: Subject, column: str) -> None:
    """Adds one column's amounts to own_amount; the amount is null where the month before lacks."""
    whose = [index for index, key in enumerate(subject.key) if key != "month"]
    same = " and ".join(f"p.k{index} is not distinct from f.k{index}" for index in whose)
    connection.execute(
        f"""
        insert into own_amount
        select {quote(subject.name)}, f.raw_row, {quote(column)}, f.filed_month, f.since, f.stated,
            case when f.filed_month = date_trunc(f.since, f.filed_month) then f.stated
                when p.since = f.since or p.filed_month = date_trunc(f.since, f.filed_month)
                then f.stated - p.stated end
        from filed as f left join filed as p on {same}
            and p.filed_month = cast(f.filed_month - interval 1 month as date)
        where f.since is not null
        """
    )


def _keep_stated(connection: duckdb.DuckDBPyConnection, subject: Subject, column: str) -> None:
    """Notes each stated sum beside its own amount; lacking: the sums that have none."""
    this = f"o.subject = {quote(subject.name)} and o.column_name = {quote(column)}"
    connection.execute(
        f"""
        insert into rewritten_cell
        select r.file_id, r.sheet, r.row_no, {quote(column)}, r.{name(column)},
            cast(amount as varchar), 'cumulative'
        from own_amount as o join raw_{subject.name} as r on r.rowid = o.raw_row
        where {this} and amount is not null
        """
    )
    connection.execute(
        "create or replace temp table lacking as"
        f" select * from own_amount as o where {this} and amount is null"
    )


def _without_the_month_before() -> str:
    """The query of the refused cells, with the end of their sentence."""
    return """
        select raw_row, '是 ' || year(month) || ' 年 '
            || month(date_trunc(since, month)) || '—' || month(month) || ' 月的累计，而没有 '
            || (month(month) - 1) || ' 月的累计，无法算出当月数。请补报 ' || (month(month) - 1)
            || ' 月，或改报当月数。' as why
        from lacking
    """
