"""Addresses inside the product, each with the filters of the view it is followed from."""

from urllib.parse import urlencode

from dash import html

from components import address
from data.scope import Scope


def to(path: str, view: Scope, **more: str) -> str:
    """A page at a view; `more` are parameters of its own, those that are empty are left out.
    A view of an earlier snapshot stays with it."""
    given = {name: value for name, value in more.items() if value}
    if pin := address.pin(view.snapshot):
        given[address.SNAPSHOT] = pin
    search = view.search()
    if not given:
        return path + search
    return f"{path}{search}{'&' if search else '?'}{urlencode(given)}"


def card(view: Scope, kind: str, id: str) -> str:
    """The card of one thing."""
    return to("/card", view, kind=kind, id=id)


def records(view: Scope, metric: str, part: str = "", search: str = "") -> str:
    """The rows behind a metric; `search` is what the grid is searched for at first."""
    return to("/records", view, metric=metric, part=part, search=search)


def cells(view: Scope, words: str, **narrowed: str) -> html.A:
    """The way to the refused and doubtful cells of a file, rule or outcome; without, to all."""
    return html.A(words, href=to("/cells", view, **narrowed))
