"""The wall on the server: what each scene shows, and that its numbers are those of data value."""

import json
import re
from datetime import date

import plotly.graph_objects as go
import pytest

from app import app
from components import markup
from components.wall import asked, cases, maps, scenes
from data import findings, freshness
from data.errors import ScopeError
from data.scope import Scope

VIEWS = ("", "?region=640100", "?region=640104", "?region=640104B", "?period=2026M10", "?type=024")
NAMES = list(scenes.BY_ID)


@pytest.fixture(scope="module")
def client():
    return app.server.test_client()


def shown(client, scene, search=""):
    """What the server tells a wall of a scene."""
    answer = client.get(f"/wall/scene/{scene}{search}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.json["shown"]


def words(node):
    """The text of nodes as markup.node gives them."""
    if isinstance(node, str):
        return node
    return "".join(words(one) for one in (node[2:] if is_element(node) else node))


def is_element(node):
    """Whether a list is [tag, attributes, …] and not several nodes."""
    return len(node) > 1 and isinstance(node[1], dict)


def attributes(node, name):
    """The values of an attribute anywhere below a node, by nearest first."""
    if isinstance(node, str):
        return
    if is_element(node) and name in node[1]:
        yield node[1]
    for one in node[2:] if is_element(node) else node:
        yield from attributes(one, name)


@pytest.mark.parametrize("search", VIEWS)
@pytest.mark.parametrize("scene", NAMES)
def test_every_scene_draws_for_every_kind_of_view(small, client, scene, search):
    told = shown(client, scene, search)
    assert words(told["lead"]).endswith("。")
    assert words(told["case"]) and words(told["foot"])
    for slot in told["slots"].values():
        assert slot["figure"] or words(slot["words"]), slot["title"]
        if slot["figure"]:
            go.Figure(slot["figure"])


def test_data_are_fresh_until_the_next_of_their_own_deadlines(small):
    # the last month is October 2026. Monthly returns of November are due 10 days after it; reviews
    # of November 15 working days after Monday the 30th: 4 + 5 + 5 to Friday the 18th, then the 21st
    found = {one.subject: one.until for one in freshness.all_subjects(small)}
    assert found == {
        "asset": date(2027, 10, 31),
        "vehicle": date(2026, 12, 10),
        "building": date(2027, 10, 31),
        "energy": date(2026, 12, 10),
        "review": date(2026, 12, 21),
    }


def test_working_days_know_holidays_and_worked_weekends():
    # from Wednesday 30 September 2026: holiday to the 7th, then Thursday 8, Friday 9, Saturday 10
    assert freshness.working_days_after(date(2026, 9, 30), 3) == date(2026, 10, 10)


@pytest.mark.parametrize(
    ("search", "told"),
    [
        ("scenes=weather", "画面“weather”不存在。可用：overview（总览）"),
        ("seconds=3", "每屏秒数“3”不可用。请写 5—600 的整数"),
        ("seconds=ten", "每屏秒数“ten”不可用"),
        ("seconds=-20", "每屏秒数“-20”不可用"),
        ("region=999999", "地区代码“999999”不存在"),
        ("period=2026Q9", "期间“2026Q9”无法识别"),
        ("mode=party", "方式“party”不存在"),
    ],
)
def test_a_bad_address_is_answered_with_a_sentence(small, client, search, told):
    answer = client.get(f"/wall?{search}")
    assert answer.status_code == 400
    assert told in answer.get_data(as_text=True)
    assert "filter" not in answer.get_data(as_text=True)


def test_a_bad_address_cannot_carry_markup(small, client):
    told = client.get("/wall?scenes=<script>alert(1)</script>").get_data(as_text=True)
    assert "<script>alert" not in told


def test_scenes_are_asked_for_by_id_or_title_in_their_order():
    found = asked.parse("?scenes=energy,总览,energy&seconds=30&region=640100&x=1", scenes.TITLES)
    assert (found.scenes, found.seconds) == (("energy", "overview"), 30)
    assert found.search == "?region=640100"
    assert asked.parse("", scenes.TITLES).scenes == tuple(NAMES)
    with pytest.raises(ScopeError):
        asked.parse("?scenes=energy;overview", scenes.TITLES)


def test_a_scene_that_is_not_there_is_refused(small, client):
    answer = client.get("/wall/scene/weather")
    assert answer.status_code == 400
    assert answer.json["error"].startswith("画面“weather”不存在")


def test_a_wall_that_has_the_picture_already_is_not_sent_it_again(small, client):
    first = client.get("/wall/scene/energy").json
    again = client.get(f"/wall/scene/energy?have={first['stamp']}").json
    assert again["shown"] is None
    assert again["stamp"] == first["stamp"]


@pytest.mark.parametrize("scene", NAMES)
def test_no_plate_reaches_the_wall(small, client, scene):
    assert not re.search(r"宁[A-E][0-9]{5}", json.dumps(shown(client, scene), ensure_ascii=False))


def test_a_sentence_with_a_plate_is_told_by_its_kind_alone():
    row = {"what": "购车超过价格上限", "sentence": "宁A·12345 购置价 30 万元，上限 18 万元。"}
    assert cases.what(row) == "购车超过价格上限"
    row = {"what": "实有车辆超过编制", "sentence": "实有 8 辆，编制 6 辆，超编 2 辆。"}
    assert cases.what(row) == "实有车辆超过编制：实有 8 辆，编制 6 辆，超编 2 辆"


def test_the_red_case_is_the_nearest_deadline_with_its_owner(small, client):
    view = Scope.parse("", small)
    reds = findings.findings(view, severity="红", limit=1000)
    told = words(shown(client, "problems")["case"])
    first = min(reds, key=lambda row: str(row["deadline"]))
    assert (first["owner"] or first["region_name"]) in told
    assert first["deadline"].isoformat() in told
    assert f"另有红色 {len(reds) - 1} 项" in told


def test_nothing_to_report_is_said():
    told = words([markup.node(part) for part in cases.urgent([])])
    assert told == "无红色问题本屏各项没有需要立即处置的红色问题。"


def test_an_outline_marks_few_counties_and_says_from_how_many_cases(small):
    # six counties with 1, 1, 2, 2, 3, 3 cases: from two cases on there are four, so two it is
    codes = ["640104", "640105", "640106", "640121", "640122", "640181"]
    alerts = dict(zip(codes, (1, 1, 2, 2, 3, 3), strict=True)) | {"640100B": 9}
    assert maps.alarming(alerts, small) == (2, set(codes[2:]))
    assert maps.legend(alerts, small) == "红框：红色问题 2 项以上"
    assert maps.alarming({"640104": 1}, small) == (1, {"640104"})
    assert maps.legend({}, small) == "没有县区有红色问题"


def test_every_red_finding_belongs_to_a_scene(small):
    known = {subject for scene in scenes.SCENES for subject in scene.subjects}
    found = findings.findings(Scope.parse("", small), severity="红", limit=1000)
    assert {row["subject"] for row in found} <= known


def test_the_wall_has_no_menu_and_no_filters(small, client):
    told = client.get("/wall").get_data(as_text=True)
    for part in ("sidebar", "filter-region", "_dash-renderer"):
        assert part not in told


def test_the_pages_do_not_load_the_scripts_of_the_wall(client):
    assert "wall" not in client.get("/").get_data(as_text=True)
