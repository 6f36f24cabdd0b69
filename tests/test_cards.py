"""Source cards: what each part of a card does, and how a card or a sheet that is wrong is told."""

import pytest

from data.errors import TemplateError
from etl import cardfile, cards, special, units
from tests.loading import CARDS, ENERGY, MONTHLY


def test_units_of_the_sender_are_kept_as_factors_to_the_base_unit(world):
    world.load(world.roster(), world.book("a.xlsx", 月报=[MONTHLY, ["一中", 2026, 1, "0.5", 6]]))
    # 0.5 万kWh = 5000 kWh; 6 t of water = 6 m3
    assert world.ask(
        "select to_number(electricity) * electricity_factor, water_factor from in_energy"
    ) == [(5000.0, 1.0)]
    assert units.factor("㎡", "m2") == 1
    assert units.factor("万元", "kWh") is None
    assert units.factor("吨", "m3", "水量") == 1
    assert units.factor("吨", "m3") is None  # a tonne of gas is not a cubic metre


def test_null_words_and_values_are_replaced_whatever_their_width(world):
    card = ENERGY.replace("null_words", "values: {institution_name: {第一中学: 一中}}\nnull_words")
    world.card("energy", card)
    rows = [MONTHLY, ["第一 中学", 2026, 1, 5, "／"], ["一中", 2026, 2, 5, " — "]]
    world.load(world.roster(), world.book("a.xlsx", 月报=rows))
    assert world.ask("select institution_name, water from raw_energy order by row_no") == [
        ("一中", None), ("一中", None),
    ]  # fmt: skip


def test_constants_and_the_name_of_the_sheet_fill_columns(world):
    world.card(
        "problems",
        """
card: problems
subject: property_problem
sheets: "县|区"
constants: {category: 产权}
from_sheet: region
columns:
  case_no: {headings: [编号], required: true}
  responsible_unit: {headings: [责任单位], required: true}
  properties: {headings: [处数], unit: 处}
""",
    )
    rows = [["编号", "责任单位", "处数"], [1, "某局", 3]]
    world.load(world.book("a.xlsx", 永宁县=rows, 贺兰县=rows, 备查=rows))
    found = world.ask("select region, case_no, category from in_property_problem order by 1 desc")
    assert found == [("贺兰县", "1", "产权"), ("永宁县", "1", "产权")]
    assert world.ask("select sheet from unread_sheet") == [("备查",)]


LONG = """
card: long
subject: energy
columns: {institution_name: {headings: [单位名称], required: true}}
join: {month: [年度, 月份]}
unpivot:
  code: 指标代码
  value: 数值
  units: {"110": 万kWh}
  codes: {"110": electricity, "120": water}
"""
LONG_HEAD = ["单位名称", "年度", "月份", "指标代码", "指标名称", "数值"]


def test_long_form_becomes_one_record_per_unit_and_month(world):
    world.card("long", LONG)
    rows = [LONG_HEAD, ["一中", 2026, 1, 110, "电", 5], ["一中", 2026, 1, "120", "水", 7],
            ["一中", 2026, 2, 110, "电", 6], ["一中", 2026, 1, 999, "其他", 1]]  # fmt: skip
    world.load(world.roster(), world.book("a.xlsx", 月报=rows))
    assert world.ask(
        "select row_no, month, electricity, electricity_factor, water from in_energy order by 1"
    ) == [(2, "2026-1", "5", 10000.0, "7"), (4, "2026-2", "6", 10000.0, None)]


def test_a_wrong_value_in_long_form_is_told_by_its_own_cell(world):
    world.card("long", LONG)
    rows = [LONG_HEAD, ["一中", 2026, 1, 110, "电", 5], ["一中", 2026, 1, 120, "水", "七"],
            ["一中", 2026, 1, 110, "电", 9]]  # fmt: skip
    world.load(world.roster(), world.book("a.xlsx", 月报=rows))
    assert world.ask("select cell, rule, row_no from quarantine order by rule") == [
        (None, "duplicate", 4), ("F3", "type", 2),
    ]  # fmt: skip
    assert world.ask("select rows_read, rows_refused from dim_source where card = 'long'") == [
        (2, 2)
    ]


def test_wide_form_becomes_one_record_per_label_that_is_filled(world):
    world.card(
        "posts",
        """
card: posts
subject: post
columns: {institution_name: {headings: [单位名称], required: true}}
constants: {standard_level: 县级}
spread:
  into: rank
  value: posts
  headings: {县级正职: 正处, 县级副职: 副处}
""",
    )
    rows = [["单位名称", "县级正职", "县级副职"], ["永宁财政", 1, 4], ["一中", "", "二"]]
    world.load(world.roster(), world.book("a.xlsx", 编制=rows))
    found = world.ask("select row_no, rank, posts, posts_factor from in_post order by rank")
    assert found == [(2, "副处", "4", 1.0), (2, "正处", "1", 1.0)]
    assert world.ask("select cell, heading from quarantine") == [("C3", "县级副职")]


