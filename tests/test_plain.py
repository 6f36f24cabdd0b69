"""The page without scripts, stretches of months, places gained: worked by hand, no browser."""

import pytest

import app
from components import drawings, plainhtml, spans, theme
from components.figures import ranking, trend
from components.panel import Drawing
from data import metrics
from data.errors import ScopeError
from data.scope import Scope

METRIC = metrics.find("vehicles_count")


def row(key, value):
    return {"key": key, "label": key, "value": value, "institutions": 1}


def test_every_word_and_attribute_is_escaped_and_no_link_leads_out():
    told = ["p", {"class": "x\" onclick='y", "onclick": "alert(1)", "href": "javascript:alert(1)"},
            "<img src=x onerror=alert(1)>", ["a", {"href": "//elsewhere"}, "x"],
            ["a", {"href": "/card?id=1&kind=2"}, "card"], ["button", {}, "gone"]]  # fmt: skip
    assert plainhtml.of(told) == (
        '<p class="x&quot; onclick=&#x27;y">&lt;img src=x onerror=alert(1)&gt;<a>x</a>'
        '<a href="/plain/card?id=1&amp;kind=2">card</a></p>'
    )


def test_a_table_keeps_its_heading_its_sides_and_its_cells():
    told = {"head": [["单位", ""], ["辆", "number"]], "body": [["a<b", "3"]], "caption": "c"}
    assert plainhtml.of(["table", {"data-rows": told}]) == (
        "<table><caption>c</caption><thead><tr><th class=words>单位</th><th class=number>辆</th>"
        "</tr></thead><tbody><tr><td class=words>a&lt;b</td><td class=number>3</td></tr></tbody>"
        "</table>"
    )


@pytest.mark.parametrize("text", ["2026-03", "2026-05_2026-04", "2026-13_2027-01", "<img>_x"])
def test_a_stretch_that_is_none_is_refused_with_its_words(text):
    with pytest.raises(ScopeError, match="无法识别"):
        spans.asked({"span": text})


def test_a_stretch_is_a_sentence_and_leaves_the_months_inside_it(small):
    span = spans.asked({"span": "2025-11_2026-02"})
    assert spans.told(span) == "走势只看2025年11月至2026年2月"
    drawing = Drawing(Scope.parse("", small), theme.tokens("light"), "?span=2025-11_2026-02")
    months = [row(f"2025-{month}", 1.0) for month in (10, 11, 12)] + [row("2026-03", 1.0)]
    assert [one["key"] for one in spans.within(months, drawing)] == ["2025-11", "2025-12"]


def test_places_that_are_equal_are_shared_and_what_has_no_value_has_none():
    rows = [row("a", 5.0), row("b", 7.0), row("c", 5.0), row("d", 1.0), row("e", None)]
    # 7 is first, both 5 second, 1 fourth
    assert drawings._places(rows) == {"b": 1, "a": 2, "c": 2, "d": 4}


def test_a_ranking_says_how_a_place_changed_and_pales_what_was_not_chosen():
    rows = [row("021", 9.0), row("022", 4.0)]
    figure = ranking.draw(rows, METRIC, theme.tokens("light"), None, {"021": 2, "022": 0}, "021")
    bars = figure["data"][1]
    assert "第 1 / 2，同比升 2 位" in bars["hovertext"][1]
    assert "同比位次不变" in bars["hovertext"][0]
    assert bars["marker"]["opacity"] == [0.35, 1]  # lowest first: 022, then 021
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["4", "9", "↑2"]


def test_a_trend_marks_the_months_something_happened_and_the_level_of_its_target():
    rows = [row("2026-01", 2.0), row("2026-02", 4.0)]
    figure = trend.draw(rows, METRIC, theme.tokens("light"))
    trend.mark(figure, rows, METRIC, theme.tokens("light"), {"2026-02": "机构调整 1 项"}, 3.0)
    happened, aim = figure["data"][-2:]
    assert (happened["x"], happened["y"]) == (["2026-02-01"], [4.0])
    assert aim["y"] == [3.0, 3.0] and aim["x"] == ["2026-01-01", "2026-02-01"]


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/plain/vehicles", 200, "明细合计 = 公务用车 ✓"),
        ("/plain/problems", 200, "问题督办"),
        ("/plain/nowhere", 404, "没有这一页"),
        ("/plain/?region=%3Cimg%3E", 400, "地区代码“&lt;img&gt;”不存在"),
    ],
)
def test_the_page_without_scripts_has_the_numbers_or_a_sentence(small, address, status, words):
    answer = app.server.test_client().get(address)
    assert answer.status_code == status
    assert words in answer.get_data(as_text=True)


def test_every_page_sends_a_browser_without_scripts_to_its_plain_twin(small):
    told = app.server.test_client().get('/energy?region=640100&x="><script>').get_data(as_text=True)
    assert '<noscript><meta http-equiv="refresh" content="0;url=/plain/energy?region=640100' in told
    assert "x=%22%3E%3Cscript%3E" in told or "&quot;&gt;&lt;script&gt;" in told
