"""Control totals: what a 小计, 合计 or 总计 row states against the sum of the rows it covers.

小计 covers the rows since the 小计 (or the heading) before it, or else the rows right below it that
add up to it (national tables state 事业单位小计 above its parts); 总计 all rows of the sheet, 合计 all of
them when it is the only one and else those since the 合计 before; one that stands on top covers
all. Two figures agree when they differ by no more than half of the last digit that is stated.
A total is left undecided (ok is null) in long form, where a covered cell is no number, and in a
sheet with rows that were kept out as secret. Rows 其中 are compared when they are read (parts.py).
"""

import duckdb

from etl import filed
from etl.subjects import SUBJECTS, Subject
from etl.words import name, quote

RULE = "control_total"
MOST_PLACES = 6  # decimals beyond these are what binary fractions leave

COVERED = """
    select t.*, case
            when word = '小计' then coalesce(max(row_no) filter (word = '小计') over before, 0)
            when word = '合计' then coalesce(max(row_no) filter (word = '合计') over before, 0)
            else 0 end as start
    from control_total as t
    window before as (
        partition by file_id, sheet, column_name, label order by row_no
        rows between unbounded preceding and 1 preceding
    )
"""


def compare(connection: duckdb.DuckDBPyConnection, first_new: int) -> None:
    """Fills computed and ok of the totals of files from `first_new` on, and doubts what differs."""
    stated = connection.execute(
        "select distinct subject, column_name, label from control_total"
        " join source_sheet using (file_id, sheet) where file_id >= ?", [first_new],
    ).fetchall()  # fmt: skip
    for subject, column, label in stated:
        _compute(connection, SUBJECTS[subject], column, label, first_new)
        _compute_below(connection, SUBJECTS[subject], column, label, first_new)
    connection.execute(
        f"""
        update control_total set ok = abs(computed - to_number(stated)) <= 1e-9 * abs(computed)
            + 0.5000001 * pow(10,
                -least({MOST_PLACES}, length(split_part(squeeze(stated), '.', 2))))
        where word <> '其中' and file_id >= {first_new}
            and not exists (from quarantine as q where q.rule = 'secret'
                and q.file_id = control_total.file_id and q.sheet = control_total.sheet)
        """
    )
    _doubt(connection, first_new)


def _compute(connection, subject: Subject, column: str, label: str | None, first: int) -> None:
    """The sum of the sender's figures; null when one of them is no number or rows are unknown."""
    cell, records = f"r.{name(column)}", f"filed_{subject.name}"
    spread, summed = map(subject.column, (subject.key[-1], column))
    same = labelled(quote(label), filed.text(spread)) if label else "true"
    this = f"word <> '其中' and column_name = {quote(column)} and label is not distinct from "
    this += quote(label) if label else "null"
    connection.execute(
        f"""
        update control_total as t set computed = s.total
        from (
            select c.file_id, c.sheet, c.row_no,
                case when count(*) filter ({filed.unread(summed)}) = 0
                    then coalesce(sum({cell}), 0) end as total
            from ({COVERED}) as c
            join (
                select file_id, sheet, min(row_no) as first_row from {records}
                where file_id >= {first} group by all
            ) as whole using (file_id, sheet)
            join {records} as r on r.file_id = c.file_id and r.sheet = c.sheet and {same}
                and (r.row_no > c.start and r.row_no < c.row_no
                    or c.word <> '小计' and c.row_no < first_row)
            anti join (select distinct file_id, sheet from cell_row) as l
                on l.file_id = c.file_id and l.sheet = c.sheet
            where {this} and c.file_id >= {first}
            group by all
        ) as s
        where t.file_id = s.file_id and t.sheet = s.sheet and t.row_no = s.row_no and {this}
        """
    )


def _compute_below(
    connection, subject: Subject, column: str, label: str | None, first: int
) -> None:
    """A 小计 that is not the sum above it, and is that of the rows right below, takes the latter."""
    cell, records = f"r.{name(column)}", f"filed_{subject.name}"
    spread = subject.column(subject.key[-1])
    same = labelled(quote(label), filed.text(spread)) if label else "true"
    this = f"t.column_name = {quote(column)} and t.label is not distinct from "
    this += quote(label) if label else "null"
    wrong = f"t.word = '小计' and t.file_id >= {first} and {this} and abs(t.computed - "
    connection.execute(
        f"""
        update control_total as t set computed = s.total
        from (
            select t.file_id, t.sheet, t.row_no, sum({cell}) over (
                partition by t.file_id, t.sheet, t.row_no order by r.row_no) as total
            from control_total as t
            join {records} as r on r.file_id = t.file_id and r.sheet = t.sheet and {same}
                and r.row_no > t.row_no
            where {wrong} to_number(t.stated)) > 1e-6
        ) as s
        where t.file_id = s.file_id and t.sheet = s.sheet and t.row_no = s.row_no
            and {wrong} to_number(t.stated)) > 1e-6 and abs(s.total - to_number(t.stated)) <= 1e-6
        """
    )


def address(row_no: str) -> str:
    """SQL of where a cell stands: E17; in text tables, which have no letters, 第 17 行“用电量”."""
    return f"coalesce(s.letters || {row_no}, '第 ' || {row_no} || ' 行“' || s.heading || '”')"


def labelled(label: str, cell: str) -> str:
    """SQL that is true where a column of a key is a wide column's label (-5: May of any year)."""
    return f"({cell} = {label} or starts_with({label}, '-') and ends_with({cell}, {label}))"


def _doubt(connection: duckdb.DuckDBPyConnection, first: int) -> None:
    connection.execute(
        f"""
        insert into doubt
        select t.file_id, t.sheet, t.row_no, t.column_name, s.heading, {address("t.row_no")},
            t.stated, {quote(RULE)}, '第 ' || t.row_no || ' 行“' || coalesce(s.heading, t.column_name)
                || case t.word when '其中' then '”的值“' || t.stated || '”小于其下“其中”各行之和 '
                    || {figure("t.computed")} || '，请核对。'
                else '”的' || t.word || '“' || t.stated || '”与所含各行之和 '
                    || {figure("t.computed")} || ' 不符（相差 '
                    || {figure("to_number(t.stated) - t.computed")} || '），请核对。' end
        from control_total as t left join source_column as s
            on s.file_id = t.file_id and s.sheet = t.sheet and s.column_name = t.column_name
            and s.label is not distinct from t.label
        where not t.ok and t.file_id >= {first}
        """
    )


def figure(sql: str) -> str:
    """SQL that prints a number with thousands and no more than four decimals."""
    return f"rtrim(rtrim(format('{{:,.4f}}', cast({sql} as double)), '0'), '.')"
