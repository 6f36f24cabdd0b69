"""The published study on the office page equals a count over its csv."""

import csv
from collections import Counter

import pytest

from components import catalog, theme
from components.panel import Drawing
from data import metrics, paths, property
from data.scope import Scope


@pytest.fixture(scope="module")
def lines():
    path = paths.PUBLISHED / "银川市办公用房产权问题台账.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def view(small):
    return Scope.parse("", small)


def test_the_cases_properties_and_areas_equal_the_csv(view, lines):
    cases = property.cases(view)
    assert len(cases) == len(lines) == 38
    assert (
        sum(case["properties"] for case in cases) == sum(int(line["处数"]) for line in lines) == 48
    )
    known = [line["面积（平方米）"].replace(",", "") for line in lines if line["面积（平方米）"]]
    found = [case["area_m2"] for case in cases if case["area_m2"] is not None]
    # 1,027.71 + 75 + 889 + 278 = 2269.71; the other 34 state none
    assert sorted(found) == sorted(map(float, known))
    assert sum(found) == pytest.approx(2269.71)


@pytest.mark.parametrize(
    ("column", "heading"), [("category", "问题类别"), ("unit", "责任单位"), ("step", "处理建议")]
)
def test_each_count_equals_a_count_over_the_csv(view, lines, column, heading):
    counted = {row["label"] or "": row["cases"] for row in property.counts(view, column)}
    assert counted == Counter(line[heading] for line in lines)


def test_the_metric_counts_the_same_cases(view):
    problems = metrics.find("property_problems_open")
    assert metrics.total(problems, view)["value"] == 38
    assert metrics.total(problems, view.within("640100"))["value"] == 38
    assert metrics.total(problems, view.within("640400")) is None


def test_a_case_knows_its_line_in_the_file(view, lines):
    for case in property.cases(view):
        line = lines[case["row_no"] - 2]  # row 1 holds the headings
        assert line["序号"] == case["case_no"]
        assert line["责任单位"] == case["responsible_unit"]


def test_the_published_figures_are_shown_as_printed(view):
    shown = str(catalog.PANELS["property-clearance"].draw(Drawing(view, theme.tokens("light"))))
    for printed in ("447,747.96", "15,137.72", "5,132.56"):
        assert printed in shown


def test_the_satisfaction_series_is_98_98_100(view):
    rows = [row for row in property.published(view) if row["indicator"] == "住户满意度"]
    assert [(row["year"], row["value"]) for row in rows] == [(2019, 98), (2020, 98), (2021, 100)]


def test_the_study_s_counts_and_its_list_stand_side_by_side(view):
    rows = {row["category"]: row for row in property.disagreements(view)}
    told = {name: (row["stated"], row["noted"], row["listed"]) for name, row in rows.items()}
    assert told == {
        "未办理房产登记": (7, 6, 6),
        "权属纠纷": (4, 5, 5),
        "代建未移交": (6, 6, 4),  # the list names 代建局 three times
        "未办理调拨手续": (4, 4, 4),
        "闲置危房": (3, 4, 4),
        "账实不符": (5, 7, 7),
    }
    assert [name for name, row in rows.items() if row["agree"]] == ["未办理调拨手续"]
