"""The form of a call: what the browser posts for a callback, before Dash reads it.

Dash trusts its own script: a payload that somebody changed fails somewhere inside it. Here it is
held against the callback it names; anything else is answered 400 with a sentence. What fails after
that is our own fault: it stays a 500, is logged with its trace, and says so.
"""

from dash import Dash, Output
from flask import Response, jsonify, request

from components import rights
from components.request import WORDS
from data.access import viewer
from data.errors import RequestError

PATH = "/_dash-update-component"
KINDS = {
    "search": str, "pathname": str, "href": str, "data-view": str,
    "n_clicks": int, "n_intervals": int,
}  # fmt: skip
"""Properties that the browser fills with one kind of value, or with nothing."""
OURS = "服务器内部出错，已记入日志。请稍后重试；如仍出现，请把时间和所做的操作告知管理员。"


def register(app: Dash) -> None:
    """Refuses calls that are not of the form of a callback of the app, or not for who asks."""

    @app.server.before_request
    def refuse_what_no_page_sends() -> None:
        if request.method == "POST" and request.path == PATH:
            told = request.get_json(silent=True)
            if not _well_formed(told, app.callback_map):
                raise RequestError(WORDS)
            rights.check_callback(viewer.current(), told["output"])

    @app.server.errorhandler(500)
    def tell_our_own_fault(_error: Exception):
        """Flask has logged it with its trace."""
        if request.path == PATH:
            return jsonify(error=OURS), 500
        return Response(OURS, 500, mimetype="text/plain")


def _well_formed(told: object, known: dict) -> bool:
    name = told.get("output") if isinstance(told, dict) else None
    if not isinstance(name, str) or name not in known:
        return False
    changed = told.get("changedPropIds") or []
    return (
        isinstance(changed, list)
        and all(isinstance(one, str) for one in changed)
        and _answers(told.get("outputs"), known[name]["output"])
        and all(_alike(told.get(part) or [], known[name][part]) for part in ("inputs", "state"))
    )


def _answers(given: object, wanted: object) -> bool:
    """Whether the outputs asked for are those the callback has."""
    if not isinstance(wanted, list | tuple):
        return _is_output(given, wanted)
    return (
        isinstance(given, list)
        and len(given) == len(wanted)
        and all(map(_is_output, given, wanted))
    )


def _is_output(given: object, wanted: Output) -> bool:
    """One output, or a list of them where a callback fills all of a pattern."""
    if isinstance(given, list) and '["ALL"]' in wanted.component_id_str():
        return all(_is_output(each, wanted) for each in given)
    if not isinstance(given, dict) or not isinstance(given.get("property"), str):
        return False
    id_ = given.get("id")
    return isinstance(id_, str | dict) and wanted == Output(id_, given["property"].split("@")[0])


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
