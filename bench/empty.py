"""The app with one callback that does nothing: what Dash and the server cost by themselves."""

import importlib

from dash import Input, Output

app = importlib.import_module("app").app
server = app.server


@app.callback(Output("bench-empty-out", "children"), Input("bench-empty-in", "children"))
def answer_nothing(value):
    """The same value."""
    return value
