"""Glossary: how each number is computed, on whose word, and whether that word was verified."""

import dash
from dash import html

from components import page
from components.catalog import PANELS

dash.register_page(__name__, path="/glossary", name="指标口径", order=90, group="底数")


def layout() -> html.Div:
    return page.arrange("指标口径", tuple(name for name in PANELS if name.startswith("glossary-")))
