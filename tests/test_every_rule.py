"""Each rule of rules.csv has a record that trips it and one just below, worked by hand.

Every case is one workbook, checked as a clerk would. Its sheets are named after their subjects and
their headings after our columns; `trips` are the cells the rule must find, and no others.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
import yaml

from data import reference
from etl import check, rules
from etl.subjects import SUBJECTS, WHO

TODAY = date.today().isoformat()
LATER = (date.today() + timedelta(40)).isoformat()
CONSTANTS = {"number": "1", "date": "2020-01-01", "month": "2026-01", "text": "甲"}
UNITS = {"m2": "m2", "person": "人", "cny": "元", "year": "年"}


@dataclass
class Case:
    """The rows of each subject under their headings, and the cells the rule has to find."""

    trips: tuple[str, ...]
    sheets: dict[str, tuple[str, list[tuple]]]


def one(subject, headings, rows, *trips, **others):
    return Case(tuple(f"{subject} {cell}" for cell in trips), {subject: (headings, rows), **others})


def energy(headings, rows, *trips, **others):
    """Rows of months of 2026 for one institution: the first heading stands for 甲."""
    rows = [("甲", f"2026-{at:02}", *row) for at, row in enumerate(rows, 1)]
    return one("energy", f"institution_name month {headings}", rows, *trips, **others)


def price(carrier, dearest, just_over):
    """100 units cost exactly the upper end of the band, then a hundredth of a yuan a unit more."""
    rows = [(100, 100 * dearest), (100, 100 * just_over)]
    return energy(f"{carrier} {carrier}_cost", rows, "D3")


def years(headings, *rows):
    return f"institution_name year {headings}", [("甲", *row) for row in rows]


CASES = {
    "required": one("vehicle", "plate purchased_on", [("宁A1", "2020-01-01"), ("宁A2", "")], "B3"),
    "type": energy("water", [(5,), ("约5",)], "C3"),
    "formula": energy("water", [(5,), ("#DIV/0!",)], "C3"),
    "region": one("institution", "institution_code region", [("A1", "银川市"), ("A2", "西安市")], "B3"),
    "institution": one(
        "energy", "institution_name month water", [("甲", "2026-01", 1), ("乙", "2026-01", 1)], "A3",
        institution=("institution_code institution_name", [("A1", "甲")])),
    "duplicate": one(
        "energy", "institution_name month water",
        [("甲", "2026-01", 1), ("甲", "2026-02", 1), ("甲", "2026-01", 2)], "4:4"),
    "secret": one(
        "vehicle", "plate vehicle_use purchased_on",
        [("宁A1", "机要通信", "2020-01-01"), ("宁A2", "涉密车辆", "2020-01-01")], "3:3"),
    # 1949 to 2099, no fraction; 200 seats are the most there can be, 60 the most there commonly are
    "range": one(
        "energy_year", "institution_name year headcount building_area",
        [("甲", 1949, 1.5, 0), ("甲", 99999, 1, 1), ("甲", 2025.5, 1, 1), ("甲", 25, 1, 1),
         ("甲", 2098, 0, 1), ("甲", 2099, 1, -1)], "B3", "B4", "B5", "D7",
    ),
    "implausible": one("vehicle", "plate seats price",
                       [("宁A1", 60, 1000), ("宁A2", 61, 5000000), ("宁A3", 2, 18.5)], "B3", "C4"),
    # 12100000400000624: the weighted sum of the 17 asks for D as the last
    "credit_code": one(
        "institution", "institution_code institution_name",
        [("12100000400000624D", "甲"), ("12100000400000642D", "乙"), ("A1", "丙")], "A3"),
    # the day of arrival and a lease to come are no fault, forty days ahead is
    "after_arrival": one(
        "vehicle", "plate purchased_on", [("宁A10001", TODAY), ("宁A10002", LATER)], "B3",
        room=("room_code let_from", [(1, LATER)])),
    # six signs for cars of new energy; no O, and four are one too few
    "plate_form": one(
        "vehicle", "plate purchased_on",
        [(plate, "2020-01-01") for plate in ("宁A12345", "宁AD12345", "宁a·1234警", "宁A1234O", "宁A1234",
                                             "A12345")], "A5", "A6", "A7"),
    "negative": energy("water", [(0,), (-1,)], "C3"),
    # 10 + 20 = 30; 31 is one more
    "control_total": one(
        "energy", "institution_name month water gas",
        [("甲", "2026-01", 10, 10), ("甲", "2026-02", 20, 20), ("合计", "", 30, 31)], "D4"),
    "usable_over_building": one(
        "building", "building_code usable_area building_area", [(1, 100, 100), (2, 101, 100)], "B3"),
    "net_over_original": one(
        "asset", "asset_code net_value original_value", [(1, 100, 100), (2, 101, 100)], "B3"),
    "disposed_before_acquired": one(
        "asset", "asset_code acquired_on disposed_on",
        [(1, "2009-05-02", "2009-05-02"), (2, "2009-05-02", "2009-05-01")], "C3"),
    "idle_before_acquired": one(
        "asset", "asset_code acquired_on idle_since",
        [(1, "2009-05-02", "2009-05-02"), (2, "2009-05-02", "2009-05-01")], "C3"),
    "scrapped_before_purchased": one(
        "vehicle", "plate purchased_on scrapped_on",
        [("宁A1", "2009-05-02", "2009-05-02"), ("宁A2", "2009-05-02", "2009-05-01")], "C3"),
    "let_while_idle": one(
        "room", "room_code let_from idle_since",
        [(1, "2026-01-01", ""), (2, "", "2026-01-01"), (3, "2026-01-01", "2026-01-01")], "B4"),
    # 1000 to 1100 is 10 %; 1100 to 1211 is 10.09 %; a year: 1000 to 1100, 1100 to 1211
    "area_change": Case(
        ("energy C4", "energy_year C4"),
        {"energy": ("institution_name month building_area", [
            ("甲", "2026-01", 1000), ("甲", "2026-02", 1100), ("甲", "2026-03", 1211)]),
         "energy_year": years("building_area", (2009, 1000), (2010, 1100), (2011, 1211))}),
    # 100 to 110 is 10 %; 110 to 122 is 10.9 %; 5 to 9 is 80 %, but only 4 people
    "headcount_change": Case(
        ("energy C4", "energy_year C4"),
        {"energy": ("institution_name month headcount", [
            ("甲", "2026-01", 100), ("甲", "2026-02", 110), ("甲", "2026-03", 122),
            ("乙", "2026-01", 5), ("乙", "2026-02", 9)]),
         "energy_year": years("headcount", (2009, 100), (2010, 110), (2011, 122))}),
    # of a year too: 100 × 1.2 = 120 is allowed; 0.012 is in 万元
    "price_electricity": Case(
        ("energy D3", "energy_year D3"),
        {"energy": ("institution_name month electricity electricity_cost", [
            ("甲", "2026-01", 100, 120), ("甲", "2026-02", 100, 121)]),
         "energy_year": years("electricity electricity_cost", (2009, 100, 120), (2010, 100, 0.012))}),
    "price_water": price("water", 10, 10.01),
    "price_gas": price("gas", 6, 6.01),
    "price_heat": price("heat", 120, 120.01),
    "price_gasoline": price("gasoline", 12, 12.01),
    "price_diesel": price("diesel", 12, 12.01),
    "odometer_falls": one(
        "vehicle_month", "plate month odometer",
        [("宁A1", "2009-01", 500), ("宁A1", "2009-02", 500), ("宁A1", "2009-03", 499)], "C4"),
    # scrapped on the 20th: fuel of that month is no wonder
    "scrapped_but_fuelled": one(
        "vehicle_month", "plate month fuel", [("宁A1", "2009-01", 5), ("宁A1", "2009-02", 5)], "C3",
        vehicle=("plate purchased_on scrapped_on", [("宁A1", "2001-01-01", "2009-01-20")])),
    # 50 L × (1.5 + 400 / 400) = 125 L
    "fuel_over_tank": one(
        "vehicle_month", "plate month fuel distance",
        [("宁A1", "2009-01", 125, 400), ("宁A1", "2009-02", 126, 400)], "C3",
        vehicle=("plate purchased_on tank", [("宁A1", "2001-01-01", 50)])),
    "disposed_but_using": energy(
        "electricity", [(5,), (6,)], "C3",
        building=("building_code institution_name disposed_on", [(1, "甲", "2026-01-20")])),
    # six of 30 and more; 乙 has five, 丙 six of 29
    "same_reading": one(
        "energy", "institution_name month electricity", [
            *(("甲", f"2008-0{at}", 30) for at in range(1, 7)),
            *(("乙", f"2008-0{at}", 30) for at in range(1, 6)),
            *(("丙", f"2008-0{at}", 29) for at in range(1, 7))], "C7"),
    # three months as a year before; 乙 only two
    "copied_last_year": one(
        "energy", "institution_name month electricity", [
            *(("甲", f"{year}-0{at}", 40 + at) for year in (2007, 2008) for at in (1, 2, 3)),
            *(("乙", f"{year}-0{at}", 60 + at) for year in (2007, 2008) for at in (1, 2))], "C7"),
    # six of 1,000 each; 乙 has six of 1,001 and more, which makes half of the file no round
    "round_reading": one(
        "energy", "institution_name month electricity", [
            *(("甲", f"2008-0{at}", 1000 * at) for at in range(1, 7)),
            *(("乙", f"2008-0{at}", 1000 * at + 1) for at in range(1, 8))], "C7"),
    "price_at_limit": one(
        "vehicle", "plate price purchased_on",
        [("宁A1", 180000, "2018-01-01"), ("宁A2", 179999, "2018-01-01")], "B2"),
    # (6500 − 1000) / 100 = 55 kWh/m²; (6501 − 1000) / 100 = 55.01
    "quota_at_limit": one(
        "energy_year", "institution_name year building_area electricity heating_electricity",
        [("甲", 2025, 100, 6500, 1000), ("乙", 2025, 100, 6501, 1000)], "D2"),
    "identical_pair": one(
        "energy", "institution_name month electricity water", [
            ("甲", "2008-01", 10000, 56), ("乙", "2008-01", 10000, 56),
            ("甲", "2008-02", 9999, 57), ("乙", "2008-02", 9999, 57),
            ("甲", "2008-03", 10001, 58), ("乙", "2008-03", 10001, 59)], "C2", "C3"),
}  # fmt: skip


def card(world, subject, headings):
    """A card whose headings are our columns; what else the subject needs is constant."""
    columns = {}
    for heading in headings:
        column = SUBJECTS[subject].column(heading)
        columns[heading] = {"headings": [heading], "required": True}
        if column.kind == "number":
            columns[heading]["unit"] = UNITS.get(column.unit, column.unit)
    constants = {column.name: "银川市" if column.name == "region" else CONSTANTS[column.kind]
                 for column in SUBJECTS[subject].columns
                 if column.required and column.name not in headings}  # fmt: skip
    if SUBJECTS[subject].column(WHO[0]) and subject != "institution" and not {*WHO} & {*headings}:
        constants[WHO[0]] = "甲"
    content = {"card": f"own_{subject}", "version": 1, "subject": subject, "title": subject,
               "columns": columns, "constants": constants}  # fmt: skip
    world.card(f"own_{subject}", yaml.safe_dump(content, allow_unicode=True))


ELSEWHERE = {"cumulative", "cumulative_falls", "unit"}
"""Rules that need a card of their own kind; their cases are in test_cumulative.py and corpus.py."""


def test_every_rule_of_the_table_has_a_case():
    assert {row["rule"] for row in reference.table("rules")} == set(CASES) | ELSEWHERE
    assert {rule.id for rule in rules.RULES} | rules.ENGINE == set(CASES) | ELSEWHERE


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_finds_the_record_that_breaks_it_and_not_the_one_just_below(rule, world):
    case = CASES[rule]
    for subject, (headings, _) in case.sheets.items():
        card(world, subject, headings.split())
    book = world.book("甲.xlsx", **{subject: [headings.split(), *map(list, rows)]
                                   for subject, (headings, rows) in case.sheets.items()})  # fmt: skip
    found = check.check(book, world.folder / "cards").result
    cells = tuple(
        f"{cell['sheet']} {cell['cell']}" for cell in found["cells"] if cell["rule"] == rule
    )
    assert cells == case.trips, found["cells"]
    outcome = next(row["outcome"] for row in reference.table("rules") if row["rule"] == rule)
    assert {cell["outcome"] for cell in found["cells"] if cell["rule"] == rule} == {outcome}
