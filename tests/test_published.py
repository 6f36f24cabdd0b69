"""Published figures: kept as they were published, counted plainly, disagreements shown."""

import csv
import hashlib
import re

import pytest
import yaml

from data.paths import PROJECT, PUBLISHED
from etl.subjects import SUBJECTS

LEDGER = "银川市办公用房产权问题台账.csv"
FIGURES = "宁夏机关事务公开数据.csv"
CARDS = {"published_property_problem": LEDGER, "published_figure": FIGURES}
# As handed over; whoever corrects a published figure makes a new file with a new name.
SHA256 = {
    LEDGER: "0b478b0cce191dfb125031c2514db6add024b5113cdb374b6d464176150cf967",
    FIGURES: "c0f7bffd633db79f3cfc190289578895396fce586e5a5a5def11bc887961dc11",
}
# category: the study's own count of units (文中统计), the units it lists (列出N家), and of the
# ledger the distinct 责任单位, the cases and the properties. Counted by hand, line by line.
DISAGREEMENT = {
    "未办理房产登记": (7, 6, 6, 9, 11),  # 3+1+1+1+1+1+1+1+1 properties
    "权属纠纷": (4, 5, 5, 6, 6),
    "代建未移交": (6, 6, 4, 6, 8),  # 代建局 three cases; 1+1+1+1+1+3 properties
    "未办理调拨手续": (4, 4, 4, 5, 5),  # 滨河新区公安分局 two cases
    "闲置危房": (3, 4, 4, 4, 5),  # 2+1+1+1 properties
    "账实不符": (5, 7, 7, 8, 13),  # 农业农村局 two cases; 2+1+1+1+1+1+1+5 properties
}


def lines(name):
    with (PUBLISHED / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def said_and_listed(category):
    [row] = [row for row in lines(FIGURES) if row["指标"] == f"{category}单位数（文中统计）"]
    return int(row["数值"]), int(re.search(r"列出(\d+)家", row["说明"])[1])


def counted(category):
    rows = [row for row in lines(LEDGER) if row["问题类别"] == category]
    units = {row["责任单位"] for row in rows}
    return len(units), len(rows), sum(int(row["处数"]) for row in rows)


@pytest.mark.parametrize("name", sorted(SHA256))
def test_a_published_file_is_kept_byte_for_byte(name):
    assert hashlib.sha256((PUBLISHED / name).read_bytes()).hexdigest() == SHA256[name]


def test_the_ledger_has_38_cases_and_48_properties():
    rows = lines(LEDGER)
    assert [row["序号"] for row in rows] == [str(number) for number in range(1, 39)]
    assert sum(int(row["处数"]) for row in rows) == 48


def test_the_ledger_names_27_units_three_of_them_in_two_categories():
    pairs = {(row["责任单位"], row["问题类别"]) for row in lines(LEDGER)}
    units = {unit for unit, _ in pairs}
    # 6 + 5 + 4 + 4 + 4 + 7 = 30 = 27 + 3
    assert (len(pairs), len(units)) == (30, 27)


def test_every_category_of_the_ledger_has_its_count_in_the_study():
    assert {row["问题类别"] for row in lines(LEDGER)} == set(DISAGREEMENT)


@pytest.mark.parametrize("category", DISAGREEMENT)
def test_what_the_study_says_lists_and_the_ledger_holds(category):
    assert said_and_listed(category) + counted(category) == DISAGREEMENT[category]


def test_the_readme_shows_the_disagreement_as_counted():
    readme = (PUBLISHED / "README.md").read_text(encoding="utf-8")
    for category, numbers in DISAGREEMENT.items():
        assert f"| {category} | {' | '.join(map(str, numbers))} |" in readme


@pytest.mark.parametrize("card", sorted(CARDS))
def test_a_card_reads_every_heading_of_its_file_into_its_subject(card):
    content = yaml.safe_load((PROJECT / f"etl/cards/{card}.yml").read_text(encoding="utf-8"))
    subject = SUBJECTS[content["subject"]]
    headings = [name for column in content["columns"].values() for name in column["headings"]]
    assert sorted(headings) == sorted(lines(CARDS[card])[0])
    assert set(content["columns"]) <= {column.name for column in subject.columns}
    needed = {column.name for column in subject.columns if column.required}
    required = {name for name, column in content["columns"].items() if column.get("required")}
    assert needed == required
    assert (content["card"], content["origin"]) == (card, "published")
