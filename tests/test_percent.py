"""Percentages: a share is never taken for a percentage, nor the other way, in any kind of file."""

import io

import openpyxl
import pytest
import xlsxwriter

from tests import corpus

CARD = """
card: change
version: 1
subject: institution_change
title: 沿革
columns:
  institution_code: {headings: [原代码], required: true}
  changed_on: {headings: [变更日期], required: true}
  kind: {headings: [变更类型], required: true}
  successor_code: {headings: [承接代码], required: true}
  share: {headings: [划转比例]}
"""
READ = "select row_no, share from filed_institution_change order by row_no"
REFUSED = "select cell, rule, value from quarantine order by row_no"


@pytest.fixture
def world(world):
    world.card("change", CARD)
    return world


def rows(*values, heading="划转比例"):
    head = ["原代码", "变更日期", "变更类型", "承接代码", heading]
    return [head, *(["A1", f"2026-01-{at:02}", "合并", "A2", value]
                    for at, value in enumerate(values, 1))]  # fmt: skip


def styled(*cells, formula=None) -> bytes:
    """A workbook whose last column holds (value, number format)."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("沿革")
        for at, row in enumerate(rows(*(value for value, _ in cells))):
            style = [book.add_format({"num_format": cells[at - 1][1]})] if at else []
            sheet.write_row(at, 0, row[:4])
            sheet.write(at, 4, row[4], *style)
            if formula and at:
                sheet.write_formula(at, 4, formula, *style, value=row[4])
    return buffer.getvalue()


def ods(*values) -> bytes:
    return corpus.ods(rows(*values), shown="percentage")


def load(world, name, content):
    world.load(world.roster(), world.write(name, content), fresh=True)
    return world.ask(READ), world.ask(REFUSED)


def test_what_the_workbook_shows_as_a_percentage_is_read_as_shown(world):
    # 0.85 shown as 85%, 0.125 as 12.5%, 1 as 100%, 0.005 as 0.5%
    content = styled((0.85, "0%"), (0.125, "0.0%"), (1, "0.00%"), (0.005, "0.0%"))
    assert load(world, "a.xlsx", content) == ([(2, 85.0), (3, 12.5), (4, 100.0), (5, 0.5)], [])
    assert world.ask("select stated, taken, why from rewritten_cell order by row_no") == [
        ("85%", "85", "unit"), ("12.5%", "12.5", "unit"), ("100%", "100", "unit"),
        ("0.5%", "0.5", "unit"),
    ]  # fmt: skip
    content = styled((0.85, "0%"), formula="=17/20")
    assert load(world, "b.xlsx", content) == ([(2, 85.0)], [])
    assert load(world, "c.ods", ods(0.85, 0.15)) == ([(2, 85.0), (3, 15.0)], [])


def test_a_percentage_another_program_formatted_is_found_too(world):
    book = openpyxl.Workbook()
    for row in rows(0.4, 60):
        book.active.append(row)
    book.active["E2"].number_format = '[红色]0.0%;"无"'
    book.active["E3"].number_format = '0"%"'  # a sign that is only written beside 60
    buffer = io.BytesIO()
    book.save(buffer)
    assert load(world, "a.xlsx", buffer.getvalue()) == ([(2, 40.0), (3, 60.0)], [])


@pytest.mark.parametrize(("values", "refused"), [
    ((0.85, 15), ["E2"]), (("85%", 0.15), ["E3"]), ((0.85, 0.15), ["E2", "E3"]), ((1,), ["E2"]),
    ((1, 0.5), ["E2", "E3"]), ((1, 99), []), ((0, 100), []), (("0.5%", "99.5％"), []),
])  # fmt: skip
def test_a_bare_number_that_may_be_a_share_is_refused_with_its_address(world, values, refused):
    for heading in ("划转比例", "划转比例(%)"):
        path = world.book("a.xlsx", 沿革=rows(*values, heading=heading))
        world.load(world.roster(), path, fresh=True)
        assert [(row[0], row[1]) for row in world.ask(REFUSED)] == [
            (cell, "unit") for cell in refused
        ]
