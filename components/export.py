"""Exports of a ledger: csv with BOM and xlsx, streamed, saying what was asked and as of when."""

import csv
import io
import tempfile
from collections.abc import Iterator
from urllib.parse import quote

import orjson
import xlsxwriter
from flask import Flask, Response, request

from components import address, stamp
from components import grid as grids
from components.grid import heading
from data import grid, ledgers, metrics, warehouse
from data.access import audit
from data.errors import DashboardError, RequestError
from data.grid import Asked, Column, Ledger
from data.scope import Scope

FORMULA = ("=", "+", "-", "@", "\t", "\r")
CHUNK = 65536
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def register(server: Flask) -> None:
    """GET /export/<ledger>.<kind>?view=…&order=…&filters=…&search=…&columns=…"""

    @server.get("/export/<name>.<kind>")
    def export(name: str, kind: str) -> Response:
        try:
            return _response(name, kind)
        except DashboardError as error:
            return Response(str(error), 400, mimetype="text/plain")


def _response(name: str, kind: str) -> Response:
    if kind not in TYPES:
        raise RequestError(f"没有“{kind[:20]}”格式的导出，请选择 xlsx 或 csv。")
    query = request.args.get("view", "")
    view = Scope.parse(query, address.snapshot(query))
    ledger = ledgers.find(name, view, query)
    asked = grids.read(
        {"sortModel": _json("order", []), "filterModel": _json("filters", {})},
        request.args.get("search"),
    )
    shown = request.args.get("columns")
    columns = tuple(map(ledger.column, shown.split(","))) if shown else ledger.shown
    make = {"csv": _csv, "xlsx": _xlsx}[kind]
    # the first row is asked for here, so that a bad filter is a sentence and not half a file
    grid.page(ledger, view, asked, 0, 1)
    _note(ledger, view, asked, kind)
    title = f"{ledger.title}_{view.region_name}_{view.covered.label}.{kind}"
    named = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(title)}"}
    return Response(make(ledger, view, asked, columns), headers=named, content_type=TYPES[kind])


def _note(ledger: Ledger, view: Scope, asked: Asked, kind: str) -> None:
    """What is taken out is in the audit log before it leaves."""
    what = {"ledger": ledger.id, "kind": kind, "view": view.search(), "search": asked.search,
            "snapshot": view.snapshot}  # fmt: skip
    audit.write("export", what, request.remote_addr or "")


def _json(name: str, otherwise: object) -> object:
    text = request.args.get(name)
    if not text:
        return otherwise
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise RequestError(f"导出地址里的 {name} 不是 JSON，请从页面上的按钮导出。") from None


def safe(value: object) -> object:
    """A text that a spreadsheet would take for a formula, made harmless by a leading apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _csv(ledger: Ledger, view: Scope, asked: Asked, columns: tuple[Column, ...]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([heading(column) for column in columns])
    for row in grid.every(ledger, view, asked):
        writer.writerow([safe(row[column.id]) for column in columns])
        if buffer.tell() > CHUNK:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    writer.writerow([f"导出：{stamp.text(view.snapshot)}"])
    yield buffer.getvalue()


def _xlsx(
    ledger: Ledger, view: Scope, asked: Asked, columns: tuple[Column, ...]
) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(file, options)
        _write_about(book, ledger, view, asked, columns)
        _write_rows(book, ledger, view, asked, columns)
        book.close()
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def _write_about(book, ledger: Ledger, view: Scope, asked: Asked, columns: tuple) -> None:
    """The first sheet: what was filtered, as of when, and how each number is defined."""
    sheet = book.add_worksheet("说明")
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90)
    bold = book.add_format({"bold": True})
    for number, (name, words) in enumerate(about(ledger, view, asked, columns)):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, str(safe(words)))


def about(ledger: Ledger, view: Scope, asked: Asked, columns: tuple) -> list[tuple[str, str]]:
    """Name and words of each line of the first sheet."""
    info = warehouse.row(view.snapshot, "select * from snapshot_info")
    order = "、".join(
        f"{ledger.column(name).label}{'降序' if down else '升序'}" for name, down in asked.order
    )
    filters = "；".join(
        f"{ledger.column(name).label} {orjson.dumps(rule).decode()}"
        for name, rule in asked.filters.items()
    )
    lines = [
        ("内容", ledger.title),
        ("地区", view.region_name),
        ("期间", f"{view.period.label}（数据截至 {view.covered.end}）"),
        ("机构类型", view.institution_type or "全部"),
        ("搜索", asked.search or "无"),
        ("筛选", filters or "无"),
        ("排序", order or "按编号"),
        ("行数", str(grid.totals(ledger, view, asked)["rows"])),
        ("导出", stamp.text(view.snapshot)),
        ("数据版本", warehouse.plain(view.snapshot)),
        ("发布时间", f"{info['built_at']:%Y-%m-%d %H:%M} UTC"),
        ("演示数据", "是，含演示数据" if info["demo"] else "否"),
    ]
    defined = [metrics.METRICS[c.id] for c in columns if c.id in metrics.METRICS]
    return lines + [(one.label, f"{one.formula}（{one.clause}）") for one in defined]


def _write_rows(book, ledger: Ledger, view: Scope, asked: Asked, columns: tuple) -> None:
    sheet = book.add_worksheet(ledger.title)
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    mark = stamp.text(view.snapshot).replace("&", "&&")
    sheet.set_header(f"&C&9&KA6A6A6{mark}"[:255])
    sheet.set_footer("&C&9&P / &N")
    for place, column in enumerate(columns):
        sheet.set_column(place, place, max(10, column.width // 8))
        sheet.write_string(0, place, heading(column), bold)
    for number, row in enumerate(grid.every(ledger, view, asked), 1):
        for place, column in enumerate(columns):
            value = safe(row[column.id])
            if value is None:
                continue
            if column.kind == "date":
                sheet.write_datetime(number, place, value, day)
            else:
                sheet.write(number, place, value)
