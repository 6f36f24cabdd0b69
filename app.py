"""create_app(): server, cache and shell put together; `server` for gunicorn. No logic."""

import logging
from pathlib import Path

from dash import Dash, ctx, html, no_update
from flask import Flask, Response, abort, jsonify, request, send_from_directory
from flask_caching import Cache

from briefing import code, jobs
from components import (
    callbacks,
    callform,
    door,
    export,
    finder,
    grid,
    gridcalls,
    headers,
    markup,
    monitoring,
    oidc,
    paper,
    plain,
    plainhtml,
    plotly,
    shell,
    signin,
    source,
    statics,
    theme,
    upload,
    watching,
)
from data import snapshots, warehouse
from data.access import audit
from data.errors import AccessError, DashboardError, EmptyWarehouseError, QueryError
from data.scope import Scope
from pages import wall

INDEX = """<!DOCTYPE html>
<html lang="zh-CN">
<head>{%metas%}{%plain%}<title>{%title%}</title>{%favicon%}
<link rel="stylesheet" href="/theme.css?h={%theme%}">{%css%}</head>
<body>{%app_entry%}
<footer>{%config%}{%scripts%}{%renderer%}</footer>{%plotly%}</body>
</html>"""

ROUTES = (monitoring, export, source, upload, wall, plain, statics, signin, oidc, watching)
log = logging.getLogger("dashboard")


class Dashboard(Dash):
    """Dash whose page names its assets by content."""

    def interpolate_index(self, **parts) -> str:
        parts["metas"] += f'<meta name="grid-script" content="{grid.script()}">'
        page = super().interpolate_index(**parts)
        page = page.replace("{%plotly%}", plotly.parts()).replace("{%plain%}", plainhtml.head())
        return statics.named_by_content(page)


def create_app() -> Dash:
    """The Dash application on its own Flask server."""
    server = Flask(__name__)
    app = Dashboard(
        __name__,
        server=server,
        use_pages=True,
        title=shell.TITLE,
        update_title=None,
        index_string=INDEX.replace("{%theme%}", statics.stamp(theme.css().encode())),
        suppress_callback_exceptions=True,
        serve_locally=True,
        compress=False,
        assets_ignore=statics.NOT_AT_FIRST,
        on_error=_explain,
    )
    door.register(server)
    cache = Cache(server, config={"CACHE_TYPE": "SimpleCache", "CACHE_DEFAULT_TIMEOUT": 0})
    app.layout = shell.layout
    callbacks.register(app, cache)
    _add_routes(server)
    _add_briefings(server)
    finder.register(server, code.decode)
    for part in ROUTES:
        part.register(server)
    for part in (gridcalls, headers, callform):
        part.register(app)
    # Dash registers what it serves on the first request, and a second thread may ask meanwhile
    server.test_client().get("/")
    return app


def _add_routes(server: Flask) -> None:
    @server.get("/theme.css")
    def theme_css() -> Response:
        return Response(theme.css(), mimetype="text/css")

    @server.errorhandler(DashboardError)
    def refuse(error: DashboardError):
        codes = ((AccessError, 403), (QueryError, 503), (DashboardError, 400))
        return jsonify(error=str(error)), next(n for kind, n in codes if isinstance(error, kind))

    @server.get("/snapshot")
    def snapshot():
        try:
            return jsonify(id=warehouse.current_id(), said=snapshots.warning())
        except EmptyWarehouseError:
            return jsonify(id=None, said="")
        except DashboardError as error:
            return jsonify(id=None, said=str(error))


def _add_briefings(server: Flask) -> None:
    @server.get("/briefing.pdf")
    def briefing_pdf() -> Response:
        view = Scope.parse(request.query_string.decode(), warehouse.current_id())
        job = jobs.start({"search": view.search(), "snapshot": view.snapshot}, ("pdf",))
        return plainhtml.waiting(jobs.state(job), paper.FILES)

    @server.get(f"{paper.FILES}<name>")
    def briefing_file(name: str) -> Response:
        if Path(name).suffix[1:] not in paper.FORMATS:
            abort(404)
        audit.write("briefing-fetch", {"file": name[:120]}, request.remote_addr or "")
        return send_from_directory(jobs.folder(), name, as_attachment=True)


def _explain(error: Exception) -> list:
    """A bug: logged with its trace, told without one where the callback writes content."""
    if isinstance(error, DashboardError):
        raise error
    log.error("callback failed", exc_info=error)
    outputs = ctx.outputs_list
    if isinstance(outputs, list):
        return [_told(output["property"]) for output in outputs]
    return _told(outputs["property"])


def _told(prop: str):
    words = "此处出现内部错误，已记入日志。请刷新页面；如仍出现，请告知管理员。"
    if prop not in ("children", "data-drawn"):
        return no_update
    shown = html.P(words, className="empty")
    return shown if prop == "children" else markup.text([shown])


app = create_app()
server = app.server

if __name__ == "__main__":
    app.run(host="127.0.0.1", port=8050)
