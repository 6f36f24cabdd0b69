"""The callbacks of grids: the table once it comes in sight, then a block of rows at a time."""

from dash import MATCH, ClientsideFunction, Dash, Input, Output, State, no_update

from components import catalog, grid, markup, request
from components.panel import GRID, silent
from data.errors import DashboardError, RequestError
from data.scope import Scope


def register(app: Dash) -> None:
    """Attach the callbacks that lay out a grid, fill it, and search in it."""
    _register_table(app)
    _register_rows(app)
    app.clientside_callback(
        ClientsideFunction("grids", "search"),
        Input({"type": grid.SEARCH, "index": MATCH}, "value"),
        State({"type": grid.SEARCH, "index": MATCH}, "id"),
        prevent_initial_call=True,
    )


def _register_table(app: Dash) -> None:
    @app.callback(
        Output({"type": GRID, "index": MATCH}, "children"),
        Input({"type": GRID, "index": MATCH}, "data-view"),
        State({"type": GRID, "index": MATCH}, "children"),
        State({"type": GRID, "index": MATCH}, "id"),
        prevent_initial_call=True,
    )
    def lay_out_grid_from_view(asked, shown, panel):
        """The grid, the first time only: later it asks for its rows itself."""
        if shown and len(shown) > 1:
            return no_update  # one part alone is a sentence about what was wrong
        name = request.known(panel, catalog.PANELS)
        try:
            return grid.layout(name, _view(asked), request.view_of(asked)[0])
        except RequestError:
            raise
        except DashboardError as error:
            return silent(str(error)).children


def _register_rows(app: Dash) -> None:
    @app.callback(
        Output({"type": grid.TABLE, "index": MATCH}, "getRowsResponse"),
        Output({"type": grid.TOLD, "index": MATCH}, "data-drawn"),
        Input({"type": grid.TABLE, "index": MATCH}, "getRowsRequest"),
        State({"type": GRID, "index": MATCH}, "data-view"),
        State({"type": grid.SEARCH, "index": MATCH}, "value"),
        State({"type": grid.TABLE, "index": MATCH}, "id"),
        prevent_initial_call=True,
    )
    def give_rows_from_request(asked, view, search, table):
        """One block of rows and the totals of all of them."""
        if not asked:
            return no_update, no_update
        try:
            name, query = request.known(table, catalog.PANELS), request.view_of(view)[0]
            return grid.answer(name, _view(view), asked, search, query)
        except RequestError:
            raise
        except DashboardError as error:
            told = markup.text(silent(str(error)).children)
            return {"rowData": [], "rowCount": 0}, told


def _view(asked: object) -> Scope:
    search, snapshot, _ = request.view_of(asked)
    return Scope.parse(search, snapshot)
