"""The callbacks all pages share: route, address ↔ filters, and the one that draws any panel."""

from collections.abc import Callable

import dash
from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State, ctx, no_update
from flask_caching import Cache

from components import catalog, filters, markup, request, shell, theme
from components.panel import CHARTED, GRAPH, NOTHING, PLAIN, Drawing, silent
from data import scope, warehouse
from data.errors import DashboardError

CHOICES = (
    *(filters.ids.region, filters.ids.year, filters.ids.part, filters.ids.type),
    *(filters.ids.basis, filters.ids.comparable),
)


def register(app: Dash, cache: Cache) -> None:
    """Attach every shared callback to the app."""
    _register_route(app)
    _register_address(app)
    _register_panels(app, cache)
    _register_clientside(app)


def _register_route(app: Dash) -> None:
    @app.callback(Output(shell.ids.page, "children"), Input(shell.ids.url, "pathname"))
    def show_page_from_path(path):
        """The layout of the page at that path."""
        pages = dash.page_registry.values()
        found = next((page for page in pages if page["path"] == path), None)
        chosen = found or dash.page_registry["pages.not_found_404"]
        made = chosen["layout"]
        return made() if callable(made) else made


def _register_address(app: Dash) -> None:
    told = [(shell.ids.url, "search"), (shell.ids.view, "data")]
    parts = (shell.ids.notice, shell.ids.crumbs, shell.ids.standing, filters.ids.chips)
    told += [(part, "children") for part in parts]
    told += [(choice, prop) for prop in ("options", "value") for choice in CHOICES]
    asked = [(shell.ids.url, "search"), (shell.ids.snapshot, "data"), (shell.ids.theme, "data")]
    asked += [(filters.ids.clear, "n_clicks"), *((choice, "value") for choice in CHOICES)]

    @app.callback([Output(*one) for one in told], [Input(*one) for one in asked])
    def sync_view_from_address_or_choice(search, snapshot, colours, _clear, *chosen):
        """Both directions in one place: a choice rewrites the address, it sets the choices."""
        try:
            snapshot = snapshot or warehouse.current_id()
            wanted = _wanted(search, snapshot, chosen)
            view = scope.Scope.parse(wanted, snapshot)
        except DashboardError as error:
            told = shell.notice(str(error)), [], [], []
            return [no_update, None, *told, *_first_choices(snapshot)]
        written = no_update if wanted == (search or "") else wanted
        return [written, *_view_parts(view, wanted, colours)]


def _wanted(search: str | None, snapshot: str, chosen: tuple) -> str:
    """The address to show: what was chosen if a control was touched, else the one that is there."""
    if ctx.triggered_id == filters.ids.clear:
        return ""
    if ctx.triggered_id not in CHOICES or not all(chosen):
        return search or ""
    return filters.search_from(dict(zip(CHOICES, chosen, strict=True)), search, snapshot)


def _first_choices(snapshot: str | None) -> list:
    """Options to choose from after an address that was not understood; none before any data."""
    try:
        view = scope.Scope.parse("", snapshot or warehouse.current_id())
    except DashboardError:
        return [no_update] * (2 * len(CHOICES))
    return _choices(view)


def _choices(view: scope.Scope) -> list:
    """What each control offers, then what each shows."""
    chosen = filters.chosen(view)
    return [
        filters.region_options(view.snapshot),
        filters.year_options(view.snapshot),
        filters.part_options(view.period.year, view.snapshot),
        filters.type_options(),
        filters.basis_options(),
        filters.comparable_options(),
        *(chosen[choice] for choice in CHOICES),
    ]


def _view_parts(view: scope.Scope, search: str, colours: str | None) -> tuple:
    info = warehouse.row(view.snapshot, "select * from snapshot_info")
    told = {"search": search, "snapshot": view.snapshot, "theme": colours or "light"}
    crumbs = shell.crumbs(view, search)
    parts = crumbs, shell.standing(view, info), filters.chips(view, search)
    return told, None, *parts, *_choices(view)


def _register_panels(app: Dash, cache: Cache) -> None:
    @cache.memoize()
    def drawn(panel_id: str, search: str, snapshot: str, colours: str) -> tuple:
        view = scope.Scope.parse(search, snapshot)
        shown = catalog.PANELS[panel_id].draw(Drawing(view, theme.tokens(colours), search))
        return markup.text(shown.children), shown.figure or NOTHING

    def content(panel: dict, asked: str) -> tuple:
        """Words and figure of a panel; a sentence when it cannot be drawn."""
        search, snapshot, colours = request.view_of(asked)
        panel_id = request.known(panel, catalog.PANELS)
        try:
            return drawn(panel_id, search, snapshot, colours)
        except DashboardError as error:
            return markup.text(silent(str(error)).children), NOTHING

    _register_plain(app, content)
    _register_charted(app, content)


def _register_plain(app: Dash, content: Callable) -> None:
    @app.callback(
        Output({"type": PLAIN, "index": MATCH}, "data-drawn"),
        Input({"type": PLAIN, "index": MATCH}, "data-view"),
        State({"type": PLAIN, "index": MATCH}, "id"),
        prevent_initial_call=True,
    )
    def draw_panel_from_view(asked, panel):
        """The content of one panel."""
        return markup.answer(asked, content(panel, asked)[0])


def _register_charted(app: Dash, content: Callable) -> None:
    @app.callback(
        Output({"type": CHARTED, "index": MATCH}, "data-drawn"),
        Output({"type": GRAPH, "index": MATCH}, "figure"),
        Output({"type": GRAPH, "index": MATCH}, "style"),
        Input({"type": CHARTED, "index": MATCH}, "data-view"),
        State({"type": CHARTED, "index": MATCH}, "id"),
        prevent_initial_call=True,
    )
    def draw_chart_from_view(asked, panel):
        """The same for a panel with a figure, which is replaced in place."""
        words, figure = content(panel, asked)
        return markup.answer(asked, words), figure, {"height": f"{figure['layout']['height']}px"}


def _register_clientside(app: Dash) -> None:
    """What the browser does alone: poll for a snapshot, set the theme, carry filters in links."""

    def here(name: str) -> ClientsideFunction:
        return ClientsideFunction("dashboard", name)

    app.clientside_callback(here("showView"), Input(shell.ids.view, "data"))
    app.clientside_callback(
        here("pollSnapshot"),
        [Output(shell.ids.snapshot, "data"), Output(shell.ids.alarm, "children")],
        Input(shell.ids.poll, "n_intervals"),
        [State(shell.ids.snapshot, "data"), State(shell.ids.alarm, "children")],
    )
    app.clientside_callback(
        here("applyTheme"), Output(shell.ids.theme, "data"), Input(shell.ids.toggle, "n_clicks")
    )
    app.clientside_callback(
        here("carrySearch"),
        Output({"type": shell.ids.nav, "index": ALL}, "href"),
        Input(shell.ids.url, "search"),
        State({"type": shell.ids.nav, "index": ALL}, "id"),
    )
    app.clientside_callback(
        here("drillToRegion"),
        Output(shell.ids.url, "search", allow_duplicate=True),
        Input({"type": GRAPH, "index": ALL}, "clickData"),
        State(shell.ids.url, "search"),
        prevent_initial_call=True,
    )
