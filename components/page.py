"""How a page arranges its panels: a heading, one grid, and titled sections below it."""

from dash import html

from components import catalog, markup, panel


def arrange(title: str, panels: tuple[str, ...], sections: dict | None = None) -> html.Div:
    """The frames of the panels named, in order; `sections` maps a heading to more of them."""
    parts = [html.H1(title, className="page-title"), _grid(panels)]
    for heading, members in (sections or {}).items():
        parts += [html.H2(heading, className="section-title"), _grid(members)]
    return html.Div(parts)


def around(title: str, sections: list) -> html.Div:
    """A page whose sections are not panels of the catalog."""
    heading = html.H1(title, className="page-title")
    return html.Div([heading, html.Div(sections, className="grid")])


def told(title: str, sections: list) -> html.Div:
    """The same of sections that are words and tables only: the browser builds them, as it builds
    what a panel says (components/markup.py)."""
    heading = html.H1(title, className="page-title")
    return html.Div([heading, html.Div(className="grid", **{"data-drawn": markup.text(sections)})])


def _grid(panels: tuple[str, ...]) -> html.Div:
    return html.Div([panel.frame(catalog.PANELS[name]) for name in panels], className="grid")
