"""Analysis on the screens: what the address asks, what the figures draw, what stays out of reach."""

import json
import os
import subprocess
import sys
from pathlib import Path

import plotly.graph_objects as go
import pytest

from components import address, balance, catalog, filters, markup, theme
from components.figures import bridge, forecast, lorenz, quotient, region_map, stack
from components.panel import Drawing
from data import findings, metrics, paths
from data.analysis import apart, inequality_scope, why
from data.analysis.inequality import balance as measured
from data.errors import DashboardError, ForecastError
from data.scope import Scope

THEMES = [theme.tokens(name) for name in theme.NAMES]
ROOT = Path(__file__).resolve().parent.parent
COST = metrics.find("vehicle_cost_cny")


def drawn(snapshot, panel, search=""):
    drawing = Drawing(Scope.parse(search, snapshot), theme.tokens("light"), search)
    return catalog.PANELS[panel].draw(drawing)


def words(content):
    return markup.text(content.children)


# two places of one person each with 1 and 3 cars: shares of people 50 % and 50 %, of cars 25 % and
# 75 %; Gini = 1 − (0.5 × 0.25 + 0.5 × 1.25) = 0.25, corrected × 2/(2 − 1) = 0.5; quotients 0.5, 1.5
PAIR = measured(
    [
        {"key": "640104", "label": "甲", "group": "东", "resource": 1, "people": 1},
        {"key": "640105", "label": "乙", "group": "西", "resource": 3, "people": 1},
    ]
)


@pytest.mark.parametrize("colours", THEMES, ids=theme.NAMES)
def test_the_lorenz_curve_runs_from_nothing_to_all_through_the_cumulated_shares(colours):
    curve = ("2026 基尼 0.250", PAIR.lorenz, ["甲", "乙"])
    figure = lorenz.draw([curve, curve], colours, "分母累计占比", "分子累计占比")
    go.Figure(figure)
    assert (figure["data"][1]["x"], figure["data"][1]["y"]) == ([0, 0.5, 1], [0, 0.25, 1])
    assert "累计到甲：分母累计占比 50.0%，分子累计占比 25.0%" in figure["data"][1]["hovertext"][1]
    assert PAIR.gini == pytest.approx(0.25) and PAIR.gini_small == pytest.approx(0.5)


@pytest.mark.parametrize("colours", THEMES, ids=theme.NAMES)
def test_a_quotient_bar_starts_at_one_and_says_which_side_by_colour_and_number(colours):
    figure = quotient.draw([row | {"told": row["label"]} for row in PAIR.regions], colours)
    go.Figure(figure)
    bars = figure["data"][0]
    assert (bars["base"], bars["x"]) == (1, [-0.5, 0.5])
    assert bars["marker"]["color"] == [colours["below"], colours["above"]]
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["0.50", "1.50"]
    go.Figure(quotient.draw([], colours))


@pytest.mark.parametrize("colours", THEMES, ids=theme.NAMES)
def test_a_stack_prints_the_sum_of_its_layers_above_each_year(colours):
    layers = [("五市之间", [0.01, 0.02]), ("银川市之内", [0.03, None])]
    figure = stack.draw(["2025年", "2026年"], layers, colours, 4)
    go.Figure(figure)
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["0.0400", "0.0200"]
    assert figure["data"][0]["hovertext"][0] == "2025年 五市之间：0.0100（占 25.0%）"


@pytest.mark.parametrize("colours", THEMES, ids=theme.NAMES)
@pytest.mark.parametrize(("before", "now"), [(100.0, 104.0), (2.0, 6.0), (0.0, 4.0), (4.0, 8.0)])
def test_a_bridge_lands_on_the_value_now_and_never_hides_an_end(colours, before, now):
    # before + 9 − 5 = now, since 9 − 5 = 4
    terms = [("车辆数", 9.0, "+9"), ("里程", -5.0, "−5")]
    figure = bridge.draw(
        ("2025年", before, "上期"), terms, ("2026年", now, "本期"), colours, "down"
    )
    go.Figure(figure)
    bars, floor = figure["data"][0], figure["layout"]["yaxis"]["range"][0]
    assert [base + size for base, size in zip(bars["base"], bars["y"], strict=True)] == [
        before, before + 9, before + 4, now,
    ]  # fmt: skip
    assert bars["base"][1:3] == [before, before + 9]
    assert floor <= min(before, now) and bars["y"][-1] >= 0
    up, down = bars["marker"]["color"][1:3]
    assert (up, down) == (colours["bad"], colours["good"])  # cost is better down


