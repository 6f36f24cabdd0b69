"""The upload box: a file goes into the inbox, `etl watch` loads it, its report shows here.

Shown to clerks, administrators and the demo viewer; DASHBOARD_UPLOAD=0 closes it.
"""

import os
from datetime import UTC, datetime
from urllib.parse import quote

from dash import dcc, html
from flask import Flask, Response, abort, has_request_context, request, send_file

from components import moments, table
from components.request import WORDS
from data import inbox
from data.access import audit, roles, viewer
from data.errors import DashboardError, RequestError

BOX, SAID, WAIT = "upload", "upload-said", "upload-wait"
MARKED = "/inbox/"
BUSY = "正在上传，请稍候……"
REPORTS = 5
FATES = {"done": ("已装载", "badge sure"), "refused": ("未装载", "badge open")}


def register(server: Flask) -> None:
    """GET /inbox/…: a marked workbook, for whoever sees the reports."""

    @server.get(f"{MARKED}<path:name>")
    def marked(name: str) -> Response:
        book = inbox.marked(name) if is_allowed() and _sees_files() else None
        if not book:
            abort(404)
        audit.write("marked-fetch", {"file": book.name[:120]}, request.remote_addr or "")
        return send_file(book, as_attachment=True)


def is_allowed() -> bool:
    """Whether whoever asks may put a file in; DASHBOARD_UPLOAD=0 closes the box everywhere."""
    return os.environ.get("DASHBOARD_UPLOAD") != "0" and viewer.current().may(roles.UPLOAD)


def box() -> html.Section | None:
    """The box and the last reports; None where uploading is not allowed."""
    if not is_allowed():
        return None
    said = html.Div(
        reports(), id={"type": SAID, "index": "inbox"}, role="status", className="panel-body"
    )
    waiting = html.P(
        id={"type": WAIT, "index": "inbox"}, className="definition", **{"aria-live": "polite"}
    )
    large = html.P(role="alert", className="summary bad upload-large")  # written by dashboard.js
    title = html.H2("报送文件", id="upload-title")
    note = html.P("由 python -m etl watch 装载", className="panel-note")
    return html.Section(
        [html.Header([title, note]), _drop(), waiting, large, said],
        className="panel full upload-panel",
        **{"aria-labelledby": "upload-title", "data-most": str(inbox.LARGEST)},
    )


def _drop() -> dcc.Upload:
    words = ["把表格拖到这里，或", html.B("选择文件")]
    words.append("（可多选；xlsx、xls、et、ods、csv，每次共 50 MB 以内）")
    return dcc.Upload(
        html.Span(words),
        id={"type": BOX, "index": "inbox"},
        multiple=True,
        max_size=inbox.LARGEST,
        className="upload",
    )


def take(contents: list[str] | None, names: list[str] | None) -> list:
    """Puts uploads into the inbox; returns a sentence for each and the last reports."""
    if not contents:
        return reports()
    if not is_allowed():
        return [html.P("当前部署不允许从页面上传文件，请联系管理员装载。", className="empty")]
    if not (_words(contents) and _words(names) and len(contents) == len(names)):
        raise RequestError(WORDS)
    return [*map(_taken, contents, names), *reports()]


def _words(given: object) -> bool:
    return isinstance(given, list) and all(isinstance(one, str) for one in given)


def _taken(content: str, name: str) -> html.P:
    """One file in the inbox, or why it is not."""
    try:
        put = inbox.put(name, content)
    except DashboardError as error:
        return html.P(str(error), className="summary bad")
    audit.write("upload", {"file": put}, request.remote_addr if has_request_context() else "")
    told = f"“{put}”已放入收件箱，将由 python -m etl watch 装载；装载后这里会有结果。"
    return html.P(told, className="summary")


def reports() -> list:
    """The last files that were filed, each with its report behind a fold.

    A report tells of whole files, so it is for who may see the whole region.
    """
    if not _sees_reports():
        return [html.P("装载结果由管理员告知；数据质量各表只列整份属于本辖区的文件。",
                       className="definition")]  # fmt: skip
    found = inbox.reports(REPORTS)
    if not found:
        return [html.P("还没有处理过收件箱里的文件。", className="definition")]
    return [table.fold(_title(one), html.Div(_report(one))) for one in found]


def _sees_reports() -> bool:
    return viewer.current().region == viewer.WHOLE


def _sees_files() -> bool:
    """A file shows every field of its rows, plates too."""
    return not viewer.current().cut


def _report(report: dict) -> list:
    """The text, and above it the marked workbook when there is one."""
    text = html.Pre(report["text"], className="report")
    if not (report["marked"] and _sees_files()):
        return [text]
    link = html.A(
        "下载标注的工作簿", href=MARKED + quote(report["marked"]), className="text-button"
    )
    return [
        html.P([link, "有误的单元格已标色并附原因，可退回报送单位。"], className="definition"),
        text,
    ]


def _title(report: dict) -> list:
    word, kind = FATES[report["fate"]]
    at = moments.text(datetime.fromtimestamp(report["at"], UTC))
    return [html.Span(word, className=kind), f"{report['name']}　{at}"]
