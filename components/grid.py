"""Grids: the rows behind a number in dash-ag-grid, a block at a time; totals come from SQL."""

from pathlib import Path

import dash_ag_grid as dag
from dash import dcc, html
from dash.fingerprint import build_fingerprint

from components import address, links, markup, numbers, proof, request
from components.gridwords import WORDS
from data import cards, grid, ledgers
from data.errors import RequestError
from data.grid import Asked, Column, Ledger
from data.scope import Scope

TABLE, TOLD, SEARCH = "grid", "grid-told", "grid-search"
BLOCK = 100
SCRIPT = dag.AgGrid._js_dist[0]
# 300 kB that only pages with a grid need: assets/grids.js loads it when one comes in sight
SCRIPT["dynamic"] = True
FILTERS = {
    "text": "agTextColumnFilter",
    "number": "agNumberColumnFilter",
    "date": "agDateColumnFilter",
}
LOOK = (
    "themeQuartz.withParams({backgroundColor: 'var(--card)', foregroundColor: 'var(--text)',"
    " headerBackgroundColor: 'var(--card)', headerTextColor: 'var(--muted)',"
    " borderColor: 'var(--line)', accentColor: 'var(--accent)', fontFamily: 'inherit',"
    " rowHoverColor: 'var(--tint)', oddRowBackgroundColor: 'var(--card)', fontSize: 14,"
    " headerFontWeight: 500, wrapperBorder: false, wrapperBorderRadius: 0, rowHeight: 36,"
    " headerHeight: 38, columnBorder: false, cellHorizontalPadding: 12})"
)
EVERY_COLUMN = {
    "sortable": True,
    "resizable": True,
    "suppressHeaderMenuButton": True,
    "wrapHeaderText": True,
    "autoHeaderHeight": True,
    "filterParams": {"maxNumConditions": 1, "buttons": ["apply", "reset"], "closeOnApply": True},
}
OPTIONS = {
    "theme": {"function": LOOK},
    "cacheBlockSize": BLOCK,
    "maxBlocksInCache": 20,
    "blockLoadDebounceMillis": 60,
    "localeText": WORDS,
    "enableCellTextSelection": True,
    "ensureDomOrder": True,
}


def script() -> str:
    """The address of the grid's own script, named by its version."""
    name = SCRIPT["relative_package_path"]
    changed = int((Path(dag.__file__).parent / name).stat().st_mtime)
    stamped = build_fingerprint(name, dag.__version__, changed)
    return f"/_dash-component-suites/{dag.__name__}/{stamped}"


def layout(ledger_id: str, view: Scope, query: str = "") -> list:
    """Search box, exports, the line of totals and the grid of a ledger; `query` is the address of
    the page, which may say what to search for at first."""
    ledger = ledgers.find(ledger_id, view, query)
    told = html.Div(id=_id(TOLD, ledger_id), className="grid-told", role="status",
                    **{"data-panel-words": "yes"})  # fmt: skip
    search = dcc.Input(
        id=_id(SEARCH, ledger_id),
        type="search",
        placeholder=f"搜索{'、'.join(c.label for c in ledger.columns if c.searched)}",
        className="grid-search",
        value=address.asked(query).get("search", "")[: grid.LONGEST_SEARCH],
        debounce=0.3,
        maxLength=grid.LONGEST_SEARCH,
        autoComplete="off",
    )
    return [html.Div([search, told, _exports(ledger_id)], className="grid-bar"), _table(ledger)]


def answer(
    ledger_id: str, view: Scope, wants: dict, search: str | None, query: str = ""
) -> tuple[dict, str]:
    """A block of rows for the grid, and the line of totals, for what it asks."""
    ledger = ledgers.find(ledger_id, view, query)
    wanted = read(wants, search)
    start, end = wants.get("startRow"), wants.get("endRow")
    rows, sums = grid.page_and_totals(ledger, view, wanted, start, end)
    shown = [
        {column.id: cell(row[column.id], column) for column in ledger.shown}
        | opened(ledger, row, view)
        for row in rows
    ]
    return (
        {"rowData": shown, "rowCount": sums["rows"]},
        markup.text([proof.told(ledger, view, wanted, sums)]),
    )


def opened(ledger: Ledger, row: dict, view: Scope) -> dict:
    """The address of the card behind each cell that has one, as open_<column>."""
    found = {}
    for column, (kind, key) in ledger.opens.items():
        kind = kind if kind in cards.KINDS else row.get(kind)
        if kind and row[key]:
            found[f"open_{column}"] = links.card(view, kind, str(row[key]))
    return found


def read(wants: dict, search: str | None) -> Asked:
    """Sort, filters and words of a request. Raises RequestError when it is not of its form."""
    order, filters = wants.get("sortModel") or [], wants.get("filterModel") or {}
    well_formed = (
        isinstance(order, list)
        and all(isinstance(one, dict) and isinstance(one.get("colId"), str) for one in order)
        and isinstance(filters, dict)
        and isinstance(search, str | None)
    )
    if not well_formed:
        raise RequestError(request.WORDS)
    by = tuple((one["colId"], one.get("sort") == "desc") for one in order)
    return Asked(by, filters, (search or "").strip())


def cell(value: object, column: Column) -> str:
    """A cell as it reads; numbers stay whole, because a column is compared down its length."""
    if value is None:
        return ""
    if column.kind == "number":
        return numbers.plain(value, column.digits)
    return str(value)


def heading(column: Column) -> str:
    """The column's name with its unit."""
    return f"{column.label}（{column.unit}）" if column.unit else column.label


def _table(ledger: Ledger) -> dag.AgGrid:
    return dag.AgGrid(
        id=_id(TABLE, ledger.id),
        columnDefs=[_definition(column, column.id in ledger.opens) for column in ledger.shown],
        defaultColDef=EVERY_COLUMN,
        rowModelType="infinite",
        dashGridOptions=OPTIONS,
        className="grid-table",
        style={"height": "30rem", "width": "100%"},
    )


def _definition(column: Column, opens: bool) -> dict:
    number = column.kind == "number"
    made = {
        "field": column.id,
        "headerName": heading(column),
        "filter": FILTERS[column.kind],
        "minWidth": column.width or (138 if number else 112),
        "flex": 1,
    }
    if opens:
        made["cellRenderer"] = "CardLink"
    return made | ({"type": "rightAligned"} if number else {})


def _exports(ledger_id: str) -> html.Div:
    choices = (
        ("导出所见 xlsx", "xlsx", "shown"),
        ("csv", "csv", "shown"),
        ("全部行 xlsx", "xlsx", "all"),
    )
    return html.Div(
        [
            html.Button(
                label,
                type="button",
                className="ghost-button",
                **{"data-export": f"/export/{ledger_id}.{kind}", "data-rows-wanted": rows},
            )
            for label, kind, rows in choices
        ],
        className="grid-exports",
    )


def _id(kind: str, ledger_id: str) -> dict:
    return {"type": kind, "index": ledger_id}