@pytest.mark.parametrize("colours", THEMES, ids=theme.NAMES)
def test_a_forecast_opens_at_the_last_month_and_marks_what_happened(colours):
    rows = [{"key": f"2026-0{n}", "label": f"2026年{n}月", "value": 100.0 + n} for n in range(1, 4)]
    ahead = [
        {"month": "2026-04", "label": "2026年4月", "value": 105.0, "low80": 103.0, "high80": 107.0,
         "low95": 101.0, "high95": 109.0}
    ]  # fmt: skip
    told = {"rows": ahead, "target": 99.0}
    happened = {"2026-02": "机构调整 3 项", "2020-01": "窗口以外"}
    ratio = metrics.find("vehicle_cost_per_km_cny")
    figure = forecast.draw(rows, told, ratio, colours, (("2026-02", "口径断点"),), happened)
    go.Figure(figure)
    by_name = {trace.get("name"): trace for trace in figure["data"]}
    assert by_name["95% 区间"]["y"] == [103.0, 109.0, 101.0, 103.0]
    assert by_name["预测"]["y"] == [103.0, 105.0]
    assert by_name["机构调整"]["hovertext"] == ["2026年2月：机构调整 3 项"]
    assert by_name["目标（元/km）"]["y"] == [99.0, 99.0]
    # the target of a year is no level of a month: a flow is not drawn against it
    named = [
        trace.get("name") for trace in forecast.draw(rows, told, COST, colours, (), {})["data"]
    ]
    assert not any(name and name.startswith("目标") for name in named)


def test_a_county_at_the_mean_is_even_and_at_twice_or_half_of_it_full():
    colours = theme.tokens("light")
    paint = region_map.around(4.0, colours)
    assert [paint(value) for value in (4.0, 8.0, 2.0, 20.0, 0.0, None)] == [
        colours[name] for name in ("even", "above", "below", "above", "below", "scale-none")
    ]


def test_an_address_is_changed_in_one_part_and_keeps_the_others():
    assert address.changed("?region=640100&metric=x", region="640200") == "?region=640200&metric=x"
    assert address.changed("?region=640100&page=2", page=None) == "?region=640100"
    assert address.changed("?page=2", page="") == ""
    assert address.asked("?severity=%E7%BA%A2&x=1&x=2") == {"severity": "红", "x": "2"}


def test_a_choice_in_the_filter_bar_keeps_what_the_page_was_asked(small):
    search = "?region=640100&metric=energy_per_m2_kgce&low=3&basis=equivalent"
    picked = filters.chosen(Scope.parse(search, small)) | {filters.ids.comparable: "1"}
    again = address.asked(filters.search_from(picked, search, small))
    assert again == address.asked(search) | {"comparable": "1"}


def test_every_filter_that_is_set_has_a_sentence_that_takes_it_away(small):
    search = "?region=640100&type=024&basis=equivalent&comparable=1&period=2026M10&metric=x"
    chips = filters.chips(Scope.parse(search, small), search)
    told = [chip.children[0] for chip in chips]
    assert told[0] == "只看银川市" and "电力按等价值折标" in told and "同比按可比口径" in told
    for chip, name in zip(chips, ("region", "period", "type", "basis", "comparable"), strict=True):
        assert address.asked(chip.href) == {
            key: value for key, value in address.asked(search).items() if key != name
        }
    assert filters.chips(Scope.parse("", small), "") == []


def test_the_balance_page_shows_the_measures_of_the_indicator_it_is_asked_for(small):
    search = "?metric=energy_per_head_kgce"
    found = inequality_scope.measure(
        metrics.find("energy_per_head_kgce"), Scope.parse("", small), "county", "city"
    )
    shown = words(drawn(small, "balance-measures", search))
    assert f"小样本校正 {found.gini_small:.3f}（n = {found.count}）" in shown
    assert f'"{found.gini:.3f}"' in shown
    figure = drawn(small, "balance-lorenz", search).figure
    assert figure["data"][1]["y"] == [point[1] for point in found.lorenz]


