"""Columns typed by Arrow mean what the database would have made of each cell, or stay text."""

from datetime import date

import pyarrow as pa
import pytest

from etl import plaincells


def taken(kind, *texts):
    """What a column of these texts becomes; None when it stays text."""
    table, found = plaincells.typed(pa.table({"c0": list(texts)}), {0: kind}, beside=False)
    return table.column("p0").to_pylist() if found else None


def test_plain_columns_are_typed_and_blank_cells_stay_blank():
    assert taken("number", "12.50", None, "-3", "1e3", "00012") == [12.5, None, -3, 1000, 12]
    assert taken("date", "2026-10-05", None) == [date(2026, 10, 5), None]
    assert taken("month", "2026-10", None, "2026-10") == [
        date(2026, 10, 1),
        None,
        date(2026, 10, 1),
    ]


@pytest.mark.parametrize(
    ("kind", "odd"),
    [
        *(("number", text) for text in ("1,234", "１２", "nan", "inf", "1e15", "-1e16", "+-5")),
        *(("number", text) for text in ("1_000", "0x10", " 5", "5 6", "30万", "—")),
        *(("date", text) for text in ("2026-1-5", "2026-02-30", "20260105", "1899-12-31")),
        *(("month", text) for text in ("2026-1", "2026-13", "2026.1", "2026-01-05", "2100-01")),
    ],
)
def test_one_cell_that_is_not_plain_leaves_its_column_to_be_read_cell_by_cell(kind, odd):
    plain = {"number": "5", "date": "2026-10-05", "month": "2026-10"}[kind]
    assert taken(kind, plain, odd) is None


def test_texts_stay_beside_where_they_are_asked_for():
    table = pa.table({"c0": ["12.50"], "c1": ["x"]})
    beside, _ = plaincells.typed(table, {0: "number"}, beside=True)
    instead, _ = plaincells.typed(table, {0: "number"}, beside=False)
    assert beside.column_names == ["c0", "c1", "p0"]
    assert instead.column_names == ["c1", "p0"]


def test_a_word_is_found_in_texts_only():
    table = pa.table({"c0": ["甲乙", None], "c1": [1.0, 2.0]})
    assert plaincells.holds(table, "乙")
    assert not plaincells.holds(table, "丙")
