"""Typed on the short way and on the long one: every text means the same, and none is lost."""

import datetime

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import filed, tables
from etl.plainness import plainness
from etl.subjects import Column, Subject

SUBJECT = Subject(
    "thing", "物", (Column("amount", "number"), Column("day", "date"), Column("month", "month")), ()
)
NUMBERS = st.one_of(
    st.text("0123456789０５.,，- \n_+eE%万元/", max_size=9),
    st.decimals(-(10**16), 10**16, places=2).map(str),
    st.floats().map(repr),
    st.sampled_from(["", " ", "1_000", "+-5", "-0", "1e5", ".5", "5.", "007", "12.50", "1,234", "inf",
                     "nan", "Infinity", "1e400", "１２", "0x10", "999999999999999.9", "5万", "/"]),
)  # fmt: skip
DAYS = st.one_of(
    st.text("0123456789-/.年月日 T", max_size=12),
    st.dates(datetime.date(1800, 1, 1), datetime.date(2200, 1, 1)).map(str),
    st.dates().map(lambda day: f"{day:%Y-%m}"),
    st.sampled_from(["2026-2-3", "2026-02-30", "2026-10", "2026-13", "2026-1", "12026-1", "46000",
                     "2026年10月", "202610", "2026/10/01", "infinity", "epoch", "today",
                     "2026-10-01 08:00", "2026-10-01 (BC)"]),
)  # fmt: skip


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as opened:
        macros = tables.MACROS.read_text(encoding="utf-8").split("-- The code of a region")[0]
        opened.execute(macros)
        opened.execute(f"create table filed_thing ({tables.PLACE}, {filed.columns(SUBJECT)})")
        opened.execute(filed.view(SUBJECT))
        yield opened


def take_in(connection, rows: list[tuple]) -> None:
    connection.execute("delete from filed_thing")
    connection.execute(
        "create or replace temp table given (row_no integer, amount varchar, day varchar,"
        " month varchar)"
    )
    connection.executemany("insert into given values (?, ?, ?, ?)",
                           [(at, *row) for at, row in enumerate(rows)])  # fmt: skip
    query = "select 1 as file_id, 's' as sheet, * from given"
    filed.insert(connection, SUBJECT, ["amount", "day", "month"], "null", query)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NUMBERS, DAYS, DAYS), min_size=1, max_size=40))
def test_the_short_way_gives_what_the_long_way_gives_for_every_text(connection, rows):
    take_in(connection, rows)
    wrong = connection.execute(
        """
        select g.amount, f.amount, to_number(g.amount), g.day, f.day, g.month, f.month
        from given as g join filed_thing as f using (row_no)
        where f.amount is distinct from to_number(g.amount) or f.day is distinct from to_day(g.day)
            or f.month is distinct from to_month(g.month)
        """
    ).fetchall()
    assert wrong == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NUMBERS, DAYS, DAYS), min_size=1, max_size=40))
def test_what_was_stated_stays_as_text_or_prints_back_as_the_same_value(connection, rows):
    take_in(connection, rows)
    lost = connection.execute(
        """
        select g.amount, r.amount, g.day, r.day, g.month, r.month
        from given as g join raw_thing as r using (row_no)
        where r.amount <> g.amount and to_number(r.amount) is distinct from to_number(g.amount)
            or r.amount is null or r.day is distinct from g.day or r.month is distinct from g.month
            or to_number(g.amount) is null and r.amount <> g.amount
        """
    ).fetchall()
    assert lost == []


def test_a_factor_is_kept_where_it_is_not_one_and_shown_beside_every_stated_number(connection):
    take_in(connection, [("5", "2026-10-01", "2026-10"), (None, None, None)])
    query = "select 1 as file_id, 's' as sheet, row_no + 10 as row_no, amount from given"
    filed.insert(connection, SUBJECT, ["amount"], filed.factors({"amount": 10000.0}), query)
    assert filed.factors({"amount": 1.0}) == "null"
    assert connection.execute(
        "select row_no, amount, amount_factor from raw_thing order by row_no"
    ).fetchall() == [(0, "5", 1.0), (1, None, None), (10, "5", 10000.0), (11, None, None)]


CELLS = st.text(' \t　 ab1\n"', max_size=3)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=4),
       mark=st.sampled_from([",", "\t", ";"]))  # fmt: skip
def test_a_file_that_is_taken_for_plain_has_no_cell_that_would_have_to_be_trimmed(
    tmp_path_factory, connection, rows, mark
):
    def quoted(cell: str) -> str:
        marked = any(sign in cell for sign in (mark, '"', "\n"))
        return '"' + cell.replace('"', '""') + '"' if marked else cell

    path = tmp_path_factory.getbasetemp() / "plain.csv"
    text = "".join(mark.join(map(quoted, row)) + "\n" for row in [("h", "i", "j"), *rows])
    path.write_text(text, encoding="utf-8", newline="")
    padded = plainness(path, mark).padded
    cells = [cell for row in rows for cell in row]
    cleaned = [connection.execute("select clean(?)", [cell]).fetchall()[0][0] for cell in cells]
    if not padded:
        assert [cell or None for cell in cells] == cleaned


def test_records_of_a_snapshot_from_when_all_was_kept_as_text_are_typed_anew(tmp_path):
    with duckdb.connect(str(tmp_path / "old.duckdb")) as old:
        old.execute(
            "create table raw_energy as select 1 as file_id, '月报' as sheet, 2 as row_no,"
            " '2026年1月' as month, '1,234' as electricity, cast(10000 as double) as"
            " electricity_factor, '5' as water, cast(null as double) as water_factor"
        )
    with duckdb.connect() as new:
        tables.create(new)
        tables.carry(new, tmp_path / "old.duckdb")
        assert new.execute("select month, electricity, water from filed_energy").fetchall() == [
            (datetime.date(2026, 1, 1), 1234.0, 5.0)
        ]
        assert new.execute(
            "select row_no, month, electricity, electricity_factor, water, water_factor, gas"
            " from raw_energy"
        ).fetchall() == [(2, "2026年1月", "1,234", 10000.0, "5", 1.0, None)]
