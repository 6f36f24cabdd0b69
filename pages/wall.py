"""Wall: six scenes that change by themselves, beside the pages because it has no menu.

All that a wall asks for stands under /wall, so that one rule can guard it.
"""

from flask import Flask, Response, request

from components.wall import asked, document, notes, scene, scenes
from data import warehouse
from data.errors import DashboardError, EmptyWarehouseError, ScopeError
from data.scope import Scope


def register(server: Flask) -> None:
    """GET /wall the page, /wall/scene/… what a scene shows, /wall/drawing.js what draws it."""

    @server.get("/wall")
    def wall() -> Response:
        try:
            wanted = asked.parse(request.query_string.decode(), scenes.TITLES)
            _check(wanted.search)
        except DashboardError as error:
            return Response(document.refused(str(error)), 400, mimetype="text/html")
        return Response(document.page(wanted), mimetype="text/html")

    @server.get("/wall/scene/<name>")
    def wall_scene(name: str) -> Response:
        if name not in scenes.BY_ID:
            raise ScopeError(f"画面“{name[:20]}”不存在。可用：{'、'.join(scenes.BY_ID)}。")
        wanted = asked.parse(request.query_string.decode(), scenes.TITLES)
        search, snapshot = wanted.search, warehouse.current_id()
        speak = notes.spoken if wanted.present else None
        told = scene.told(scenes.BY_ID[name], search, snapshot, speak)
        return _answer(*told, search, snapshot)

    @server.get("/wall/drawing.js")
    def wall_drawing() -> Response:
        return document.drawing_script()


def _check(search: str) -> None:
    """Before the first publication there is no region to check; the scenes say so."""
    try:
        Scope.parse(search, warehouse.current_id())
    except EmptyWarehouseError:
        return


def _answer(stamp: str, content: bytes, search: str, snapshot: str) -> Response:
    """The scene, or that it is the one the wall already has, and what has newly turned red."""
    alarms = scene.alarms(search, snapshot, scenes.SCENES)
    known = request.args.get("have") == stamp
    return Response(scene.envelope(stamp, None if known else content, snapshot, alarms),
                    mimetype="application/json")  # fmt: skip
