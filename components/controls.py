"""Controls inside panels: they are links and fields that write the address (assets/address.js)."""

from dash import html

from components import address


def switch(label: str, name: str, options: dict, shown: str, search: str) -> html.Div:
    """Links that set one parameter of the address; the first option is the one left out."""
    first = next(iter(options))
    links = [
        html.A(
            words,
            href=address.changed(search, **{name: None if key == first else key}) or "?",
            className="on" if key == shown else "",
            **({"aria-current": "true"} if key == shown else {}),
        )
        for key, words in options.items()
    ]
    return html.Div([html.Span(label), *links], className="switch", role="group",
                    **{"aria-label": label})  # fmt: skip
