"""One callback that does nothing, in the app and in a Dash without anything of ours.

The second is the floor: what Dash, Flask and gunicorn cost by themselves.
"""

import importlib

from dash import Dash, Input, Output, html

from components import rights
from data.access import roles

app = importlib.import_module("app").app
server = app.server
rights.CALLBACKS["bench-empty-out.children"] = roles.LOOK
bare = Dash("bare", compress=False)
bare.layout = html.Div()
floor = bare.server


@bare.callback(Output("bench-empty-out", "children"), Input("bench-empty-in", "children"))
@app.callback(Output("bench-empty-out", "children"), Input("bench-empty-in", "children"))
def answer_nothing(value):
    """The same value."""
    return value
