"""One card a thing: facts with their row, differences marked, life in order, sums that agree."""

import pytest

from components import card as drawn
from components import markup, theme
from components.panel import Drawing
from data import cards
from data.errors import DashboardError
from data.scope import Scope
from tests.small import FINANCE, HOSPITAL, SCHOOL


@pytest.fixture
def view(small):
    return Scope.parse("", small)


def facts(entry):
    return {column.id: value for column, value in entry.facts}


def listing(card, title):
    return next(one for one in card.listings if one.title == title)


def test_a_vehicle_runs_from_purchase_to_scrapping_with_each_month(view):
    card = cards.find(view, "vehicle", "宁A00003")
    assert card.state == "已报废"
    assert [(str(e["happened_on"]), e["stage"]) for e in card.events] == [
        ("2020-01-01", "购置"), ("2026-10-15", "报废")]  # fmt: skip
    months = listing(card, "逐月运行").rows
    # 50 L on 500 km = 10 L per 100 km; 400 元 on 500 km = 0.8 元 a km
    assert [(m["distance_km"], m["fuel_l_per_100km"], m["cost_per_km_cny"]) for m in months] == [
        (500, 10, 0.8)]  # fmt: skip
    assert card.entries[0].source == {
        "file_name": "vehicle.csv", "sheet": card.entries[0].source["sheet"], "row_no": 4}  # fmt: skip


def test_months_of_a_vehicle_add_up_to_what_is_said(view):
    card = cards.find(view, "vehicle", "宁A00001")
    # 1000 + 1000 km; 960 + 800 + 200 = 1960 元; newest month first, the trend oldest first
    assert listing(card, "逐月运行").proves == "共 2 个月，里程合计 2,000 km，费用合计 1,960 元。"
    assert [str(row["month"])[:7] for row in card.trend] == ["2026-09", "2026-10"]


def test_an_asset_shows_card_and_check_side_by_side_and_marks_what_differs(view):
    good, bad = cards.find(view, "asset", "K1"), cards.find(view, "asset", "K2")
    assert [entry.title for entry in good.entries] == ["财务卡片", "实物盘点"]
    assert facts(good.entries[1])["stocktake_result"] == "相符"
    assert good.entries[1].differs == ()
    assert bad.entries[1].differs == ("stocktake_result",)  # 盘亏: on the books, not there
    assert facts(good.entries[0])["depreciation_month_cny"] == 10000  # 1 200 000 ÷ 10 years ÷ 12
    assert [e["event"] for e in good.events] == ["入账", "实物盘点", "入公物仓", "调剂使用"]
    assert cards.find(view, "asset", "K3").state == "已处置"


def test_a_building_lists_its_rooms_and_a_room_the_building_it_is_in(view):
    house = cards.find(view, "building", "H1")
    # R1 300 + R2 100 + R3 200 m²
    assert listing(house, "房间").proves == "共 3 间，使用面积合计 600.0 m²。"
    room = cards.find(view, "room", "R4")
    assert room.state == "闲置"
    assert room.above == (("building", "H2", "教学办公楼"),)
    assert [(str(e["happened_on"]), e["stage"]) for e in room.events] == [
        ("2012-01-01", "配置"), ("2025-10-31", "巡检"), ("2026-10-05", "使用")]  # fmt: skip


def test_what_an_institution_holds_adds_up_to_its_own_numbers(view):
    card = cards.find(view, "institution", FINANCE)
    assert listing(card, "车辆明细").proves == "共 2 行；公务用车 2 辆，明细合计 = 指标 ✓"
    # basic office rooms of 主楼 (R1 300 + R2 100); R7 of 旧楼 went with it on 2026-09-15
    assert "400 m²，明细合计 = 指标 ✓" in listing(card, "房间明细").proves
    assert "资产原值 120.0 万元，明细合计 = 指标 ✓" in listing(card, "资产卡片").proves
    assert [row["building_code"] for row in listing(card, "楼座").rows] == ["H1", "H3"]
    numbers = {row["metric"]: row["value"] for row in listing(card, card.listings[0].title).rows}
    assert numbers["公务用车"] == "2 辆"
    # the calendar of the files has September and October 2026; it filed both
    returns = {row["subject"]: row for row in card.listings[1].rows}
    assert returns["能源资源消费月报"]["filed"] == 2


def test_the_way_up_leads_over_building_and_institution_to_the_region(view):
    assert cards.above(view, "room", "R4") == (
        "640104B",
        [("institution", SCHOOL, "兴庆区第一小学"), ("building", "H2", "教学办公楼"),
         ("room", "R4", "R4")],
    )  # fmt: skip
    assert cards.above(view, "vehicle", "宁D00001")[1][0][1] == HOSPITAL


@pytest.mark.parametrize(
    ("kind", "id", "words"),
    [
        ("vehicle", "宁X", "没有编号为“宁X”的车辆"),
        ("asset", "' or 1=1 --", "没有编号为“' or 1=1 --”的资产"),
        ("person", "x", "没有“person”这种卡片"),
    ],
)
def test_an_unknown_thing_is_a_sentence_that_says_what_to_do(view, kind, id, words):
    with pytest.raises(DashboardError, match="Ctrl\\+K") as told:
        cards.find(view, kind, id)
    assert words in str(told.value)


@pytest.mark.parametrize(
    ("kind", "id"),
    [("vehicle", "宁A00001"), ("asset", "K2"), ("building", "H1"), ("room", "R4"),
     ("institution", FINANCE)],
)  # fmt: skip
def test_every_part_of_a_card_draws_and_links_keep_the_filters(small, kind, id):
    search = f"?region=640100&period=2026M10&kind={kind}&id={id}"
    drawing = Drawing(Scope.parse(search, small), theme.tokens("light"), search)
    parts = [draw(drawing) for draw in (drawn.head, drawn.life, drawn.trend, drawn.listed)]
    told = "".join(markup.text(part.children) for part in parts)
    assert ".csv 第 " in told or ".csv“" in told
    assert '"href":"/card?kind' not in told  # a link without the filters
    assert bool(parts[2].figure) == (kind == "vehicle")


def test_a_fact_that_is_contradicted_says_so_in_words(small):
    search = "?kind=asset&id=K2"
    drawing = Drawing(Scope.parse(search, small), theme.tokens("light"), search)
    assert "≠ 不一致" in markup.text(drawn.head(drawing).children)
