"""What a panel says, as one JSON text: plain elements the browser builds itself as text nodes.

Dash walks every component of a page at every change, so a table of a hundred rows as components
costs more than all queries of the page. A panel's words, tiles and tables therefore travel as one
attribute; assets/dashboard.js turns it into real elements (never HTML: a name stays text).
"""

from dataclasses import dataclass, field

import orjson

RENAMED = {
    "className": "class", "tabIndex": "tabindex", "colSpan": "colspan", "htmlFor": "for"
}  # fmt: skip


def text(parts: list) -> str:
    """The JSON of several html components or words; those that are None are left out."""
    return orjson.dumps([node(part) for part in parts if part is not None]).decode()


def answer(asked: str, parts: str, figure: str = "null") -> str:
    """The words of a panel and the JSON of its figure, with the view they answer, so that the
    browser knows it has arrived."""
    return f'{{"view":{orjson.dumps(asked).decode()},"parts":{parts},"figure":{figure}}}'


@dataclass(frozen=True)
class Element:
    """A tag that Dash has no component for, such as input."""

    tag: str
    attributes: dict = field(default_factory=dict)

    def to_plotly_json(self) -> dict:
        return {"type": self.tag, "props": self.attributes}


def node(part: object) -> object:
    """One component as [tag, attributes, *children], words as words."""
    if part is None or isinstance(part, str):
        return part or ""
    if isinstance(part, int | float):
        return str(part)
    told = part.to_plotly_json()
    props = told["props"]
    children = props.get("children")
    if not isinstance(children, list | tuple):
        children = [] if children is None else [children]
    attributes = {
        RENAMED.get(name, name): value
        for name, value in props.items()
        if name != "children" and value is not None
    }
    return [told["type"].lower(), attributes, *(node(one) for one in children if one is not None)]
