"""Which right each address and each callback of the app asks for; what is not listed is refused.

One table for everything that can be asked; data/access/roles.py says which role has which right.
tests/test_crawl.py holds it to the running app's own registry.
"""

import json

from flask import Response, jsonify, request

from data.access import roles
from data.access.viewer import Viewer
from data.errors import AccessError

ANYBODY = "anybody"
"""For who has not signed in, too: it holds nothing of the data."""
UNLISTED = "unlisted"
"""Nobody has it."""

ADDRESSES = {
    "/": roles.LOOK,
    "/<path:path>": roles.LOOK,
    "/static/<path:filename>": roles.LOOK,
    "/_dash-layout": roles.LOOK,
    "/_dash-dependencies": roles.LOOK,
    "/_dash-update-component": roles.LOOK,
    "/_reload-hash": roles.LOOK,
    "/snapshot": roles.LOOK,
    "/search": roles.LOOK,
    "/source": roles.LOOK,
    "/plain/": roles.LOOK,
    "/plain/<path:path>": roles.LOOK,
    "/account": roles.LOOK,
    "/sign-out": roles.LOOK,
    "/export/<name>.<kind>": roles.EXPORT,
    "/inbox/<path:name>": roles.UPLOAD,
    "/briefing.pdf": roles.BRIEF,
    "/briefings/file/<name>": roles.BRIEF,
    "/wall": roles.SHOW,
    "/wall/scene/<name>": roles.SHOW,
    "/wall/drawing.js": roles.SHOW,
    "/wall/kiosk.sh": ANYBODY,
    "/sign-in": ANYBODY,
    "/oidc/start": ANYBODY,
    "/oidc/callback": ANYBODY,
    "/healthz": ANYBODY,
    "/metrics": ANYBODY,
    "/theme.css": ANYBODY,
    "/_favicon.ico": ANYBODY,
    "/assets/<path:filename>": ANYBODY,
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": ANYBODY,
}
CALLBACKS = {
    "page.children": roles.LOOK,
    "_pages_content.children": roles.LOOK,
    "url.search": roles.LOOK,
    "panel.data-drawn": roles.LOOK,
    "grid-panel.children": roles.LOOK,
    "grid.getRowsResponse": roles.LOOK,
    "upload-said.children": roles.UPLOAD,
    "briefing-topic.value": roles.BRIEF,
    "briefing-job.data": roles.BRIEF,
}
"""By the first output: the id, or the type of a pattern's id, and the property."""


def refusal(found: Viewer) -> tuple[Response, int] | None:
    """The answer 403 when the viewer has no right to the address asked for."""
    rule = request.url_rule
    right = ADDRESSES.get(rule.rule, UNLISTED) if rule else ANYBODY
    if right == ANYBODY or found.may(right):
        return None
    return jsonify(error=_words(found)), 403


def check_callback(found: Viewer, output: str) -> None:
    """Raises AccessError when the viewer has no right to the callback."""
    if not found.may(CALLBACKS.get(named(output), UNLISTED)):
        raise AccessError(_words(found))


def named(output: str) -> str:
    """The key of a callback in CALLBACKS."""
    id_, prop = output.strip(".").split("...")[0].rsplit(".", 1)
    shown = json.loads(id_)["type"] if id_.startswith("{") else id_
    return f"{shown}.{prop.split('@')[0]}"


def _words(found: Viewer) -> str:
    return f"角色“{found.role_name}”没有这项权限。如工作需要，请管理员调整账号的角色。"
