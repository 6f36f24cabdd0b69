"""The form of a call: what the browser posts for a callback, before Dash reads it.

Dash trusts its own script: a payload that somebody changed fails somewhere inside it. Here it is
held against the callback it names; anything else is answered 400 with a sentence.
"""

from dash import Dash
from flask import jsonify, request

from components.request import WORDS
from data.errors import RequestError

PATH = "/_dash-update-component"
KINDS = {
    "search": str, "pathname": str, "href": str, "data-view": str,
    "n_clicks": int, "n_intervals": int,
}  # fmt: skip
"""Properties that the browser fills with one kind of value, or with nothing."""


def register(app: Dash) -> None:
    """Refuses calls that are not of the form of a callback of the app."""

    @app.server.before_request
    def refuse_what_no_page_sends() -> None:
        if request.method == "POST" and request.path == PATH:
            told = request.get_json(silent=True)
            if not _well_formed(told, app.callback_map):
                raise RequestError(WORDS)

    @app.server.errorhandler(500)
    def tell_what_failed_around_a_callback(error: Exception):
        """What fails in a callback is told in its place; what fails around it was not sent by a
        page. It is logged as any failure."""
        if request.path == PATH:
            return jsonify(error=WORDS), 400
        return error


def _well_formed(told: object, known: dict) -> bool:
    name = told.get("output") if isinstance(told, dict) else None
    if not isinstance(name, str) or name not in known:
        return False
    changed = told.get("changedPropIds") or []
    return (
        isinstance(changed, list)
        and all(isinstance(one, str) for one in changed)
        and isinstance(told.get("outputs") or [], list | dict)
        and all(_alike(told.get(part) or [], known[name][part]) for part in ("inputs", "state"))
    )


def _alike(given: object, wanted: list[dict]) -> bool:
    """Whether what was sent stands in the order and with the properties of the callback."""
    return (
        isinstance(given, list)
        and len(given) == len(wanted)
        and all(_one(each, spec["property"]) for each, spec in zip(given, wanted, strict=True))
    )


def _one(given: object, name: str) -> bool:
    """A property with its value, or a list of them where a callback takes all of a pattern."""
    if isinstance(given, list):
        return all(_one(each, name) for each in given)
    if not isinstance(given, dict) or given.get("property") != name:
        return False
    value = given.get("value")
    fitting = value is None or isinstance(value, KINDS.get(name, object))
    return fitting and isinstance(given.get("id"), str | dict)