def test_of_two_cards_the_one_that_names_more_headings_is_taken(world):
    world.card("coarse", ENERGY.replace("card: energy", "card: coarse").replace("  water: {headings: [用水量], unit: 吨}\n", ""))  # fmt: skip
    world.load(world.roster(), world.book("a.xlsx", 月报=[MONTHLY, ["一中", 2026, 1, 5, 6]]))
    assert world.ask("select card, card_version from dim_source where subject = 'energy'") == [
        ("energy", 3)
    ]


def test_two_cards_that_fit_equally_are_both_named(world):
    world.card("twin", ENERGY.replace("card: energy", "card: twin"))
    with pytest.raises(TemplateError, match="a.xlsx.*energy 与 twin"):
        world.load(world.roster(), world.book("a.xlsx", 月报=[MONTHLY, ["一中", 2026, 1, 5, 6]]))


def test_an_unknown_template_names_what_was_found_and_what_is_missing(world):
    path = world.book("新表.xlsx", 月报=[["单位名称", "月份", "用电量"], ["一中", 1, 5]])
    with pytest.raises(TemplateError) as error:
        world.load(path)
    for word in ("新表.xlsx", "单位名称、月份、用电量", "能源资源消费月报", "缺少：年度", "请"):
        assert word in str(error.value)


def test_a_heading_that_is_there_twice_is_not_guessed(world):
    rows = [[*MONTHLY, "用电量"], ["一中", 2026, 1, 5, 6, 7]]
    with pytest.raises(TemplateError, match="“用电量”出现了不止一次"):
        world.load(world.roster(), world.book("a.xlsx", 月报=rows))


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("unit: 万kWh", "unit: 万元", "单位“万元”不能换算成 kWh"),
        ("  water:", "  warter:", "列“warter”不属于主题 energy"),
        ("columns:", "colums:", "不认得“colums”"),
        ("required: true}", "requird: true}", "不认得“requird”"),
        ("subject: energy", "subject: energie", "主题“energie”不存在"),
        ("card: energy", "card: other", "与文件名“energy”不同"),
        ("join: {month: [年度, 月份]}", "", "必需的列没有来源：month"),
        ("join:", "constants: {month: x}\njoin:", "“month”有两个来源"),
        ("title:", "origin: rumour\ntitle:", "origin“rumour”不存在"),
        ("title:", "sheets: '('\ntitle:", "不是有效的正则表达式"),
        ("title: 能源资源消费月报", "title: [", "不是有效的 YAML"),
    ],
)
def test_a_card_that_contradicts_itself_is_told_with_the_word_that_is_wrong(
    world, wrong, right, says
):
    world.card("energy", CARDS["energy"].replace(wrong, right))
    with pytest.raises(TemplateError, match=says) as error:
        cards.load([world.folder / "cards"])
    assert "energy.yml" in str(error.value)


def test_a_card_of_the_user_takes_the_place_of_ours(world):
    world.write("var/cards/energy.yml", ENERGY.replace("version: 3", "version: 9"))
    world.load(world.roster(), world.book("a.xlsx", 月报=[MONTHLY, ["一中", 2026, 1, 5, 6]]))
    assert world.ask("select card_version from dim_source where card = 'energy'") == [(9,)]


def test_the_cards_of_the_project_are_all_valid():
    assert len(cards.load([cards.FOLDER])) >= 2


def test_every_key_a_card_may_have_is_explained():
    text = (cards.FOLDER / "README.md").read_text(encoding="utf-8")
    table = {line.split("`")[1] for line in text.splitlines() if line.startswith("| `")}
    assert table >= cardfile.KEYS
    words = {
        "headings",
        "required",
        "unit",
        "code",
        "value",
        "units",
        "codes",
        "into",
        "under",
        "year",
    }
    words |= {*special.MEANINGS, *special.SINCE, *special.periods.KINDS, "percent", "density"}
    assert {word for word in words if word not in text} == set()


def test_the_example_of_the_card_format_reads_the_table_it_stands_for(world):
    text = (cards.FOLDER / "README.md").read_text(encoding="utf-8")
    world.card("某市能耗月报", text.split("```yaml")[1].split("```")[0])
    rows = [["市某局能耗月报"], ["", "", "数量（万kWh）", "费用", ""],
            ["一中", "2026年1月", 1.2, 8400, 350], ["永宁财政", "2026年1月", 0.8, 5600, "/"],
            ["合计", "", 2, 14000, 350]]  # fmt: skip
    merged = {"C1:D1": "用电量", "A1:A2": "单位名称", "B1:B2": "统计月份", "E1:E2": "用水量"}
    world.load(world.roster(), world.book("a.xlsx", merged, 月报=rows))
    found = world.ask(
        "select to_quantity(electricity, electricity_factor), electricity_cost, water"
        " from in_energy order by row_no"
    )
    # 1.2 万kWh = 12000 kWh, 0.8 万kWh = 8000 kWh; "/" of water is no number
    assert [(float(kwh), cost, water) for kwh, cost, water in found] == [
        (12000, "8400", "350"), (8000, "5600", None),
    ]  # fmt: skip
    assert world.ask("select distinct ok from control_total") == [(True,)]
