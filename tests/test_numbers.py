"""How numbers and colours read."""

import itertools

import pytest

from components import numbers, sentences, theme
from data import metrics
from data.comparison import Comparison

NET = metrics.find("asset_net_value_cny")
IDLE = metrics.find("office_idle_share_pct")
HEADS = metrics.find("energy_per_head_kgce")


@pytest.mark.parametrize(
    ("value", "unit", "digits", "told"),
    [
        (18_260_000_000, "元", 0, "182.6 亿元"),
        (120_000_000, "元", 0, "1.20 亿元"),
        (12_000, "元", 0, "1.20 万元"),
        (9_999, "元", 0, "9,999 元"),
        (8_412, "辆", 0, "8,412 辆"),
        (447_747.96, "m²", 0, "44.77 万m²"),
        (15_137.72, "m²", 2, "15,137.72 m²"),
        (-3.456, "kgce/人", 1, "−3.5 kgce/人"),
        (97.3, "%", 1, "97.3%"),
        (-0.0001, "%", 1, "0.0%"),
        (None, "元", 0, "—"),
    ],
)
def test_an_amount_reads_in_wan_and_yi(value, unit, digits, told):
    assert numbers.text(value, unit, digits) == told


@pytest.mark.parametrize(
    ("amount", "metric", "told", "verdict"),
    [
        (0.0161, HEADS, "▲1.6%", "bad"),
        (-0.0161, HEADS, "▼1.6%", "good"),
        (0.8, IDLE, "▲0.80 个百分点", "bad"),
        (0.004, IDLE, "持平", "plain"),
        (0.00001, HEADS, "持平", "plain"),
        (0.02, NET, "▲2.0%", "plain"),
        (None, HEADS, "—", "plain"),
    ],
)
def test_a_change_tells_direction_size_and_whether_it_is_good(amount, metric, told, verdict):
    assert numbers.change(amount, metric) == told
    assert numbers.verdict(amount, metric) == verdict


def test_a_change_is_never_said_to_be_nought_percent():
    same = Comparison(HEADS, {"value": 100.0}, {"value": 100.01}, None)
    assert numbers.change_words(same) == "同比持平"


def test_a_ranking_sentence_names_both_ends_and_the_whole():
    rows = [
        {"label": "甲", "value": 12.0},
        {"label": "乙", "value": 4.0},
        {"label": "丙", "value": None},
    ]
    told = sentences.ranking(rows, metrics.find("office_area_per_head_m2"), {"value": 8.0})
    assert told == (
        "人均基本办公用房面积最高：甲 12.00 m²/人；最低：乙 4.00 m²/人，相差 3.0 倍；"
        "整体 8.00 m²/人。共 2 项。"
    )


def test_a_trend_sentence_compares_with_the_same_month_a_year_before():
    rows = [
        {"key": "2025-10", "label": "2025年10月", "value": 10.0},
        {"key": "2026-09", "label": "2026年9月", "value": 20.0},
        {"key": "2026-10", "label": "2026年10月", "value": 11.0},
    ]
    assert sentences.trend(rows, HEADS) == (
        "2026年10月人均综合能耗 11.0 kgce/人，同比上升 10.0%；近 3 个月最高 20.0 kgce/人"
        "（2026年9月），最低 10.0 kgce/人（2025年10月）。"
    )


def test_a_trend_that_never_changed_says_so():
    rows = [{"key": f"2026-0{n}", "label": f"2026年{n}月", "value": 5.0} for n in (1, 2)]
    assert sentences.trend(rows, HEADS) == "2026年2月人均综合能耗 5.0 kgce/人；近 2 个月没有变化。"


@pytest.mark.parametrize(
    ("name", "ink", "ground"),
    itertools.chain(
        itertools.product(
            theme.NAMES, ("text", "muted", "accent", "good", "bad", "warn"), ("page", "card")
        ),
        itertools.product(theme.NAMES, ("text", "accent"), ("tint",)),
        [(name, "warn", "warn-tint") for name in theme.NAMES],
        [(name, "text", "bad-tint") for name in theme.NAMES],
        [(name, "on-accent", "accent") for name in theme.NAMES],
    ),
)
def test_every_text_token_keeps_four_and_a_half_to_one(name, ink, ground):
    colours = theme.tokens(name)
    assert theme.contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("name", theme.NAMES)
def test_labels_on_the_map_read_at_every_step_of_the_scale(name):
    colours = theme.tokens(name)
    for step in range(101):
        fill = theme.blend(colours["scale-low"], colours["scale-high"], step / 100)
        assert theme.contrast(theme.readable_on(fill), fill) >= 4.5
