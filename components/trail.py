"""The way up from a card: 全区 › 市 › 县 › 单位 › 楼座 › itself, with the filters kept."""

from dash import dcc, html

from components import links
from data import cards, scope
from data.errors import ScopeError
from data.scope import Scope

PAGES = {"vehicle": "/vehicles", "asset": "/assets", "building": "/offices", "room": "/offices"}
"""The page of the regions above a thing; above an institution it is the overview."""


def to_thing(view: Scope, asked: dict[str, str]) -> list:
    """Regions and things above the card that the address names, each a link to itself."""
    kind = asked.get("kind", "")
    try:
        region, things = cards.above(view, kind, asked.get("id", ""))
    except ScopeError:
        region, things = scope.home(view.snapshot), [(kind, "", "没有找到")]
    page = PAGES.get(kind, "/")
    parts = []
    for place in scope.lineage(view.snapshot, region):
        if not scope.is_inside(place["region"], view.snapshot):
            continue
        href = links.to(page, view.within(place["region"]))
        parts += [dcc.Link(place["name"], href=href), _step()]
    for above, id, name in things[:-1]:
        parts += [dcc.Link(name, href=links.card(view, above, id)), _step()]
    return [*parts, html.Strong(things[-1][2], **{"aria-current": "true"})]


def _step() -> html.Span:
    return html.Span("›", **{"aria-hidden": "true"})
