"""Numbers, days, months and units: what is read back is what was written, or nothing."""

import datetime
import re
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import tables, units
from etl.measure import plain
from etl.subjects import Column

FULL = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
DAYS = st.dates(datetime.date(1960, 4, 1), datetime.date(2064, 1, 1))
AMOUNTS = st.decimals(-(10**12), 10**12, places=3)
MONEY = Column("cost", "number", "cny")


@pytest.fixture(scope="module")
def ask():
    connection = duckdb.connect()
    text = tables.MACROS.read_text(encoding="utf-8")
    connection.execute(text.split("-- The code of a region")[0])
    yield lambda sql, *values: connection.execute(f"select {sql}", list(values)).fetchall()[0][0]
    connection.close()


@settings(max_examples=200, deadline=None)
@given(number=AMOUNTS, shape=st.sampled_from(["{}", " {} ", "{:,}", "　{:,}"]), full=st.booleans())
def test_a_number_comes_back_however_it_was_typed(ask, number, shape, full):
    text = shape.format(number)
    assert ask("to_number(?)", text.translate(FULL) if full else text) == float(number)


@settings(max_examples=200, deadline=None)
@given(text=st.text("0123456789０５.,，- \n\t+eE%万元/", max_size=9))
def test_no_text_becomes_a_number_that_a_person_would_not_read_in_it(ask, text):
    number = ask("to_number(?)", text)
    if number is not None:
        read = text.strip().translate({ord("０"): "0", ord("５"): "5", ord("，"): ","})
        bare = re.sub(r"(?<=[+-])\s+|\s+(?=[.,eE])|(?<=[.,eE])\s+", "", read)
        assert re.fullmatch(r"[+-]?(\d{1,3}(,\d{3})+|\d*)(\.\d*)?([eE][+-]?\d+)?", bare), text
        assert number == float(bare.replace(",", ""))


@settings(max_examples=200, deadline=None)
@given(day=DAYS, shape=st.sampled_from(
    ["{0:%Y-%m-%d}", "{0.year}/{0.month}/{0.day}", "{0.year}.{0.month}.{0.day}", "{0:%Y%m%d}",
     "{0.year}年{0.month}月{0.day}日", "{0.year} 年 {0.month} 月 {0.day} 日",
     "{0:%Y-%m-%d} 23:59", "{0.year}-{0.month}-{0.day} 3:05:07"]))  # fmt: skip
def test_a_day_comes_back_however_it_was_typed(ask, day, shape):
    assert ask("to_day(?)", shape.format(day)) == day
    assert ask("to_month(?)", shape.format(day)) == day.replace(day=1)


@settings(max_examples=100, deadline=None)
@given(day=DAYS)
def test_a_serial_number_is_the_day_it_stands_for(ask, day):
    assert ask("to_day(?)", str((day - datetime.date(1899, 12, 30)).days)) == day


@settings(max_examples=200, deadline=None)
@given(text=st.text("0123456789-/.年月日 T:Q", max_size=12))
def test_no_text_becomes_a_day_whose_year_and_month_do_not_stand_in_it(ask, text):
    day = ask("to_day(?)", text)
    if day is None or re.fullmatch(r"\s*\d{5}(\.\d+)?\s*", text):
        return
    digits = re.sub(r"\s", "", text)
    if re.match(r"\d\d年\d{1,2}月", digits):  # 26年3月 is of the century nearest to it
        assert day.year in range(1950, 2040)
        digits = str(day.year)[:2] + digits
    assert digits.startswith(str(day.year)), text
    rest = re.sub(r"^\D+", "", digits[4:])
    assert rest.startswith((f"{day.month:02}", str(day.month))), text


@settings(max_examples=100, deadline=None)
@given(number=AMOUNTS, unit=st.sampled_from(["元", "千元", "万元", "亿元"]),
       column=st.sampled_from(["元", "万元"]))  # fmt: skip
def test_money_with_its_unit_is_the_same_money_in_the_columns_unit(number, unit, column):
    own, ours = (Decimal(repr(units.factor(word, "cny"))) for word in (unit, column))
    text, why = plain(f"{number}{unit}", MONEY, column, float(ours))
    assert why == ""
    assert Decimal(text) * ours == number * own


@pytest.mark.parametrize("word", ["万", "亿", "千"])
def test_a_bare_scale_in_a_scaled_column_is_refused_not_guessed(word):
    assert plain(f"30.2{word}", MONEY, "万元", 10000.0)[0] is None
    assert "万元" in plain(f"30.2{word}", MONEY, "万元", 10000.0)[1]