def test_a_county_is_measured_among_all_counties(small):
    drawing = Drawing(Scope.parse("?region=640104", small), THEMES[0], "?region=640104")
    assert balance.Chosen(drawing).view.region == "640000"


@pytest.mark.parametrize(
    ("panel", "search", "told"),
    [
        ("balance-choice", "?metric=nope", "没有指标“nope”"),
        ("balance-choice", "?metric=vehicles_count", "是总量"),
        ("balance-map", "?groups=nope", "分组“nope”不存在"),
        ("balance-plan", "?plan=nope", "没有“nope”的调配"),
        ("balance-plan", "?low=abc", "范围“abc”不是数字"),
        ("energy-why", "?against=nope", "比较方式“nope”不存在"),
        ("problems-list", "?severity=nope", "没有程度“nope”"),
        ("problems-list", "?state=nope", "状态“nope”"),
        ("problems-list", "?page=0", "页码“0”"),
        ("problems-list", "?page=%C2%B2", "页码“²”"),
    ],
)
def test_what_a_page_cannot_be_asked_is_told_in_a_sentence(small, panel, search, told):
    with pytest.raises(DashboardError, match=told):
        drawn(small, panel, search)


def test_a_band_upside_down_keeps_the_sliders_and_says_what_is_wrong(small):
    shown = words(drawn(small, "balance-plan", "?low=9&high=2"))
    assert "plan-low" in shown and "下限不得为负，也不得高于上限" in shown


def test_the_bridge_of_the_page_adds_up_and_names_those_behind_it(small):
    search = "?period=2026M10"
    found = why.explain(metrics.find("energy_total_tce"), Scope.parse(search, small))
    content = drawn(small, "energy-why", search)
    assert sum(row.value for row in found.rows) == found.change
    assert "✓" in words(content) and "✗" not in words(content)
    assert all(row.sentence in words(content) for row in found.rows)
    bars = content.figure["data"][0]
    assert bars["base"][-1] + bars["y"][-1] == pytest.approx(float(found.now))


def test_the_tally_of_findings_is_the_list_counted(small):
    view = Scope.parse("", small)
    tally = findings.tally(view)
    every = findings.findings(view, limit=10_000)
    assert sum(row["findings"] for row in tally) == len(every) == findings.number(view) > 0
    for row in tally:
        mine = [one for one in every if one["subject"] == row["subject"]
                and one["severity"] == row["severity"]]  # fmt: skip
        assert row["findings"] == len(mine)
    wanted = [row["finding"] for row in every]
    assert findings.evidence(view, wanted) == {
        one: [place | {"finding": one} for place in findings.places(view, one)] for one in wanted
    }


def test_a_filter_of_the_list_leaves_only_what_it_names(small):
    view = Scope.parse("", small)
    subject = findings.tally(view)[0]["subject"]
    every = findings.findings(view, limit=10_000)
    shown = json.loads(words(drawn(small, "problems-list", f"?subject={subject}")))
    entries = next(node for node in shown if node[0] == "ol")[2:]
    assert len(entries) == min(20, sum(row["subject"] == subject for row in every))
    assert len(entries) < len(every)


def test_a_refusal_comes_back_from_the_other_process_as_it_was_said(small):
    with pytest.raises(ForecastError, match="少于 24 个月"):
        apart.run("answers", "outlook", "energy_total_tce", Scope.parse("", small))


def test_drawing_a_plan_and_a_forecast_loads_no_heavy_library_here(small):
    script = (
        "import sys; from components import catalog, theme; from components.panel import Drawing;"
        "from data.scope import Scope\n"
        "if __name__ == '__main__':\n"
        f"    drawing = Drawing(Scope.parse('', {small!r}), theme.tokens('light'))\n"
        "    for name in ('balance-plan', 'energy-trend'):\n"
        "        assert catalog.PANELS[name].draw(drawing).children\n"
        "    heavy = {'pandas', 'numpy', 'scipy', 'statsmodels'} & set(sys.modules)\n"
        "    assert not heavy, heavy\n"
    )
    path = paths.var() / "plan_alone.py"
    path.write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(path)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
