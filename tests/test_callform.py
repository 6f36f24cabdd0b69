"""A payload that somebody changed is answered with a sentence and 400, whatever was changed; what
fails in our own code is no fault of whoever asked, and stays a 500."""

import copy
import logging

import pytest

from app import app
from components import callform, headers
from tests import crawl

PATH = "/_dash-update-component"
CALLBACKS = {name: one for name, one in app.callback_map.items() if "callback" in one}


def honest(name):
    """What the page sends for a callback, with nothing in its properties."""
    spec = CALLBACKS[name]
    told = {
        part: [{"id": "x", "property": one["property"], "value": None} for one in spec[part]]
        for part in ("inputs", "state")
    }
    return {"output": name, "outputs": outputs(name), "changedPropIds": [], **told}


def outputs(name):
    """The outputs of a callback as the page lists them."""
    found = [crawl.output(text, "x") for text in name.strip(".").split("...")]
    return found if name.startswith("..") else found[0]


def listed(told):
    return told["outputs"] if isinstance(told["outputs"], list) else [told["outputs"]]


CHANGES = {
    "no output": lambda told: told.pop("output"),
    "an output of another kind": lambda told: told.update(output=["x"]),
    "an output nobody has": lambda told: told.update(output="x.y"),
    "no inputs": lambda told: told.pop("inputs"),
    "inputs that are words": lambda told: told.update(inputs="search"),
    "one input too many": lambda told: told["inputs"].append(told["inputs"][0]),
    "an input without its property": lambda told: told["inputs"][0].pop("property"),
    "an input that is a number": lambda told: told["inputs"].__setitem__(0, 7),
    "an id that is a number": lambda told: told["inputs"][0].update(id=7),
    "state that is a number": lambda told: told.update(state=7),
    "changed properties that are a number": lambda told: told.update(changedPropIds=7),
    "outputs that are words": lambda told: told.update(outputs="x"),
    "no outputs": lambda told: told.pop("outputs"),
    "outputs of another callback": lambda told: told.update(outputs={"id": "x", "property": "y"}),
    "an output too many": lambda told: told.update(outputs=[*listed(told), *listed(told)]),
    "an output without id": lambda told: listed(told)[0].pop("id"),
    "an output whose id is a number": lambda told: listed(told)[0].update(id=7),
    "an output whose property is a list": lambda told: listed(told)[0].update(property=["x"]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_payload_gets_a_sentence_and_400(small, change):
    client = app.server.test_client()
    for name in CALLBACKS:
        told = copy.deepcopy(honest(name))
        CHANGES[change](told)
        answer = client.post(PATH, json=told)
        assert answer.status_code == 400, name
        assert "请刷新页面" in answer.json["error"]


@pytest.mark.parametrize("body", ["", "no json", "[]", "7", "null", '{"output": {}}'])
def test_what_is_no_payload_at_all_gets_the_same(small, body):
    answer = app.server.test_client().post(PATH, data=body, content_type="application/json")
    assert answer.status_code == 400
    assert "请刷新页面" in answer.json["error"]


def test_an_address_or_a_view_that_is_no_text_is_refused(small):
    client = app.server.test_client()
    for name, spec in CALLBACKS.items():
        for place, one in enumerate(spec["inputs"]):
            if one["property"] in ("search", "pathname", "data-view"):
                told = honest(name)
                told["inputs"][place]["value"] = {"$": 1}
                assert client.post(PATH, json=told).status_code == 400


@pytest.mark.parametrize(
    "value", [5, True, {}, {"a": 1}, [1], "x" * 500, '{"search": 1}', "?period=x"]
)
def test_no_value_of_any_property_makes_the_server_fail(small, value):
    client = app.server.test_client()
    for name, spec in CALLBACKS.items():
        for part in ("inputs", "state"):
            for place in range(len(spec[part])):
                told = honest(name)
                told[part][place]["value"] = value
                answer = client.post(PATH, json=told)
                assert answer.status_code < 500, (name, part, place)
                assert "Traceback" not in answer.text


@pytest.fixture
def failing(small, monkeypatch):
    """A callback that answers what Dash cannot pass on, which is our fault."""
    name = "page.children"
    assert name in CALLBACKS
    spec = app.callback_map[name]

    def breaks(*_args, **_more):
        raise ZeroDivisionError("our own mistake")

    monkeypatch.setitem(spec, "callback", breaks)
    return honest(name)


def test_our_own_fault_is_a_500_with_a_sentence_and_its_trace_in_the_log(failing, caplog):
    with caplog.at_level(logging.ERROR):
        answer = app.server.test_client().post(PATH, json=failing)
    assert answer.status_code == 500
    assert answer.json == {"error": callform.OURS}
    assert "ZeroDivisionError" in caplog.text and "in breaks" in caplog.text
    assert "ZeroDivisionError" not in answer.text and "Traceback" not in answer.text


def test_the_same_callback_asked_wrongly_is_a_400_before_it_runs(failing):
    failing["inputs"][0]["property"] = "else"
    answer = app.server.test_client().post(PATH, json=failing)
    assert answer.status_code == 400 and "请刷新页面" in answer.json["error"]


def test_a_page_that_fails_says_so_in_chinese(small, monkeypatch, caplog):
    monkeypatch.setitem(app.server.view_functions, "theme_css", lambda: 1 / 0)
    answer = app.server.test_client().get("/theme.css")
    assert (answer.status_code, answer.text) == (500, callform.OURS)
    assert "ZeroDivisionError" in caplog.text
    assert set(headers.FIXED) <= set(answer.headers.keys())
