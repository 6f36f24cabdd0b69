"""Every figure is a valid Plotly figure, with zero, one and missing values too."""

import plotly.graph_objects as go
import pytest

from components import theme
from components.figures import base, ranking, region_map, tiles, trend
from data import metrics, places

METRIC = metrics.find("energy_total_tce")
ROWS = {
    "none": [],
    "one": [("640104", 5.0)],
    "missing": [("640104", 5.0), ("640105", None)],
    "equal": [("640104", 5.0), ("640105", 5.0)],
    "large": [("640104", 5_300_000.0), ("640105", 1_000_000.0)],
}


def rows(values):
    return [{"key": key, "label": f"地区{key}", "value": value} for key, value in values]


@pytest.mark.parametrize("colours", map(theme.tokens, theme.NAMES), ids=theme.NAMES)
@pytest.mark.parametrize("values", ROWS.values(), ids=ROWS)
def test_every_figure_is_valid_plotly(small, colours, values):
    months = [{**row, "key": f"2026-0{n}"} for n, row in enumerate(rows(values), 1)]
    figures = [
        ranking.draw(rows(values), METRIC, colours, 3.0),
        trend.draw(months, METRIC, colours, (("2026-02", "口径断点"),)),
        region_map.draw(rows(values), METRIC, colours, list(places.outlines(small))),
        tiles.draw(rows(values), METRIC, colours, list(places.grid(small))),
    ]
    for figure in figures:
        assert figure["layout"]["height"] > 0
        go.Figure(figure)


def test_the_ranking_puts_the_highest_on_top_and_leaves_out_what_did_not_report():
    drawn = ranking.draw(rows([("a", 1.0), ("b", None), ("c", 9.0)]), METRIC, theme.tokens("light"))
    assert drawn["data"][1]["customdata"] == ["a", "c"]  # plotly draws upwards


def test_the_map_draws_every_county_and_keeps_its_exclaves(small):
    parts = places.outlines(small)
    assert {part["region"] for part in parts} == {row["region"] for row in places.grid(small)}
    assert len({part["region"] for part in parts}) == 22
    assert sum(part["region"] == "640423" for part in parts) >= 3  # 隆德县 has two exclaves


def test_a_county_without_data_is_grey_and_says_so(small):
    colours = theme.tokens("light")
    drawn = region_map.draw(rows([("640104", 5.0)]), METRIC, colours, list(places.outlines(small)))
    silent = next(trace for trace in drawn["data"] if trace["customdata"] == ["640105"])
    assert silent["fillcolor"] == colours["scale-none"]
    assert silent["text"].endswith("本期无数据")


def test_labels_of_neighbouring_counties_do_not_cover_each_other(small):
    label = region_map.draw([], METRIC, theme.tokens("light"), list(places.outlines(small)))[
        "data"
    ][-1]
    spots = list(zip(label["x"], label["y"], strict=True))
    for index, (x, y) in enumerate(spots):
        for other_x, other_y in spots[index + 1 :]:
            apart = abs(x - other_x) >= region_map.LABEL_WIDTH or abs(y - other_y) >= 0.1
            assert apart, (x, y, other_x, other_y)


def test_a_break_in_the_statistics_is_marked_only_inside_the_window():
    months = [{"key": f"2026-{n:02d}", "label": "", "value": 1.0} for n in range(1, 4)]
    marks = (("2026-02", "口径断点"), ("2020-01", "口径断点"))
    layout = trend.draw(months, METRIC, theme.tokens("light"), marks)["layout"]
    assert [shape["x0"] for shape in layout["shapes"]] == ["2026-02-01"]


def test_no_graph_offers_to_upload_to_another_host():
    assert base.CONFIG["showSendToCloud"] is False
    assert base.CONFIG["plotlyServerURL"] == ""
