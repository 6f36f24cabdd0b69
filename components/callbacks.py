"""The callbacks all pages share: route, address ↔ filters, and the one that draws any panel."""

import dash
import orjson
from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State, ctx, no_update
from flask_caching import Cache

from components import address, catalog, filters, markup, paper, request, shell, spans, theme
from components.panel import PLAIN, Drawing, silent
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
    app.clientside_callback(
        ClientsideFunction("dashboard", "exportPage"),
        Output(paper.ids.export, "href"),
        Input(shell.ids.url, "pathname"),
        Input(shell.ids.url, "search"),
    )


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
            named = address.asked(search).get(address.SNAPSHOT)
            snapshot = address.held(named) or snapshot or warehouse.current_id()
            wanted = _wanted(search, snapshot, chosen)
            view = scope.Scope.parse(wanted, snapshot)
            spans.asked(address.asked(wanted))
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
    return told, shell.held(view), *parts, *_choices(view)


def _register_panels(app: Dash, cache: Cache) -> None:
    @cache.memoize()
    def drawn(panel_id: str, search: str, snapshot: str, colours: str) -> tuple[str, str]:
        view = scope.Scope.parse(search, snapshot)
        shown = catalog.PANELS[panel_id].draw(Drawing(view, theme.tokens(colours), search))
        return markup.text(shown.children), orjson.dumps(shown.figure).decode()

    @app.callback(
        Output({"type": PLAIN, "index": MATCH}, "data-drawn"),
        Input({"type": PLAIN, "index": MATCH}, "data-view"),
        State({"type": PLAIN, "index": MATCH}, "id"),
        prevent_initial_call=True,
    )
    def draw_panel_from_view(asked, panel):
        """Words and figure of one panel; a sentence when it cannot be drawn."""
        view = request.view_of(asked)
        panel_id = request.known(panel, catalog.PANELS)
        try:
            return markup.answer(asked, *drawn(panel_id, *view))
        except DashboardError as error:
            return markup.answer(asked, markup.text(silent(str(error)).children))


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
